/** What survives: a restart in mid-conference, deliveries that come twice, people who act at once. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '#app'
import { createSilentLogger } from '#lib/logger.ts'
import { configFrom } from '#test/support/config.ts'
import { eventually } from '#test/support/sandbox-client.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'

let sandbox: SandboxServer
let folder: string
let stopBot = async () => {}

async function startBot() {
  const config = configFrom({ ...sandbox.env, DATABASE_URL: `sqlite:${join(folder, 'confbot.db')}` })
  const app = createApp(config, { version: 'test', clock: sandbox.clock, logger: createSilentLogger() })
  await app.start()
  stopBot = app.stop
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'confbot-'))
  sandbox = await startSandboxServer()
  await startBot()
})

afterEach(async () => {
  await stopBot()
  await sandbox.stop()
  await rm(folder, { recursive: true, force: true })
})

interface Leg {
  readonly number: string
  readonly muted: boolean
}
const legs = async () => {
  const { rooms } = await sandbox.slack.get<{ rooms: { legs: Leg[] }[] }>('pbx/portsip/rooms')
  return rooms.flatMap((room) => room.legs)
}
const calls = async () => (await sandbox.slack.get<{ calls: unknown[] }>('pbx/portsip/calls')).calls

async function startConference() {
  const { slack } = sandbox
  await slack.command('alice', 'start "Sprint review" +4930901800 1001')
  await slack.card('Sprint review', [/1001 · invited/])
  await slack.advance(3)
  return slack.card('Sprint review', ['2 people'])
}

describe('a restart in mid-conference', () => {
  it('leaves the buttons of the old card working, and shows what happened meanwhile', async () => {
    const { slack } = sandbox
    const card = await startConference()
    await stopBot()
    const before = await slack.get<{ rooms: { legs: { id: string; number: string }[] }[] }>('pbx/portsip/rooms')
    const gone = before.rooms[0]?.legs.find((leg) => leg.number === '1001')
    await slack.post('pbx/portsip/hangup', { leg: gone?.id })

    await startBot()
    const after = await slack.card('Sprint review', ['1 person'])
    expect(after.ts).toBe(card.ts)
    expect(await slack.click('alice', card, 'Lock')).toMatchObject({ ok: true })
    expect((await slack.card('Sprint review', ['locked'])).ts).toBe(card.ts)

    await slack.click('alice', card, 'End')
    expect((await slack.card('Sprint review', ['Ended by @alice'])).ts).toBe(card.ts)
    expect(await legs()).toEqual([])
  })

  it('draws the record of a conference that ended while its card could not be changed', async () => {
    const { slack } = sandbox
    const card = await startConference()
    await slack.post('slack/fault', { match: 'chat.update', kind: '429', times: 1, retryAfter: 60 })
    await slack.click('alice', card, 'End')
    await slack.answer('alice', 'Sprint review has ended')
    await stopBot()
    expect((await slack.card('Sprint review')).text).not.toContain('Ended')

    await startBot()
    expect((await slack.card('Sprint review', ['Ended by @alice'])).ts).toBe(card.ts)
  })
})

describe('a restart between scheduling and the meeting', () => {
  it('leaves the buttons of its card and of old questions working', async () => {
    const { slack } = sandbox
    await slack.command('alice', 'schedule Standup every day 9:30 for 15m 1001')
    const question = await slack.answer('alice', 'Schedule Standup?')
    await stopBot()
    await startBot()
    await slack.click('alice', question, 'Schedule it')
    const card = await slack.card('Standup', ['Scheduled by'])
    await stopBot()
    await startBot()
    await slack.click('alice', card, 'Skip next')
    const skipped = await slack.answer('alice', ': skipped')
    await slack.card('Standup', ['is skipped'])
    await stopBot()
    await startBot()
    await slack.click('alice', skipped, 'Undo')
    await slack.answer('alice', 'Standup takes place again')
    const shown = await slack.card('Standup', ['Next dates'])
    expect(shown.ts).toBe(card.ts)
    expect(shown.text).not.toContain('is skipped')
  })

  it('forgets a PIN that waited for the answer, says so, and asks for it by the form', async () => {
    const { slack } = sandbox
    await slack.command('alice', 'schedule Secretive tomorrow 10:00 pin:246813')
    const question = await slack.answer('alice', 'Schedule Secretive?')
    await stopBot()
    await startBot()
    await slack.click('alice', question, 'Schedule it')
    const told = await slack.answer('alice', 'not kept for so long')
    expect(JSON.stringify(told.blocks)).toContain('Edit again…')
  })
})

it('gives one effect to a delivery that comes twice', async () => {
  const { slack } = sandbox
  await startConference()
  const before = await calls()
  await slack.command('alice', 'invite 1002')
  await slack.post('slack/redeliver', {})
  await slack.advance(3)
  await slack.card('Sprint review', ['3 people'])
  expect(await calls()).toHaveLength(before.length + 1)
  const answers = (await slack.messages('alice')).filter(
    (message) => message.is_ephemeral && message.text.includes('Invited into'),
  )
  expect(answers).toHaveLength(1)
})

it('gives no second effect to a delivery that comes again after a restart', async () => {
  const { slack } = sandbox
  await startConference()
  await slack.command('alice', 'invite 1002')
  await slack.answer('alice', 'Invited into')
  const before = await calls()
  await stopBot()
  await startBot()
  await slack.post('slack/redeliver', {})
  await slack.command('alice', 'show 1001')
  await slack.answer('alice', '1001 · joined')
  expect(await calls()).toEqual(before)
})

it("ends in the PBX's state when two people mute and unmute at once", async () => {
  const { slack } = sandbox
  await slack.command('bob', 'start "Stand-up" 1001 1002')
  await slack.card('Stand-up', [/1002 · invited/])
  await slack.advance(3)
  await slack.card('Stand-up', ['2 people'])
  // Bob holds the chair, Alice is an administrator: both may.
  for (let round = 0; round < 4; round++) {
    await Promise.all([slack.command('bob', 'mute 1001'), slack.command('alice', 'unmute 1001')])
  }
  await eventually(async () => {
    const shown = await slack.card('Stand-up')
    const { muted } = (await legs()).find((leg) => leg.number === '1001') ?? { muted: null }
    expect(/1001 · joined, muted/.test(shown.text)).toBe(muted)
  })
})
