/** Reminders as people meet them: in the channel when they are due, with what can be done, corrected, late or reported. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { eventually, type SlackMessage } from '#test/support/sandbox-client.ts'

let app: RunningApp
beforeEach(async () => {
  app = await startApp()
})
afterEach(() => app.stop())

/** The clock stands at so many minutes and a moment before the meeting, which starts in four hours. */
const aMoment = 2
const minutesUntilStart = 240

/** Scheduled from now on in four hours, to the minute; resolves to its card. */
async function schedule(subject: string, more = '', channel = 'general'): Promise<SlackMessage> {
  const { slack } = app
  const { now } = await slack.get<{ now: string }>('clock')
  const start = new Date(Math.ceil(Date.parse(now) / 60_000) * 60_000 + minutesUntilStart * 60_000)
  // To the whole minute, so that times are what they are called.
  await slack.advance((Math.ceil(Date.parse(now) / 60_000) * 60_000 - Date.parse(now)) / 1000)
  const when = start.toISOString().slice(0, 16).replace('T', ' ')
  await slack.command('alice', `schedule "${subject}" "${when}" zone:UTC for:30m ${more}`, channel)
  const draft = await slack.answer('alice', `Schedule ${subject}?`, channel)
  await slack.click('alice', draft, 'Schedule it', {}, channel)
  return slack.card(subject, ['When'], channel)
}

/** Moves the clock to so many minutes before the start, and a moment. */
async function to(minutesBefore: number, from = minutesUntilStart) {
  await app.slack.advance((from - minutesBefore) * 60 + aMoment)
}

const reminders = async (channel = 'general') =>
  (await app.slack.messages('alice', channel)).filter(
    ({ text, is_ephemeral }) => !is_ephemeral && /\nStart: /.test(text),
  )
const told = async (user: string) => (await app.slack.messages(user, '@confbot')).map(({ text }) => text)
const settled = async () => {
  // What would come twice has come by then.
  await app.slack.advance(40)
  await new Promise((resolve) => setTimeout(resolve, 300))
}

describe('a reminder', () => {
  it('comes once for each lead time, with the room and what can be done', async () => {
    const { slack } = app
    await schedule('Sprint review', 'remind:1h,10m')
    await to(60)
    const first = await slack.card('Sprint review', [/\nStart: /])
    expect(first.text).toMatch(/Where: dial \d+ with a PIN/)
    await to(10, 60)
    await eventually(async () => expect(await reminders()).toHaveLength(2))
    await settled()
    expect(await reminders()).toHaveLength(2)
    const buttons = JSON.stringify(first.blocks)
    for (const label of ['Join', 'I am late', 'Can’t come', 'Remind me in 5 min', 'Show PIN'])
      expect(buttons).toContain(label)
  })

  it('shows who comes late and who does not come, and reminds whoever asks alone again', async () => {
    const { slack } = app
    await schedule('Sprint review', 'remind:10m')
    await to(10)
    const reminder = await slack.card('Sprint review', [/\nStart: /])
    await slack.click('bob', reminder, 'I am late')
    await slack.click('carol', reminder, 'Can’t come')
    const shown = await slack.card('Sprint review', [/\nStart: /, /Late: @?bob/, /Can’t come: @?carol/])
    expect(shown.ts).toBe(reminder.ts)
    await slack.click('bob', reminder, 'Remind me in 5 min')
    await slack.answer('bob', 'You are reminded again')
    await slack.advance(5 * 60)
    await eventually(async () => expect(await told('bob')).toEqual([expect.stringMatching(/^Sprint review\nStart: /)]))
    await settled()
    expect(await told('bob')).toHaveLength(1)
    expect(await reminders()).toHaveLength(1)
  })

  it('lets whoever presses it join as soon as the room is open', async () => {
    const { slack } = app
    await schedule('Sprint review', 'remind:10m')
    await to(10)
    const reminder = await slack.card('Sprint review', [/\nStart: /])
    await slack.click('alice', reminder, 'Join')
    await slack.answer('alice', /has not started|not open/i)
    await slack.advance(10 * 60)
    await slack.card('Sprint review', ['Live'])
    await slack.click('alice', reminder, 'Join')
    await slack.answer('alice', /Sprint review/)
    await eventually(async () => expect((await app.room()).legs).toHaveLength(1))
  })

  it('says that its meeting was moved, and comes again for the new time', async () => {
    const { slack } = app
    await schedule('Sprint review', 'remind:1h,10m')
    await to(60)
    const reminder = await slack.card('Sprint review', [/\nStart: /])
    const { now } = await slack.get<{ now: string }>('clock')
    const later = new Date(Date.parse(now) + 2 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
    await slack.command('alice', `move "Sprint review" "${later}" zone:UTC`)
    await slack.click('alice', await slack.answer('alice', 'Change Sprint review?'), 'Change it')
    expect((await slack.card('Sprint review', [/\nMoved\. New start: /])).ts).toBe(reminder.ts)
    await slack.advance(3600 + aMoment + 60)
    await eventually(async () => expect((await reminders()).length).toBe(1))
  })
})

it('a clock that is pushed by a day shows all that happens on the way, at its time', async () => {
  const { slack } = app
  await schedule('Sprint review', 'remind:1h,10m')
  await slack.advance(24 * 3600)
  const shown = await reminders()
  expect(shown).toHaveLength(2)
  for (const { text } of shown) expect(text).not.toContain('late')
  expect(Number(shown[1]?.ts) - Number(shown[0]?.ts)).toBeCloseTo(50 * 60, -2)
  await slack.card('Sprint review', ['Ended'])
  await slack.card('Sprint review', [/\nOver/])
  expect(await told('alice')).toEqual([])
})

it('whether reminders work is told by /readyz, with what becomes of those nobody knows of', async () => {
  const read = async () => {
    const response = await fetch(`${app.adminAddress}/readyz`)
    const body = (await response.json()) as { parts: Record<string, { connected: boolean; detail: string }> }
    return { status: response.status, reminders: body.parts.reminders }
  }
  expect(await read()).toMatchObject({ status: 200, reminders: { connected: true, essential: true } })
  await schedule('Sprint review', 'remind:10m')
  await to(10)
  await app.slack.card('Sprint review', [/\nStart: /])
  await app.slack.advance(30)
  await eventually(async () =>
    expect((await read()).reminders?.detail).toMatch(
      /^in 24 hours 1 due, 1 sent, 0 late, .*unconfirmed in slack: repaired$/,
    ),
  )
  await app.slack.command('alice', '/confadmin status')
  await app.slack.answer('alice', /Reminders works/)
})

it('where the channel was archived, the owner is told what to do, once', async () => {
  const { slack } = app
  await schedule('In ops', 'remind:1h,10m', 'ops')
  await slack.post('slack/archive', { user: 'alice', channel: 'ops' })
  await to(60)
  const isTold = expect.stringMatching(/^confbot may not write where In ops takes place\n.*Invite confbot there again/s)
  await eventually(async () => expect(await told('alice')).toEqual([isTold]))
  await to(10, 60)
  await settled()
  expect(await told('alice')).toEqual([isTold])
  expect(await reminders('ops')).toEqual([])
})
