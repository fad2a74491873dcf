/** What goes wrong with meetings: what is typed, the chat, the PBX, the process, the clock, old buttons; told, logged without secrets, and nothing lost. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { botScopes } from '#sandbox/slack/scopes.ts'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { type Bot, startBot } from '#test/support/bot.ts'
import { createFaultTable, secretPin } from '#test/support/faults.ts'
import { createMeetingDriver, dayMs, inUtc, minuteMs, onPbx, typed } from '#test/support/meeting-driver.ts'
import { createMovedBots } from '#test/support/moved-process.ts'
import { eventually, type SlackMessage } from '#test/support/sandbox-client.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'

let app: RunningApp
const { spoil, mend, logged } = createFaultTable(() => app)
const driver = createMeetingDriver(() => app)
const { now, until, ask, press, schedule, card, posts, reminders, direct, room, rung } = driver
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())
// Rates are per person and by the clock.
beforeEach(() => app.slack.advance(60))
afterEach(async () => {
  await app.slack.post('slack/scopes', { scopes: botScopes })
  await app.slack.post('pbx/portsip/mend', {})
  await mend()
})

/** A whole minute so far from now. */
const inMinutes = async (minutes: number) => Math.ceil((await now()) / minuteMs + minutes) * minuteMs
/** By Alice, in UTC, with a number and a PIN that nothing may tell. */
const scheduleAt = (name: string, startAt: number, more = 'for:30m', channel?: string) =>
  schedule('alice', `"${name}" ${typed(startAt)} zone:UTC pin:${secretPin} ${more}`, name, channel)
const liveCards = async (name: string, channel?: string) =>
  (await posts(channel)).filter(({ text }) => text.startsWith(`${name}\nLive, started`))
const told = async (user: string, beginning: string) =>
  (await direct(user)).filter(({ text }) => text.startsWith(beginning))
const change = async (user: string, line: string, name: string) =>
  press(user, await ask(user, line, `Change ${name}?`), 'Change it', `${name} is changed`)

describe('what cannot be meant', () => {
  it.each([
    [
      'a zone that does not exist',
      'tomorrow 10:00 zone:Mars/Phobos',
      'input.unknown-zone',
      /“Mars\/Phobos” is no time zone.*IANA/s,
    ],
    ['31 April', '31 April 10:00', 'input.impossible-time', /no such date or time as “31 April 10:00”.*calendar/s],
    [
      'an end before the start',
      'tomorrow 15:00–14:00',
      'input.end-before-start',
      /The end, 14:00, is not after the start.*how long/s,
    ],
    ['a negative length', 'tomorrow 15:00 for -1h', 'input.invalid', /for: Give a length of time/],
    ['a length of nothing', 'tomorrow 15:00 for:0m', 'input.invalid', /for: /],
    ['a length of days', 'tomorrow 15:00 for:3d', 'input.invalid', /for: Give a length of time from 1m to 1d/],
    [
      'a rule with no occurrence',
      '10:00 repeat:"FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31"',
      'input.no-occurrence',
      /yields no date at all/,
    ],
    ['a rule that ended', '10:00 repeat:"every day until 1 May 2020"', 'input.no-occurrence', /yields no date at all/],
    ['a past time', '2020-01-01 10:00', 'input.past-time', /is over.*time to come/s],
    [
      'what is beyond the horizon',
      '1 December 2060 10:00',
      'input.too-far',
      /can be scheduled until \w+ \d+ \w+ 20\d\d/,
    ],
    [
      'a series beyond the horizon',
      'from 1 December 2060 10:00 every month',
      'input.too-far',
      /can be scheduled until/,
    ],
    ['a person that there is not', 'tomorrow 10:00 Nobody', 'input.unknown-person', /Nobody here is known as “Nobody”/],
    ['a number that is never called', 'tomorrow 10:00 112', 'dial.emergency', /./],
  ])('%s', async (_, line, code, words) => {
    const before = [await posts(), await app.slack.get('pbx/portsip/rooms')]
    const answer = await ask(
      'alice',
      `schedule Odd ${line} pin:${secretPin} who:+4930901800`.replace(/(Nobody|112) (.*) who:\S+/, '$1 $2'),
      words,
    )
    expect(answer.is_ephemeral).toBe(true)
    await logged('a command was refused', { code, action: 'conf schedule' })
    expect([await posts(), await app.slack.get('pbx/portsip/rooms')]).toEqual(before)
  })
})

