import { describe, expect, it } from 'vitest'
import { ConfbotError } from '#core/errors.ts'
import { meetingOf, minuteMs, startReminding } from '#test/support/reminding.ts'
import { general } from '#test/support/service.ts'

/** After the grace of its only reminder. */
const tooLate = 4 * minuteMs
const goneWords = 'the owner of a meeting is gone, and nobody could be told in their place'

describe('what goes wrong with a meeting whose owner is gone', () => {
  it('is said where it takes place, and that the owner is gone', async () => {
    const bot = await startReminding()
    await bot.schedule()
    bot.ownerIs('gone')
    await bot.at(tooLate)
    expect(bot.chat.told).toEqual([])
    expect(bot.chat.posts).toMatchObject([{ place: general, mark: expect.stringMatching(/^told:/) }])
    expect(bot.said()).toEqual([
      expect.stringMatching(/^Nobody was reminded of Sprint review\n.*\n@Anna, who scheduled it, has no account here/),
    ])
  })

  it('is said once, whatever becomes of the first try', async () => {
    const bot = await startReminding()
    await bot.schedule()
    bot.ownerIs('gone')
    bot.chat.swallow(new ConfbotError('chat.unavailable'))
    expect(await bot.at(tooLate)).toEqual(['chat.unavailable'])
    bot.clock.advance(5_000)
    expect(await bot.work()).toEqual([])
    expect(bot.chat.posts).toHaveLength(1)
  })

  it('is logged alone where the bot may not write', async () => {
    const bot = await startReminding()
    await bot.schedule()
    bot.ownerIs('gone')
    bot.chat.refusePosts(new ConfbotError('chat.cannot-post'))
    expect(await bot.at(10 * minuteMs)).toEqual([])
    expect([bot.chat.told, bot.chat.posts]).toEqual([[], []])
    expect(bot.log.of(goneWords)).toMatchObject([{ meeting: 'k3x9ab', notice: 'place-closed' }])
  })

  it.each(['direct', 'people'] as const)('is logged alone where nobody else would read it: %s', async (kind) => {
    const bot = await startReminding()
    await bot.schedule(meetingOf({ place: { ...general, kind } }))
    bot.ownerIs('gone')
    expect(await bot.at(tooLate)).toEqual([])
    expect([bot.chat.told, bot.chat.posts]).toEqual([[], []])
    expect(bot.log.of(goneWords)).toMatchObject([{ notice: 'reminder-missed' }])
  })
})

it('who is not known to be gone is told', async () => {
  const bot = await startReminding()
  await bot.schedule()
  bot.ownerIs('unknown')
  await bot.at(tooLate)
  expect(bot.chat.posts).toEqual([])
  expect(bot.told()).toEqual([expect.stringMatching(/^Anna: Nobody was reminded of Sprint review/)])
})
