/** Who means harm, or comes at the wrong moment, with real calls: nobody writes into the manager interface, nothing of another is touched. */
import { afterAll, beforeAll, type ExpectStatic, test } from 'vitest'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { AsteriskSettings } from '#providers/asterisk/config.ts'
import { createAsterisk } from '#providers/asterisk/provider.ts'
import { type Callers, createCallers } from '#test/support/asterisk/callers.ts'
import { channels, inConference } from '#test/support/asterisk/conference-witness.ts'
import { createDiallers, type Diallers } from '#test/support/asterisk/diallers.ts'
import { type EntryDesk, openEntryDesk } from '#test/support/asterisk/entry-desk.ts'
import type { Asterisk } from '#test/support/asterisk/server.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'

/** A pattern that matches more than digits, as administrators write them. */
const dialplan = `[callers](+)
exten => 1001,1,Wait(30)
exten => _*.,1,Goto(confbot-room,\${EXTEN:1},1)`

describeOnAsterisk('harm', { timeout: 30_000, concurrent: true, asterisk: { dialplan } }, (running) => {
  let asterisk: Asterisk
  let desk: EntryDesk
  let diallers: Diallers
  let callers: Callers
  let [office, other]: ReturnType<typeof open>[] = []
  const open = (name: string) => {
    const { ami, ari } = asterisk
    const settings = { url: `tcp://${ami.host}:${ami.port}`, amiSecret: ami.secret, entrySecret: 'of-no-use-in-here' }
    const deps = { name, clock: createSystemClock(), logger: createSilentLogger() }
    return createAsterisk(AsteriskSettings.parse({ ...settings, ariUrl: ari.url, ariPassword: ari.password }), deps)
  }
  beforeAll(async () => {
    asterisk = running()
    desk = await openEntryDesk()
    await asterisk.setEntryUrl(desk.url)
    diallers = await createDiallers(asterisk)
    callers = await createCallers(asterisk, { '1001': { rings: null } })
    office = open('office')
    other = open('office-8005')
    for (const number of ['8001', '8002', '8003', '8004', '8005', '8006']) {
      desk.answer(number, 'enter')
      for (const one of [office, other]) await one.createRoom({ number })
    }
  })
  afterAll(async () => {
    await office?.close()
    await other?.close()
    await callers?.close()
    await diallers?.close()
    await desk?.close()
  })
  const providers = () => {
    if (!office || !other) throw new Error('no provider yet')
    return { office, other }
  }
  const enter = async (room: string, from: string, expect: ExpectStatic, count = 1) => {
    const call = diallers.dial(room, from)
    await expect.poll(() => inConference(asterisk, room)).toHaveLength(count)
    return call
  }
  const recorders = async (room: string) =>
    (await inConference(asterisk, room)).filter((name) => name.startsWith(`Local/${room}@confbot-helper`))

  test('line ends in the number of a caller are no lines of the manager interface', async ({ expect }) => {
    const { office } = providers()
    await enter('8001', 'x%0d%0a%0d%0aEvent%3a%20Fake%0d%0aUniqueid%3a%20another', expect)
    await enter('8001', 'y%0d%0aMuted%3a%20Yes%0d%0aChannel%3a%20PJSIP%2fnobody', expect, 2)
    const reading = await office.readRoom('8001')
    const nobodyKnown = { number: null, name: null, muted: false }
    expect(reading).toMatchObject({ participants: [nobodyKnown, nobodyKnown] })
    await office.muteAll('8001')
    expect(await office.readRoom('8001')).toMatchObject({ participants: [{ muted: true }, { muted: true }] })
  })

  test('a conference is ended though such a caller is elsewhere on that Asterisk', async ({ expect }) => {
    const { office } = providers()
    diallers.dial('1001', 'z%0d%0a%0d%0aEvent%3a%20Fake')
    await expect
      .poll(async () =>
        (await channels(asterisk)).some(({ context, exten }) => context === 'callers' && exten === '1001'),
      )
      .toBe(true)
    const call = await office.invite('8006', '1001')
    expect(await call.ringing).toBe(true)
    await office.endConference('8006')
    expect(await call.failure).not.toBe('busy')
    await expect
      .poll(async () => (await channels(asterisk)).some(({ uniqueId }) => uniqueId === call.callId))
      .toBe(false)
  })

  test('no room is made where somebody is in a conference already', async ({ expect }) => {
    const { office } = providers()
    desk.answer('8007', 'enter')
    const call = await enter('8007', '+4930901807', expect)
    await expect(office.createRoom({ number: '8007' })).rejects.toMatchObject({ code: 'provider.conflict' })
    await call.hangUp()
    await expect.poll(() => inConference(asterisk, '8007')).toEqual([])
    expect(await office.createRoom({ number: '8007' })).toMatchObject({ number: '8007' })
  })

  test('who dials more than digits is asked nothing, whatever stands there', async ({ expect }) => {
    for (const dialled of ['8002%2cconfbot-office-8002-abcdefgh', '8002%0d%0aEvent%3a%20Fake', '8002%29', '8002*1']) {
      const call = diallers.dial(`*${dialled}`, '+4930901801')
      await expect.poll(call.state).toBe('over')
    }
    expect(desk.asked('8002')).toEqual([])
    const call = diallers.dial('*8002', '+4930901801')
    await expect.poll(call.state).toBe('up')
    expect(desk.asked('8002')).toHaveLength(1)
  })

  test('two who record at once make one recording; one of another room is neither shown nor given', async ({
    expect,
  }) => {
    const { office } = providers()
    await enter('8003', '+4930901803', expect)
    await Promise.all([office.startRecording('8003'), office.startRecording('8003')])
    // Who announces it comes beside, and goes.
    await expect.poll(() => recorders('8003')).toHaveLength(1)
    await office.stopRecording('8003')
    await expect.poll(() => recorders('8003')).toEqual([])
    const made = await office.listRecordings('8003')
    expect(made).toHaveLength(1)
    for (const room of ['800', '8004']) {
      expect(await office.listRecordings(room)).toEqual([])
      for (const id of [made[0]?.id ?? '', '../../etc/passwd', `confbot-${room}-../x`])
        for (const run of [office.fetchRecording, office.deleteRecording])
          await expect(run(room, id)).rejects.toMatchObject({ code: 'provider.not-found' })
    }
    expect(await office.listRecordings('8003')).toEqual(made)
  })

  test('nothing records a room that the last person left meanwhile', async ({ expect }) => {
    const { office } = providers()
    const call = await enter('8004', '+4930901804', expect)
    await Promise.all([call.hangUp(), office.startRecording('8004').catch(() => undefined)])
    const left = async () => (await channels(asterisk)).filter(({ name }) => name.includes('8004@confbot-helper'))
    await expect.poll(left).toEqual([])
    expect(await inConference(asterisk, '8004')).toEqual([])
  })

  test('of two confbots whose names begin alike none hangs up a call of the other', async ({ expect }) => {
    const { office, other } = providers()
    const calls = await Promise.all([office.invite('8005', '1001'), other.invite('8005', '1001')])
    expect(await Promise.all(calls.map(({ ringing }) => ringing))).toEqual([true, true])
    const ringing = async () =>
      (await channels(asterisk)).flatMap(({ uniqueId }) => (uniqueId.startsWith('confbot-office-') ? uniqueId : []))
    expect((await ringing()).toSorted()).toEqual(calls.map(({ callId }) => callId).toSorted())
    await office.endConference('8005')
    await expect.poll(ringing).toEqual([calls[1]?.callId])
    await office.endConference('800')
    expect(await ringing()).toEqual([calls[1]?.callId])
    await other.endConference('8005')
    await expect.poll(ringing).toEqual([])
  })
})
