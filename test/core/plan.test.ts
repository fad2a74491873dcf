import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Job } from '#core/contracts/job-queue.ts'
import { defaultMeetingOptions, type Meeting } from '#core/meeting.ts'
import { occurrencesFrom } from '#core/occurrence.ts'
import { hasRolled, planJobs, replanJobs, stillHolds } from '#core/plan.ts'
import { property } from '#test/support/property.ts'
import { annaStored } from '#test/support/roster.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** Friday, 10:00 in Berlin. */
const now = Date.UTC(2026, 10, 20, 9)

const meetingOf = (given: Partial<Meeting> = {}): Meeting => ({
  id: 'k3x9ab',
  start: '2026-11-20T11:00',
  timeZone: 'Europe/Berlin',
  durationMinutes: 30,
  rule: 'FREQ=WEEKLY',
  changes: {},
  subject: 'Sprint review',
  state: 'scheduled',
  owner: annaStored,
  place: { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' },
  pbx: 'berlin',
  room: null,
  who: [],
  externalInvitees: null,
  reminderMinutes: [10],
  areRemindersPaused: false,
  options: defaultMeetingOptions,
  createdAt: now,
  changedAt: now,
  sequence: 0,
  onPbx: null,
  conflict: null,
  event: null,
  revision: 1,
  ...given,
})

const time = (at: number) => new Date(at).toISOString().slice(5, 16)
const told = (jobs: readonly Job[]) =>
  jobs.map(({ does, dueAt }) => `${does.kind === 'remind' ? does.leadMinutes : does.kind} ${time(dueAt)}`)
const planOf = (jobs: readonly Job[]) => jobs.find(({ does }) => does.kind === 'plan')
const sinceOf = (job: Job | undefined) => (job?.does.kind === 'plan' ? job.does.since : Number.NaN)

describe('a plan', () => {
  it('enqueues what falls due within the hour, and goes on before the next action, and at the end of each date', () => {
    const { jobs, nextAt } = planJobs(meetingOf(), now, now)
    expect(told(jobs)).toEqual(['10 11-20T09:50', 'plan 11-20T09:59'])
    expect(nextAt).toBe(now + hourMs)
    const plan = planOf(jobs)
    expect(sinceOf(plan)).toBe(now + hourMs)
    const next = planJobs(meetingOf(), sinceOf(plan), now + 59 * minuteMs)
    expect(told(next.jobs)).toEqual(['open 11-20T10:00', 'plan 11-20T10:30'])
    const later = planJobs(meetingOf(), sinceOf(planOf(next.jobs)), now + 90 * minuteMs)
    expect(told(later.jobs)).toEqual(['plan 11-27T09:49'])
  })

  it('enqueues no reminders where they are paused, and nothing at all for a meeting that was cancelled', () => {
    expect(told(planJobs(meetingOf({ areRemindersPaused: true }), now, now).jobs)).toEqual(['plan 11-20T09:59'])
    expect(planJobs(meetingOf({ state: 'cancelled' }), now, now)).toEqual({ jobs: [], nextAt: null, isOver: false })
  })

  it('is late after a long time, and enqueues all that fell due meanwhile, a bounded number at a time', () => {
    const daily = meetingOf({ rule: 'FREQ=DAILY', reminderMinutes: [60, 10] })
    const late = now + 100 * dayMs
    const first = planJobs(daily, now, late)
    expect(planOf(first.jobs)?.dueAt).toBe(late)
    expect(first.jobs.length).toBeGreaterThan(100)
    expect(first.jobs.length).toBeLessThan(200)
    const keys = new Set<string>()
    let since = now
    for (let runs = 0; since < late; runs++) {
      expect(runs).toBeLessThan(10)
      const { jobs } = planJobs(daily, since, late)
      for (const { key, does } of jobs.filter((job) => job.does.kind !== 'plan')) {
        expect(keys.has(key), `${does.kind} ${key}`).toBe(false)
        keys.add(key)
      }
      since = sinceOf(planOf(jobs))
    }
    expect(keys.size).toBe(3 * 100 + 2)
  })

  it('looks as far ahead as the longest lead time, however many dates lie between', () => {
    const daily = meetingOf({ rule: 'FREQ=DAILY', reminderMinutes: [40_320] })
    const { jobs } = planJobs(daily, now, now + 2 * minuteMs)
    expect(told(jobs)).toEqual(['open 11-20T10:00', '40320 11-20T10:00', 'plan 11-20T10:30'])
    expect(jobs[1]?.does).toMatchObject({ date: '2026-12-18T11:00' })
  })

  it('waits for what is late, and only then says that nothing is left', () => {
    const once = meetingOf({ rule: null })
    const late = now + 3 * hourMs
    const first = planJobs(once, now, late)
    expect(told(first.jobs)).toEqual(['10 11-20T09:50', 'open 11-20T10:00', 'plan 11-20T12:01'])
    expect(first.isOver).toBe(false)
    expect(planJobs(once, sinceOf(planOf(first.jobs)), late)).toMatchObject({ nextAt: null, isOver: true })
  })

  it('waits until the last date would have ended when that is skipped, since it can be taken back in', () => {
    const skipped = meetingOf({ rule: 'FREQ=WEEKLY;COUNT=2', changes: { '2026-11-27T11:00': { kind: 'skipped' } } })
    const { jobs, nextAt, isOver } = planJobs(skipped, now + 2 * hourMs, now + 2 * hourMs)
    expect([told(jobs), nextAt, isOver]).toEqual([['plan 11-27T10:30'], null, false])
  })

  it('tells whether a date ended since the plan before', () => {
    const meeting = meetingOf()
    const since = sinceOf(planOf(planJobs(meeting, now, now).jobs))
    expect(hasRolled(meeting, since, now + 89 * minuteMs)).toBe(false)
    expect(hasRolled(meeting, since, now + 90 * minuteMs)).toBe(true)
  })
})

describe('a change', () => {
  const at = now + 52 * minuteMs
  const jobs = planJobs(meetingOf(), now, now).jobs

  it('leaves alone what still holds, though it is late', () => {
    const { put, remove } = replanJobs(meetingOf(), meetingOf({ subject: 'Retro' }), jobs, at)
    expect(remove).toEqual([])
    expect(told(put)).toEqual(['open 11-20T10:00', 'plan 11-20T10:30'])
  })

  it('takes back what was enqueued for a time that is another one now, and does not make up for what was due before', () => {
    const moved = meetingOf({ changes: { '2026-11-20T11:00': { kind: 'changed', start: '2026-11-20T11:01' } } })
    const { put, remove } = replanJobs(meetingOf(), moved, jobs, at)
    expect(remove).toEqual(['remind:k3x9ab:2026-11-20T11:00:10:1795168800000'])
    expect(told(put)).toEqual(['open 11-20T10:01', 'plan 11-20T10:31'])
  })

  it('enqueues what had fallen due while nothing was planned, as far as it still holds', () => {
    const late = now + 56 * minuteMs
    const overdue = planJobs(meetingOf({ reminderMinutes: [600] }), now - dayMs, now - dayMs).jobs
    const renamed = meetingOf({ subject: 'Retro', reminderMinutes: [600, 5] })
    const { put } = replanJobs(meetingOf({ reminderMinutes: [600] }), renamed, overdue, late)
    expect(told(put)).toEqual(['600 11-20T00:00', 'open 11-20T10:00', 'plan 11-20T10:30'])
  })

  it('opens what is put into this very minute', () => {
    const at = now + 20_000
    const begun = meetingOf({ start: '2026-11-20T10:00' })
    expect(told(replanJobs(null, begun, [], at).put)).toEqual(['open 11-20T09:00', 'plan 11-20T09:30'])
    expect(told(replanJobs(begun, { ...begun, subject: 'Retro' }, [], at).put)).toEqual(['plan 11-20T09:30'])
  })

  it('opens what goes on and is new, or was taken back in', () => {
    const at = now + 5 * minuteMs
    const begun = meetingOf({ start: '2026-11-20T10:00' })
    const skipped = meetingOf({ ...begun, changes: { [begun.start]: { kind: 'skipped' } } })
    for (const before of [null, skipped, meetingOf({ ...begun, state: 'cancelled' })])
      expect(told(replanJobs(before, begun, [], at).put)).toEqual(['open 11-20T09:00', 'plan 11-20T09:30'])
    const earlier = meetingOf({ ...begun, start: '2026-11-20T10:30' })
    expect(told(replanJobs(earlier, begun, [], at).put)).toEqual(['plan 11-20T09:30'])
  })

  it('takes back all jobs of a meeting that is cancelled', () => {
    const { put, remove, nextAt } = replanJobs(meetingOf(), meetingOf({ state: 'cancelled' }), jobs, at)
    expect([put, remove, nextAt]).toEqual([[], jobs.map(({ key }) => key), null])
  })
})

const rules = fc.constantFrom(
  null,
  'FREQ=DAILY',
  'FREQ=DAILY;COUNT=5',
  'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=WEEKLY',
)
const wall = (day: number, minute: number) =>
  new Date(Date.UTC(2026, 9, 20 + day, 0, minute)).toISOString().slice(0, 16)
const leads = fc.uniqueArray(fc.constantFrom(0, 5, 10, 60, 1440, 3000), { maxLength: 3 })

/** What is done to a meeting that has its dates at 2:30 in a zone that changes its clocks five days later. */
const acts = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('wait' as const), minutes: fc.nat(3000) }),
    fc.record({ kind: fc.constant('skip' as const), day: fc.nat(14) }),
    fc.record({ kind: fc.constant('move' as const), day: fc.nat(14), to: fc.nat(14), minute: fc.nat(1439) }),
    fc.record({ kind: fc.constant('remind' as const), leads }),
    fc.record({ kind: fc.constant('pause' as const), isPaused: fc.boolean() }),
    fc.record({ kind: fc.constant('cancel' as const), isCancelled: fc.boolean() }),
  ),
  { minLength: 1, maxLength: 12 },
)
type Act = typeof acts extends fc.Arbitrary<readonly (infer A)[]> ? A : never

