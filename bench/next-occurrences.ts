/** Filling a database, and what it cost to find and to enqueue what comes next in its meetings, beside doing it plainly. */
import { join } from 'node:path'
import { startChild } from './child.ts'
import type { Row } from './main.ts'
import type { Found } from './meter.ts'
import type { Amount, Seeded } from './seeded.ts'

/** Of what the plain way takes: ours checks the rule, knows changed dates, and finds two dates, the second to tell when to go on. */
const limitRatio = 3
/** Of each meeting: the library moves the whole of a series that happens to begin in an hour which was skipped, by that hour. */
const toleratedMs = 3_600_000 / 1_000

export async function benchNextOccurrences(
  folder: string,
  amount: Amount,
): Promise<{ readonly rows: readonly Row[]; readonly seeded: Seeded }> {
  const { meetings, channels } = amount
  const at = Date.now()
  const path = join(folder, `meetings-${meetings}.db`)
  const ours = await runToEnd('bench/seed-meetings.ts', path, meetings, channels, at)
  const plain = await runToEnd(
    'bench/plain-occurrences.ts',
    join(folder, `plain-${meetings}.db`),
    meetings,
    channels,
    at,
  )
  if (Math.abs(ours.sum - plain.sum) > meetings * toleratedMs)
    throw new Error('the next occurrences are others than those that the library finds')
  const total = ({ findMs, enqueueMs }: Found) => findMs + enqueueMs
  const told = (one: Found) =>
    `${(total(one) / 1000).toFixed(1)} s (${eachUs(one.findMs, meetings)} to find, ${eachUs(one.enqueueMs, meetings)} to enqueue)`
  const ratio = total(ours) / total(plain)
  return {
    rows: [
      {
        what: `CPU time to find and enqueue what comes next in ${meetings.toLocaleString('en')} meetings`,
        value: `${told(ours)}, ${ratio.toFixed(2)} ×`,
        beside: `rrule-temporal and one insert each: ${told(plain)}; limit ${limitRatio} ×`,
        isReached: ratio <= limitRatio,
      },
    ],
    seeded: { ...amount, path, at },
  }
}

const eachUs = (ms: number, count: number) => `${((ms * 1000) / count).toFixed(0)} µs`

async function runToEnd(script: string, ...args: readonly (string | number)[]): Promise<Found> {
  const child = await startChild(process.execPath, [script, ...args.map(String)], {})
  await child.stop()
  return JSON.parse(child.line)
}
