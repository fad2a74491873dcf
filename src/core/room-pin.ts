/** The PIN that somebody chooses for a room, by the limits that the vendor documents for the field that it is kept in. */
import type { ProviderDefinition, RoomField } from './contracts/conference-provider.ts'
import { ConfbotError } from './errors.ts'
import { readRoomField } from './room-field.ts'

type Definition = Pick<ProviderDefinition<never>, 'roomFields' | 'planToFields'>

const probe = '246810'

/** The field in which the PIN of a plan lands; undefined where rooms have none. */
export function pinFieldOf({ roomFields, planToFields }: Definition): RoomField | undefined {
  const values = planToFields({ number: '1', subject: '1', pin: probe, chairPin: null, capacity: 1 }, 'update')
  return roomFields.find(({ id, secret }) => secret === true && values[id] === probe)
}

/** Throws `input.invalid` for the option `pin`, with the limits of this kind of PBX. What no page limits is not limited. */
export function checkPin(definition: Definition, pin: string): void {
  const field = pinFieldOf(definition)
  const read = field && readRoomField(field, pin)
  if (!(read instanceof ConfbotError)) return
  const { problem = '' } = read.details.blanks ?? {}
  throw new ConfbotError('input.invalid', { option: 'pin', blanks: { option: 'pin', problem } })
}