function changed(meeting: Meeting, act: Exclude<Act, { kind: 'wait' }>): Meeting {
  const dateOf = (day: number) => `${wall(day, 0).slice(0, 10)}T02:30`
  switch (act.kind) {
    case 'skip':
      return { ...meeting, changes: { ...meeting.changes, [dateOf(act.day)]: { kind: 'skipped' } } }
    case 'move':
      return {
        ...meeting,
        changes: { ...meeting.changes, [dateOf(act.day)]: { kind: 'changed', start: wall(act.to, act.minute) } },
      }
    case 'remind':
      return { ...meeting, reminderMinutes: act.leads.toSorted((a, b) => b - a) }
    case 'pause':
      return { ...meeting, areRemindersPaused: act.isPaused }
    case 'cancel':
      return { ...meeting, state: act.isCancelled ? 'cancelled' : 'scheduled' }
  }
}

/** All that is due within a span, found the slow way. */
function expected(meeting: Meeting, from: number, to: number): readonly string[] {
  if (meeting.state !== 'scheduled') return []
  const leads = meeting.areRemindersPaused ? [] : meeting.reminderMinutes
  return occurrencesFrom(meeting, Number.NEGATIVE_INFINITY, 60).flatMap(({ date, startAt }) =>
    [...leads.map((lead) => ['remind', lead] as const), ['open', 0] as const]
      .map(([kind, lead]) => ({ text: `${kind} ${date} ${startAt} ${lead}`, dueAt: startAt - lead * minuteMs }))
      .filter(({ dueAt }) => dueAt >= from && dueAt < to)
      .map(({ text }) => text),
  )
}