describe('what can mean several things', () => {
  /** Clicks on each candidate in turn: it schedules exactly what stands on the button. */
  async function eachCandidate(line: string, count: number) {
    const asked = await ask('bob', `schedule Choice ${line} zone:UTC pin:${secretPin} 1001`, 'can mean several')
    await logged('a command was refused', { code: 'input.ambiguous-time' })
    const labels = [
      ...JSON.stringify(asked.blocks).matchAll(/"text":"(\w+ \d+ \w+ \d{4}, \d\d:\d\d \+00:00[^"]*)"/g),
    ].flatMap(([, label]) => label ?? [])
    expect(labels).toHaveLength(count)
    const starts: number[] = []
    for (const label of labels) {
      const again = await ask('bob', `schedule Choice ${line} zone:UTC pin:${secretPin} 1001`, 'can mean several')
      const question = await press('bob', again, label, 'Schedule Choice?')
      await press('bob', question, 'Schedule it', 'Choice is scheduled')
      const startAt = Date.parse(`${/\d+ \w+ \d{4}, \d\d:\d\d/.exec(label)?.[0].replace(',', '')} UTC`)
      await eventually(async () => expect((await room('Choice')).fields.scheduled_start_at).toBe(onPbx(startAt)))
      const shown = await card('Choice')
      await press('bob', await press('bob', shown, 'Cancel…', 'Cancel Choice?'), 'Cancel it', 'Choice is cancelled')
      await eventually(async () => expect((await room('Choice')).fields.scheduled_start_at).not.toBe(onPbx(startAt)))
      starts.push(startAt)
      await app.slack.advance(30)
    }
    return starts
  }

  it('“3:00” is in the night or in the afternoon', async () => {
    const [night = 0, afternoon = 0] = await eachCandidate('tomorrow 3:00', 2)
    expect(afternoon - night).toBe(12 * 60 * minuteMs)
  })

  it('“01/02” is in January or in February', async () => {
    const starts = await eachCandidate('01/02 10:00', 2)
    expect(starts.map((at) => inUtc(at).slice(5, 16)).sort()).toEqual(['01-02 10:00', '02-01 10:00'])
  })

  it('“Friday”, said on a Friday, is today or in a week', async () => {
    const today = new Date(await now())
    const friday = Math.floor(today.getTime() / dayMs) * dayMs + ((5 + 7 - today.getUTCDay()) % 7 || 7) * dayMs
    await until(friday + 60 * minuteMs)
    const starts = await eachCandidate('Friday 10:00', 2)
    expect(starts).toEqual([friday + 600 * minuteMs, friday + 600 * minuteMs + 7 * dayMs])
    await ask('bob', 'schedule Choice Friday zone:UTC', 'says no time of day')
  })
})

describe('a reminder that is just being sent', () => {
  it.each([
    ['and arrives', 'hang-after'],
    ['and does not arrive', 'hang'],
  ])(
    'while its meeting is moved, %s: nobody is left with the old time, and the new one is reminded of once',
    { timeout: 60_000 },
    async (_, kind) => {
      const name = `Moved meanwhile, ${kind}`
      const startAt = await inMinutes(30)
      const movedAt = startAt + 20 * minuteMs
      await scheduleAt(name, startAt, '1001 remind:10m')
      await spoil('chat.postMessage', kind)
      await until(startAt - 10 * minuteMs)
      await eventually(async () =>
        expect((await app.slack.get<{ faults: unknown[] }>('slack/faults')).faults).toEqual([]),
      )
      await change('alice', `move "${name}" ${typed(movedAt)} zone:UTC`, name)
      await eventually(async () => {
        await app.slack.advance(5)
        expect((await reminders(name)).map(({ text }) => text.split('\n')[1])).toEqual([
          `Moved. New start: ${inUtc(movedAt)}`,
        ])
      })
      await until(movedAt - 10 * minuteMs)
      await eventually(async () => expect((await reminders(name)).at(-1)?.text).toContain(`Start: ${inUtc(movedAt)}`))
      await until(movedAt)
      await eventually(async () => expect(await liveCards(name)).toHaveLength(1))
      expect(await reminders(name)).toHaveLength(2)
      await logged('a call to Slack failed', { method: 'chat.postMessage' })
    },
  )
})

