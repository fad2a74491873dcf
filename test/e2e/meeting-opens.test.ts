/** Meetings at their start, on a PBX that keeps schedules: opened, rung, carried out, closed; and what happens on the PBX meanwhile. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { createMovedBots } from '#test/support/moved-process.ts'
import { eventually, type SandboxClient, type SlackMessage } from '#test/support/sandbox-client.ts'
import { startSandboxServer } from '#test/support/sandbox-server.ts'

interface PbxRoom {
  readonly number: string
  readonly subject: string
  readonly locked: boolean
  readonly recording: boolean
  readonly recordings: number
  readonly fields: Readonly<Record<string, unknown>>
  readonly legs: readonly { readonly number: string | null; readonly muted: boolean }[]
}

const minuteMs = 60_000
const weekMs = 7 * 24 * 60 * minuteMs

const nowOf = async (slack: SandboxClient) => Date.parse((await slack.get<{ now: string }>('clock')).now)
const roomOf = async (slack: SandboxClient, subject: string): Promise<PbxRoom> => {
  const { rooms } = await slack.get<{ rooms: readonly PbxRoom[] }>('pbx/portsip/rooms')
  const found = rooms.find((room) => room.subject === subject)
  if (!found) throw new Error(`no room is of ${subject}`)
  return found
}
const callsFor = async (slack: SandboxClient, { number }: Pick<PbxRoom, 'number'>) => {
  const { calls } = await slack.get<{ calls: readonly { number: string; room: string }[] }>('pbx/portsip/calls')
  return calls.filter(({ room }) => room === number).map((call) => call.number)
}
const rfc = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`
/** `2026-12-01 15:00`, as it is typed for UTC. */
const typed = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ')
const publicMessages = async (slack: SandboxClient) =>
  (await slack.messages('alice')).filter((one) => !one.is_ephemeral)

/** Schedules it for ten minutes from now, and gives its start. */
async function schedule(slack: SandboxClient, name: string, more: string): Promise<number> {
  const startAt = Math.ceil((await nowOf(slack)) / minuteMs) * minuteMs + 10 * minuteMs
  await slack.command('alice', `schedule "${name}" ${typed(startAt)} zone:UTC for:30m remind:none ${more}`)
  await slack.click('alice', await slack.answer('alice', `Schedule ${name}?`), 'Schedule it')
  await slack.answer('alice', `${name} is scheduled`)
  await eventually(async () => expect((await roomOf(slack, name)).fields.scheduled_start_at).toBe(rfc(startAt)))
  return startAt
}
const advanceTo = async (slack: SandboxClient, at: number) =>
  slack.advance(Math.max(0, (at - (await nowOf(slack))) / 1000))
/** Time passes second by second until it is so. */
const inAWhile = <T>(slack: SandboxClient, look: () => Promise<T>): Promise<T> =>
  eventually(async () => {
    await slack.advance(1)
    return look()
  })
const liveCard = (
  slack: SandboxClient,
  name: string,
  texts: readonly (string | RegExp)[] = [],
): Promise<SlackMessage> =>
  inAWhile(slack, async () => {
    const found = (await publicMessages(slack)).findLast(
      ({ text }) =>
        text.startsWith(name) &&
        text.includes('Live, started') &&
        texts.every((one) => (typeof one === 'string' ? text.includes(one) : one.test(text))),
    )
    return found ?? expect.fail(`no live card of ${name} with ${texts.join()}`)
  })

const end = async (slack: SandboxClient, name: string) => {
  await slack.click('alice', await liveCard(slack, name), 'End')
  await slack.card(name, ['Ended'])
}

