import { describe, expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import type { LeasedJob } from '#core/contracts/job-queue.ts'
import { ben, found, type RunningService, startService } from '#test/support/service.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const owner: Actor = { ...ben, timeZone: 'Europe/Berlin' }

const scheduled = async ({ service, attempt }: RunningService, when: string, repeat: string) =>
  (await service.schedule(attempt(owner), { subject: 'Board', when, repeat, forMs: 30 * minuteMs })).meeting

/** Moves the clock to each plan job that is due by then, and runs those alone; what else was enqueued, in order. */
async function planUntil({ service, store, clock }: RunningService, at: number): Promise<readonly string[]> {
  const seen: string[] = []
  for (let next = await store.queue.nextAt(); next !== null && next <= at; next = await store.queue.nextAt()) {
    clock.advance(Math.max(0, next - clock.now()))
    for (const job of await store.queue.claim(50)) {
      if (job.does.kind === 'plan') await service.meetingJobs.plan(job)
      else {
        seen.push(`${job.does.kind} ${new Date(job.dueAt).toISOString().slice(5, 16)}`)
        await store.jobs.finish(job)
      }
    }
  }
  clock.advance(Math.max(0, at - clock.now()))
  return seen
}

describe('the plan job', () => {
  it('goes on from date to date, and brings card and PBX up to date after each', async () => {
    const running = await startService()
    const { id } = await scheduled(running, 'today 11:00', 'daily')
    const seen = await planUntil(running, Date.UTC(2026, 10, 22, 9))
    expect(seen).toEqual([
      'tell-pbx 11-20T09:00',
      'remind 11-20T09:50',
      'open 11-20T10:00',
      'card 11-20T10:30',
      'tell-pbx 11-20T10:30',
      'remind 11-21T09:50',
      'open 11-21T10:00',
      'card 11-21T10:30',
      'tell-pbx 11-21T10:30',
    ])
    const { store, clock } = running
    const [upcoming] = await store.meetings.upcoming({ before: clock.now() + 61 * minuteMs, limit: 5 })
    expect(upcoming?.id).toBe(id)
    expect(found(await store.meetings.get(id)).revision).toBe(1)
  })

  it('ends the meeting after its last date, says so on the card and gives the room back', async () => {
    const running = await startService()
    const { happened, store, service, attempt } = running
    const { id } = await scheduled(running, 'today 11:00', 'daily 2 times')
    await planUntil(running, Date.UTC(2026, 10, 21, 10, 20))
    expect(found(await store.meetings.get(id)).state).toBe('scheduled')
    expect(await planUntil(running, Date.UTC(2026, 10, 23))).toEqual(['card 11-21T10:30', 'tell-pbx 11-21T10:30'])
    expect(await store.meetings.get(id)).toMatchObject({ state: 'over', revision: 2 })
    expect(happened.at(-1)).toMatchObject({ kind: 'meeting-changed', meeting: { state: 'over' } })
    expect(await store.jobs.ofMeeting(id)).toEqual([])
    const input = { meeting: id, when: '12:00', scope: 'all' } as const
    await expect(service.changeMeeting(attempt(owner), input)).rejects.toMatchObject({ code: 'meeting.over' })
  })

  it('enqueues after a long time what fell due meanwhile, and ends the meeting only when that was seen to', async () => {
    const running = await startService()
    const { service, store, clock } = running
    const { id } = await scheduled(running, 'today 11:00', 'none')
    clock.advance(24 * hourMs)
    const plan = async () => {
      const jobs: LeasedJob[] = [...(await store.queue.claim(50))]
      for (const job of jobs) if (job.does.kind === 'plan') await service.meetingJobs.plan(job)
      return jobs
    }
    const claimed = [...(await plan()), ...(await store.queue.claim(50))]
    const late = claimed.filter(({ does }) => does.kind === 'remind' || does.kind === 'open')
    expect(late.map(({ does }) => does.kind)).toEqual(['remind', 'open'])
    clock.advance(minuteMs)
    const again = await plan()
    expect(found(await store.meetings.get(id)).state).toBe('scheduled')
    for (const job of again) if (job.does.kind !== 'plan') await store.jobs.finish(job)
    clock.advance(minuteMs)
    await plan()
    expect(found(await store.meetings.get(id)).state).toBe('over')
  })

  it('leaves everything to whoever changed the meeting while it ran', async () => {
    const running = await startService()
    const { service, attempt, store, clock } = running
    const { id } = await scheduled(running, 'today 15:00', 'none')
    clock.advance(Date.UTC(2026, 10, 20, 13, 49) - clock.now())
    const [job] = (await store.queue.claim(50)).filter(({ does }) => does.kind === 'plan')
    await service.changeMeeting(attempt(owner), { meeting: id, when: 'tomorrow 15:00' })
    const before = await store.jobs.ofMeeting(id)
    await service.meetingJobs.plan(found(job))
    expect(await store.jobs.ofMeeting(id)).toEqual(before)
  })
})