describe('a channel that the bot was removed from', () => {
  it('is told to the owner once, with what to do; other channels are reminded; and it goes on after an invitation', async () => {
    const { slack } = app
    await slack.post('slack/invite', { user: 'alice', channel: 'secret' })
    const startAt = await inMinutes(30)
    await scheduleAt('Shut out', startAt, 'daily 1001 remind:20m,10m', 'secret')
    await scheduleAt('Elsewhere', startAt, '1002 remind:20m', 'ops')
    await slack.post('slack/remove', { user: 'alice', channel: 'secret' })
    await until(startAt - 20 * minuteMs)
    const [notice] = await eventually(async () => {
      const all = await told('alice', 'confbot may not write where Shut out takes place')
      expect(all).toHaveLength(1)
      return all
    })
    expect(notice?.text).toContain('Invite confbot there again')
    await eventually(async () => expect(await reminders('Elsewhere', 'ops')).toHaveLength(1))
    await until(startAt - 10 * minuteMs)
    await logged('a reminder was not sent, or nobody knows', { outcome: 'refused' })
    expect(await reminders('Shut out', 'secret')).toEqual([])
    expect(await told('alice', 'confbot may not write where Shut out takes place')).toHaveLength(1)

    // Whoever is invited is rung all the same, and the owner has the live card.
    const { number } = await room('Shut out')
    const before = (await rung(number)).length
    await until(startAt)
    await eventually(async () => expect(await told('alice', 'Shut out\nLive')).toHaveLength(1))
    await eventually(async () => expect((await rung(number)).slice(before)).toEqual(['1001']))
    const [live] = await told('alice', 'Shut out\nLive')
    await slack.click('alice', live ?? expect.fail('no card'), 'End', {}, '@confbot')

    await slack.post('slack/invite', { user: 'alice', channel: 'secret' })
    await until(startAt + dayMs - 20 * minuteMs)
    await eventually(async () => expect(await reminders('Shut out', 'secret')).toHaveLength(1))
    await press(
      'alice',
      await ask('alice', 'cancel "Shut out" all', 'Cancel Shut out?', 'secret'),
      'Cancel it',
      'is cancelled',
      'secret',
    )
  })
})

describe('a PBX that is down at the start of a meeting', { timeout: 90_000 }, () => {
  it('and stays so: it is said in the channel once, tried until its end, and then told to the owner', async () => {
    const startAt = await inMinutes(10)
    await scheduleAt('Never opened', startAt, '+4930901800 remind:off for:5m')
    await spoilPbx()
    await until(startAt)
    await app.slack.card('Never opened', ['its room cannot be opened', 'confbot keeps trying until it ends'])
    await logged('a meeting could not be opened yet')
    for (let minutes = 1; minutes <= 6; minutes++) {
      await app.slack.advance(60)
      await pause(20)
    }
    await eventually(async () => {
      await app.slack.advance(10)
      expect(await told('alice', 'Never opened was not opened')).toHaveLength(1)
    })
    expect((await told('alice', 'Never opened was not opened'))[0]?.text).toMatch(
      /could not be opened until it was over.*\/confadmin status/s,
    )
    expect((await posts()).filter(({ text }) => text.includes('its room cannot be opened'))).toHaveLength(1)
    await logged('a meeting was not opened')
    await app.slack.post('pbx/portsip/mend', {})
    await app.slack.advance(120)
    await eventually(async () =>
      expect((await posts()).some(({ text }) => text.startsWith('Never opened\nOver'))).toBe(true),
    )
    expect(await liveCards('Never opened')).toEqual([])
  })

  const spoilPbx = () => app.slack.post('pbx/portsip/fault', { match: '', kind: '5xx', times: 10_000 })
})

