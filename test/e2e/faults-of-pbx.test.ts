/**
 * What goes wrong on the PBX, through the whole app: one clear answer for the person, nothing claimed that the PBX does not show,
 * nothing repeated that may have been done, and two lines in the log for an outage.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bot, startBot } from '#test/support/bot.ts'
import { signInToPbx } from '#test/support/pbx-administrator.ts'
import { eventually, type SlackMessage } from '#test/support/sandbox-client.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'

let sandbox: SandboxServer
let bot: Bot
/** How long a request to the PBX may take: short, since some of them hang. */
const patience = { PBX_REQUEST_TIMEOUT_MS: '1500', PBX_ROOMS: '8000-8002' }

beforeEach(async () => {
  sandbox = await startSandboxServer()
  bot = await startBot(sandbox, patience)
})
afterEach(async () => {
  // Of all of these faults: expected, so quiet and without a stack.
  const loud = bot.log.loud()
  const text = bot.log.text()
  await bot.stop()
  await sandbox.stop()
  expect(loud).toEqual([])
  expect(text).not.toContain('"stack"')
  expect(text).not.toMatch(/correct horse|Bearer|30901800/)
})

interface Room {
  readonly id: string
  readonly number: string
  readonly subject: string
  readonly locked: boolean
  readonly recording: boolean
  readonly legs: readonly { readonly id: string; readonly number: string | null; readonly muted: boolean }[]
}
interface Frame {
  readonly method: string
  readonly path: string
  readonly status?: number
}

const rooms = async () => (await sandbox.slack.get<{ rooms: Room[] }>('pbx/portsip/rooms')).rooms
const room = async (number = '8000') => {
  const found = (await rooms()).find((one) => one.number === number)
  if (!found) throw new Error(`there is no room ${number}`)
  return found
}
const legOf = async (number: string) => {
  const found = (await room()).legs.find((leg) => leg.number === number)
  if (!found) throw new Error(`${number} is not there`)
  return found
}
const calls = async () => (await sandbox.slack.get<{ calls: { number: string }[] }>('pbx/portsip/calls')).calls
/** How often the bot sent what matches. */
const sent = async (match: string) => {
  const { frames } = await sandbox.slack.get<{ frames: Frame[] }>('pbx/portsip/traffic')
  return frames.filter(({ method, path }) => `${method} ${path}`.includes(match)).length
}
const spoil = (match: string, kind: string, more: { times?: number; retryAfter?: number } = {}) =>
  sandbox.slack.post('pbx/portsip/fault', { match, kind, ...more })
const mend = () => sandbox.slack.post('pbx/portsip/mend', {})

/** Sprint review, with these on the line. */
async function start(...who: string[]): Promise<SlackMessage> {
  const { slack } = sandbox
  await slack.command('alice', `start "Sprint review" ${who.join(' ')}`)
  await slack.card('Sprint review', ['Chair: '])
  if (who.length === 0) return slack.card('Sprint review', ['Chair: '])
  await slack.advance(3)
  return slack.card('Sprint review', [`${who.length} p`])
}
const unknown = /The PBX portsip did not answer\. Whether it did what was asked is not known\.\nLook at the card first/

