/** The PIN that somebody chooses for a room, by the limits that the vendor documents for the field that it is kept in. */
import type { ProviderDefinition, RoomField } from './contracts/conference-provider.ts'
import { ConfbotError } from './errors.ts'
import { readRoomField } from './room-field.ts'

type Definition = Pick<ProviderDefinition<never>, 'roomFields'>

/** What callers key in; undefined where rooms have none. */
export const pinFieldOf = ({ roomFields }: Definition): RoomField | undefined =>
  roomFields.find(({ pin }) => pin?.of === 'callers')

/** Throws `input.invalid` for the option `pin`, with the limits of this kind of PBX. What no page limits is not limited. */
export function checkPin(definition: Definition, pin: string): void {
  const field = pinFieldOf(definition)
  const read = field && readRoomField(field, pin)
  if (!(read instanceof ConfbotError)) return
  const { problem = '' } = read.details.blanks ?? {}
  throw new ConfbotError('input.invalid', { option: 'pin', blanks: { option: 'pin', problem } })
}
