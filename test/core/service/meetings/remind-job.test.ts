import { describe, expect, it } from 'vitest'
import { ConfbotError } from '#core/errors.ts'
import { planKey } from '#core/meeting-job.ts'
import { planJobs } from '#core/plan.ts'
import { date, hourMs, keyOf, meetingOf, minuteMs, startAt, startReminding } from '#test/support/reminding.ts'
import { carol, general, found as there } from '#test/support/service.ts'

const unavailable = (retryAfterMs?: number) =>
  new ConfbotError('chat.unavailable', retryAfterMs === undefined ? {} : { retryAfterMs })
const unconfirmed = new ConfbotError('chat.unconfirmed')
const cannotPost = new ConfbotError('chat.cannot-post')

const isLeft = async ({ store }: Awaited<ReturnType<typeof startReminding>>) => (await store.jobs.get(keyOf())) !== null

describe('a reminder', () => {
  it('is posted once when it is due, in the place of the meeting, under its mark', async () => {
    const bot = await startReminding()
    await bot.schedule()
    await bot.at(10 * minuteMs + 1)
    expect(bot.chat.posts).toEqual([])
    await bot.at(10 * minuteMs)
    expect(bot.chat.posts).toMatchObject([{ place: general, mark: keyOf(), asker: { userId: 'U1' } }])
    expect(bot.said()[0]).toMatch(/^Sprint review\nStart: 2026-11-20 10:00 UTC/)
    expect(bot.said()[0]).not.toContain('late')
    expect(await bot.delivery()).toMatchObject({
      state: 'sent',
      message: { messageId: 'm1' },
      settledAt: bot.clock.now(),
    })
    expect(await isLeft(bot)).toBe(false)
    await bot.reborn()
    await bot.at(0)
    expect(bot.chat.posts).toHaveLength(1)
    expect(bot.chat.told).toEqual([])
  })

  it.each([
    ['at the start', 0, 5],
    ['ten minutes before', 10, 5],
    ['half an hour before', 30, 15],
    ['a day before', 1440, 60],
  ])('%s that could not be sent then is sent late within its grace', async (_, lead, grace) => {
    const clockAhead = 1440 * minuteMs
    const bot = await startReminding()
    bot.clock.advance(-clockAhead - hourMs)
    await bot.schedule(meetingOf({ reminderMinutes: [lead], durationMinutes: 120 }))
    await bot.at((lead - grace) * minuteMs)
    expect(bot.said()).toEqual([expect.stringContaining('This reminder comes late.')])
    expect(await bot.delivery(keyOf(lead))).toMatchObject({ state: 'sent' })
    expect(bot.chat.told).toEqual([])
  })

  it.each([
    ['at the start', 0, 5],
    ['ten minutes before', 10, 5],
    ['half an hour before', 30, 15],
    ['a day before', 1440, 60],
  ])('%s that could not be sent within its grace is not sent, and its owner is told', async (_, lead, grace) => {
    const bot = await startReminding()
    bot.clock.advance(-1440 * minuteMs - hourMs)
    await bot.schedule(meetingOf({ reminderMinutes: [lead], durationMinutes: 120 }))
    await bot.at((lead - grace) * minuteMs - 1)
    expect(bot.chat.posts).toEqual([])
    expect(bot.told()).toEqual([expect.stringMatching(/^Anna: Nobody was reminded of Sprint review/)])
    expect(await bot.delivery(keyOf(lead))).toMatchObject({ state: 'missed', message: null })
    expect(await bot.store.jobs.get(keyOf(lead))).toBeNull()
  })

  it('is not sent after the end, however long its grace', async () => {
    const bot = await startReminding()
    await bot.schedule(meetingOf({ reminderMinutes: [0], durationMinutes: 2 }))
    await bot.at(-2 * minuteMs - 1)
    expect(bot.chat.posts).toEqual([])
    expect(bot.chat.told).toHaveLength(1)
  })

  it.each([
    ['was cancelled', { state: 'cancelled' }],
    ['was paused', { areRemindersPaused: true }],
    ['is reminded of at other times', { reminderMinutes: [5] }],
    ['was moved', { start: '2026-11-20T15:00' }],
    ['was skipped', { rule: 'FREQ=DAILY', changes: { [date]: { kind: 'skipped' } } }],
  ] as const)('of a meeting that %s is not sent, even where its job is still there', async (_, made) => {
    const bot = await startReminding()
    const { id } = await bot.schedule()
    const job = await bot.store.jobs.get(keyOf())
    await bot.change(() => made)
    if (job) await bot.store.jobs.put(job)
    await bot.at(10 * minuteMs)
    expect(bot.chat.posts).toEqual([])
    expect(await isLeft(bot)).toBe(false)
    expect(await bot.store.deliveries.ofMeeting(id)).toEqual([])
  })

  it('says who comes late and who does not come', async () => {
    const bot = await startReminding()
    await bot.schedule()
    await bot.store.answers.put({ meetingId: 'k3x9ab', date }, { person: carol, answer: 'late', startAt, at: 1 })
    await bot.at(10 * minuteMs)
    expect(bot.said()[0]).toContain('Late: @Carol')
  })

  it('is not sent again where the clock was set back by an hour', async () => {
    const bot = await startReminding()
    const meeting = await bot.schedule()
    await bot.at(10 * minuteMs)
    bot.clock.advance(-hourMs)
    // Also where it is planned again.
    await bot.store.jobs.put(...planJobs(meeting, bot.clock.now(), bot.clock.now()).jobs)
    await bot.work()
    for (let minutes = 0; minutes < 75; minutes++) await bot.at(startAt - bot.clock.now() - minuteMs)
    expect(bot.chat.posts).toHaveLength(1)
    expect(await bot.store.jobs.get(keyOf())).toBeNull()
  })
})