describe('a PBX that hangs', () => {
  it('on start: says so, opens nothing, and starts when it is tried again', async () => {
    const { slack } = sandbox
    await spoil('GET /api/conference_rooms', 'hang', { times: 9 })
    await slack.command('alice', 'start "Sprint review" 1001')
    const answer = await slack.answer('alice', /The PBX portsip did not answer in time\.\nTry again in a moment/)
    expect((await slack.messages('alice')).filter((message) => !message.is_ephemeral)).toEqual([])
    expect([await rooms(), await calls()]).toEqual([[], []])
    await mend()
    await slack.click('alice', answer, 'Try again')
    await slack.card('Sprint review', [/1001 · invited/])
  })

  it.each([
    ['and did not ring', 'hang', 0],
    ['and rang all the same', 'hang-after', 1],
  ])('on invite, %s: says that it may be ringing, and rings nobody twice', async (_how, kind, rung) => {
    const { slack } = sandbox
    await start('1001')
    await spoil('participants/invite', kind)
    await slack.command('alice', 'invite 1002')
    await slack.answer('alice', /1002 · the PBX did not confirm the call; it may be ringing/)
    await slack.card('Sprint review', [/1002 · invited/])
    await slack.command('alice', 'invite 1002')
    await slack.answer('alice', /1002 · is in the room or ringing already/)
    expect(await sent('participants/invite')).toBe(2)
    expect((await calls()).filter(({ number }) => number === '1002')).toHaveLength(rung)
  })

  it.each([
    ['mute', 'mute 1001', /\/mute$/, /1001 · joined, muted/],
    ['lock', 'lock', /\/lock$/, /people · locked|person · locked/],
    ['record', 'record start', /\/start_recording$/, /· recording/],
  ])(
    'on %s: says that nobody knows, and shows nothing that the PBX does not show',
    async (_what, text, path, shown) => {
      const { slack } = sandbox
      await start('1001')
      await spoil(path.source.slice(1, -1).replace('\\', ''), 'hang')
      await slack.command('alice', text)
      await slack.answer('alice', unknown)
      expect((await slack.card('Sprint review', ['Chair: '])).text).not.toMatch(shown)
      const answer = await slack.answer('alice', unknown)
      await slack.click('alice', answer, 'Try again')
      await slack.card('Sprint review', [shown])
    },
  )

  it.each([
    ['mute', 'mute 1001', '/mute', 'Bob is muted', /1001 · joined, muted by @alice/],
    ['lock', 'lock', '/lock', 'Sprint review is locked', /· locked/],
    ['record', 'record start', '/start_recording', 'Sprint review is being recorded', /· recording/],
  ])('on %s, and does it all the same: reads that back, and says so', async (_what, text, path, said, shown) => {
    const { slack } = sandbox
    await start('1001')
    await spoil(path, 'hang-after')
    await slack.command('alice', text)
    await slack.answer('alice', said)
    await slack.card('Sprint review', [shown])
    expect(await sent(path)).toBe(1)
  })

  it('on reading: the card says since when nothing is confirmed, until it is again', async () => {
    const { slack } = sandbox
    const card = await start('1001')
    await spoil('GET', 'hang', { times: 1_000 })
    await slack.advance(16)
    await slack.card('Sprint review', [/Not confirmed by the PBX since/])
    await slack.command('alice', 'show')
    await slack.answer('alice', /The card of Sprint review is posted/)
    await mend()
    // Until the PBX is asked again.
    await eventually(async () => {
      await slack.advance(3)
      expect((await slack.card('Sprint review', ['Chair: '])).text).not.toContain('Not confirmed')
    })
    expect((await slack.messages('bob')).find(({ ts }) => ts === card.ts)?.text).not.toContain('Not confirmed')
  })

  it("holds up nobody's commands on another conference, nor what asks no PBX", async () => {
    const { slack } = sandbox
    await bot.stop()
    bot = await startBot(sandbox, { ...patience, PBX_REQUEST_TIMEOUT_MS: '2000' })
    await start('1001')
    await slack.command('alice', 'start "Retro" 1002', 'ops')
    await slack.card('Retro', ['Chair: '], 'ops')
    const { id } = await room()
    await spoil(encodeURIComponent(id), 'hang', { times: 1_000 })
    await slack.command('alice', 'lock')
    await slack.command('alice', 'agenda')
    await slack.answer('alice', 'What comes next here')
    await slack.command('alice', 'lock', 'ops')
    await slack.answer('alice', 'Retro is locked', 'ops')
    expect((await slack.messages('alice')).some(({ text }) => unknown.test(text))).toBe(false)
    await slack.answer('alice', unknown)
  })

  it('in the midst of muting several: tells who is muted and who is not, by whom, and one button undoes it', async () => {
    const { slack } = sandbox
    await start('1001', '1002', '1003')
    await spoil(`${encodeURIComponent((await legOf('1002')).id)}/mute`, 'hang')
    await slack.command('alice', 'mute others')
    const answer = await slack.answer(
      'alice',
      /2 people are muted\.\n.*Whether it did.*\nThese are not muted:\n• Carol/,
    )
    await slack.card('Sprint review', [
      /1001 · joined, muted by @alice/,
      /1002 · joined(?!, muted)/,
      /1003 · joined, muted by @alice/,
    ])
    await slack.click('alice', answer, 'Undo')
    await eventually(async () => expect((await room()).legs.filter(({ muted }) => muted)).toEqual([]))
  })

  it('when a conference is to be ended: offers to end it anyway', async () => {
    const { slack } = sandbox
    const card = await start('1001')
    await spoil('', 'hang', { times: 1_000 })
    await slack.click('alice', card, 'End')
    const answer = await slack.answer('alice', /portsip did not answer|portsip cannot be reached/)
    await slack.click('alice', answer, 'End anyway')
    await slack.click('alice', await slack.answer('alice', 'End Sprint review?'), 'End')
    await slack.card('Sprint review', ['Ended by @alice'])
  })
})