describe('a meeting', () => {
  let app: RunningApp
  let slack: SandboxClient
  beforeAll(async () => {
    app = await startApp()
    slack = app.slack
  })
  afterAll(() => app.stop())
  // Rates are per person and by the clock.
  beforeEach(() => app.slack.advance(60))

  it('opens, rings, mutes, records, locks, warns and closes, and its room keeps number and PIN for the next date', async () => {
    const startAt = await schedule(slack, 'Weekly sync', 'repeat:weekly 1001 1002 --record --lock --mute --close')
    const { number } = await roomOf(slack, 'Weekly sync')
    const pin = async () => {
      await slack.command('alice', 'pin meeting:"Weekly sync"')
      return /PIN (\d{6})/.exec((await slack.answer('alice', /PIN \d{6}/)).text)?.[1]
    }
    const before = await pin()
    await advanceTo(slack, startAt)
    const card = await liveCard(slack, 'Weekly sync', [
      '2 people',
      'locked',
      'recording',
      /muted by @confbot/,
      'ends at',
    ])
    expect(await roomOf(slack, 'Weekly sync')).toMatchObject({
      number,
      locked: true,
      recording: true,
      legs: [
        { number: '1001', muted: true },
        { number: '1002', muted: true },
      ],
    })
    await slack.card('confbot started recording Weekly sync')
    expect(await pin()).toBe(before)

    // The chair's word holds: whoever was let speak is not muted again, and whoever comes is.
    await slack.click('alice', card, 'Unlock')
    await eventually(async () => expect(await roomOf(slack, 'Weekly sync')).toMatchObject({ locked: false }))
    await slack.command('alice', 'unmute 1001')
    await eventually(async () =>
      expect((await roomOf(slack, 'Weekly sync')).legs.map((leg) => leg.muted)).toEqual([false, true]),
    )
    expect(await slack.post('pbx/portsip/call', { from: '1003', to: number, pin: before })).toMatchObject({ ok: true })
    await inAWhile(slack, async () =>
      expect((await roomOf(slack, 'Weekly sync')).legs.map((leg) => leg.muted)).toEqual([false, true, true]),
    )
    expect(await roomOf(slack, 'Weekly sync')).toMatchObject({ locked: false })

    await advanceTo(slack, startAt + 25 * minuteMs)
    await slack.card('Weekly sync is scheduled until')
    await advanceTo(slack, startAt + 30 * minuteMs)
    await inAWhile(slack, () => slack.card('Weekly sync', ['Ended at its scheduled end', '1 recording']))
    await eventually(async () =>
      expect(await roomOf(slack, 'Weekly sync')).toMatchObject({
        number,
        locked: false,
        recording: false,
        legs: [],
        fields: { scheduled_start_at: rfc(startAt + weekMs) },
      }),
    )
    expect(await callsFor(slack, { number })).toEqual(['1001', '1002'])

    await advanceTo(slack, startAt + weekMs)
    await liveCard(slack, 'Weekly sync', ['2 people', `dial ${number}`])
    expect(await pin()).toBe(before)
    expect(await callsFor(slack, { number })).toEqual(['1001', '1002', '1001', '1002'])
    await end(slack, 'Weekly sync')
  })

  it('shows who is missing, with one button to ring them', async () => {
    const startAt = await schedule(slack, 'Half there', '1005 1051')
    const room = await roomOf(slack, 'Half there')
    await advanceTo(slack, startAt)
    await liveCard(slack, 'Half there', ['1 person', 'scheduled until'])
    await slack.advance(75)
    const card = await liveCard(slack, 'Half there', [/1051 · not joined/])
    await slack.click('alice', card, 'Ring the one who is missing')
    await eventually(async () => expect(await callsFor(slack, room)).toEqual(['1005', '1051', '1051']))
    await end(slack, 'Half there')
  })

  it('is told of in the channel when the PBX is down, and opened when it answers again', async () => {
    const startAt = await schedule(slack, 'Unlucky', '1007')
    await slack.post('pbx/portsip/fault', { match: '', kind: '5xx', times: 1000 })
    await advanceTo(slack, startAt)
    await inAWhile(slack, () => slack.card('Unlucky', ['its room cannot be opened']))
    await slack.advance(120)
    await pause(200)
    expect((await publicMessages(slack)).filter(({ text }) => text.includes('its room cannot be opened'))).toHaveLength(
      1,
    )
    await slack.post('pbx/portsip/mend', {})
    await slack.advance(60)
    await liveCard(slack, 'Unlucky', ['1 person'])
    await end(slack, 'Unlucky')
  })

  it('follows what is changed on the PBX, and tells the channel', async () => {
    const startAt = await schedule(slack, 'Moved there', '1008')
    const { number } = await roomOf(slack, 'Moved there')
    const later = startAt + 20 * minuteMs
    const fields = { scheduled_start_at: rfc(later), scheduled_end_at: rfc(later + 30 * minuteMs) }
    expect(await slack.post('pbx/portsip/room', { room: number, fields })).toMatchObject({ ok: true })
    await slack.advance(5 * 60)
    await inAWhile(slack, () => slack.card('Moved there', ['It was moved on the PBX']))
    await advanceTo(slack, startAt + minuteMs)
    await pause(200)
    expect(await callsFor(slack, { number })).toEqual([])
    await advanceTo(slack, later)
    await liveCard(slack, 'Moved there', ['1 person'])
    await end(slack, 'Moved there')
  })

  it.each([
    ['Keep confbot’s', 40],
    ['Take the PBX’s', 20],
  ])('asks its owner which of two times holds: %s', async (button, minutes) => {
    const name = `Torn ${minutes}`
    const startAt = await schedule(slack, name, '1009')
    const { number } = await roomOf(slack, name)
    const there = startAt + 20 * minuteMs
    const fields = { scheduled_start_at: rfc(there), scheduled_end_at: rfc(there + 30 * minuteMs) }
    await slack.post('pbx/portsip/room', { room: number, fields })
    await slack.command('alice', `move "${name}" ${typed(startAt + 40 * minuteMs)} zone:UTC`)
    await slack.click('alice', await slack.answer('alice', /Move .*\?|Change .*\?/), 'Change it')
    const question = await inAWhile(slack, async () => {
      const found = (await slack.messages('alice', '@confbot')).findLast(({ text }) =>
        text.includes(`The PBX shows ${name} otherwise`),
      )
      return found ?? expect.fail('nobody asks')
    })
    expect((await roomOf(slack, name)).fields).toMatchObject(fields)
    await slack.click('alice', question, button, {}, '@confbot')
    await inAWhile(slack, async () =>
      expect((await roomOf(slack, name)).fields.scheduled_start_at).toBe(rfc(startAt + minutes * minuteMs)),
    )
  })
})