describe('where the process dies', () => {
  it('before it was posted, it is posted by the next one', async () => {
    const bot = await startReminding()
    await bot.schedule()
    bot.chat.swallow(undefined)
    await bot.at(10 * minuteMs)
    // It did not get there.
    bot.chat.unmark(keyOf())
    bot.chat.posts.pop()
    expect(await bot.delivery()).toMatchObject({ state: 'sending' })
    await bot.reborn()
    await bot.reborn()
    expect(bot.chat.posts).toMatchObject([{ mark: keyOf() }])
    expect(await bot.delivery()).toMatchObject({ state: 'sent', message: { messageId: 'm1' } })
    expect(bot.chat.told).toEqual([])
  })

  it('after it was posted, it is found and not posted again', async () => {
    const bot = await startReminding()
    await bot.schedule()
    bot.chat.swallow(undefined)
    await bot.at(10 * minuteMs)
    expect(bot.chat.posts).toHaveLength(1)
    await bot.reborn()
    await bot.reborn()
    expect(bot.chat.posts).toHaveLength(1)
    expect(await bot.delivery()).toMatchObject({ state: 'sent', message: { place: general, messageId: 'm1' } })
    expect(await isLeft(bot)).toBe(false)
    expect(bot.chat.told).toEqual([])
  })

  it.each([
    ['was posted', true],
    ['was not posted', false],
  ])(
    'and nobody can know whether it was posted, its owner is told and it is never posted again: it %s',
    async (_, was) => {
      const bot = await startReminding()
      await bot.schedule()
      bot.chat.see(false)
      bot.chat.swallow(undefined)
      await bot.at(10 * minuteMs)
      if (!was) bot.chat.posts.pop()
      const posted = bot.chat.posts.length
      await bot.reborn()
      await bot.reborn()
      await bot.at(0)
      expect(bot.chat.posts).toHaveLength(posted)
      expect(bot.told()).toEqual([expect.stringMatching(/^Anna: Perhaps nobody was reminded of Sprint review/)])
      expect(await bot.delivery()).toMatchObject({ state: 'unconfirmed' })
      expect(await isLeft(bot)).toBe(false)
    },
  )

  it('before its owner was told, the next one tells; after that, it does not tell twice', async () => {
    const bot = await startReminding()
    await bot.schedule()
    // It is too late, and whoever tells the owner dies: the message did not get there.
    bot.chat.swallow(undefined, undefined)
    await bot.at(-hourMs)
    bot.chat.unmark(`told:${keyOf()}`)
    bot.chat.told.pop()
    expect(await isLeft(bot)).toBe(true)
    // The next one tells, and dies before it knows that it did.
    await bot.reborn()
    expect(bot.chat.told).toHaveLength(1)
    expect(await isLeft(bot)).toBe(true)
    await bot.reborn()
    expect(bot.chat.told).toHaveLength(1)
    expect(await isLeft(bot)).toBe(false)
  })

  it('while the meeting is moved, what was posted says so, and what was not posted is not', async () => {
    const moved = await startReminding()
    await moved.schedule()
    moved.chat.swallow(undefined)
    await moved.at(10 * minuteMs)
    await moved.change(() => ({ start: '2026-11-20T15:00' }))
    await moved.reborn()
    await moved.reborn()
    expect(moved.shown()).toEqual([expect.stringMatching(/^m1: Sprint review\nMoved\. .*14:00 UTC/)])
    expect(await moved.delivery()).toMatchObject({ state: 'corrected', message: { messageId: 'm1' } })
    expect(moved.chat.posts).toHaveLength(1)

    const unposted = await startReminding()
    await unposted.schedule()
    unposted.chat.swallow(undefined)
    await unposted.at(10 * minuteMs)
    unposted.chat.unmark(keyOf())
    await unposted.change(() => ({ start: '2026-11-20T15:00' }))
    await unposted.reborn()
    await unposted.reborn()
    expect(unposted.chat.posts).toHaveLength(1)
    expect(unposted.shown()).toEqual([])
    expect(await unposted.delivery()).toMatchObject({ state: 'corrected', message: null })
  })
})