describe('a PBX that refuses', () => {
  it.each([
    ['403', /does not allow confbot to do this\.\nTell the telephony administrator/],
    ['409', /refused: something else was changed at the same time\.\nLook at the card/],
    ['422', /refused: planned misbehaviour\nChange what it does not like/],
  ])('with %s', async (kind, sentence) => {
    const { slack } = sandbox
    await start('1001')
    await spoil('/lock', kind)
    await slack.command('alice', 'lock')
    await slack.answer('alice', sentence)
    expect((await room()).locked).toBe(false)
    await spoil('participants/invite', kind)
    await slack.command('alice', 'invite 1002')
    await slack.answer('alice', /1002 · could not be rung: the PBX refused the call/)
    const card = await slack.card('Sprint review', [/1002 · could not be rung/])
    expect(card.text).not.toContain('Not confirmed')
  })
})

describe('a PBX that answers otherwise than documented', () => {
  it('HTML to an action: says that it failed, and claims nothing', async () => {
    await start('1001')
    await spoil('/lock', 'html')
    await sandbox.slack.command('alice', 'lock')
    await sandbox.slack.answer('alice', /The PBX portsip failed to do this\.\nTry again/)
    expect((await room()).locked).toBe(false)
  })

  it.each([
    ['HTML', 'html', 'failed to do this'],
    ['truncated JSON', 'truncated', 'gave an answer that cannot be read'],
    ['5xx', '5xx', 'failed to do this'],
  ])('%s to every question: says so, and starts when it is tried again', async (_what, kind, sentence) => {
    const { slack } = sandbox
    await spoil('GET /api/conference_rooms', kind, { times: 50 })
    await slack.command('alice', 'start "Sprint review" 1001')
    const answer = await slack.answer('alice', new RegExp(`The PBX portsip ${sentence}`))
    expect(await calls()).toEqual([])
    await mend()
    await slack.click('alice', answer, 'Try again')
    await slack.card('Sprint review', [/1001 · invited/])
  })

  it.each(['html', 'truncated', '5xx'])(
    '%s to readings: the card says that nothing is confirmed, and recovers',
    async (kind) => {
      const { slack } = sandbox
      await start('1001')
      await spoil('GET', kind, { times: 1_000 })
      await slack.advance(16)
      await slack.card('Sprint review', [/Not confirmed by the PBX since/])
      await mend()
      await slack.advance(3)
      await slack.card('Sprint review', ['1 person', 'As of'])
    },
  )

  it('5xx now and then: asks again by itself, and nobody hears of it', async () => {
    const { slack } = sandbox
    await spoil('GET /api/conference_rooms', '5xx', { times: 2 })
    await start('1001')
    expect((await slack.messages('alice')).some(({ text }) => text.includes('did not work'))).toBe(false)
  })

  it('429: says when it is possible again, where the PBX does', async () => {
    const { slack } = sandbox
    await start('1001')
    await spoil('/lock', '429', { retryAfter: 7 })
    await slack.command('alice', 'lock')
    const answer = await slack.answer(
      'alice',
      /takes no more requests for the moment\..*\nPossible again in 7 seconds/s,
    )
    // Until then nothing is sent, and the rest of the time is told.
    const asked = await sent('/lock')
    await slack.advance(1)
    await slack.click('alice', answer, 'Try again')
    await slack.answer('alice', /Possible again in [1-6] second/)
    expect(await sent('/lock')).toBe(asked)
    await slack.advance(7)
    await spoil('/lock', '429')
    await slack.click('alice', answer, 'Try again')
    await eventually(async () => {
      const last = (await slack.messages('alice')).at(-1)
      expect(last?.text).toContain('takes no more requests')
      expect(last?.text).not.toContain('Possible again')
    })
    expect((await room()).locked).toBe(false)
  })
})

