/** The main story on Discord: a person, the gateway or signed HTTP, discord.js, confbot, PortSIP's REST interface, telephones; and back. */
import { afterEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { isEphemeral } from '#test/support/discord-client.ts'

let app: RunningApp
afterEach(() => app.stop())

interface Frame {
  readonly transport: string
  readonly direction: string
  readonly method?: string
  readonly path?: string
  readonly signature?: string
  readonly headers?: Record<string, string>
  readonly body?: { readonly t?: string; readonly allowed_mentions?: { readonly parse: readonly string[] } }
}

describe.each(['gateway', 'http'] as const)('the main story on Discord over %s', (delivery) => {
  it('starts, mutes, locks, records, invites, hands over, removes, lists recordings, and ends as a record', async () => {
    app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord', CONFBOT_SANDBOX_DISCORD_DELIVERY: delivery })
    const { discord, slack } = app

    // Start: the card shows both invited, then joined.
    expect(await discord.command('alice', 'start subject:"Sprint review" who:"+4930901800 1001"')).toMatchObject({
      ok: true,
    })
    await discord.answer('alice', 'Sprint review is open')
    await slack.advance(3)
    const card = await discord.card('Sprint review', ['2 people', /1001 · joined/])

    // Mute one: the select of people opens a private message with what can be done.
    expect(await discord.pick('alice', card, '1001', 'Mute')).toMatchObject({ ok: true })
    const muted = await discord.card('Sprint review', [/1001 · joined, muted by <@\d+>/])
    expect(muted.id).toBe(card.id)
    expect((await app.room()).legs.filter((leg) => leg.muted)).toHaveLength(1)

    // Lock and record: said on the card only when the PBX says so.
    await discord.click('alice', card, 'Lock')
    await discord.card('Sprint review', ['locked'])
    expect((await app.room()).locked).toBe(true)
    await discord.click('alice', card, 'Record')
    await discord.card('Sprint review', [/· recording/])
    await discord.card('started recording')
    expect((await app.room()).recording).toBe(true)

    // Invite another by the form of the card's button; hand over the chair.
    await discord.click('alice', card, 'Invite…')
    expect(await discord.modal('alice')).toMatchObject({ title: 'Invite people' })
    expect(await discord.submit('alice', { who: '1002' })).toMatchObject({ ok: true })
    await slack.advance(3)
    await discord.card('Sprint review', ['3 people', /1002 · joined/])
    await discord.command('alice', 'chair who:1001')
    await discord.card('Sprint review', ['chair on the phone'])
    expect((await app.room()).legs.find((leg) => leg.number === '1001')).toMatchObject({ chairman: true })

    // Kick: asked first.
    await discord.command('alice', 'kick who:1002')
    const question = await discord.answer('alice', /Remove .*\?/)
    expect((await app.room()).legs).toHaveLength(3)
    await discord.click('alice', question, 'Remove')
    await discord.card('Sprint review', ['2 people'])
    expect((await app.room()).legs.map((leg) => leg.number)).not.toContain('1002')

    // Recordings: listed and linked, privately.
    await discord.click('alice', card, 'Stop recording')
    await discord.card('stopped recording')
    await discord.command('alice', 'record list')
    await discord.answer('alice', 'Recordings of Sprint review')
    await discord.command('alice', 'record link recording:1')
    const link = await discord.answer('alice', /https?:\/\/\S+\/api\/blobs\//)
    expect((await discord.messages('bob')).map((message) => message.id)).not.toContain(link.id)

    // End: Discord has no dialog that asks, so a private message does. The card becomes the record.
    expect(await discord.click('alice', card, 'End')).toMatchObject({ ok: true })
    const really = await discord.answer('alice', 'End Sprint review?')
    expect((await app.room()).legs).toHaveLength(2)
    await discord.click('alice', really, 'End')
    const record = await discord.card('Sprint review', ['Ended', '1 recording'])
    expect(record.id).toBe(card.id)
    expect((await app.room()).legs).toEqual([])
    expect((await discord.messages('bob')).some(isEphemeral)).toBe(false)

    // discord.js carried every frame, and nothing could have notified anybody.
    const { frames } = await discord.get<{ frames: readonly Frame[] }>('traffic')
    const interactions = frames.filter(
      ({ direction, path, body }) =>
        direction === 'out' && (body?.t === 'INTERACTION_CREATE' || path?.endsWith('/discord/interactions')),
    )
    expect(interactions.length).toBeGreaterThanOrEqual(14)
    const isOver = (frame: Frame) =>
      delivery === 'gateway' ? frame.transport === 'websocket' : frame.transport === 'http' && Boolean(frame.signature)
    expect(interactions.every(isOver)).toBe(true)
    const posts = frames.filter(
      ({ direction, method, path }) => direction === 'in' && method === 'POST' && path?.endsWith('/messages'),
    )
    expect(posts.length).toBeGreaterThan(0)
    expect(posts.every(({ headers }) => headers?.['user-agent']?.startsWith('DiscordBot'))).toBe(true)
    expect(posts.every(({ body }) => body?.allowed_mentions?.parse.length === 0)).toBe(true)
  })

  it('starts by the form of a message’s menu, which is one modal', async () => {
    app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord', CONFBOT_SANDBOX_DISCORD_DELIVERY: delivery })
    const { discord } = app
    await discord.post('say', { user: 'bob', channel: 'general', text: 'The database is slow' })
    const [said] = await discord.messages('bob')
    const message = { channel: 'general', id: said?.id }
    expect(await discord.post('context', { user: 'bob', message, name: 'Start a conference here' })).toMatchObject({
      ok: true,
    })
    expect(await discord.modal('bob')).toMatchObject({ title: 'Start a conference' })
    expect(await discord.submit('bob', { subject: 'Database', who: '1001', pin: '12' })).toMatchObject({ ok: true })
    // What is wrong is said, and what was typed is there again, but the PIN.
    const wrong = await discord.answer('bob', /PIN/)
    await discord.click('bob', wrong, 'Edit again…')
    const again = JSON.stringify(await discord.modal('bob'))
    expect(again).toContain('Database')
    expect(again).not.toContain('"12"')
    await discord.submit('bob', { pin: '2468' })
    await discord.card('Database', [/1001/])
  })
})
