/**
 * Asterisk dies in mid-conference and comes back; the line to its manager interface is cut for half a minute, or takes what is said and
 * says nothing. Calls and programs are real; the half minutes are confbot's own clock, moved by hand.
 */
import { afterEach, expect, it } from 'vitest'
import type { RunningApp } from '#test/support/app.ts'
import { type Callers, createCallers } from '#test/support/asterisk/callers.ts'
import { startAppOn } from '#test/support/asterisk/confbot.ts'
import { channels } from '#test/support/asterisk/conference-witness.ts'
import { attendees, listed, shown } from '#test/support/asterisk/crowd.ts'
import { type CuttableLine, openCuttableLine } from '#test/support/asterisk/cuttable-line.ts'
import { createDiallers, type Diallers, withPin } from '#test/support/asterisk/diallers.ts'
import type { Asterisk } from '#test/support/asterisk/server.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'
import { createMeetingDriver } from '#test/support/meeting-driver.ts'

const pin = '482915'
const unconfirmed = /Not confirmed by the PBX since \d\d:\d\d/
const numbers = ['1001', '1002', '1003'] as const

interface World {
  readonly asterisk: Asterisk
  readonly app: RunningApp
  readonly callers: Callers
  readonly diallers: Diallers
  readonly line: CuttableLine
}

/** Three who were rung, one who dialled in, and one whose telephone still rings. */
async function inConference({ asterisk, app, callers, diallers }: World) {
  const { slack } = app
  const { ask } = createMeetingDriver(() => app)
  await ask('alice', `start Review ${numbers.join(' ')} 1004 pin:${pin}`, 'Review is open')
  const [, room = ''] = /Room (\d+) on/.exec((await slack.card('Review')).text) ?? []
  const dialled = diallers.dial(`${room}*${pin}`, '1201')
  await slack.card('Review', ['4 people', '1004 · ringing'])
  const rung = () => Object.fromEntries([...numbers, '1004'].map((number) => [number, callers.calls(number).length]))
  expect(rung()).toEqual({ '1001': 1, '1002': 1, '1003': 1, '1004': 1 })
  return {
    room,
    dialled,
    rung,
    there: async () => listed(await attendees(asterisk, room)),
    /** Until the card shows these, and is confirmed. */
    async showing(...people: string[]) {
      await expect
        .poll(async () => {
          const { text } = await slack.card('Review')
          return { people: shown({ text }), isConfirmed: !unconfirmed.test(text) }
        })
        .toEqual({ people, isConfirmed: true })
    },
    /** So many seconds pass, in steps in which what is due is done. */
    async pass(seconds: number) {
      for (let passed = 0; passed < seconds; passed += 5) {
        await slack.advance(5)
        await new Promise((resolve) => setTimeout(resolve, 60))
      }
    },
  }
}

describeOnAsterisk('an outage', { timeout: 90_000, asterisk: { dialplan: withPin } }, (running) => {
  const ends: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  async function world(): Promise<World> {
    const asterisk = running()
    await asterisk.start()
    ends.push(async () => {
      await asterisk.cli('channel request hangup all')
      await expect.poll(() => channels(asterisk)).toEqual([])
    })
    const line = await openCuttableLine(asterisk.ami)
    ends.push(line.close)
    const people = Object.fromEntries(numbers.map((number) => [number, { answers: null }] as const))
    const callers = await createCallers(asterisk, { ...people, '1004': { rings: null } })
    ends.push(callers.close)
    const diallers = await createDiallers(asterisk)
    ends.push(diallers.close)
    const app = await startAppOn(asterisk, { PBX_URL: `tcp://127.0.0.1:${line.port}` })
    ends.push(app.stop)
    return { asterisk, app, callers, diallers, line }
  }

  it('Asterisk is killed and started again: its people are gone, and nobody is rung anew', async () => {
    const all = await world()
    const { asterisk, app } = all
    const { rung, showing, pass, there, room } = await inConference(all)
    await asterisk.kill()
    await pass(20)
    const { text } = await app.slack.card('Review', [unconfirmed])
    // Who was there last is what is known, said to be unconfirmed.
    expect(shown({ text })).toEqual(['1001', '1002', '1003', '1201'])

    await asterisk.start()
    expect(await there()).toEqual([])
    await pass(45)
    await showing()
    await app.slack.card('Review', ['nobody in the room'])
    expect(rung()).toEqual({ '1001': 1, '1002': 1, '1003': 1, '1004': 1 })

    // It goes on with whoever is asked for again.
    await app.slack.command('alice', 'invite 1001')
    await showing('1001')
    expect(await there()).toEqual(['1001'])
    expect(rung()).toMatchObject({ '1001': 2, '1002': 1 })
    expect(room).not.toBe('')
  })

  it('the line is cut for half a minute in which people leave and come', async () => {
    const all = await world()
    const { app, callers, diallers, line } = all
    const { rung, showing, pass, there, room, dialled } = await inConference(all)
    await line.cut()
    await callers.hangUp('1002')
    await dialled.hangUp()
    diallers.dial(`${room}*${pin}`, '1202')
    await callers.pickUp('1004')
    await expect.poll(there).toEqual(['1001', '1003', '1004', '1202'])

    const { ask } = createMeetingDriver(() => app)
    await ask('alice', 'mute 1001', /asterisk/i)
    await pass(30)
    const { text } = await app.slack.card('Review', [unconfirmed])
    expect(shown({ text })).toEqual(['1001', '1002', '1003', '1201'])
    // What was asked meanwhile was not done, and is not said to be.
    expect(await there()).toEqual(['1001', '1003', '1004', '1202'])

    await line.mend()
    await pass(30)
    await showing('1001', '1003', '1004', '1202')
    expect(rung()).toEqual({ '1001': 1, '1002': 1, '1003': 1, '1004': 1 })
    // Events come again: without time being moved.
    await callers.hangUp('1003')
    await showing('1001', '1004', '1202')
  })

  it('the manager interface takes what is said and says nothing', async () => {
    const all = await world()
    const { app, callers, line } = all
    const { rung, showing, pass, there } = await inConference(all)
    line.fallSilent()
    await callers.hangUp('1002')
    await app.slack.command('alice', 'mute 1001')
    await pass(60)
    const { text } = await app.slack.card('Review', [unconfirmed])
    expect(shown({ text })).toEqual(['1001', '1002', '1003', '1201'])
    await app.slack.answer('alice', /asterisk/i)
    expect(await there()).toEqual(['1001', '1003', '1201'])

    await line.mend()
    await pass(60)
    // What was said to it may be done now; whatever became of it is shown.
    await expect.poll(async () => shown(await app.slack.card('Review'))).toEqual(await there())
    await showing(...(await there()))
    expect(rung()).toEqual({ '1001': 1, '1002': 1, '1003': 1, '1004': 1 })
    await app.slack.command('alice', 'unmute 1001')
    await callers.hangUp('1003')
    await showing('1001', '1201')
  })
})
