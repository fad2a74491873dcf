/** What has just happened on the telephones, in words for those who do not see it. */
import { groupNumber } from './number.ts'
import { isVain, outcomeToWords } from './outcome.ts'
import type { Call, Line, Room } from './shapes.ts'

export const lineToName = ({ name, number }: Pick<Line, 'name' | 'number'>): string =>
  name ?? (number === null ? 'Number withheld' : groupNumber(number))

/** A PBX at one moment. */
export interface Scene {
  readonly rooms: readonly Room[]
  readonly calls: readonly Call[]
}

/** More of a kind than this are told by their number. */
const mostNamed = 3

/** `names`: whose telephones the PBX knows. */
export function changesToWords(before: Scene, after: Scene, names: Readonly<Record<string, string>>): string {
  const kinds = new Map<string, string[]>()
  const tell = (what: string, line: Pick<Line, 'name' | 'number'>) =>
    kinds.set(what, [...(kinds.get(what) ?? []), lineToName(line)])
  const earlier = linesById(before.rooms)
  const later = linesById(after.rooms)
  for (const [id, { line, room }] of later) {
    const was = earlier.get(id)?.line.state
    if (line.state === was) continue
    if (line.state === 'ringing') tell(`rings for room ${room}`, line)
    else tell(was === 'ringing' ? `answered and joined room ${room}` : `rang in to room ${room}`, line)
  }
  for (const [id, { line, room }] of earlier) {
    if (line.state === 'joined' && !later.has(id)) tell(`left room ${room}`, line)
  }
  const wasRinging = new Set(before.calls.filter(({ outcome }) => outcome === 'ringing').map(({ leg }) => leg))
  for (const { leg, number, outcome } of after.calls) {
    if (!wasRinging.has(leg) || !isVain(outcome)) continue
    tell(`did not join: ${outcomeToWords(outcome).toLowerCase()}`, { number, name: names[number] ?? null })
  }
  return [...kinds].map(([what, who]) => `${told(who, what)}.`).join(' ')
}

const linesById = (rooms: readonly Room[]) =>
  new Map(rooms.flatMap(({ number, legs }) => legs.map((line) => [line.id, { line, room: number }] as const)))

function told(who: readonly string[], what: string): string {
  if (who.length === 1) return `${who[0]} ${what}`
  const names = who.length > mostNamed ? `${who.length} phones` : `${who.slice(0, -1).join(', ')} and ${who.at(-1)}`
  return `${names} ${what.replace(/^rings/, 'ring')}`
}
