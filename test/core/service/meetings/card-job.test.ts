import { expect, it } from 'vitest'
import { ConfbotError } from '#core/errors.ts'
import { cardKey } from '#core/meeting-job.ts'
import { hourMs, meetingOf, type Reminding, startReminding } from '#test/support/reminding.ts'
import { general, other } from '#test/support/service.ts'

const key = cardKey('k3x9ab')

/** Its card was posted, as whoever scheduled it would have done. */
async function posted(bot: Reminding, mark = key, place = general, state: 'sent' | 'unconfirmed' = 'sent') {
  const message = await bot.chat.notifier.post(place, { title: 'Sprint review', nodes: [] }, undefined, mark)
  await bot.store.deliveries.begin({
    key: mark,
    meetingId: 'k3x9ab',
    date: null,
    kind: 'card',
    startAt: null,
    leadMinutes: null,
    place,
    state,
    beganAt: bot.clock.now(),
    settledAt: bot.clock.now(),
    message: state === 'sent' ? message : null,
  })
}
async function scheduled() {
  const bot = await startReminding()
  await bot.schedule(meetingOf({ rule: 'FREQ=WEEKLY;COUNT=2' }))
  return bot
}

it('every card of a meeting shows what was changed, and what comes next', async () => {
  const bot = await scheduled()
  await posted(bot)
  await posted(bot, 'card:k3x9ab:2', other)
  await bot.change(() => ({ subject: 'Retrospective' }))
  await bot.work()
  expect(bot.shown()).toEqual([
    expect.stringMatching(/^m1: Retrospective\n.*20 Nov 2026.*27 Nov 2026/s),
    expect.stringMatching(/^m2: Retrospective/),
  ])
  expect(await bot.store.jobs.get(key)).toBeNull()
})

it('of very many cards the first one and the last ones are', async () => {
  const bot = await scheduled()
  for (let times = 1; times <= 30; times++) {
    bot.clock.advance(1)
    await posted(bot, `${key}:${times}`)
  }
  await bot.change(() => ({ subject: 'Retrospective' }))
  await bot.work()
  const ids = bot.chat.updates.map(({ message }) => message.messageId)
  expect([ids.length, ids[0], ids.at(-1)]).toEqual([11, 'm30', 'm1'])
})

it('the card of what was cancelled says so', async () => {
  const bot = await scheduled()
  await posted(bot)
  await bot.change(() => ({ state: 'cancelled' }))
  await bot.work()
  expect(bot.shown()).toEqual([expect.stringMatching(/^m1: Sprint review\nCancelled/)])
})

it('a card that was deleted is not posted again, and others are brought up to date all the same', async () => {
  const bot = await scheduled()
  await posted(bot)
  await posted(bot, 'card:k3x9ab:2', other)
  bot.chat.lose('m1')
  await bot.change(() => ({ subject: 'Retrospective' }))
  expect(await bot.work()).toEqual([])
  expect(bot.chat.posts).toHaveLength(2)
  expect(bot.shown()).toContainEqual(expect.stringMatching(/^m2: Retrospective/))
})

it('a card that the bot may not change any more keeps none of the others back', async () => {
  const bot = await scheduled()
  await posted(bot)
  await posted(bot, 'card:k3x9ab:2', other)
  bot.chat.refuse(new ConfbotError('chat.cannot-post'))
  await bot.change(() => ({ subject: 'Retrospective' }))
  expect(await bot.work()).toEqual([])
  expect(bot.chat.updates).toHaveLength(2)
  expect(await bot.store.jobs.get(key)).toBeNull()
})

it('a card is brought up to date as soon as the chat answers', async () => {
  const bot = await scheduled()
  await posted(bot)
  bot.chat.refuse(new ConfbotError('chat.unavailable'))
  await bot.change(() => ({ subject: 'Retrospective' }))
  expect(await bot.work()).toEqual(['chat.unavailable'])
  bot.clock.advance(5_000)
  expect(await bot.work()).toEqual([])
  expect(bot.shown().at(-1)).toMatch(/^m1: Retrospective/)
})

it('a card of which nobody knew whether it was posted is looked for, for an hour', async () => {
  const bot = await scheduled()
  await posted(bot, key, general, 'unconfirmed')
  bot.chat.see(false)
  await bot.change(() => ({ subject: 'Retrospective' }))
  expect(await bot.work()).toEqual([])
  expect(bot.chat.updates).toEqual([])
  bot.chat.see(true)
  await bot.change(() => ({ subject: 'Review' }))
  await bot.work()
  expect(bot.shown()).toEqual([expect.stringMatching(/^m1: Review/)])
  expect(await bot.delivery(key)).toMatchObject({ state: 'sent', message: { messageId: 'm1' } })

  const late = await scheduled()
  await posted(late, key, general, 'unconfirmed')
  late.clock.advance(hourMs + 1)
  await late.change(() => ({ subject: 'Review' }))
  await late.work()
  expect(late.chat.updates).toEqual([])
})