describe('old buttons', () => {
  it('of what was skipped, moved, cancelled or is over say what is so now', async () => {
    const startAt = await inMinutes(90)
    await scheduleAt('Old', startAt, 'daily remind:off 1001 for:30m')
    // What is clicked on is replaced by its answer: one for each.
    const agendas = [await agendaOf(), await agendaOf(), await agendaOf()] as const
    await ask('alice', 'skip Old', /Old, .*: skipped/)
    const skipped = await pickOld(agendas[0], 'Skip it', '“Old” does not take place on')
    await press('alice', skipped, 'Take this date back in', 'Old takes place again')
    await app.slack.advance(30)

    await change('alice', `move Old ${typed(startAt + 60 * minuteMs)} zone:UTC scope:this`, 'Old')
    await pickOld(agendas[1], 'I can’t come', 'You do not come to Old')
    const mine = await ask('alice', 'agenda', 'What comes next here')
    expect(mine.text).toMatch(/Old.*moved from.*you do not come/)

    await press('alice', await ask('alice', 'cancel Old all', 'Cancel Old?'), 'Cancel it', 'Old is cancelled')
    const cancelled = await pickOld(agendas[2], 'Cancel…', '“Old” was cancelled')
    expect(JSON.stringify(cancelled.blocks)).toContain('Schedule it again')
    await logged('a command was refused', { code: 'meeting.cancelled' })

    const once = await inMinutes(20)
    await scheduleAt('Once', once, 'remind:10m 1001 for:30m')
    await until(once - 10 * minuteMs)
    const [reminder] = await eventually(async () => {
      const all = await reminders('Once')
      expect(all).toHaveLength(1)
      return all
    })
    await until(once)
    const [live] = await eventually(async () => {
      const all = await liveCards('Once')
      expect(all).toHaveLength(1)
      return all
    })
    await app.slack.click('alice', live ?? expect.fail('no card'), 'End')
    await app.slack.card('Once', ['Ended'])
    await until(once + 40 * minuteMs)
    for (const [button, answer] of [
      ['Join', 'has ended'],
      ['I am late', 'is over'],
      ['Remind me in 5 min', 'is over'],
    ] as const)
      await press('bob', reminder ?? expect.fail('no reminder'), button, answer)
  })

  const agendaOf = () => ask('alice', 'agenda', 'What comes next here')
  /** From its menu in an agenda that was asked for earlier. */
  const pickOld = (message: SlackMessage, entry: string, answer: string | RegExp) => {
    const blocks = message.blocks ?? []
    const row = blocks.findIndex((block) => JSON.stringify(block).includes('"Old"'))
    const menu = /"type":"overflow","action_id":"([^"]+)"/.exec(JSON.stringify(blocks.slice(row + 1)))?.[1]
    return driver.answerTo(
      'alice',
      () =>
        app.slack.post('slack/click', {
          user: 'alice',
          message: { channel: 'general', ts: message.ts },
          action: menu,
          value: entry,
        }),
      answer,
    )
  }
})

describe('what others may see and do', () => {
  it('is nothing of a private channel elsewhere, neither by name nor by code nor as a file', async () => {
    const { slack } = app
    await slack.post('slack/invite', { user: 'alice', channel: 'secret' })
    const startAt = await inMinutes(120)
    const shown = await scheduleAt('Takeover', startAt, '+4930901800', 'secret')
    const code = /short code (\w+)/.exec(shown.text)?.[1] ?? ''
    for (const line of [
      'show Takeover',
      `show ${code}`,
      `calendar-file ${code}`,
      `late ${code}`,
      `pin meeting:${code}`,
      `cancel ${code}`,
    ])
      expect((await ask('carol', line, /./)).text).not.toMatch(/Takeover\b(?!”)/)
    expect((await ask('carol', 'agenda month', 'What comes next')).text).not.toContain('Takeover')
    expect((await ask('carol', 'cancel Takeov', /known as/)).text).not.toContain('Takeover')
    // A member of the channel may look at it there, and change nothing.
    await ask('bob', 'agenda', 'Takeover', 'secret')
    await ask('bob', 'move Takeover 23:00', /You may not do this here; @?alice/i, 'secret')
    await logged('a command was refused', { code: 'permission.denied', action: 'conf move' })
    await press(
      'alice',
      await ask('alice', 'cancel Takeover', 'Cancel Takeover?', 'secret'),
      'Cancel it',
      'is cancelled',
      'secret',
    )
  })

  it('is the subject as text, whatever it is', async () => {
    const subject = '<!channel> *b* <http://evil.example|x> & @here'
    const startAt = await inMinutes(15)
    await ask('alice', `schedule "${subject}" ${typed(startAt)} zone:UTC remind:10m 1001`, 'Schedule ')
    const question = (await app.slack.messages('alice')).findLast(({ text }) => text.startsWith('Schedule '))
    await press('alice', question ?? expect.fail('no question'), 'Schedule it', 'is scheduled')
    await until(startAt - 10 * minuteMs)
    await until(startAt)
    await eventually(async () =>
      expect((await posts()).filter(({ text }) => text.includes('evil.example') && text.includes('Live'))).toHaveLength(
        1,
      ),
    )
    const all = (await posts()).filter(({ text }) => text.includes('evil.example'))
    expect(all.length).toBeGreaterThanOrEqual(3)
    for (const { text, blocks } of all) {
      expect(text).not.toMatch(/<!channel>|<http/)
      expect(JSON.stringify(blocks)).not.toMatch(/"type":"(?:broadcast|link)"/)
    }
  })
})

