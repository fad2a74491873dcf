/**
 * Recordings of a Yeastar S-Series PBX: it lists none, but its call records, a file of comma-separated values, name their files.
 * Source: S-Series API v2.0.0, "Download CDR Files", "Download Recording Files", "New CDR" (the columns bear its names).
 */
import type { Period, Recording } from '#core/contracts/conference-provider.ts'

const minute = 60_000

/** `2019-10-17 23:07:43 UTC-8` of "Query PBX Information": how far its zone is ahead of UTC; null where that cannot be read. */
export function systemTimeToOffset(systemTime: string | null): number | null {
  const [, sign, hours, minutes = '0'] = /UTC\s*([+-])\s*(\d{1,2})(?::?(\d\d))?\s*$/.exec(systemTime ?? '') ?? []
  if (sign === undefined) return /UTC\s*$/.test(systemTime ?? '') ? 0 : null
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minute
}

/** null: it is no such time. */
export function wallToInstant(wall: string | null | undefined, offsetMs: number): number | null {
  const [, date, time] = /^\s*(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(wall ?? '') ?? []
  const at = Date.parse(`${date}T${time}Z`)
  return Number.isNaN(at) ? null : at - offsetMs
}

/** `yyyy-mm-dd hh:mm:ss`, on the PBX's clock. */
const instantToWall = (at: number, offsetMs: number) =>
  new Date(at + offsetMs).toISOString().replace('T', ' ').slice(0, 19)

/** A zone's summer time may have begun or ended since, and a call begins before what was recorded of it. */
const slackMs = 2 * 60 * minute
/** The widest that any zone is from UTC. */
const anyZoneMs = 14 * 60 * minute

/** What is asked for; wider than `during`, and by more where the PBX's zone is not known (null). */
export function periodToWire({ from, until }: Period, offsetMs: number | null) {
  const slack = offsetMs === null ? anyZoneMs : slackMs
  return {
    starttime: instantToWall(from - slack, offsetMs ?? 0),
    endtime: instantToWall(until + slack, offsetMs ?? 0),
  }
}

/** Those of one room, each once: every participant's call has a record. */
export function cdrToRecordings(
  file: string,
  room: string,
  offsetMs: number | null,
  during: Period,
): readonly Recording[] {
  const [head = [], ...rows] = csvToRows(file)
  const recordings = new Map<string, Recording>()
  for (const cells of rows) {
    const row = new Map(head.map((name, index) => [name.trim().toLowerCase(), cells[index]?.trim() ?? '']))
    const name = row.get('recording')
    if (!name || !isOfRoom(row, room)) continue
    const startedAt = offsetMs === null ? null : wallToInstant(row.get('timestart'), offsetMs)
    const seconds = toSeconds(row.get('callduraction') ?? row.get('callduration'))
    const endedAt = startedAt === null || seconds === null ? null : startedAt + seconds * 1000
    if (startedAt !== null && (startedAt > during.until || (endedAt ?? startedAt) < during.from)) continue
    if (recordings.has(name)) continue
    recordings.set(name, {
      id: name,
      startedAt,
      endedAt,
      durationSeconds: toSeconds(row.get('talkduraction') ?? row.get('talkduration')),
      fileName: name,
      sizeBytes: null,
    })
  }
  return [...recordings.values()]
}

/** Whoever dialled the room, or was called from it; `Board<6401>` is that number, too. */
const isOfRoom = (row: ReadonlyMap<string, string>, room: string) =>
  [row.get('callto'), row.get('callfrom')].some((who) => (/<([^<>]*)>\s*$/.exec(who ?? '')?.[1] ?? who) === room)

const toSeconds = (text: string | undefined): number | null => (text && /^\d+$/.test(text) ? Number(text) : null)

/** RFC 4180. */
export function csvToRows(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|\r|$)/y
  const source = text.replace(/^\uFEFF/, '')
  for (let at = 0; at < source.length; at = cell.lastIndex) {
    cell.lastIndex = at
    const [whole, value = '', end] = cell.exec(source) ?? []
    // A quotation mark in the midst of a value: what is left cannot be read.
    if (!whole) break
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value)
    if (end !== ',') {
      rows.push(row)
      row = []
    }
  }
  return rows.filter((cells) => cells.some(Boolean))
}