describe('where a meeting is changed while its reminder is being sent', () => {
  it.each([
    ['moved', { start: '2026-11-20T15:00' }, /Moved\. New start: 2026-11-20 14:00 UTC/],
    ['cancelled', { state: 'cancelled' }, /Cancelled: it does not take place\./],
    ['called something else', { subject: 'Retrospective' }, /^m1: Retrospective\nStart: /],
  ] as const)('%s, the reminder says so afterwards', async (_, made, says) => {
    const bot = await startReminding()
    await bot.schedule()
    const { notifier } = bot.chat
    const post = notifier.post
    Object.assign(notifier, {
      async post(...given: Parameters<typeof post>) {
        await bot.change(() => made)
        return post.apply(notifier, given)
      },
    })
    await bot.at(10 * minuteMs)
    expect(bot.chat.posts).toHaveLength(1)
    expect(bot.shown()).toEqual([expect.stringMatching(says)])
  })

  it('and somebody says meanwhile that they come late, it names them afterwards', async () => {
    const bot = await startReminding()
    await bot.schedule()
    const { notifier } = bot.chat
    const post = notifier.post
    Object.assign(notifier, {
      async post(...given: Parameters<typeof post>) {
        await bot.store.answers.put(
          { meetingId: 'k3x9ab', date },
          { person: carol, answer: 'declined', startAt, at: 1 },
        )
        return post.apply(notifier, given)
      },
    })
    await bot.at(10 * minuteMs)
    expect(bot.shown()).toEqual([expect.stringContaining('Can’t come: @Carol')])
  })
})

