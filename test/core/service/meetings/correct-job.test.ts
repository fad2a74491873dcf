import { describe, expect, it } from 'vitest'
import { ConfbotError } from '#core/errors.ts'
import { correctKey } from '#core/meeting-job.ts'
import {
  date,
  hourMs,
  keyOf,
  meetingOf,
  minuteMs,
  type Reminding,
  startAt,
  startReminding,
} from '#test/support/reminding.ts'
import { carol, general } from '#test/support/service.ts'

const cannotPost = new ConfbotError('chat.cannot-post')
const unavailable = new ConfbotError('chat.unavailable')

/** Reminded of, ten minutes before. */
async function reminded(meeting = meetingOf()): Promise<Reminding> {
  const bot = await startReminding()
  await bot.schedule(meeting)
  await bot.at(10 * minuteMs)
  expect(bot.chat.posts).toHaveLength(1)
  return bot
}

const answered = async (bot: Reminding) => {
  await bot.store.answers.put({ meetingId: 'k3x9ab', date }, { person: carol, answer: 'late', startAt, at: 1 })
  const does = { kind: 'correct', delivery: keyOf() } as const
  await bot.store.jobs.put({ key: correctKey(keyOf()), dueAt: bot.clock.now(), does, meetingId: 'k3x9ab' })
}

describe('the message of a reminder', () => {
  it('says where it was moved to, and reminds again when it was moved back', async () => {
    const bot = await reminded()
    await bot.change(() => ({ changes: { [date]: { kind: 'changed', start: '2026-11-20T15:00' } } }))
    await bot.work()
    expect(bot.shown()).toEqual([expect.stringMatching(/^m1: Sprint review\nMoved\. New start: 2026-11-20 14:00 UTC/)])
    expect(bot.shown()[0]).toContain('It was to start 2026-11-20 10:00 UTC.')
    expect(await bot.delivery()).toMatchObject({ state: 'corrected', message: { messageId: 'm1' } })
    await bot.change(() => ({ changes: {} }))
    await bot.work()
    expect(bot.shown()[1]).toMatch(/^m1: Sprint review\nStart: 2026-11-20 10:00 UTC/)
    expect(await bot.delivery()).toMatchObject({ state: 'sent' })
    expect(bot.chat.posts).toHaveLength(1)
  })

  it.each([
    ['cancelled', { state: 'cancelled' }, /Cancelled: it does not take place\./],
    ['skipped', { changes: { [date]: { kind: 'skipped' } } }, /Skipped: it does not take place this time\./],
    ['held at another time of day', { start: '2026-11-20T16:30' }, /Moved\. New start: 2026-11-20 15:30 UTC/],
    ['held on other days', { start: '2026-11-21T11:00' }, /Moved\. New start: 2026-11-21 10:00 UTC/],
    ['called something else', { subject: 'Retrospective' }, /^m1: Retrospective\nStart: 2026-11-20 10:00 UTC/],
  ] as const)('of a series says that it was %s', async (_, made, says) => {
    const bot = await reminded(meetingOf({ rule: 'FREQ=WEEKLY' }))
    await bot.change(() => made)
    await bot.work()
    expect(bot.shown()).toEqual([expect.stringMatching(says)])
  })

  it('shows the meeting that its later dates became', async () => {
    const bot = await reminded(meetingOf({ start: '2026-11-13T11:00', rule: 'FREQ=WEEKLY' }))
    const later = meetingOf({ id: 'later1', subject: 'Review, later', start: '2026-11-20T13:00', rule: 'FREQ=WEEKLY' })
    await bot.schedule(later)
    await bot.change(() => ({ rule: 'FREQ=WEEKLY;UNTIL=20261113T110000', continuedBy: 'later1' }))
    await bot.work()
    expect(bot.shown()).toEqual([expect.stringMatching(/^m1: Review, later\nMoved\. New start: 2026-11-20 12:00 UTC/)])
    expect(bot.chat.updates[0]?.card.nodes.at(-1)).toMatchObject({
      actions: expect.arrayContaining([
        expect.objectContaining({
          action: { path: 'conf join', input: { meeting: 'later1', date: '2026-11-20T13:00' } },
        }),
      ]),
    })
  })

  it('names who comes late, and stays late itself', async () => {
    const bot = await startReminding()
    await bot.schedule()
    await bot.at(8 * minuteMs)
    expect(bot.said()[0]).toContain('comes late')
    await answered(bot)
    await bot.work()
    expect(bot.shown()).toEqual([expect.stringMatching(/Late: @Carol\nThis reminder comes late\./)])
    expect(await bot.delivery()).toMatchObject({ state: 'sent', settledAt: startAt - 8 * minuteMs })
  })

  it('is let go of when it is gone', async () => {
    const bot = await reminded()
    bot.chat.lose()
    await bot.change(() => ({ state: 'cancelled' }))
    expect(await bot.work()).toEqual([])
    expect(await bot.store.jobs.get(correctKey(keyOf()))).toBeNull()
    expect(bot.chat.told).toEqual([])
  })

  it('that cannot be changed any more is told of to the owner, where it says what does not hold', async () => {
    const bot = await reminded()
    await answered(bot)
    bot.chat.refuse(cannotPost)
    expect(await bot.work()).toEqual([])
    expect(bot.chat.told).toEqual([])
    bot.chat.refuse(cannotPost)
    await bot.change(() => ({ state: 'cancelled' }))
    await bot.work()
    expect(bot.told()).toEqual([expect.stringContaining('confbot may not write where Sprint review takes place')])
    expect(await bot.store.jobs.get(correctKey(keyOf()))).toBeNull()
  })

  it('is changed as soon as the chat answers, and given up after a day', async () => {
    const bot = await reminded()
    bot.chat.refuse(unavailable)
    await bot.change(() => ({ state: 'cancelled' }))
    expect(await bot.work()).toEqual(['chat.unavailable'])
    bot.clock.advance(5_000)
    await bot.work()
    expect(bot.shown().at(-1)).toContain('Cancelled')

    await bot.change(() => ({ state: 'scheduled' }))
    bot.chat.refuse(unavailable)
    await bot.work()
    const before = bot.chat.updates.length
    bot.clock.advance(25 * hourMs)
    await bot.work()
    expect(bot.chat.updates).toHaveLength(before)
    expect(await bot.store.jobs.get(correctKey(keyOf()))).toBeNull()
  })
})