describe('a process that ends', { timeout: 120_000 }, () => {
  let sandbox: SandboxServer
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'confbot-'))
    sandbox = await startSandboxServer()
    onTestFinished(async () => {
      await sandbox.stop()
      await rm(folder, { recursive: true, force: true })
    })
  })
  const there = createMeetingDriver(() => sandbox)
  const store = () => ({ DATABASE_URL: `sqlite:${join(folder, 'confbot.db')}` })

  it.each([
    ['which it finds again', botScopes, 0],
    ['which it may not look for, and tells its owner of', botScopes.filter((scope) => !scope.endsWith(':history')), 1],
  ])('between sending a reminder and marking it sends it once, %s', async (_, scopes, reported) => {
    const { slack } = sandbox
    const bots = await createMovedBots(sandbox, folder, { ...sandbox.env, ...store() })
    onTestFinished(() => bots.stop())
    const first = await bots.start()
    await first.started
    await slack.post('slack/scopes', { scopes })
    const startAt = Math.ceil((await there.now()) / minuteMs + 30) * minuteMs
    await there.schedule('alice', `Doomed ${typed(startAt)} zone:UTC remind:10m 1001`, 'Doomed')
    await slack.post('slack/fault', { match: 'chat.postMessage', kind: 'hang-after' })
    bots.advance(startAt - 10 * minuteMs - sandbox.clock.now())
    await eventually(async () => expect(await there.reminders('Doomed')).toHaveLength(1))
    await first.kill()
    await slack.post('slack/mend', {})
    bots.advance(31_000)
    const second = await bots.start()
    await second.started
    for (let steps = 0; steps < 20; steps++) {
      bots.advance(3_000)
      await pause(30)
    }
    const notices = async () =>
      (await there.direct('alice')).filter(({ text }) => text.startsWith('Perhaps nobody was reminded of Doomed'))
    await eventually(async () => expect(await notices()).toHaveLength(reported))
    expect(await there.reminders('Doomed')).toHaveLength(1)
    expect(bots.log()).not.toMatch(/xox[a-z]-|xapp-/)
  })

  it('leaves its buttons as good as they were', async () => {
    const { slack } = sandbox
    let bot: Bot = await startBot(sandbox, store())
    onTestFinished(() => bot.stop())
    const startAt = Math.ceil((await there.now()) / minuteMs + 90) * minuteMs
    const shown = await there.schedule('alice', `Lasting ${typed(startAt)} zone:UTC daily 1001`, 'Lasting')
    const asked = await there.ask('alice', 'cancel Lasting all', 'Cancel Lasting?')
    await bot.stop()
    bot = await startBot(sandbox, store())
    await there.press('alice', shown, 'Skip next', /Lasting, .*: skipped/)
    await there.card('Lasting', ['is skipped'])
    await there.press('alice', asked, 'Cancel it', 'Lasting is cancelled')
    await bot.stop()
    bot = await startBot(sandbox, store())
    const gone = await there.card('Lasting', ['Cancelled'])
    await slack.advance(60)
    await there.press('alice', gone, 'Schedule it again', 'Lasting is scheduled again')
  })
})
