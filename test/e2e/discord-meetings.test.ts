/** A scheduled meeting on Discord, over either way in: by options and by form, reminded of, answered, moved, opened and over. */
import { afterEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { type DiscordMessage, isEphemeral, wordsOf } from '#test/support/discord-client.ts'
import { dayMs, minuteMs, typed } from '#test/support/meeting-driver.ts'
import { eventually } from '#test/support/sandbox-client.ts'

let app: RunningApp
afterEach(() => app.stop())

const now = async () => Date.parse((await app.slack.get<{ now: string }>('clock')).now)
const until = async (at: number) => app.slack.advance(Math.max(0, (at - (await now())) / 1000))
const seconds = (at: number) => Math.floor(at / 1000)

/** What reminds of it in the channel, oldest first. */
const reminders = async (name: string): Promise<readonly DiscordMessage[]> =>
  (await app.discord.messages('alice')).filter(
    (message) => !isEphemeral(message) && wordsOf(message).includes(name) && /I am late/.test(wordsOf(message)),
  )

describe.each(['gateway', 'http'] as const)('a meeting on Discord over %s', { timeout: 60_000 }, (delivery) => {
  it('is scheduled by options, reminded of once, answered, moved, opened and over', async () => {
    app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord', CONFBOT_SANDBOX_DISCORD_DELIVERY: delivery })
    const { discord, slack } = app
    const startAt = Math.ceil((await now()) / dayMs) * dayMs + dayMs + 10 * 60 * minuteMs
    await discord.command(
      'alice',
      `schedule subject:"Sprint review" when:"${typed(startAt)}" zone:UTC for:1h who:"@bob 1001" remind:"1h,10m"`,
    )
    const question = await discord.answer('alice', 'Schedule Sprint review?')
    expect(wordsOf(question)).toContain('10:00–11:00 UTC')
    await discord.click('alice', question, 'Schedule it')
    await discord.answer('alice', 'Sprint review is scheduled')
    const card = await discord.card('Sprint review', ['1 hour before, 10 minutes before'])
    expect(wordsOf(card)).toContain(`<t:${seconds(startAt)}:`)

    // Not a second too early, and once.
    await until(startAt - 60 * minuteMs - 2_000)
    await discord.command('carol', 'agenda')
    await discord.answer('carol', 'Sprint review')
    expect(await reminders('Sprint review')).toEqual([])
    await slack.advance(2)
    const [first] = await eventually(async () => {
      const all = await reminders('Sprint review')
      expect(all).toHaveLength(1)
      return all
    })
    if (!first) throw new Error('no reminder')

    // What people say to it stands on the card.
    await discord.click('bob', first, 'I am late')
    await discord.answer('bob', 'You come late to Sprint review')
    await discord.click('carol', first, 'Can’t come')
    await discord.card('Sprint review', [/Late: <@\d+>/, /Can’t come: <@\d+>/])

    // Moved: the reminder that stands says so, and the next comes for the new time alone.
    const movedAt = startAt + 30 * minuteMs
    await discord.command('alice', 'move meeting:"Sprint review" when:10:30')
    await discord.click('alice', await discord.answer('alice', 'Change Sprint review?'), 'Change it')
    await discord.card('Sprint review', ['10:30–11:30'])
    await eventually(async () => expect(wordsOf((await reminders('Sprint review'))[0] ?? first)).toContain('Moved.'))
    await until(movedAt - 10 * minuteMs + 1_000)
    await eventually(async () => expect(await reminders('Sprint review')).toHaveLength(3))

    // It opens by itself, rings who is invited, and is over.
    await until(movedAt + 1_000)
    await discord.card('Sprint review', ['Live, started', /1001/])
    await slack.advance(5)
    await eventually(async () => expect((await app.room()).legs.map(({ number }) => number)).toContain('1001'))
    const live = await discord.card('Sprint review', ['Live, started'])
    await discord.click('alice', live, 'End')
    await discord.click('alice', await discord.answer('alice', 'End Sprint review?'), 'End')
    await discord.card('Sprint review', ['Ended'])
  })

  it('is scheduled by the form of the home', async () => {
    app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord', CONFBOT_SANDBOX_DISCORD_DELIVERY: delivery })
    const { discord } = app
    await discord.command('alice', 'home')
    await discord.click('alice', await discord.answer('alice', 'Schedule'), 'Schedule a meeting…')
    expect(await discord.modal('alice')).toBeNull()
    const draft = await discord.answer('alice', 'Subject')
    expect(wordsOf(draft)).toContain('Discard')
  })
})