describe('a reminder that was begun and is neither sent nor enqueued any more', () => {
  const begin = async (bot: Reminding) =>
    bot.store.deliveries.begin({
      key: keyOf(),
      meetingId: 'k3x9ab',
      date,
      kind: 'reminder',
      startAt,
      leadMinutes: 10,
      place: general,
      state: 'sending',
      beganAt: bot.clock.now(),
      settledAt: null,
      message: null,
    })

  it('is left to who sends it while its job is there', async () => {
    const bot = await startReminding()
    await bot.schedule()
    await begin(bot)
    await bot.change(() => ({ subject: 'Retrospective' }))
    bot.clock.advance(5 * minuteMs)
    await bot.work()
    expect(await bot.delivery()).toMatchObject({ state: 'sending' })
    expect(await bot.store.jobs.get(correctKey(keyOf()))).not.toBeNull()
  })

  it('is settled as unconfirmed where it cannot be looked for', async () => {
    const bot = await startReminding()
    await bot.schedule()
    await begin(bot)
    bot.chat.see(false)
    await bot.change(() => ({ state: 'cancelled' }))
    await bot.work()
    bot.clock.advance(minuteMs)
    await bot.work()
    expect(await bot.delivery()).toMatchObject({ state: 'unconfirmed' })
    expect(await bot.store.jobs.get(correctKey(keyOf()))).toBeNull()
  })
})
