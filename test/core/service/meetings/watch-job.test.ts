import { expect, it } from 'vitest'
import { planKey, watchKey } from '#core/meeting-job.ts'
import { keyOf, meetingOf, minuteMs, type Reminding, startReminding } from '#test/support/reminding.ts'

const watch = (bot: Reminding) =>
  bot.store.jobs.put({ key: watchKey, dueAt: bot.clock.now(), does: { kind: 'watch' }, meetingId: null })

it('a meeting for which nothing is planned is planned anew, and that is an error', async () => {
  const bot = await startReminding()
  await bot.schedule()
  await bot.store.jobs.removeOf('k3x9ab')
  await watch(bot)
  await bot.work()
  expect(await bot.store.jobs.get(planKey('k3x9ab'))).not.toBeNull()
  expect(bot.log.lines.filter(({ level }) => level === 50)).toMatchObject([{ meeting: 'k3x9ab' }])
  await bot.at(10 * minuteMs)
  expect(bot.chat.posts).toMatchObject([{ mark: keyOf() }])
})

it('a reminder that was due and is neither enqueued nor begun is sent, or reported, and that is an error', async () => {
  const bot = await startReminding()
  await bot.schedule(meetingOf({ reminderMinutes: [30, 10] }))
  await bot.store.jobs.remove(keyOf(30))
  await bot.at(30 * minuteMs)
  await watch(bot)
  await bot.work()
  expect(bot.chat.posts).toEqual([])
  await bot.at(20 * minuteMs)
  expect(bot.chat.posts).toMatchObject([{ mark: keyOf(30) }])
  expect(bot.log.of('a reminder was forgotten; it is sent now')).toMatchObject([{ level: 50, jobs: [keyOf(30)] }])

  const late = await startReminding()
  await late.schedule()
  await late.store.jobs.remove(keyOf())
  await watch(late)
  for (let minutes = 59; minutes >= -10; minutes--) await late.at(minutes * minuteMs)
  expect(late.chat.posts).toEqual([])
  expect(late.told()).toEqual([expect.stringContaining('Nobody was reminded')])
})

it('what was sent, missed, paused, or due before it was changed is nothing that was forgotten', async () => {
  const bot = await startReminding()
  await bot.schedule(meetingOf({ reminderMinutes: [50, 40, 30, 20, 10, 0] }))
  await watch(bot)
  for (let minutes = 59; minutes >= 35; minutes--) await bot.at(minutes * minuteMs)
  await bot.change(() => ({ reminderMinutes: [55, 45, 35, 25, 15, 5], areRemindersPaused: true }))
  for (let minutes = 34; minutes >= 16; minutes--) await bot.at(minutes * minuteMs)
  await bot.change(() => ({ areRemindersPaused: false }))
  for (let minutes = 15; minutes >= -40; minutes--) await bot.at(minutes * minuteMs)
  expect(bot.chat.posts.map(({ mark }) => mark)).toEqual([50, 40, 15, 5].map((lead) => keyOf(lead)))
  expect(bot.log.lines.filter(({ level }) => level >= 40)).toEqual([])
  expect(bot.chat.told).toEqual([])
})

it('it looks every ten minutes, and forgets what was sent two months ago', async () => {
  const bot = await startReminding()
  await bot.schedule()
  await bot.at(10 * minuteMs)
  await watch(bot)
  await bot.work()
  expect(await bot.store.jobs.get(watchKey)).toMatchObject({ dueAt: bot.clock.now() + 10 * minuteMs })
  expect(await bot.delivery()).not.toBeNull()
  bot.clock.advance(61 * 24 * 60 * minuteMs)
  await bot.work()
  expect(await bot.delivery()).toBeNull()
})
