/** The whole story through /sandbox/api: a person, Slack, Bolt, confbot, PortSIP's REST interface, telephones; and back. */
import { afterEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'

let app: RunningApp
afterEach(() => app.stop())

interface Frame {
  readonly transport: string
  readonly direction: string
  readonly method?: string
  readonly path?: string
  readonly signature?: string
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

describe.each(['socket', 'http'] as const)('the main story over %s', (delivery) => {
  it('starts, mutes, locks, records, invites, hands over, removes, lists recordings, and ends as a record', async () => {
    app = await startApp({ CONFBOT_SANDBOX_SLACK_DELIVERY: delivery })
    const { slack } = app

    // Start: the card shows both invited, then joined.
    expect(await slack.command('alice', 'start "Sprint review" +4930901800 1001')).toMatchObject({ ok: true })
    await slack.card('Sprint review', [/\+49 ···800 · invited/, /1001 · invited/])
    await slack.answer('alice', 'Sprint review is open')
    await slack.advance(3)
    const card = await slack.card('Sprint review', ['2 people', /1001 · joined/])

    // Mute one by a click.
    expect(await slack.pick('alice', card, '1001', 'Mute')).toMatchObject({ ok: true })
    const muted = await slack.card('Sprint review', ['muted by @alice'])
    expect(muted.ts).toBe(card.ts)
    expect((await app.room()).legs.filter((leg) => leg.muted)).toHaveLength(1)

    // Lock and record: said on the card only when the PBX says so.
    await slack.click('alice', card, 'Lock')
    await slack.card('Sprint review', ['locked'])
    expect((await app.room()).locked).toBe(true)
    await slack.click('alice', card, 'Record')
    await slack.card('Sprint review', [/· recording/])
    await slack.card('alice started recording')
    expect((await app.room()).recording).toBe(true)

    // Invite another; hand over the chair.
    await slack.command('alice', 'invite 1002')
    await slack.advance(3)
    await slack.card('Sprint review', ['3 people', /1002 · joined/])
    await slack.command('alice', 'chair 1001')
    await slack.card('Sprint review', ['chair on the phone'])
    expect((await app.room()).legs.find((leg) => leg.number === '1001')).toMatchObject({ chairman: true })

    // Kick: asked first.
    await slack.command('alice', 'kick 1002')
    const question = await slack.answer('alice', 'Remove')
    expect((await app.room()).legs).toHaveLength(3)
    await slack.click('alice', question, 'Remove')
    await slack.card('Sprint review', ['2 people'])
    expect((await app.room()).legs.map((leg) => leg.number)).not.toContain('1002')

    // Recordings: listed and linked, privately.
    await slack.click('alice', card, 'Stop recording')
    await slack.card('alice stopped recording')
    await slack.command('alice', 'record list')
    await slack.answer('alice', 'Recordings of Sprint review')
    await slack.command('alice', 'record link 1')
    const link = await slack.answer('alice', /https?:\/\/\S+\/api\/blobs\//)
    expect((await slack.messages('bob')).map((message) => message.ts)).not.toContain(link.ts)

    // End: the card becomes the record.
    expect(await slack.click('alice', card, 'End')).toMatchObject({ ok: true })
    const record = await slack.card('Sprint review', ['Ended', '1 recording'])
    expect(record.ts).toBe(card.ts)
    expect((await app.room()).legs).toEqual([])

    // Bolt carried every frame.
    const { frames } = await slack.get<{ frames: readonly Frame[] }>('slack/traffic')
    const deliveries = frames.filter((frame) => frame.direction === 'out' && isDelivery(frame))
    expect(deliveries.length).toBeGreaterThanOrEqual(11)
    if (delivery === 'socket') {
      expect(deliveries.every((frame) => frame.transport === 'websocket')).toBe(true)
    } else {
      expect(deliveries.every((frame) => frame.transport === 'http' && frame.signature?.startsWith('v0='))).toBe(true)
    }
    const posts = frames.filter((frame) => frame.direction === 'in' && frame.path?.endsWith('/chat.postMessage'))
    expect(posts.length).toBeGreaterThan(0)
    expect(posts.every((frame) => frame.headers?.['user-agent']?.includes('@slack:bolt'))).toBe(true)
  })
})

const isDelivery = (frame: Frame) =>
  /slash_commands|interactive|slack\/events/.test(JSON.stringify([frame.path, frame.body]))
