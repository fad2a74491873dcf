import { describe, expect, it } from 'vitest'
import type { AmiListener, AmiMessage } from '#providers/asterisk/ami.ts'
import { createCalls } from '#providers/asterisk/calls.ts'
import type { AsteriskClient, OriginateCall } from '#providers/asterisk/client.ts'
import { AsteriskSettings } from '#providers/asterisk/config.ts'
import { providerError } from '#providers/failure.ts'
import { createHandClock } from '#test/support/hand-clock.ts'

function createTelephones(settings: Readonly<Record<string, unknown>> = {}) {
  const clock = createHandClock()
  const listeners = new Set<AmiListener>()
  const placed: OriginateCall[] = []
  const hungUp: string[] = []
  const failing: { with?: unknown } = {}
  const client: Pick<AsteriskClient, 'originate' | 'listChannels' | 'hangUp'> = {
    async originate(call) {
      placed.push(call)
      // A line that is opened for the first begins with a gap.
      if (placed.length === 1) for (const listener of [...listeners]) listener('gap')
      if (failing.with !== undefined) throw failing.with
    },
    listChannels: async () =>
      placed.map(({ channel, channelId = '' }) => ({ Channel: `${channel}-00000001`, Uniqueid: channelId })),
    async hangUp(channel) {
      hungUp.push(channel)
    },
  }
  const ami = {
    subscribe(listener: AmiListener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const parsed = AsteriskSettings.parse({
    url: 'tcp://127.0.0.1',
    amiSecret: 'x',
    entrySecret: 'planted-entry-secret',
    callerId: 'Conference <8000>',
    ...settings,
  })
  const calls = createCalls(client, ami, parsed, { name: 'office', clock })
  const tell = (event: AmiMessage | 'gap') => {
    for (const listener of [...listeners]) listener(event)
  }
  /** A call, and what it was told. */
  const ring = async (number = '1001') => {
    const { callId, ringing, failure } = await calls.invite('8000', number)
    const Uniqueid = callId ?? ''
    return { Uniqueid, ringing, failure, tell: (event: AmiMessage) => tell({ Uniqueid, ...event }) }
  }
  return { clock, calls, placed, hungUp, listeners, failing, tell, ring }
}

describe('what is rung', () => {
  it.each([
    ['1001', {}, 'PJSIP/1001'],
    ['+4930901800', {}, 'PJSIP/+4930901800@trunk'],
    ['+4930901800', { outsidePrefix: '00' }, 'PJSIP/004930901800@trunk'],
    ['+4930901800', { outsidePrefix: 'none', outsideChannel: 'DAHDI/g1/{number}' }, 'DAHDI/g1/4930901800'],
    ['1001', { extensionChannel: 'Local/{number}@from-internal' }, 'Local/1001@from-internal'],
  ])('%s with %j: %s', async (number, settings, channel) => {
    const { calls, placed } = createTelephones(settings)
    await calls.invite('8000', number)
    expect(placed[0]?.channel).toBe(channel)
  })

  it.each(['', '+', '1001&PJSIP/1002', '1001,30', '*43', '1001\r\nAction: Originate', '1'.repeat(21), '++4930901800'])(
    'is nobody by %j',
    async (number) => {
      const { calls, placed, listeners } = createTelephones()
      const refused = {
        code: 'provider.rejected',
        details: { blanks: { message: { key: 'asterisk.problem.number' } } },
      }
      await expect(calls.invite('8000', number)).rejects.toMatchObject(refused)
      await expect(calls.speakCode(number, '314159')).rejects.toMatchObject(refused)
      expect(placed).toEqual([])
      expect(listeners.size).toBe(0)
    },
  )

  it('is put into the room by the id of the call, and shown who calls', async () => {
    const { calls, placed } = createTelephones({ ringSeconds: 25 })
    const { callId } = await calls.invite('8000', '1001')
    expect(placed).toEqual([
      {
        channel: 'PJSIP/1001',
        channelId: callId,
        context: 'confbot-invited',
        exten: '8000',
        variables: { CONFBOT_CALL: callId },
        callerId: 'Conference <8000>',
        ringSeconds: 25,
      },
    ])
    expect(calls.numberOf(callId ?? '')).toBe('1001')
    expect(calls.numberOf('confbot-office-8000-abcdefgh')).toBe(null)
  })

  it('is told a code of digits alone', async () => {
    const { calls, placed } = createTelephones()
    await calls.speakCode('+4930901800', '314159')
    expect(placed[0]).toMatchObject({ context: 'confbot-code', exten: 's', variables: { CONFBOT_CODE: '314159' } })
    for (const code of ['', '31a', '31,b', '1'.repeat(17)])
      await expect(calls.speakCode('+4930901800', code)).rejects.toMatchObject({ code: 'provider.rejected' })
    expect(placed).toHaveLength(1)
  })
})

/** As Asterisk 22 tells of a telephone that rings, is busy, does not answer, or is none: with its cause of Q.850. */
const ended = (cause: string, reason = '0'): readonly AmiMessage[] => [
  { Event: 'Newchannel', ChannelStateDesc: 'Down' },
  { Event: 'Newstate', ChannelStateDesc: 'Ringing' },
  { Event: 'HangupRequest', Cause: cause },
  { Event: 'OriginateResponse', Response: 'Failure', Reason: reason },
  { Event: 'Hangup', Cause: cause },
]

describe('what becomes of a call', () => {
  it.each<[string, readonly AmiMessage[], string | null]>([
    ['is busy', ended('17'), 'busy'],
    ['does not exist', ended('1'), 'wrong-number'],
    ['has another number now', ended('22'), 'wrong-number'],
    ['is no whole number', ended('28'), 'wrong-number'],
    ['does not answer', ended('19'), 'no-answer'],
    ['rings for too long', [...ended('0', '3')], 'no-answer'],
    ['declines', ended('21'), 'failed'],
    ['is told of in another order', ended('17').toReversed(), 'busy'],
    ['is not signed in', [{ Event: 'OriginateResponse', Response: 'Failure', Reason: '0' }], 'failed'],
    [
      'is busy, as nothing but the answer says',
      [{ Event: 'OriginateResponse', Response: 'Failure', Reason: '5' }],
      'busy',
    ],
    ['answers', [{ Event: 'Newchannel' }, { Event: 'OriginateResponse', Response: 'Success', Reason: '4' }], null],
  ])('to a telephone that %s', async (_, events, expected) => {
    const { ring, listeners } = createTelephones()
    const call = await ring()
    for (const event of events) call.tell(event)
    expect(await call.failure).toBe(expected)
    expect(listeners.size).toBe(0)
  })

  it('waits for the cause where the call was there', async () => {
    const { ring } = createTelephones()
    const call = await ring()
    call.tell({ Event: 'Newchannel' })
    call.tell({ Event: 'OriginateResponse', Response: 'Failure', Reason: '0' })
    call.tell({ Event: 'Hangup', Cause: '17' })
    expect(await call.failure).toBe('busy')
  })

  it.each<AmiMessage>([
    { Event: 'Newstate', ChannelStateDesc: 'Ringing' },
    { Event: 'DialState', DialStatus: 'RINGING' },
    { Event: 'DialState', DialStatus: 'PROGRESS' },
  ])('is that it rings: %j', async (event) => {
    const { ring, tell } = createTelephones()
    const call = await ring()
    const { Uniqueid } = call
    const { Event, ...more } = event
    tell(Event === 'DialState' ? { Event, ...more, DestUniqueid: Uniqueid } : { ...event, Uniqueid })
    expect(await call.ringing).toBe(true)
  })

  it('is not that it rang where it did not', async () => {
    const { ring } = createTelephones()
    const call = await ring()
    call.tell({ Event: 'Newstate', ChannelStateDesc: 'Up' })
    call.tell({ Event: 'OriginateResponse', Response: 'Success' })
    expect(await call.ringing).toBe(false)
  })

  it('is not what is told of others', async () => {
    const { ring } = createTelephones()
    const [call, other] = [await ring(), await ring('1002')]
    for (const event of ended('17')) other.tell(event)
    call.tell({ Event: 'OriginateResponse', Response: 'Success' })
    expect([await call.failure, await other.failure]).toEqual([null, 'busy'])
  })

  it('is not known when the line breaks, or when Asterisk is silent for longer than it rings', async () => {
    const { ring, tell, clock, listeners } = createTelephones({ ringSeconds: 25 })
    const cut = await ring()
    tell('gap')
    expect([await cut.ringing, await cut.failure]).toEqual([false, null])
    const silent = await ring()
    clock.advance(46_000)
    expect([await silent.ringing, await silent.failure]).toEqual([false, null])
    expect(listeners.size).toBe(0)
  })

  it('is no failure where confbot gave it up, and nothing to those of other rooms', async () => {
    const { calls, ring, hungUp, listeners } = createTelephones()
    const call = await ring()
    await calls.invite('8001', '1002')
    await calls.speakCode('1003', '314159')
    await calls.hangUpAll('8000')
    expect(hungUp).toEqual(['PJSIP/1001-00000001'])
    call.tell({ Event: 'Hangup', Cause: '16' })
    expect(await call.failure).toBe(null)
    expect(listeners.size).toBe(2)
  })

  it('is not waited for when it was not placed, or when all is closed', async () => {
    const { ring, calls, listeners, failing } = createTelephones()
    const call = await ring()
    calls.close()
    expect(await call.failure).toBe(null)
    failing.with = providerError('provider.forbidden', 'office', null)
    await expect(ring()).rejects.toMatchObject({ code: 'provider.forbidden' })
    expect(listeners.size).toBe(0)
  })
})
