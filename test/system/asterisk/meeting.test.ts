/**
 * A scheduled meeting with real calls: its number and PIN are known from the first day, and open its room from a quarter of an hour before it
 * starts until it ends. The clock of confbot is moved forward; that of Asterisk is the real one.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunningApp } from '#test/support/app.ts'
import { type Callers, createCallers } from '#test/support/asterisk/callers.ts'
import { startAppOn } from '#test/support/asterisk/confbot.ts'
import { channels, people } from '#test/support/asterisk/conference-witness.ts'
import type { Asterisk } from '#test/support/asterisk/server.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'
import { createMeetingDriver, minuteMs, typed } from '#test/support/meeting-driver.ts'

const name = 'Weekly'
const from = '+4930901801'
const patience = { timeout: 20_000 }

describeOnAsterisk('a meeting', { timeout: 120_000 }, (running) => {
  let asterisk: Asterisk
  let app: RunningApp
  let callers: Callers
  beforeAll(async () => {
    asterisk = running()
    app = await startAppOn(asterisk)
    callers = await createCallers(asterisk, { '+4930901803': { answers: null }, '1002': 'busy' })
  }, 60_000)
  afterAll(async () => {
    await callers?.close()
    await app?.stop()
  })
  const driver = createMeetingDriver(() => app)

  const seen = <T>(look: () => Promise<T>) => expect.poll(look, patience)
  const calling = async () => (await channels(asterisk)).find(({ caller }) => caller === from)

  it('is entered with its PIN in its time and not before or after, and rings whom it invited', async () => {
    const { slack } = app
    const startAt = Math.ceil((await driver.now()) / minuteMs) * minuteMs + 60 * minuteMs
    const endAt = startAt + 30 * minuteMs
    const line = `${name} ${typed(startAt)} zone:UTC for:30m remind:off +4930901803 1002 --close`
    const card = await driver.schedule('alice', line, name)
    const [, room = ''] = /dial (\d+)/.exec(card.text) ?? []
    expect(card.text).toContain('with a PIN')
    const [, pin = ''] = /PIN (\d+)/.exec((await driver.ask('alice', `pin meeting:${name}`, /PIN \d+/)).text) ?? []

    const isRefused = async () => {
      const caller = await callers.dial(room, { from })
      await seen(async () => (await calling())?.data).toBe('conf-invalid')
      await seen(async () => caller.state()).toBe('ended')
      expect(await people(asterisk, room)).toEqual([])
    }
    await driver.until(startAt - 16 * minuteMs)
    await isRefused()

    await driver.until(startAt - 15 * minuteMs + 1000)
    const early = await callers.dial(room, { from })
    await seen(async () => (await calling())?.application).toBe('Read')
    expect(await people(asterisk, room)).toEqual([])
    await early.key(`${pin}#`)
    await seen(() => people(asterisk, room)).toHaveLength(1)

    await driver.until(startAt - 2000)
    expect(callers.calls('+4930901803')).toEqual([])
    await driver.until(startAt + 1000)
    const live = (...texts: (string | RegExp)[]) => slack.card(`${name}\nLive, started`, texts)
    await live('2 people', /\+49 ···801 · (joined|talking)/, /\+49 ···803 · (joined|talking)/, '1002 · busy')
    const there = (await people(asterisk, room)).map((one) => one.name)
    expect(there.toSorted()).toEqual([(await calling())?.name, expect.stringMatching('^PJSIP/outside-')])

    // In steps, so that nobody is warned too late.
    await driver.until(endAt - 5 * minuteMs + 1000)
    await slack.card(`${name} is scheduled until`)
    await driver.until(endAt + 1000)
    await seen(async () => {
      await slack.advance(3)
      return (await driver.posts()).map(({ text }) => text).join()
    }).toContain(`${name}\nEnded`)
    await seen(() => channels(asterisk)).toEqual([])
    await seen(async () => early.state()).toBe('ended')
    await seen(async () => callers.calls('+4930901803')).toEqual(['over'])
    await isRefused()
  })
})
