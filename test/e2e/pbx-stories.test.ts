/**
 * The main story and a scheduled meeting on each kind of PBX, through /sandbox/api: what it can do is done and seen on the PBX's
 * own side, what it cannot is refused in words, and nothing is asked of it. Over Slack's Socket Mode.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isDone, isDoneByUs } from '#core/contracts/conference-provider.ts'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { createMeetingDriver, minuteMs, typed } from '#test/support/meeting-driver.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'
import { eventually } from '#test/support/sandbox-client.ts'

const subject = 'Sprint review'

describe.each(kindsThere)('on $id', ({ id, kind, definition }) => {
  const { capabilities } = definition
  const can = (capability: keyof typeof capabilities) => isDone(capabilities[capability])
  const sees = kind.showsRoster

  let app: RunningApp
  const driver = createMeetingDriver(() => app, id)
  const { ask, press } = driver
  const card = (...texts: (string | RegExp)[]) => app.slack.card(`${subject}\nLive, started`, texts)
  const room = () => app.pbx(id).room(subject)
  const joined = async () => (await room()).legs.filter(({ state }) => state === 'joined').map(({ number }) => number)
  /** So many people on the card, where the PBX tells of them; and in the room in any case. */
  const people = async (count: number) => {
    await eventually(async () => expect(await joined()).toHaveLength(count))
    return card(sees ? `${count} ${count === 1 ? 'person' : 'people'}` : 'does not tell who is in the room')
  }
  /** What the bot asked of the PBX, readings left out. */
  const asked = async () =>
    (await app.pbx(id).traffic()).filter(({ direction, transport, method, path = '' }) => {
      if (direction !== 'in' || transport !== 'http') return false
      return method !== 'GET' && !/query|token|login|heartbeat|auth|revoke/.test(path)
    }).length
  /** Refused with the reason, before any call. */
  const isRefused = async (command: string) => {
    const before = await asked()
    await ask('alice', command, `${definition.name} cannot do this: `)
    expect(await asked()).toBe(before)
  }

  beforeAll(async () => {
    app = await startApp({ CONFBOT_SANDBOX_PBXS: id })
  })
  afterAll(() => app.stop())
  beforeEach(() => app.slack.advance(60))

  it('a conference starts, is kept in order as far as this PBX can, and ends', { timeout: 60_000 }, async () => {
    const { slack } = app
    await slack.command('alice', `start "${subject}" +4930901800 1001`)
    await slack.answer('alice', `${subject} is open`)
    await slack.advance(3)
    const live = await people(2)
    expect((await app.pbx(id).calls()).map(({ number }) => number)).toEqual(['+4930901800', '1001'])

    if (can('mute')) {
      await slack.pick('alice', live, '1001', 'Mute')
      await card(/1001 · joined, muted by @alice/)
      await eventually(async () =>
        expect((await room()).legs.filter(({ muted }) => muted).map(({ number }) => number)).toEqual(['1001']),
      )
      await ask('alice', 'mute all', /muted/)
      await eventually(async () => expect((await room()).legs.every(({ muted }) => muted)).toBe(true))
      await ask('alice', 'unmute all', /unmuted|can be heard|speak/)
      await eventually(async () => expect((await room()).legs.some(({ muted }) => muted)).toBe(false))
      if (!kind.showsMutes) expect((await card()).text).not.toContain('muted by')
    } else await isRefused('mute all')

    if (can('lock')) {
      await slack.click('alice', live, 'Lock')
      await card(/[Ll]ocked/)
      if (isDoneByUs(capabilities.lock)) {
        await app.pbx(id).post('call', { from: '+4930901899', to: (await room()).number, pin: await pinOf() })
        await slack.advance(3)
        await eventually(async () => expect(await joined()).not.toContain('+4930901899'))
      } else expect((await room()).locked).toBe(true)
      await slack.click('alice', live, 'Unlock')
      await eventually(async () => expect((await card()).text).not.toMatch(/[Ll]ocked/))
    } else await isRefused('lock')

    if (can('record')) {
      await slack.click('alice', live, 'Record')
      await card(/· recording/)
      expect((await room()).recording).toBe(true)
      await slack.click('alice', live, 'Stop recording')
      await eventually(async () => expect((await room()).recording).toBe(false))
    } else await isRefused('record start')

    await slack.command('alice', 'invite 1002')
    await slack.advance(3)
    await people(3)

    if (can('kick')) {
      const question = await ask('alice', 'kick 1002', 'Remove')
      await press('alice', question, 'Remove', /taken out/)
      await people(2)
    } else await isRefused('kick 1002')

    if (can('listRecordings')) await ask('alice', 'record list', `Recordings of ${subject}`)
    else await isRefused('record list')

    if (can('end')) {
      await slack.click('alice', live, 'End')
      await slack.card(subject, ['Ended'])
      expect((await app.pbx(id).rooms()).flatMap(({ legs }) => legs)).toEqual([])
    } else {
      const refusal = await ask('alice', 'end', /cannot do this/)
      const question = await press('alice', refusal, 'End it here anyway', `End ${subject} here?`)
      await press('alice', question, 'End it here', /has ended|ended/)
      await slack.card(subject, ['Ended', 'people may still be in the room'])
      expect((await app.pbx(id).rooms()).flatMap(({ legs }) => legs)).not.toEqual([])
    }
  })

  it('a meeting is scheduled, reminded of, opened, rung and closed at its time', { timeout: 60_000 }, async () => {
    const { slack } = app
    const name = 'Weekly'
    const startAt = Math.ceil((await driver.now()) / minuteMs) * minuteMs + 60 * minuteMs
    await driver.schedule('alice', `${name} ${typed(startAt)} zone:UTC for:30m remind:10m 1003 --close`, name)
    await driver.until(startAt - 10 * minuteMs + 1000)
    await eventually(async () => expect(await driver.reminders(name)).toHaveLength(1))
    await driver.until(startAt + 1000)
    await slack.card(`${name}\nLive, started`)
    await slack.advance(3)
    await eventually(async () =>
      expect((await app.pbx(id).room(name)).legs.map(({ number }) => number)).toEqual(['1003']),
    )
    // Warned of its end five minutes before; time goes on in steps that no request of a busy machine is overtaken by.
    await driver.until(startAt + 25 * minuteMs + 1000)
    await slack.card(`${name} is scheduled until`)
    await driver.until(startAt + 30 * minuteMs + 1000)
    await eventually(async () => {
      // A room that tells nobody is read once a minute.
      await slack.advance(sees ? 3 : 20)
      const posted = await driver.posts()
      expect(posted.map(({ text }) => text).join()).toMatch(new RegExp(`${name}\\nEnded`))
    })
    if (can('end')) expect((await app.pbx(id).rooms()).flatMap(({ legs }) => legs)).toEqual([])
  })

  const pinOf = async () => {
    const answer = await ask('alice', `pin in:"${subject}"`, /PIN \d+/)
    return /PIN (\d+)/.exec(answer.text)?.[1]
  }
})