describe('a PBX that resets the connection', () => {
  it('before it received an action: says that nobody knows, asks no second time, and shows nothing', async () => {
    await start('1001')
    await spoil('/lock', 'reset-before')
    await sandbox.slack.command('alice', 'lock')
    await sandbox.slack.answer('alice', unknown)
    expect(await sent('/lock')).toBe(1)
    expect((await room()).locked).toBe(false)
  })

  it.each([
    ['lock', 'lock', '/lock', 'Sprint review is locked'],
    ['mute', 'mute 1001', '/mute', 'Bob is muted'],
    ['record', 'record start', '/start_recording', 'Sprint review is being recorded'],
    ['chair', 'chair 1001', '/chairman', 'has the chair|stays with'],
  ])(
    'after it received a %s: reads back that it was done, and asks no second time',
    async (_what, text, path, said) => {
      await start('1001')
      await spoil(path, 'reset-after')
      await sandbox.slack.command('alice', text)
      await sandbox.slack.answer('alice', new RegExp(said))
      expect(await sent(path)).toBe(1)
    },
  )

  it('after it received a kick: reads back who is there', async () => {
    const { slack } = sandbox
    await start('1001', '1002')
    await spoil('/destroy', 'reset-after')
    await slack.command('alice', 'kick 1002')
    await slack.click('alice', await slack.answer('alice', 'Remove Carol?'), 'Remove')
    await slack.answer('alice', 'Carol was taken out of the call')
    await slack.card('Sprint review', ['1 person'])
    expect(await sent('/destroy')).toBe(1)
  })

  it('after it received an invitation: says that it may be ringing, rings nobody twice, and shows who comes', async () => {
    const { slack } = sandbox
    await start('1001')
    await spoil('participants/invite', 'reset-after')
    await slack.command('alice', 'invite 1002')
    await slack.answer('alice', /1002 · the PBX did not confirm the call; it may be ringing/)
    expect((await calls()).filter(({ number }) => number === '1002')).toHaveLength(1)
    await slack.advance(3)
    await slack.card('Sprint review', ['2 people', /1002 · joined/])
  })

  it('after it made a room: the next start takes that room', async () => {
    const { slack } = sandbox
    await spoil('POST /api/conference_rooms', 'reset-after')
    await slack.command('alice', 'start "Sprint review" 1001')
    const answer = await slack.answer('alice', unknown)
    expect(await calls()).toEqual([])
    await slack.click('alice', answer, 'Try again')
    await slack.card('Sprint review', ['Room 8000'])
    expect(await rooms()).toHaveLength(1)
  })

  it('after it made, changed and deleted a permanent room: the PBX itself is asked whether it did', async () => {
    const { slack } = sandbox
    const create = '/confadmin room create extension_number=8070 mode=AUDIO subject=Board capacity=9'
    await spoil('POST /api/conference_rooms', 'reset-after')
    await slack.command('alice', create)
    await slack.answer('alice', /Room 8070: Board\nCreated/)
    await spoil('POST /api/conference_rooms', 'reset-after')
    await slack.command('alice', '/confadmin room edit 8070 subject=Lobby')
    await slack.answer('alice', /Room 8070: Lobby\nChanged/)
    await spoil('POST /api/conference_rooms', 'reset-after')
    await slack.command('alice', '/confadmin room delete 8070')
    await slack.click('alice', await slack.answer('alice', 'Delete room 8070?'), 'Delete it')
    await slack.answer('alice', 'Room 8070 is deleted')
    expect(await rooms()).toEqual([])
  })
})

describe('a PBX that lapses its token', () => {
  it('in mid-conference: signs in again once, and goes on', async () => {
    const { slack } = sandbox
    await start('1001')
    const logins = await sent('/login/oauth/token')
    await spoil('/lock', '401')
    await slack.command('alice', 'lock')
    await slack.card('Sprint review', [/· locked/])
    expect(await sent('/login/oauth/token')).toBe(logins + 1)
    expect(bot.log.of('the PBX fails')).toEqual([])
  })

  it('and refuses the login: says so, does not hammer, and goes on when it is accepted again', async () => {
    const { slack } = sandbox
    await start('1001')
    const logins = await sent('/login/oauth/token')
    await spoil('', '401', { times: 1_000 })
    await slack.command('alice', 'lock')
    await slack.answer('alice', /does not accept confbot’s login\.\nTell the telephony administrator/)
    for (let second = 0; second < 25; second++) await slack.advance(1)
    await slack.card('Sprint review', [/Not confirmed by the PBX since/])
    // By refresh token, and by password; then for half a minute nothing.
    expect(await sent('/login/oauth/token')).toBe(logins + 2)
    await mend()
    await slack.advance(31)
    await slack.card('Sprint review', ['1 person', 'As of'])
    await slack.command('alice', 'lock')
    await slack.card('Sprint review', [/· locked/])
  })
})