describe('where the bot may not write', () => {
  it('the owner is told what to do, once until it may again, and other meetings go on', async () => {
    const bot = await startReminding()
    await bot.schedule(meetingOf({ reminderMinutes: [30, 20, 10, 5, 0] }))
    await bot.schedule(meetingOf({ id: 'zzzzzz', subject: 'Other', reminderMinutes: [30] }))
    bot.chat.refusePosts(cannotPost)
    await bot.at(30 * minuteMs)
    expect(await bot.delivery(keyOf(30))).toMatchObject({ state: 'refused' })
    expect(bot.said()).toEqual([expect.stringMatching(/^Other/)])
    expect(bot.told()).toEqual([expect.stringMatching(/^Anna: confbot may not write where Sprint review takes place/)])
    bot.chat.refusePosts(cannotPost)
    await bot.at(20 * minuteMs)
    expect(bot.chat.told).toHaveLength(1)
    await bot.at(10 * minuteMs)
    expect(bot.chat.posts).toHaveLength(2)
    bot.chat.refusePosts(cannotPost)
    await bot.at(5 * minuteMs)
    expect(bot.chat.told).toHaveLength(2)
    expect((await bot.store.jobs.ofMeeting('k3x9ab')).map(({ key }) => key)).toEqual(
      expect.not.arrayContaining([keyOf(30), keyOf(20), keyOf(10), keyOf(5)]),
    )
  })

  it('and the owner cannot be told either, it is let go of', async () => {
    const bot = await startReminding()
    await bot.schedule()
    bot.chat.refuse(cannotPost, cannotPost)
    expect(await bot.at(10 * minuteMs)).toEqual([])
    expect(await isLeft(bot)).toBe(false)
    expect(bot.log.of('the owner of a meeting could not be told')).toHaveLength(1)
  })
})

