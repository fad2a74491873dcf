/** Somebody proves their own number: a code is said on a real call, and Asterisk's own command line tells which. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunningApp } from '#test/support/app.ts'
import { type Callers, createCallers } from '#test/support/asterisk/callers.ts'
import { startAppOn } from '#test/support/asterisk/confbot.ts'
import { channels, people } from '#test/support/asterisk/conference-witness.ts'
import type { Asterisk } from '#test/support/asterisk/server.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'
import { createMeetingDriver } from '#test/support/meeting-driver.ts'

const patience = { timeout: 20_000 }

describeOnAsterisk('a number', { timeout: 120_000 }, (running) => {
  let asterisk: Asterisk
  let app: RunningApp
  let callers: Callers
  beforeAll(async () => {
    asterisk = running()
    app = await startAppOn(asterisk)
    callers = await createCallers(asterisk, { '1001': { rings: null }, '1002': 'busy' })
  }, 60_000)
  afterAll(async () => {
    await callers?.close()
    await app?.stop()
  })
  const { ask } = createMeetingDriver(() => app)

  it('is proven by the code that is said there, and rung from then on', async () => {
    await ask('bob', 'me phone 1002', 'is busy, so nobody heard the code')
    await app.slack.advance(60)
    const called = await ask('bob', 'me phone 1001', 'rings. Whoever answers hears a code')
    expect(called.text).not.toMatch(/\d{6}/)
    await callers.pickUp('1001')
    const said = async () => (await channels(asterisk)).find(({ application }) => application === 'SayDigits')
    await expect.poll(async () => (await said())?.data, patience).toMatch(/^\d{6}$/)
    const { name, data: code } = (await said()) ?? { name: '', data: '' }
    expect(name).toMatch(/^PJSIP\/1001-/)

    await ask('bob', `me phone code:${code.startsWith('0') ? '1' : '0'}${code.slice(1)}`, /not the code/)
    await ask('bob', `me phone code:${code}`, 'Verified by a spoken code')
    await callers.hangUp('1001')
    await expect.poll(() => channels(asterisk), patience).toEqual([])

    // From now on it is where bob is rung.
    await app.slack.command('alice', 'start Review @bob')
    const live = await app.slack.card('Review\nLive, started', [/bob · .*ringing/])
    await callers.pickUp('1001')
    await app.slack.card('Review\nLive, started', ['1 person', /bob · .*(joined|talking)/])
    expect(await people(asterisk, /dial (\d+)/.exec(live.text)?.[1] ?? '')).toHaveLength(1)
    await app.slack.click('alice', live, 'End')
    await app.slack.card('Review', ['Ended'])
    await expect.poll(() => channels(asterisk), patience).toEqual([])
  })
})
