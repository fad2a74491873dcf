/**
 * Fills a database through the store itself with so many sample meetings, their rooms, and what falls due next, as a process of
 * its own. Arguments: the file, how many, in how many channels, at which instant. Prints what that cost (`Found`).
 */
import { argv } from 'node:process'
import type { Store } from '#core/contracts/store.ts'
import { type Meeting, meetingHolder } from '#core/meeting.ts'
import { planJobs } from '#core/plan.ts'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { openStore } from '#storage/index.ts'
import { createMeter, type Found } from './meter.ts'
import { sampleMeeting } from './sample-meetings.ts'

const perTransaction = 1_000
const [path = '', ...numbers] = argv.slice(2)
const [count = 0, channels = 1, at = 0] = numbers.map(Number)
const finding = createMeter()
const enqueueing = createMeter()
let sum = 0

const store = await openStore({ kind: 'sqlite', path, clock: createSystemClock(), logger: createSilentLogger() })
for (let first = 0; first < count; first += perTransaction) {
  const length = Math.min(perTransaction, count - first)
  await write(
    store,
    Array.from({ length }, (_, step) => sampleMeeting(first + step, channels, at)),
  )
}
await store.close()
const found: Found = { sum, findMs: finding.cpuMs(), enqueueMs: enqueueing.cpuMs() }
console.log(JSON.stringify(found))

async function write({ transaction }: Store, meetings: readonly Meeting[]): Promise<void> {
  const plans = finding.during(() => meetings.map((meeting) => planJobs(meeting, at, at)))
  const jobs = plans.flatMap((plan) => plan.jobs)
  await transaction(async (tx) => {
    await enqueueing.during(() => tx.jobs.put(...jobs))
    for (const [index, meeting] of meetings.entries()) {
      const nextAt = plans[index]?.nextAt ?? null
      sum += nextAt ?? 0
      await tx.meetings.save(meeting, nextAt)
      const { id, pbx, room } = meeting
      if (room) await tx.roomLeases.take(pbx, room.number, meetingHolder(id), at)
    }
  })
}
