/** In a conference with real calls: what becomes of each who is rung, all muted at once, and who is taken out while still being greeted. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunningApp } from '#test/support/app.ts'
import { type Callers, createCallers } from '#test/support/asterisk/callers.ts'
import { startAppOn } from '#test/support/asterisk/confbot.ts'
import { channels, inConference, people } from '#test/support/asterisk/conference-witness.ts'
import type { Asterisk } from '#test/support/asterisk/server.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'
import { createMeetingDriver } from '#test/support/meeting-driver.ts'

const patience = { timeout: 20_000 }

describeOnAsterisk('in a conference', { timeout: 120_000 }, (running) => {
  let asterisk: Asterisk
  let app: RunningApp
  let callers: Callers
  beforeAll(async () => {
    asterisk = running()
    app = await startAppOn(asterisk, { PBX_RING_SECONDS: '5' })
    callers = await createCallers(asterisk, {
      '1001': { answers: null },
      '1002': { answers: null },
      '1003': { rings: null },
      '1004': { rings: null },
      '1005': 'rejects',
    })
  }, 60_000)
  afterAll(async () => {
    await callers?.close()
    await app?.stop()
  })
  const { ask, press } = createMeetingDriver(() => app)

  const seen = <T>(look: () => Promise<T>) => expect.poll(look, patience)
  const card = (subject: string, ...texts: (string | RegExp)[]) => app.slack.card(`${subject}\nLive, started`, texts)
  const numbersIn = async (room: string) =>
    (await people(asterisk, room)).map(({ name }) => /^PJSIP\/(\d+)-/.exec(name)?.[1]).toSorted()

  it('the card tells of each who is rung, who leaves, and that all are muted', async () => {
    const { slack } = app
    await slack.command('alice', 'start Calls 1001 1002 1003 1004 1005')
    const live = await card('Calls', '2 people', '1003 · ringing', '1004 · ringing', '1005 · could not be rung')
    const [, room = ''] = /dial (\d+)/.exec(live.text) ?? []
    await callers.decline('1004')
    await card('Calls', '1004 · busy')
    await card('Calls', '1003 · no answer')
    await seen(async () => callers.calls('1003')).toEqual(['over'])
    expect(await numbersIn(room)).toEqual(['1001', '1002'])

    await slack.click('alice', live, 'Record')
    await card('Calls', '2 people', '· recording')
    await ask('alice', 'mute all', /muted/)
    await seen(async () => (await people(asterisk, room)).map(({ muted }) => muted)).toEqual([true, true])
    await card('Calls', /1001 · .*muted by @alice/, /1002 · .*muted by @alice/)
    await ask('alice', 'unmute all', /unmuted|speak|heard/)
    await seen(async () => (await people(asterisk, room)).map(({ muted }) => muted)).toEqual([false, false])

    await callers.hangUp('1002')
    expect((await card('Calls', '1 person')).text).not.toContain('1002')
    // The recorder leaves with the last person.
    await seen(() => inConference(asterisk, room)).toHaveLength(2)
    await callers.hangUp('1001')
    await seen(() => channels(asterisk)).toEqual([])
    await card('Calls', 'nobody in the room')
    await slack.click('alice', live, 'End')
    await slack.card('Calls', ['Ended', '1 recording'])
  })

  it('whoever is taken out, or at its end still there, is gone also while hearing that it is recorded', async () => {
    const { slack } = app
    await slack.advance(60)
    await slack.command('alice', 'start Greeted 1001')
    const live = await card('Greeted', '1 person')
    await slack.click('alice', live, 'Record')
    await card('Greeted', '· recording')
    const isGreeted = async () =>
      (await channels(asterisk)).some(({ name, application }) => /1002-/.test(name) && application === 'ConfBridge')
    for (const way of ['kick', 'end']) {
      await slack.command('alice', 'invite 1002')
      await seen(isGreeted).toBe(true)
      await card('Greeted', '2 people')
      if (way === 'kick') await press('alice', await ask('alice', 'kick 1002', 'Remove'), 'Remove', /taken out/)
      else await slack.click('alice', live, 'End')
      await seen(isGreeted).toBe(false)
    }
    await slack.card('Greeted', ['Ended'])
    await seen(() => channels(asterisk)).toEqual([])
  })

  it('whoever is kept out is refused at the door until they are let in again', async () => {
    const { slack } = app
    await slack.advance(60)
    await slack.command('alice', 'start Guarded 1001')
    const live = await card('Guarded', '1 person')
    const [, room = ''] = /dial (\d+)/.exec(live.text) ?? []
    const [, pin = ''] = /PIN (\d+)/.exec((await ask('alice', 'pin', /PIN \d+/)).text) ?? []
    const from = '+4930901801'
    const calling = async () => (await channels(asterisk)).find(({ caller }) => caller === from)
    const dialAndEnter = async () => {
      const caller = await callers.dial(room, { from })
      await seen(async () => (await calling())?.application).toBe('Read')
      await caller.key(`${pin}#`)
      await card('Guarded', '2 people', /···801 · (joined|talking)/)
      return caller
    }
    const caller = await dialAndEnter()
    await press('alice', await ask('alice', `kick ${from} out:30m`, 'Remove'), 'Remove', /taken out/)
    await seen(async () => caller.state()).toBe('ended')
    await callers.dial(room, { from })
    await seen(async () => (await calling())?.data).toBe('conf-invalid')
    await seen(calling).toBeUndefined()
    await ask('alice', `let-in ${from}`, 'is not kept out any more')
    await dialAndEnter()
    await slack.click('alice', live, 'End')
    await slack.card('Guarded', ['Ended'])
    await seen(() => channels(asterisk)).toEqual([])
  })
})
