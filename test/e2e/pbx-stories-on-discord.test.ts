/** The main story on Discord with PBXs of other kinds behind it: one that says who is in a room and one that does not. */
import { afterEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { componentsOf, type DiscordMessage, wordsOf } from '#test/support/discord-client.ts'
import { minuteMs, typed } from '#test/support/meeting-driver.ts'
import { eventually } from '#test/support/sandbox-client.ts'

let app: RunningApp
afterEach(() => app.stop())

const labels = (message: DiscordMessage) => componentsOf(message).map(({ label }) => label)
const onDiscord = (pbx: string) => startApp({ CONFBOT_SANDBOX_CHATS: 'discord', CONFBOT_SANDBOX_PBXS: pbx })
const start = async (subject: string) => {
  await app.discord.command('alice', `start subject:"${subject}" who:"+4930901800 1001"`)
  await app.discord.answer('alice', `${subject} is open`)
  await app.slack.advance(3)
}

describe('the main story on Discord', { timeout: 60_000 }, () => {
  it('with a Yeastar P-Series: mutes as asked, locks by turning away, has no button for recording', async () => {
    app = await onDiscord('yeastar-p')
    const { discord, slack } = app
    const pbx = app.pbx('yeastar-p')
    await start('Sprint review')
    const card = await discord.card('Sprint review', ['2 people', /1001 · joined/])
    expect(labels(card)).not.toContain('Record')

    await discord.pick('alice', card, '1001', 'Mute')
    await discord.card('Sprint review', [/1001 · joined, muted by <@\d+>/, 'this PBX does not show it'])
    expect((await pbx.room('Sprint review')).legs.filter(({ muted }) => muted)).toMatchObject([{ number: '1001' }])

    await discord.click('alice', card, 'Lock')
    await discord.card('Sprint review', ['confbot turns away who comes late'])
    await discord.command('alice', 'pin')
    const { content = '', components } = await discord.answer('alice', /PIN \W*\d+/)
    const pin = /PIN \W*(\d+)/.exec(`${content} ${JSON.stringify(components)}`)?.[1]
    const { number } = await pbx.room('Sprint review')
    expect(await pbx.post('call', { from: '+4930901899', to: number, pin })).toMatchObject({ ok: true })
    await eventually(async () => {
      await slack.advance(1)
      expect((await pbx.room('Sprint review')).legs.map((leg) => leg.number)).toEqual(['+4930901800', '1001'])
    })

    await discord.command('alice', 'record start')
    await discord.answer('alice', 'Yeastar P-Series')
    await discord.command('alice', 'kick who:1001')
    await discord.click('alice', await discord.answer('alice', /Remove .*\?/), 'Remove')
    await discord.card('Sprint review', ['1 person'])
    await discord.click('alice', card, 'End')
    await discord.click('alice', await discord.answer('alice', 'End Sprint review?'), 'End')
    const record = await discord.card('Sprint review', ['Ended'])
    expect(record.id).toBe(card.id)
    expect((await pbx.room('Sprint review').catch(() => ({ legs: [] }))).legs).toEqual([])
  })

  it('with a RingMe: rings, tells what only the telephone can do, and ends the card alone', async () => {
    app = await onDiscord('ringme')
    const { discord } = app
    const pbx = app.pbx('ringme')
    await start('Sprint review')
    const card = await discord.card('Sprint review', ['does not tell who is in the room'])
    await eventually(async () =>
      expect((await pbx.room()).legs.filter(({ state }) => state === 'joined').map(({ number }) => number)).toEqual([
        '+4930901800',
        '1001',
      ]),
    )
    for (const label of ['Lock', 'Record', 'Mute all']) expect(labels(card)).not.toContain(label)
    await discord.command('alice', 'lock')
    await discord.answer('alice', '*92')
    await discord.command('alice', 'mute who:all')
    await discord.answer('alice', '*91')
    await discord.command('alice', 'end')
    await discord.click('alice', await discord.answer('alice', 'no call that ends'), 'End it here anyway')
    await discord.click('alice', await discord.answer('alice', 'End Sprint review here?'), 'End it here')
    const record = await discord.card('Sprint review', ['Ended', 'people may still be in the room'])
    expect(record.id).toBe(card.id)
    expect((await pbx.room()).legs).toHaveLength(2)
  })
})

describe('a scheduled meeting on Discord', { timeout: 60_000 }, () => {
  it.each(['yeastar-p', 'ringme'])('with %s is reminded of, opened, rung and over at its time', async (kind) => {
    app = await onDiscord(kind)
    const { discord, slack } = app
    const now = async () => Date.parse((await slack.get<{ now: string }>('clock')).now)
    const until = async (at: number) => slack.advance(Math.max(0, (at - (await now())) / 1000))
    const startAt = Math.ceil((await now()) / minuteMs) * minuteMs + 60 * minuteMs
    await discord.command(
      'alice',
      `schedule subject:Weekly when:"${typed(startAt)}" zone:UTC for:30m who:1001 remind:10m close:True`,
    )
    await discord.click('alice', await discord.answer('alice', 'Schedule Weekly?'), 'Schedule it')
    await discord.answer('alice', 'Weekly is scheduled')

    await until(startAt - 10 * minuteMs + 1_000)
    await discord.card('Weekly', ['I am late'])
    await until(startAt + 1_000)
    await discord.card('Weekly', ['Live, started', /1001/])
    await slack.advance(3)
    await eventually(async () =>
      expect((await app.pbx(kind).room()).legs.map(({ number, state }) => `${number} ${state}`)).toEqual([
        '1001 joined',
      ]),
    )
    // Warned of its end five minutes before; time goes on in steps that no request of a busy machine is overtaken by.
    await until(startAt + 25 * minuteMs + 1_000)
    await discord.card('Weekly is scheduled until')
    await until(startAt + 30 * minuteMs + 1_000)
    // A room that tells nobody is read once a minute. Discord takes few changes of one message, so that nothing is hurried.
    if (kind === 'ringme') await slack.advance(61)
    await eventually(async () => {
      const shown = (await discord.messages('alice')).map(wordsOf)
      expect(shown.join('\n---\n')).toMatch(/Weekly\nEnded/)
    })
  })
})