describe('where the chat does not answer', () => {
  it('it is tried again, and sent as soon as it does within the grace', async () => {
    const bot = await startReminding()
    await bot.schedule()
    bot.chat.refusePosts(...Array.from({ length: 4 }, () => unavailable()))
    expect(await bot.at(10 * minuteMs)).toEqual(['chat.unavailable'])
    for (let tries = 0; tries < 4; tries++) {
      bot.clock.advance(30_000)
      await bot.work()
    }
    expect(bot.said()).toEqual([expect.stringContaining('This reminder comes late.')])
    expect(await bot.delivery()).toMatchObject({ state: 'sent' })
    expect(bot.chat.told).toEqual([])
  })

  it('until the grace is over, it is given up then and its owner is told as soon as it answers again', async () => {
    const bot = await startReminding()
    await bot.schedule()
    bot.chat.refuse(...Array.from({ length: 40 }, () => unavailable()))
    await bot.at(10 * minuteMs)
    for (let tries = 0; tries < 30; tries++) {
      bot.clock.advance(30_000)
      await bot.work()
    }
    bot.chat.refuse()
    const refused = bot.chat.refused()
    for (let tries = 0; tries < 30; tries++) {
      bot.clock.advance(30_000)
      await bot.work()
    }
    expect(bot.chat.refused()).toBeGreaterThan(refused)
    expect(bot.chat.posts).toEqual([])
    expect(await bot.delivery()).toMatchObject({ state: 'missed' })
    expect(bot.told()).toEqual([expect.stringContaining('Nobody was reminded')])
  })

  it('and says for how long, it is left alone for so long, but not beyond the grace', async () => {
    const bot = await startReminding()
    await bot.schedule()
    bot.chat.refusePosts(unavailable(90_000), unavailable(hourMs))
    await bot.at(10 * minuteMs)
    expect(await bot.store.jobs.get(keyOf())).toMatchObject({ dueAt: bot.clock.now() + 90_000 })
    bot.clock.advance(90_000)
    await bot.work()
    expect(await bot.store.jobs.get(keyOf())).toMatchObject({ dueAt: startAt - 5 * minuteMs + 1 })
  })

  it('and the process dies meanwhile, the next one knows that it was not posted, without looking', async () => {
    const bot = await startReminding()
    await bot.schedule()
    bot.chat.see(false)
    bot.chat.refusePosts(unavailable())
    await bot.at(10 * minuteMs)
    await bot.reborn()
    expect(bot.chat.posts).toHaveLength(1)
    expect(await bot.delivery()).toMatchObject({ state: 'sent' })
  })

  it('and another process has it meanwhile, it is left to that while it may be posting it', async () => {
    const bot = await startReminding()
    await bot.schedule()
    bot.chat.refusePosts(unavailable(30_000))
    await bot.at(10 * minuteMs)
    const job = there(await bot.store.jobs.get(keyOf()))
    bot.clock.advance(30_000)
    bot.chat.swallow(undefined)
    await bot.work()
    // It is on its way.
    bot.chat.unmark(keyOf())
    bot.chat.posts.pop()
    await bot.store.jobs.put(job)
    bot.clock.advance(10_000)
    await bot.work()
    expect(bot.chat.posts).toEqual([])
  })

  it('nor whether it was posted, it is looked for, and sent once', async () => {
    const found = await startReminding()
    await found.schedule()
    found.chat.swallow(unconfirmed)
    expect(await found.at(10 * minuteMs)).toEqual([])
    expect(found.chat.posts).toHaveLength(1)
    expect(await found.delivery()).toMatchObject({ state: 'sent', message: { messageId: 'm1' } })

    const lost = await startReminding()
    await lost.schedule()
    lost.chat.refusePosts(unconfirmed)
    expect(await lost.at(10 * minuteMs)).toEqual(['chat.unavailable'])
    lost.clock.advance(30_000)
    await lost.work()
    expect(lost.chat.posts).toHaveLength(1)
    expect(await lost.delivery()).toMatchObject({ state: 'sent' })
  })

  it('when it is asked whether something was posted, it is asked again, and nothing is posted before it answers', async () => {
    const bot = await startReminding()
    await bot.schedule()
    bot.chat.swallow(undefined)
    await bot.at(10 * minuteMs)
    bot.chat.refuse(unavailable(), unavailable())
    await bot.reborn()
    expect(await bot.delivery()).toMatchObject({ state: 'sending' })
    for (let tries = 0; tries < 4; tries++) {
      bot.clock.advance(30_000)
      await bot.work()
    }
    expect(bot.chat.posts).toHaveLength(1)
    expect(await bot.delivery()).toMatchObject({ state: 'sent' })
  })
})

it.each([
  { what: 'compared with what holds now', repository: 'meetings', method: 'revisionOf' },
  { what: 'stored', repository: 'deliveries', method: 'settle' },
  { what: 'finished', repository: 'jobs', method: 'finish' },
] as const)(
  'what was posted and cannot be $what is not posted again, also where it cannot be looked for',
  async (fails) => {
    const bot = await startReminding()
    await bot.schedule()
    bot.chat.see(false)
    const repository = bot.store[fails.repository]
    const works = { ...repository }
    Object.assign(repository, { [fails.method]: () => Promise.reject(new ConfbotError('store.locked')) })
    expect(await bot.at(10 * minuteMs)).toEqual(['store.locked'])
    Object.assign(repository, works)
    bot.clock.advance(5_000)
    await bot.work()
    expect(bot.chat.posts).toHaveLength(1)
    expect(await bot.delivery()).toMatchObject({ state: 'sent' })
    expect(bot.chat.told).toEqual([])
  },
)

it('where no date is left meanwhile, what was missed is told of all the same', async () => {
  const bot = await startReminding()
  await bot.schedule()
  await bot.store.jobs.remove(planKey('k3x9ab'))
  const meeting = meetingOf({ state: 'over', revision: 2 })
  await bot.store.meetings.save(meeting, null)
  await bot.at(-hourMs)
  expect(bot.told()).toEqual([expect.stringContaining('Nobody was reminded of Sprint review')])
})
