/**
 * The main story with real calls: a person, the sandbox's Slack, confbot, an Asterisk and telephones; and back to the card. What goes on is
 * witnessed by Asterisk's own command line, and who is heard by the recording.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { RunningApp } from '#test/support/app.ts'
import { type Callers, createCallers } from '#test/support/asterisk/callers.ts'
import { startAppOn } from '#test/support/asterisk/confbot.ts'
import { channels, inConference, isLocked, people } from '#test/support/asterisk/conference-witness.ts'
import type { Asterisk } from '#test/support/asterisk/server.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'
import { courseOf, tonesIn } from '#test/support/asterisk/tones.ts'
import { createMeetingDriver } from '#test/support/meeting-driver.ts'

const subject = 'Sprint review'
const tone = { first: 450, late: 800, dialled: 1350 } as const
const frequencies = Object.values(tone)
const all = frequencies.join('+')
const from = '+4930901801'
const patience = { timeout: 20_000 }

describeOnAsterisk('the main story', { timeout: 120_000 }, (running) => {
  let asterisk: Asterisk
  let app: RunningApp
  let callers: Callers
  beforeAll(async () => {
    asterisk = running()
    app = await startAppOn(asterisk)
    callers = await createCallers(asterisk, {
      '1001': { answers: tone.first },
      '1002': 'busy',
      '1003': { rings: tone.late },
      '1005': { answers: null },
      '1006': { rings: null },
    })
  }, 60_000)
  afterAll(async () => {
    await callers?.close()
    await app?.stop()
  })
  const driver = createMeetingDriver(() => app)
  const { ask, press } = driver

  const seen = <T>(look: () => Promise<T>) => expect.poll(look, patience)
  const card = (...texts: (string | RegExp)[]) => app.slack.card(`${subject}\nLive, started`, texts)
  const channelTo = async (number: string) =>
    (await channels(asterisk)).find(({ name }) => name.startsWith(`PJSIP/${number}-`))

  it('starts, rings, lets in, mutes, records, locks, removes and ends', async () => {
    const { slack } = app
    await slack.command('alice', `start "${subject}" 1001 1002 1003 1004`)
    const live = await card(
      /1001 · (joined|talking)/,
      '1002 · busy',
      '1003 · ringing',
      '1004 · there is no such number',
    )
    const room = /dial (\d+)/.exec(live.text)?.[1] ?? ''
    expect((await channelTo('1003'))?.state).toBe('Ringing')
    expect(await people(asterisk, room)).toEqual([{ name: (await channelTo('1001'))?.name, muted: false }])

    // Somebody dials in: a wrong PIN, then the right one.
    const [, pin = ''] = /PIN (\d+)/.exec((await ask('alice', 'pin', /PIN \d+/)).text) ?? []
    const caller = await callers.dial(room, { from, tone: tone.dialled })
    const does = async () => (await channels(asterisk)).find(({ exten, caller: who }) => exten === room && who === from)
    await seen(async () => (await does())?.application).toBe('Read')
    await caller.key(`${pin === '000000' ? '111111' : '000000'}#`)
    await seen(async () => (await does())?.data).toContain('conf-invalidpin')
    expect(await people(asterisk, room)).toHaveLength(1)
    await caller.key(`${pin}#`)
    await card('2 people', /\+49 ···801 · (joined|talking)/)
    expect(await people(asterisk, room)).toHaveLength(2)
    await callers.pickUp('1003')
    // Whoever's tone is heard talks.
    await card('3 people', '1001 · talking', '1003 · talking', /···801 · talking/)
    expect(await people(asterisk, room)).toHaveLength(3)

    // Recorded: everybody hears so, and is in it.
    await slack.click('alice', live, 'Record')
    await seen(async () => (await channels(asterisk)).map(({ data }) => data)).toContain('conf-now-recording')
    await card('3 people', '· recording')
    const file = await vi.waitFor(() => {
      const [name = ''] = readdirSync(join(asterisk.spool, 'recording'))
      expect(name).toContain(`confbot-${room}-`)
      return join(asterisk.spool, 'recording', name)
    }, patience)
    /** What the recording has held without a change for its last second. */
    const heard = async () => {
      const [tones, windows] = courseOf(tonesIn(readFileSync(file), frequencies)).at(-1) ?? []
      return windows !== undefined && windows >= 5 ? tones : null
    }
    await seen(heard).toBe(all)

    // Muted by a click: gone from the recording, alone.
    const muted = async () => (await people(asterisk, room)).filter((one) => one.muted).map(({ name }) => name)
    await slack.pick('alice', await card(), '1003', 'Mute')
    await card('3 people', /1003 · .*muted by @alice/)
    expect(await muted()).toEqual([(await channelTo('1003'))?.name])
    await seen(heard).toBe(`${tone.first}+${tone.dialled}`)
    await slack.pick('alice', await card(), '1003', 'Unmute')
    await seen(muted).toEqual([])
    await seen(heard).toBe(all)
    await seen(async () => (await card()).text).not.toContain('muted')

    // Locked: who dials in is refused, who is rung comes in.
    await slack.click('alice', live, 'Lock')
    await card('locked')
    expect(await isLocked(asterisk, room)).toBe(true)
    const refused = await callers.dial(room, { from: '+4930901802' })
    await seen(async () => (await channels(asterisk)).map(({ data }) => data)).toContain('conf-locked')
    expect(await people(asterisk, room)).toHaveLength(3)
    await seen(async () => refused.state()).toBe('ended')
    await slack.command('alice', 'invite 1005')
    await card('4 people', /1005 · (joined|talking)/)
    expect(await people(asterisk, room)).toHaveLength(4)
    await slack.click('alice', live, 'Unlock')
    await seen(() => isLocked(asterisk, room)).toBe(false)

    // The recording, through confbot, is that of Asterisk's disk; deleted it is gone from there.
    await slack.click('alice', live, 'Stop recording')
    await seen(async () => (await inConference(asterisk, room)).length).toBe(4)
    await seen(async () => (await card()).text).not.toContain('· recording')
    await ask('alice', 'record list', `Recordings of ${subject}`)
    await ask('alice', 'record link 1', 'is in your direct message')
    const recorded = readFileSync(file)
    const [given] = (await driver.direct('alice')).flatMap(({ files }) => files ?? [])
    const fetched = await slack.get<{ file: { size: number }; content: string }>(
      `slack/files?file=${given?.id}&user=alice`,
    )
    // The sandbox tells of a file as text; so it is compared.
    expect(fetched).toMatchObject({ file: { size: recorded.length }, content: recorded.toString('utf8') })
    expect(courseOf(tonesIn(recorded, frequencies)).map(([tones]) => tones)).toContain(all)
    const question = await ask('alice', 'record delete 1', 'Delete')
    await press('alice', question, 'Delete it', /deleted/)
    await seen(async () => readdirSync(join(asterisk.spool, 'recording'))).toEqual([])

    // Taken out, and ended, also for whom it still rings.
    await press('alice', await ask('alice', 'kick 1005', 'Remove'), 'Remove', /taken out/)
    await seen(() => channelTo('1005')).toBeUndefined()
    await card('3 people')
    await slack.command('alice', 'invite 1006')
    await card('1006 · ringing')
    expect((await channelTo('1006'))?.state).toBe('Ringing')
    await slack.click('alice', live, 'End')
    await slack.card(subject, ['Ended'])
    await seen(() => channels(asterisk)).toEqual([])
    await seen(async () => callers.calls('1006')).toEqual(['over'])
    await seen(async () => caller.state()).toBe('ended')
    expect(await isLocked(asterisk, room)).toBeNull()

    // Nothing of confbot's own was ever shown: four people at most, and everybody by their number.
    const { frames } = await slack.get<{ frames: readonly { path?: string; body?: unknown }[] }>('slack/traffic')
    const shown = frames
      .filter(({ path = '' }) => /chat\.(postMessage|update)/.test(path))
      .map(({ body }) => asText(body))
    const counts = shown.flatMap((text) =>
      [...text.matchAll(/(\d+) (?:person|people)/g)].map(([, count]) => Number(count)),
    )
    expect(new Set(counts)).toEqual(new Set([1, 2, 3, 4]))
    expect(shown.filter((text) => /Unknown caller|Local\/|confbot-(?:helper|say|tell|record)/.test(text))).toEqual([])
  })

  it('leaves nothing behind in Asterisk when confbot stops', async () => {
    const logins = () => asterisk.cli('manager show connected')
    expect(await logins()).toMatch(/^ *confbot /m)
    await app.stop()
    await seen(logins).not.toMatch(/^ *confbot /m)
    expect(await channels(asterisk)).toEqual([])
  })
})

const asText = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body))
