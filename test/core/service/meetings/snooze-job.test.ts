import { describe, expect, it } from 'vitest'
import { ConfbotError } from '#core/errors.ts'
import { snoozeKey } from '#core/meeting-job.ts'
import { date, meetingOf, minuteMs, type Reminding, startAt, startReminding } from '#test/support/reminding.ts'
import { annaStored } from '#test/support/roster.ts'

const carol = { ...annaStored, userId: 'U3', name: 'Carol' }
const key = snoozeKey('k3x9ab', date, carol)

/** Carol asks so many minutes before the start to be reminded again in five. */
async function asked(bot: Reminding, minutesBefore: number) {
  await bot.at(minutesBefore * minuteMs)
  const at = bot.clock.now() + 5 * minuteMs
  const does = { kind: 'snooze', meetingId: 'k3x9ab', date, person: carol, at } as const
  await bot.store.jobs.put({ key, dueAt: at, does, meetingId: 'k3x9ab' })
}
async function scheduled() {
  const bot = await startReminding()
  await bot.schedule(meetingOf({ reminderMinutes: [] }))
  return bot
}

describe('whoever asks to be reminded again', () => {
  it('is reminded alone, then, and once', async () => {
    const bot = await scheduled()
    await asked(bot, 10)
    await bot.at(5 * minuteMs + 1)
    expect(bot.chat.told).toEqual([])
    await bot.at(5 * minuteMs)
    expect(bot.told()).toEqual([expect.stringMatching(/^Carol: Sprint review\nStart: 2026-11-20 10:00 UTC/)])
    expect(bot.chat.posts).toEqual([])
    await bot.reborn()
    expect(bot.chat.told).toHaveLength(1)
    expect(await bot.store.jobs.get(key)).toBeNull()
  })

  it('is reminded as often as they ask', async () => {
    const bot = await scheduled()
    await asked(bot, 20)
    await asked(bot, 18)
    await bot.at(10 * minuteMs)
    expect(bot.chat.told).toHaveLength(1)
    await asked(bot, 9)
    await bot.at(4 * minuteMs)
    expect(bot.chat.told).toHaveLength(2)
  })

  it('is reminded while it goes on, and not when it is over', async () => {
    const during = await scheduled()
    await asked(during, -10)
    await during.at(-15 * minuteMs)
    expect(during.chat.told).toHaveLength(1)
    const after = await scheduled()
    await asked(after, -24)
    await after.at(-31 * minuteMs)
    expect(after.chat.told).toEqual([])
    expect(await after.store.jobs.get(key)).toBeNull()
  })

  it.each([
    ['was cancelled', { state: 'cancelled' }],
    ['was skipped', { rule: 'FREQ=DAILY', changes: { [date]: { kind: 'skipped' } } }],
  ] as const)('is not reminded of what %s', async (_, made) => {
    const bot = await scheduled()
    await asked(bot, 10)
    const job = await bot.store.jobs.get(key)
    await bot.change(() => made)
    if (job) await bot.store.jobs.put(job)
    await bot.at(5 * minuteMs)
    expect(bot.chat.told).toEqual([])
    expect(await bot.store.jobs.get(key)).toBeNull()
  })

  it('is told where it was moved to afterwards', async () => {
    const bot = await scheduled()
    await asked(bot, 10)
    await bot.at(5 * minuteMs)
    await bot.change(() => ({ changes: { [date]: { kind: 'changed', start: '2026-11-20T15:00' } } }))
    await bot.work()
    expect(bot.shown()).toEqual([expect.stringMatching(/^d1: Sprint review\nMoved/)])
  })

  it('is not reminded twice where the process dies, and not again where nobody knows', async () => {
    const found = await scheduled()
    await asked(found, 10)
    found.chat.swallow(undefined)
    await found.at(5 * minuteMs)
    await found.reborn()
    await found.reborn()
    expect(found.chat.told).toHaveLength(1)
    const unknown = await scheduled()
    await asked(unknown, 10)
    unknown.chat.see(false)
    unknown.chat.swallow(undefined)
    await unknown.at(5 * minuteMs)
    await unknown.reborn()
    await unknown.reborn()
    expect(unknown.chat.told).toHaveLength(1)
    expect(await unknown.store.jobs.get(key)).toBeNull()
  })

  it('is reminded as soon as the chat answers', async () => {
    const bot = await scheduled()
    await asked(bot, 10)
    bot.chat.refuse(new ConfbotError('chat.unavailable'))
    expect(await bot.at(5 * minuteMs)).toEqual(['chat.unavailable'])
    await bot.at(4 * minuteMs)
    expect(bot.chat.told).toHaveLength(1)
    expect((await bot.store.deliveries.ofMeeting('k3x9ab'))[0]).toMatchObject({
      startAt,
      leadMinutes: null,
      state: 'sent',
    })
  })
})