describe('killed at the start of a meeting', { timeout: 60_000 }, () => {
  /** Between two lives: what the one before held lapses. */
  const lapseMs = 31_000

  it.each([
    ['before its card is posted', 'slack/fault', { match: 'chat.postMessage', kind: 'reset-before', times: 20 }],
    ['after its card was posted', 'slack/fault', { match: 'chat.postMessage', kind: 'hang-after' }],
    [
      'while the invited are rung',
      'pbx/portsip/fault',
      { match: '/participants/invite', kind: 'hang-after', times: 2 },
    ],
  ])('%s, confbot opens it once and rings once', async (_, path, fault) => {
    const folder = await mkdtemp(join(tmpdir(), 'confbot-'))
    const sandbox = await startSandboxServer()
    const bots = await createMovedBots(sandbox, folder, {
      ...sandbox.env,
      DATABASE_URL: `sqlite:${join(folder, 'confbot.db')}`,
    })
    onTestFinished(async () => {
      bots.stop()
      await sandbox.stop()
      await rm(folder, { recursive: true, force: true })
    })
    const { slack } = sandbox
    const first = await bots.start()
    await first.started
    await eventually(async () => expect(await slack.command('alice', 'help lock')).toMatchObject({ ok: true }))
    const startAt = await schedule(slack, 'Doomed', '1001 1002')
    const room = await roomOf(slack, 'Doomed')
    await slack.post(path, fault)
    const isHit = path.startsWith('slack') ? 'chat.postMessage' : '/participants/invite'
    const hit = new Promise<void>((resolve) => {
      sandbox.onRequest((asked) => asked.includes(isHit) && resolve())
    })
    bots.advance(startAt - sandbox.clock.now())
    await hit
    await pause(200)
    await first.kill()

    await slack.post('slack/mend', {})
    await slack.post('pbx/portsip/mend', {})
    bots.advance(lapseMs)
    const second = await bots.start()
    await second.started
    const shown = async () => {
      bots.advance(1_000)
      const cards = (await publicMessages(slack)).filter(({ text }) => text.includes('Live, started'))
      expect(cards).toMatchObject([{ text: expect.stringContaining('2 people') }])
    }
    await eventually(shown)
    bots.advance(2 * minuteMs)
    await eventually(shown)
    expect((await callsFor(slack, room)).toSorted()).toEqual(['1001', '1002'])
    const [card] = (await publicMessages(slack)).filter(({ text }) => text.includes('Live, started'))
    expect(await slack.click('alice', card ?? expect.fail('no card'), 'End')).toMatchObject({ ok: true })
    await slack.card('Doomed', ['Ended by @alice'])
  })
})
