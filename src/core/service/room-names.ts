/**
 * The names of rooms that are the administrator's: where the PBX cannot make rooms, confbot borrows those that are there, and each
 * has its own name again afterwards, also when confbot was started anew in between.
 */
import type { Pbx, Room, RoomFieldValues } from '../contracts/conference-provider.ts'
import type { Store } from '../contracts/store.ts'
import { canDo } from './deps.ts'

/** By number: the name that a room had, after all that confbot called it meanwhile; each in a line. */
const scopeOf = ({ name }: Pick<Pbx, 'name'>) => `room-name:${name}`

/** To be called before the room is given `fields`. What it is called may still be confbot's own: then the name before stays noted. */
export async function noteName(
  { settings }: Pick<Store, 'settings'>,
  pbx: Pbx,
  { number, subject }: Pick<Room, 'number' | 'subject'>,
  fields: RoomFieldValues,
): Promise<void> {
  if (canDo(pbx, 'createRoom')) return
  const noted = await settings.get(scopeOf(pbx), number)
  const [before, ...ours] = noted?.split('\n') ?? []
  const own = before !== undefined && ours.includes(toLine(subject)) ? before : toLine(subject)
  const isSecret = (id: string) => pbx.definition.roomFields.some((field) => field.id === id && field.secret)
  const names = Object.entries(fields).flatMap(([id, value]) =>
    typeof value === 'string' && !isSecret(id) ? [toLine(value)] : [],
  )
  await settings.set(scopeOf(pbx), number, [own, ...names].join('\n'))
}

/** null: it has none of its own. */
export async function nameBefore(
  { settings }: Pick<Store, 'settings'>,
  pbx: Pbx,
  number: string,
): Promise<string | null> {
  if (canDo(pbx, 'createRoom')) return null
  return (await settings.get(scopeOf(pbx), number))?.split('\n')[0] || null
}

const toLine = (text: string) => text.replace(/\s+/g, ' ').trim()
