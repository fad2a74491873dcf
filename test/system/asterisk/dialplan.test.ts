/** The sample dialplan with real calls: nobody enters a conference unless confbot says so, and what is asked and said is as documented. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, type ExpectStatic, test } from 'vitest'
import { type Callers, createCallers, type Telephone } from '#test/support/asterisk/callers.ts'
import { channels, inConference, manage, record, ring, say } from '#test/support/asterisk/conference-witness.ts'
import { type EntryAnswer, type EntryDesk, openEntryDesk } from '#test/support/asterisk/entry-desk.ts'
import type { Asterisk } from '#test/support/asterisk/server.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'
import { audible, loudness, readWav } from '#test/support/asterisk/tones.ts'

/** The room for which confbot is not there at all. */
const downRoom = '8029'
const dialplan = `[callers](+)
exten => ${downRoom},1,Set(CONFBOT_ENTRY=http://127.0.0.1:9/pbx/office/entry/secret)
 same => n,Goto(confbot-room,${downRoom},1)`

const people = {
  '1001': { answers: null },
  '1002': { answers: null },
  '1003': { answers: null },
  '1004': { answers: null },
}

describeOnAsterisk('the sample dialplan', { timeout: 40_000, concurrent: true, asterisk: { dialplan } }, (running) => {
  let asterisk: Asterisk
  let desk: EntryDesk
  let callers: Callers
  beforeAll(async () => {
    asterisk = running()
    desk = await openEntryDesk()
    await asterisk.setEntryUrl(desk.url)
    callers = await createCallers(asterisk, people)
  })
  afterAll(async () => {
    await callers?.close()
    await desk?.close()
  })

  const asksForPin = (pin: string) => (form: URLSearchParams) => {
    if (form.get('pin') === '') return 'pin'
    return form.get('pin') === pin ? 'enter' : 'wrong-pin'
  }
  /** Whether the caller in this room is being asked for digits. */
  const isAsked = async (room: string) =>
    (await channels(asterisk)).some(({ exten, application }) => exten === room && application === 'Read')
  const isThere = async (id: string) => (await channels(asterisk)).some(({ uniqueId }) => uniqueId.startsWith(id))
  const soundOf = (telephone: Telephone) => loudness(telephone.heard()).filter((level) => level > audible).length

  test('a caller is asked for the PIN, enters with it, and confbot is asked as documented', async ({ expect }) => {
    desk.answer('8001', asksForPin('482915'))
    const caller = await callers.dial('8001', { from: '+4930901801' })
    await expect.poll(() => isAsked('8001')).toBe(true)
    const channel = (await channels(asterisk)).find(({ exten }) => exten === '8001')
    expect(await inConference(asterisk, '8001')).toEqual([])
    await caller.key('482915#')
    await expect.poll(() => inConference(asterisk, '8001')).toEqual([channel?.name])
    const common = `room=8001&channel=${channel?.uniqueId}&caller=%2B4930901801`
    const { pathname } = new URL(desk.url)
    const asked = { method: 'POST', path: pathname, type: 'application/x-www-form-urlencoded' }
    expect(desk.asked('8001')).toMatchObject([
      { ...asked, body: `${common}&pin=&call=` },
      { ...asked, body: `${common}&pin=482915&call=` },
    ])
    await caller.hangUp()
    await expect.poll(() => inConference(asterisk, '8001')).toEqual([])
  })

  test('three wrong PINs and the call is over', async ({ expect }) => {
    desk.answer('8002', asksForPin('482915'))
    const caller = await callers.dial('8002')
    for (const tries of [1, 2, 3]) {
      await expect.poll(() => isAsked('8002')).toBe(true)
      await caller.key('111111#')
      await expect.poll(() => desk.asked('8002').length).toBe(1 + tries)
    }
    await expect.poll(() => caller.state()).toBe('ended')
    expect(desk.asked('8002').map(({ form }) => form.get('pin'))).toEqual(['', '111111', '111111', '111111'])
  })

  test('the right PIN is taken while it is being said that the one before was wrong', async ({ expect }) => {
    desk.answer('8003', asksForPin('482915'))
    const caller = await callers.dial('8003')
    await expect.poll(() => isAsked('8003')).toBe(true)
    await caller.key('111111#')
    const hears = async () => (await channels(asterisk)).find(({ exten }) => exten === '8003')?.data
    await expect.poll(hears).toContain('conf-invalidpin')
    await caller.key('482915#')
    await expect.poll(() => inConference(asterisk, '8003')).toHaveLength(1)
    await caller.hangUp()
  })

  test('who keys nothing is told before the call ends', async ({ expect }) => {
    desk.answer('8004', asksForPin('482915'))
    const caller = await callers.dial('8004')
    await expect.poll(() => isAsked('8004')).toBe(true)
    await caller.key('#')
    await expect
      .poll(async () => (await channels(asterisk)).find(({ exten }) => exten === '8004')?.data)
      .toBe('vm-goodbye')
    await expect.poll(() => caller.state()).toBe('ended')
  })

  test('nobody enters who has not got the one right answer', async ({ expect }) => {
    const answers: Readonly<Record<string, EntryAnswer>> = {
      locked: 'locked',
      full: 'full',
      closed: 'closed',
      nothing: '',
      'for those who were rung': 'enter-locked',
      'another word': 'entering',
      'more than one line': 'enter\nor not',
      'a page': '<html><body>enter</body></html>',
      'true as an expression': '1" | "1',
      'a function': `\${IF(1?enter)}`,
      'an error': { status: 500, body: 'enter' },
      'not known': { status: 404, body: 'enter' },
      'ask elsewhere': { status: 302, headers: { location: '/elsewhere' }, body: 'enter' },
      'no answer for ten seconds': null,
    }
    const rooms = Object.keys(answers).map((name, index) => ({ name, room: String(8010 + index) }))
    for (const { name, room } of rooms) desk.answer(room, answers[name] ?? null)
    const calls = await Promise.all([...rooms.map(({ room }) => callers.dial(room)), callers.dial(downRoom)])
    // A conference holds whoever is in it, so that a call that ends by itself was in none.
    await expect.poll(() => calls.map((call) => call.state()), { timeout: 20_000 }).toEqual(calls.map(() => 'ended'))
    expect(rooms.filter(({ room }) => desk.asked(room).length !== 1)).toEqual([])
    expect(desk.asked(downRoom)).toEqual([])
  })

  test('a caller who says to be anything at all is quoted and asked for', async ({ expect }) => {
    const said = ['4930&room=8001&pin=1', '4930+31,2', '$%7BEXTEN%7D', '%22%7C1', '(1)', '100%25']
    const calls = await Promise.all(said.map((from) => callers.dial('8030', { from })))
    await expect.poll(() => calls.map((call) => call.state()), { timeout: 20_000 }).toEqual(calls.map(() => 'ended'))
    const asked = desk.asked('8030').map(({ form }) => form)
    expect(asked.map((form) => form.get('caller')).toSorted()).toEqual(said.map(decodeURIComponent).toSorted())
    for (const form of asked) expect([...form.keys()]).toEqual(['room', 'channel', 'caller', 'pin', 'call'])
  })

  test('who comes into a conference that is recorded is told, and who comes into another is not', async ({
    expect,
  }) => {
    desk.answer('8040', 'enter,recorded')
    desk.answer('8041', 'enter')
    const [told, untold] = await Promise.all([callers.dial('8040'), callers.dial('8041')])
    await expect.poll(() => soundOf(told)).toBeGreaterThan(4)
    expect(readWav(untold.heard()).samples.length).toBeGreaterThan(8000)
    expect(soundOf(untold)).toBe(0)
    await Promise.all([told.hangUp(), untold.hangUp()])
  })

  test('who was rung asks with the id of the call; only the right word opens a locked conference', async ({
    expect,
  }) => {
    desk.answer('8050', (form) => (form.get('call') === 'confbot-8050-b' ? 'enter-locked' : 'enter'))
    await ring(asterisk, { number: '1001', room: '8050', id: 'confbot-8050-a', context: 'confbot-invited' })
    await expect.poll(() => inConference(asterisk, '8050')).toHaveLength(1)
    await manage(asterisk, { Action: 'ConfbridgeLock', Conference: '8050' })
    await ring(asterisk, { number: '1001', room: '8050', id: 'confbot-8050-c', context: 'confbot-invited' })
    await ring(asterisk, { number: '1001', room: '8050', id: 'confbot-8050-b', context: 'confbot-invited' })
    await expect.poll(() => inConference(asterisk, '8050')).toHaveLength(2)
    await expect
      .poll(async () => (await channels(asterisk)).some(({ uniqueId }) => uniqueId === 'confbot-8050-c'))
      .toBe(false)
    const ids = (await channels(asterisk)).flatMap(({ uniqueId }) => uniqueId.match(/^confbot-8050-.*/)?.[0] ?? [])
    expect(ids.toSorted()).toEqual(['confbot-8050-a', 'confbot-8050-b'])
    expect(desk.asked('8050').map(({ form }) => Object.fromEntries(form))).toEqual(
      expect.arrayContaining([
        { room: '8050', channel: 'confbot-8050-a', caller: expect.any(String), pin: '', call: 'confbot-8050-a' },
      ]),
    )
    for (const name of await inConference(asterisk, '8050')) await manage(asterisk, { Action: 'Hangup', Channel: name })
  })

  /** Two people in a conference that is being recorded; resolves to them and to the file. */
  async function recorded(expect: ExpectStatic, room: string, numbers: readonly [string, string]) {
    desk.answer(room, 'enter')
    const both = await Promise.all(numbers.map((from) => callers.dial(room, { from })))
    await expect.poll(() => inConference(asterisk, room)).toHaveLength(2)
    await record(asterisk, room, `confbot-${room}-recording`)
    await expect.poll(() => inConference(asterisk, room)).toHaveLength(3)
    return { both, file: join(asterisk.spool, `recording/confbot-${room}-recording.wav`) }
  }
  /** Asterisk writes the file now and then; all of it is there at the end. */
  async function leave(expect: ExpectStatic, room: string, both: readonly Telephone[]) {
    await Promise.all(both.map((telephone) => telephone.hangUp()))
    await expect.poll(() => isThere(`confbot-${room}`)).toBe(false)
  }

  test('what is said to one person is heard by that one alone, and not recorded', async ({ expect }) => {
    const { both, file } = await recorded(expect, '8070', ['+4930901871', '+4930901872'])
    const leg = (await channels(asterisk)).find(({ caller }) => caller === '+4930901872')?.uniqueId ?? ''
    await say(asterisk, { leg }, 'conf-now-muted', 'confbot-8070-tell')
    await expect.poll(() => both.map(soundOf)[1]).toBeGreaterThan(2)
    await expect.poll(() => isThere('confbot-8070-tell')).toBe(false)
    expect(both.map(soundOf)[0]).toBe(0)
    await leave(expect, '8070', both)
    expect(readWav(readFileSync(file)).samples.length).toBeGreaterThan(8000)
    expect(Math.max(...loudness(readFileSync(file)))).toBeLessThan(audible)
  })

  test('what is said to all is heard by all, and recorded, and who said it leaves', async ({ expect }) => {
    const { both, file } = await recorded(expect, '8071', ['+4930901873', '+4930901874'])
    await say(asterisk, { room: '8071' }, 'conf-now-recording', 'confbot-8071-say')
    for (const telephone of both) await expect.poll(() => soundOf(telephone)).toBeGreaterThan(2)
    await expect.poll(() => isThere('confbot-8071-say')).toBe(false)
    expect(await inConference(asterisk, '8071')).toHaveLength(3)
    await leave(expect, '8071', both)
    expect(Math.max(...loudness(readFileSync(file)))).toBeGreaterThan(audible)
  })

  test('the recorder leaves with the last person, and its file is whole', async ({ expect }) => {
    await ring(asterisk, { number: '1002', room: '8060', id: 'confbot-8060-a' })
    await ring(asterisk, { number: '1002', room: '8060', id: 'confbot-8060-b' })
    await expect.poll(() => inConference(asterisk, '8060')).toHaveLength(2)
    await record(asterisk, '8060', 'confbot-8060-recording')
    await expect.poll(() => inConference(asterisk, '8060')).toHaveLength(3)
    const file = join(asterisk.spool, 'recording/confbot-8060-recording.wav')
    await expect.poll(() => statSync(file, { throwIfNoEntry: false })?.size).toBeGreaterThan(16_000)
    await callers.hangUp('1002')
    await expect.poll(() => inConference(asterisk, '8060')).toHaveLength(2)
    await callers.hangUp('1002')
    await expect.poll(() => inConference(asterisk, '8060')).toEqual([])
    await expect
      .poll(async () => (await channels(asterisk)).filter(({ uniqueId }) => uniqueId.startsWith('confbot-8060')))
      .toEqual([])
    // Whole: its header tells the length that it has.
    expect(readFileSync(file).readUInt32LE(40)).toBe(statSync(file).size - 44)
    expect(loudness(readFileSync(file)).filter((level) => level > audible)).toEqual([])
  })

  test('nothing of all that is left', { concurrent: false }, async ({ expect }) => {
    await expect.poll(() => channels(asterisk)).toEqual([])
    expect(
      Object.keys(people)
        .flatMap((number) => callers.calls(number))
        .filter((state) => state !== 'over'),
    ).toEqual([])
  })
})