/** What goes on, and did not take place before. */
const reopened = (before: Meeting, meeting: Meeting, at: number): readonly string[] =>
  expected(meeting, Number.NEGATIVE_INFINITY, at).filter((name) => {
    const [kind, date = '', startAt] = name.split(' ')
    const isUnderWay = Number(startAt) + meeting.durationMinutes * minuteMs > at
    return kind === 'open' && isUnderWay && (before.state !== 'scheduled' || before.changes[date]?.kind === 'skipped')
  })

const nameOf = ({ does }: Job): string =>
  does.kind === 'remind' || does.kind === 'open'
    ? `${does.kind} ${does.date} ${does.startAt} ${does.kind === 'remind' ? does.leadMinutes : 0}`
    : does.kind

describe('whatever is changed, and whenever plan jobs run', () => {
  property(
    'each reminder and each opening that holds when it falls due is enqueued exactly once',
    'plan.once',
    fc.record({ rule: rules, leads, acts, delays: fc.array(fc.nat(4000), { minLength: 1, maxLength: 5 }) }),
    { runs: 400, inputsIn: ({ acts }) => acts.length },
    () =>
      ({ rule, leads, acts, delays }) => {
        const beginAt = Date.UTC(2026, 9, 20)
        let at = beginAt
        let meeting = meetingOf({
          rule,
          start: '2026-10-20T02:30',
          reminderMinutes: leads.toSorted((a, b) => b - a),
        })
        const queue = new Map<string, Job>()
        const done: string[] = []
        let wanted: string[] = []
        const put = (jobs: readonly Job[]) => {
          for (const job of jobs) queue.set(job.key, job)
        }
        let plans = 0
        /** Runs what is due; a plan job only after a delay. */
        const work = (until: number) => {
          for (;;) {
            const delayMs = (delays[plans % delays.length] ?? 0) * minuteMs
            const [next] = [...queue.values()]
              .map((job) => ({ job, runsAt: job.dueAt + (job.does.kind === 'plan' ? delayMs : 0) }))
              .filter(({ runsAt }) => runsAt < until)
              .sort((a, b) => a.runsAt - b.runsAt)
            if (!next) return
            queue.delete(next.job.key)
            if (next.job.does.kind !== 'plan') {
              done.push(nameOf(next.job))
              continue
            }
            plans++
            const { jobs, isOver } = planJobs(meeting, next.job.does.since, Math.max(next.runsAt, beginAt))
            if (!isOver) put(jobs)
          }
        }
        put(replanJobs(null, meeting, [], at).put)
        for (const act of [...acts, { kind: 'wait' as const, minutes: 60 * 24 * 30 }]) {
          if (act.kind === 'wait') {
            const until = at + act.minutes * minuteMs
            work(until)
            wanted.push(...expected(meeting, at, until))
            at = until
            continue
          }
          const next = changed(meeting, act)
          const replan = replanJobs(meeting, next, [...queue.values()], at)
          for (const key of replan.remove) queue.delete(key)
          put(replan.put)
          // What takes place again, and goes on, is opened, also where it had been opened before.
          for (const name of reopened(meeting, next, at)) {
            if (done.includes(name)) done.splice(done.indexOf(name), 1)
            if (!wanted.includes(name)) wanted.push(name)
          }
          // What was late when it ceased to hold is not done any more.
          wanted = wanted.filter((name) => done.includes(name) || stillWanted(next, name))
          meeting = next
        }
        const longest = at + 10 * dayMs
        work(longest)
        const allowed = [...wanted, ...expected(meeting, at, longest)]
        expect(wanted.filter((name) => !done.includes(name))).toEqual([])
        expect(done.filter((name) => !allowed.includes(name))).toEqual([])
        expect(new Set(done).size).toBe(done.length)
      },
  )
})

function stillWanted(meeting: Meeting, name: string): boolean {
  const [kind, date = '', startAt, lead] = name.split(' ')
  const does = { meetingId: meeting.id, date, startAt: Number(startAt) }
  return stillHolds(
    meeting,
    kind === 'open' ? { kind, ...does } : { kind: 'remind', leadMinutes: Number(lead), ...does },
  )
}
