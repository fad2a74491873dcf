/**
 * What becomes of a live conference on each kind of PBX while its login lapses, its line is cut, its calls drop, its room goes or the
 * bot is started again: the card says since when nothing is confirmed, and then shows what is so.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isDone, isDoneByUs } from '#core/contracts/conference-provider.ts'
import { createPbxConsole } from '#test/support/pbx-console.ts'
import { expectQuiet, type Faulty, startFaulty } from '#test/support/pbx-faults.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'
import { eventually, type SlackMessage } from '#test/support/sandbox-client.ts'

const subject = 'Sprint review'
/** Requests by which a login is made or lengthened. */
const loginPaths = /get_token|refresh_token|\/login\b|\/heartbeat|oauth\/token|user_auth|api_auth/

describe.each(kindsThere.filter(({ id }) => id !== 'portsip'))('on $id', (there) => {
  const { id, kind, definition } = there
  const can = (capability: keyof typeof definition.capabilities) => isDone(definition.capabilities[capability])
  let faulty: Faulty
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'confbot-'))
    faulty = await startFaulty(there, {
      DATABASE_URL: `sqlite:${join(folder, 'confbot.db')}`,
      CONFBOT_SECRET_KEY: 'a-key-that-only-this-test-knows',
    })
  })
  afterEach(async () => {
    expectQuiet(faulty)
    await faulty.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const ask = async (command: string, text: RegExp | string) => {
    await faulty.slack.command('alice', command)
    return faulty.slack.answer('alice', text)
  }
  const card = (...texts: (string | RegExp)[]) => faulty.slack.card(subject, ['Chair: ', ...texts])
  /** Time passes in steps, so that readings come in between. */
  const pass = async (seconds: number, step = 5) => {
    for (let passed = 0; passed < seconds; passed += step) await faulty.slack.advance(step)
  }
  /** Until the card shows it. */
  const shownIn = (text: RegExp | string, step = 3) =>
    eventually(async () => {
      await faulty.slack.advance(step)
      const { text: shown } = await faulty.slack.card(subject, ['Chair: '])
      expect(shown).toMatch(text)
      return shown
    })
  const logins = async () =>
    (await faulty.sandbox.pbx.traffic()).filter(
      ({ direction, path }) => direction === 'in' && loginPaths.test(path ?? ''),
    ).length
  const pin = async () => /PIN (\d+)/.exec((await ask('pin', /PIN \d+/)).text)?.[1] ?? ''
  const callIn = async (from: string, key: string) =>
    expect(
      await faulty.sandbox.pbx.post('call', { from, to: (await faulty.room(subject)).number, pin: key }),
    ).toMatchObject({ ok: true })
  const hangUp = async (number: string) =>
    faulty.sandbox.pbx.post('hangup', { leg: (await faulty.leg(subject, number)).id })
  const inRoom = async () =>
    (await faulty.sandbox.pbx.rooms())
      .flatMap(({ legs }) => legs)
      .filter(({ state }) => state === 'joined')
      .map(({ number }) => number)
  const confirmed = (text: string) => !text.includes('Not confirmed')

  it('a login that lapsed is made anew at most once, and what was asked is done once', async () => {
    await faulty.begin(subject, '1001')
    const before = await logins()
    await faulty.spoil('invite', '401')
    await ask('invite 1002', /1002 · is being rung/)
    await faulty.slack.advance(3)
    await eventually(async () => expect(await inRoom()).toContain('1002'))
    expect(await faulty.calls('1002')).toBe(1)
    expect((await logins()) - before).toBeLessThanOrEqual(1)
    expect(faulty.bot().log.of('the PBX fails')).toEqual([])
  })

  it('a login that is refused is not hammered, and the card comes back when it is accepted', async () => {
    await faulty.begin(subject, '1001')
    const before = await logins()
    await faulty.spoil('all', '401', { times: 100_000 })
    await ask('invite 1002', /1002 · could not be rung/)
    await pass(120, 5)
    await card(/Not confirmed by the PBX since/)
    // Five that fail block an address, on those that block any.
    expect((await logins()) - before).toBeLessThanOrEqual(id.startsWith('yeastar') ? 4 : 10)
    await faulty.mend()
    await pass(660, 10)
    await shownIn(/As of|Live/)
    await eventually(async () => expect(confirmed((await card()).text)).toBe(true))
    await ask('invite 1003', /1003 · is being rung/)
    expect(await faulty.calls('1002')).toBe(0)
  })

  if (id.startsWith('yeastar'))
    it('a token that an administrator ended is replaced, once', async () => {
      let token = ''
      const stop = faulty.sandbox.onRequest((path) => {
        token = /[?&](?:access_)?token=([\w-]+)/.exec(path)?.[1] ?? token
      })
      await faulty.begin(subject, '1001')
      stop()
      const before = await logins()
      await createPbxConsole(faulty.sandbox, id).revoke(token)
      await ask('invite 1002', /1002 · is being rung/)
      await faulty.slack.advance(3)
      await card('2 people')
      expect((await logins()) - before).toBeLessThanOrEqual(2)
      expect(await faulty.calls('1002')).toBe(1)
    })

  if (id === 'yeastar-p')
    it('all eight tokens are taken: said with what to do, and over when they lapse', async () => {
      const console = createPbxConsole(faulty.sandbox, id)
      let token = ''
      const stop = faulty.sandbox.onRequest((path) => {
        token = /[?&]access_token=([\w-]+)/.exec(path)?.[1] ?? token
      })
      await faulty.begin(subject, '1001')
      stop()
      await console.revoke(token)
      for (let taken = 0; taken < 8; taken += 1) expect(await console.signIn()).toBeDefined()
      expect(await console.signIn()).toBeUndefined()
      const before = await logins()
      await ask('record list', /takes no more requests for the moment\.\nThere are eight logins already/)
      await ask('invite 1002', /1002 · could not be rung/)
      await pass(110, 5)
      await card(/Not confirmed by the PBX since/)
      // Refused ones may count as failed ones, of which five block the address.
      expect((await logins()) - before).toBeLessThanOrEqual(4)
      await pass(1860, 10)
      await eventually(async () => expect(confirmed((await card()).text)).toBe(true))
    })

  it('a line that is cut: not confirmed, catches up with whatever happened, and locks hold', async () => {
    const first = await faulty.begin(subject, '1001', '1002')
    const key = await pin()
    if (can('mute')) await ask('mute 1001', 'is muted')
    if (can('lock')) await ask('lock', /locked/)
    await faulty.sandbox.line.unplug()
    await ask('invite 1005', /1005 · could not be rung/)
    await pass(120)
    await card(/Not confirmed by the PBX since/)
    await hangUp('1002')
    if (definition.capabilities.lock.support !== 'yes') await callIn('1003', key)
    await faulty.sandbox.line.plug()
    const shown = await shownIn(/As of|Live/, 11)
    await eventually(async () => {
      await faulty.slack.advance(11)
      expect(confirmed((await card()).text)).toBe(true)
    })
    expect((await card()).ts).toBe(first.ts)
    expect(shown).toContain(subject)
    expect(await faulty.calls('1005')).toBe(0)
    if (!kind.showsRoster) return
    await card('1 person')
    const { text } = await card(can('mute') ? /1001 · joined, muted by @alice/ : '1001')
    expect(text).not.toMatch(/1002 · joined/)
    if (can('lock')) expect(text).toMatch(/[Ll]ocked/)
    // Who came late to a room that confbot keeps locked is turned away now.
    await eventually(async () => expect(await inRoom()).toEqual(['1001']))
  })

  if (kind.showsRoster)
    it('all calls drop: the card shows nobody, and one button rings them again', async () => {
      await faulty.begin(subject, '1001', '1002')
      await faulty.spoil('read', 'drop-calls')
      await shownIn(/0 people|nobody|Nobody/)
      const { text } = await card()
      expect(text).not.toMatch(/ · joined/)
      expect(await inRoom()).toEqual([])
      await ask('invite 1001', /1001 · is being rung/)
      await faulty.slack.advance(3)
      await card('1 person')
    })

  if (can('deleteRoom'))
    it('the room is deleted at the console: the card becomes the record', async () => {
      const first = await faulty.begin(subject, '1001')
      const { number } = await faulty.room(subject)
      await createPbxConsole(faulty.sandbox, id).deleteRoom(number)
      expect((await faulty.sandbox.pbx.rooms()).map((one) => one.number)).not.toContain(number)
      const record = await eventually(async () => {
        await faulty.slack.advance(15)
        const found = (await faulty.slack.messages('alice')).find(({ ts }) => ts === first.ts)
        expect(found?.text).toContain('Ended because the PBX no longer has the room')
        return found
      })
      if (kind.showsRoster) expect(record?.text).toContain('1001')
      await faulty.slack.command('alice', 'start "The next" 1001')
      await faulty.slack.card('The next', [kind.showsRoster ? /1001 · invited/ : /1001/])
    })

  it('the room is deleted, and then something is asked of it: said in words', async () => {
    await faulty.begin(subject, '1001')
    if (!can('deleteRoom')) return
    await createPbxConsole(faulty.sandbox, id).deleteRoom((await faulty.room(subject)).number)
    await faulty.slack.command('alice', 'invite 1002')
    await faulty.slack.answer('alice', /could not be rung|has ended|does not know this any more/)
    expect(await faulty.calls('1002')).toBe(0)
  })

  if (can('end'))
    describe('the end', () => {
      it.each(['hang-after', 'reset-after'])(
        '%s: reads back that nobody is there, and gives the room back',
        async (fault) => {
          const first = await faulty.begin(subject, '1001', '1002')
          await faulty.spoil('kick', fault)
          await faulty.slack.click('alice', first, 'End')
          await faulty.slack.card(subject, ['Ended by @alice'])
          expect(await inRoom()).toEqual([])
        },
      )

      it('is not answered by anything: ended here, and everybody is out once the PBX answers', async () => {
        const first = await faulty.begin(subject, '1001', '1002')
        await faulty.spoil('all', 'hang', { times: 100_000 })
        await faulty.slack.click('alice', first, 'End')
        const answer = await faulty.slack.answer('alice', /did not answer|cannot be reached/)
        await faulty.slack.click('alice', answer, 'End anyway')
        await faulty.slack.click('alice', await faulty.slack.answer('alice', `End ${subject}?`), 'End')
        await faulty.slack.card(subject, ['Ended by @alice'])
        expect(await inRoom()).toHaveLength(2)
        await faulty.mend()
        await eventually(async () => {
          await faulty.slack.advance(11)
          expect(await inRoom()).toEqual([])
        })
      })
    })

  describe('the bot is started again in mid-conference', () => {
    const again = async (meanwhile: () => Promise<unknown> = async () => {}) => {
      await faulty.bot().stop()
      await meanwhile()
      await faulty.restart()
    }

    it('the card goes on with what happened meanwhile; locks and mutes are remembered', async () => {
      const first = await faulty.begin(subject, '1001', '1002')
      const key = await pin()
      if (can('mute')) await ask('mute 1001', 'is muted')
      if (can('lock')) await ask('lock', /locked/)
      const before = await logins()
      await again(async () => {
        await hangUp('1002')
        if (isDoneByUs(definition.capabilities.lock)) await callIn('1003', key)
      })
      await eventually(async () => {
        await faulty.slack.advance(11)
        const { text, ts } = await card()
        expect(ts).toBe(first.ts)
        if (!kind.showsRoster) return
        expect(text).toContain('1 person')
        if (can('mute')) expect(text).toMatch(/1001 · joined, muted by @alice/)
        if (can('lock')) expect(text).toMatch(/[Ll]ocked/)
        expect(await inRoom()).toEqual(['1001'])
      })
      expect((await logins()) - before).toBeLessThanOrEqual(1)
      if (can('lock')) {
        await faulty.slack.click('alice', first, 'Unlock')
        await eventually(async () => expect((await card()).text).not.toMatch(/[Ll]ocked/))
      }
      if (can('mute')) {
        await ask('unmute 1001', 'is unmuted')
        expect((await faulty.leg(subject, '1001')).muted).toBe(false)
      }
      await ask('invite 1004', /1004 · is being rung/)
      expect(await faulty.calls('1001')).toBe(1)
    })

    it('rings nobody again whose call was not confirmed before', async () => {
      await faulty.begin(subject, '1001')
      await faulty.spoil('invite', 'reset-after')
      await ask('invite 1002', /1002 · /)
      await again()
      await faulty.slack.advance(3)
      await ask('invite 1002', /1002 · is in the room or ringing already/)
      expect(await faulty.calls('1002')).toBe(1)
    })

    if (can('lock'))
      it('a second press of Lock answers with what is so', async () => {
        const first: SlackMessage = await faulty.begin(subject, '1001')
        await faulty.slack.click('alice', first, 'Lock')
        await card(/[Ll]ocked/)
        await ask('lock', /locked/)
        await again()
        await ask('lock', /locked/)
        await card(/[Ll]ocked/)
        expect(await inRoom()).toEqual(['1001'])
      })
  })
})