describe('a PBX that vanishes in mid-call', () => {
  it('and comes back with a different roster: the card says since when it is not confirmed, and then shows what is so', async () => {
    const { slack, line } = sandbox
    const card = await start('1001', '1002', '1003')
    await slack.command('alice', 'mute 1001')
    await slack.command('alice', 'lock')
    await slack.command('alice', 'record start')
    await slack.card('Sprint review', [/· locked · recording/, /1001 · joined, muted by @alice/])
    await line.unplug()
    await slack.command('alice', 'unmute 1001')
    await slack.answer('alice', /The PBX portsip cannot be reached\.\nTry again in a moment/)
    await slack.advance(16)
    await slack.card('Sprint review', [/Not confirmed by the PBX since/, /· locked · recording/])

    // Meanwhile one leaves, one leaves and comes again, somebody else comes, and hands are laid on the room.
    const administrator = await signInToPbx(sandbox)
    for (const number of ['1002', '1003']) await slack.post('pbx/portsip/hangup', { leg: (await legOf(number)).id })
    await administrator.act('8000', 'unlock')
    await administrator.act('8000', 'stop_recording')
    await slack.command('alice', 'pin')
    await slack.answer('alice', /cannot be reached/)
    const pin = await administrator.pin('8000')
    for (const from of ['1003', '+4930901899'])
      expect(await slack.post('pbx/portsip/call', { from, to: '8000', pin })).toMatchObject({ ok: true })
    await administrator.act('8000', `participants/${encodeURIComponent((await legOf('1001')).id)}/unmute`)

    await line.plug()
    await slack.advance(11)
    const shown = await slack.card('Sprint review', ['3 people', 'As of'])
    expect(shown.ts).toBe(card.ts)
    expect(shown.text).toMatch(/1001 · joined$/m)
    expect(shown.text).toMatch(/1003 · joined/)
    expect(shown.text).toMatch(/\+49 ···899 · joined/)
    expect(shown.text).not.toMatch(/1002|locked|· recording/)
    await slack.card('Sprint review is not being recorded any more')
    await slack.command('alice', 'lock')
    await slack.card('Sprint review', [/· locked/])

    // One line when it began, one when it was over.
    await slack.advance(11)
    await eventually(async () => {
      expect(bot.log.of('the PBX works again')).toMatchObject([
        { level: 30, pbx: 'portsip', failures: { 'provider.unreachable': expect.any(Number) } },
      ])
    })
    expect(bot.log.of('the PBX fails')).toMatchObject([{ level: 40, pbx: 'portsip', code: 'provider.unreachable' }])
    const commands = bot.log.of('a command failed')
    expect(commands).toHaveLength(2)
    const loud = bot.log.lines.filter(({ level }) => level >= 40)
    expect(loud).toHaveLength(commands.length + 1)
  })

  it('and comes back with the room deleted: the card becomes the record, and the next conference starts', async () => {
    const { slack, line } = sandbox
    const card = await start('1001')
    await line.unplug()
    await slack.advance(16)
    await slack.card('Sprint review', [/Not confirmed by the PBX since/])
    await (await signInToPbx(sandbox)).act('8000', 'destroy')
    await line.plug()
    await slack.advance(11)
    const record = await slack.card('Sprint review', ['Ended because the PBX no longer has the room', '1001'])
    expect(record.ts).toBe(card.ts)
    await slack.command('alice', 'start "The next" 1001')
    await slack.card('The next', [/1001 · invited/])
  })
})

describe('a free-room range used up', () => {
  it('is said with the range, and who waits goes on when a conference ends', async () => {
    const { slack } = sandbox
    for (const [index, channel] of ['general', 'ops', 'shared'].entries()) {
      await slack.command('alice', `start "Number ${index}"`, channel)
      await slack.card(`Number ${index}`, [`Room 800${index}`], channel)
    }
    await slack.command('bob', 'start "One too many" 1001 another:yes')
    const answer = await slack.answer(
      'bob',
      /All rooms of portsip are taken \(8000 to 8002\)\.\nWait until a conference ends/,
    )
    expect(await calls()).toEqual([])
    await slack.click('alice', await slack.card('Number 1', ['Chair: '], 'ops'), 'End', {}, 'ops')
    await slack.card('Number 1', ['Ended'], 'ops')
    await slack.click('bob', answer, 'Try again')
    await slack.card('One too many', ['Room 8001', /1001 · invited/])
  })

  it('a taken number is skipped', async () => {
    await spoil('POST /api/conference_rooms', '409')
    await sandbox.slack.command('alice', 'start "Sprint review" 1001')
    await sandbox.slack.card('Sprint review', ['Room 8001', /1001 · invited/])
    expect((await sandbox.slack.messages('alice')).some(({ text }) => text.includes('did not work'))).toBe(false)
  })

  it('a room that strangers are in is skipped', async () => {
    const { slack } = sandbox
    const card = await start()
    await slack.click('alice', card, 'End')
    await slack.card('Sprint review', ['Ended'])
    const pin = await (await signInToPbx(sandbox)).pin('8000')
    expect(await slack.post('pbx/portsip/call', { from: '1009', to: '8000', pin })).toMatchObject({ ok: true })
    await slack.command('alice', 'start "The next"')
    await slack.card('The next', ['Room 8001'])
  })
})
