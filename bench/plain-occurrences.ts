/**
 * The peer of finding and enqueueing: the library of rules used plainly, zones and all, and one statement for each meeting, within
 * one process and with no thread of the database's own. Arguments: the file, how many meetings, in how many channels, at which instant. Prints `Found`.
 */
import { DatabaseSync } from 'node:sqlite'
import { RRuleTemporal } from 'rrule-temporal'
import type { Meeting } from '#core/meeting.ts'
import { placeWallTime } from '#lib/wall-time.ts'
import { createMeter, type Found } from './meter.ts'
import { sampleMeeting } from './sample-meetings.ts'

const perTransaction = 1_000

const [path = '', ...numbers] = process.argv.slice(2)
const [count = 0, channels = 1, at = 0] = numbers.map(Number)
const finding = createMeter()
const enqueueing = createMeter()
let sum = 0

const file = new DatabaseSync(path)
file.exec('pragma journal_mode = wal; pragma synchronous = normal')
file.exec('create table jobs (key text primary key, due_at integer, payload text); create index due on jobs (due_at)')
const insert = file.prepare('insert into jobs values (?, ?, ?)')
for (let first = 0; first < count; first += perTransaction) {
  const meetings = Array.from({ length: Math.min(perTransaction, count - first) }, (_, step) =>
    sampleMeeting(first + step, channels, at),
  )
  const next = finding.during(() => meetings.map(nextOf))
  enqueueing.during(() => {
    file.exec('begin')
    for (const [index, { id }] of meetings.entries())
      insert.run(`plan:${id}`, next[index] ?? 0, JSON.stringify({ kind: 'plan', meetingId: id, since: at }))
    file.exec('commit')
  })
  sum += next.reduce((total, one) => total + one, 0)
}
const found: Found = { sum, findMs: finding.cpuMs(), enqueueMs: enqueueing.cpuMs() }
console.log(JSON.stringify(found))

/** One that is under way counts as the next, as it does for us. */
function nextOf({ start, timeZone, rule, durationMinutes }: Meeting): number {
  if (rule === null) return placeWallTime(start, timeZone).at
  const rruleString = `DTSTART;TZID=${timeZone}:${start.replaceAll(/[-:]/g, '')}00\nRRULE:${rule}`
  return (
    new RRuleTemporal({ rruleString, maxIterations: 100_000 }).next(new Date(at - durationMinutes * 60_000))
      ?.epochMilliseconds ?? 0
  )
}
