import { describe, expect, it } from 'vitest'
import type { EntryAnswer } from '#core/contracts/conference-provider.ts'
import { requestToQuestion } from '#providers/asterisk/entry.ts'
import { entryToLine } from '#providers/asterisk/mapper.ts'

const secret = 'planted-entry-secret'
const ask = (form: Readonly<Record<string, string>> | string, more: object = {}) =>
  requestToQuestion(
    {
      method: 'POST',
      secret,
      query: {},
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(typeof form === 'string' ? form : new URLSearchParams(form).toString()),
      remoteAddress: '127.0.0.1',
      ...more,
    },
    secret,
    (callId) => (callId.endsWith('-abcdefgh') ? '1001' : null),
  )

describe('the question who may enter', () => {
  it('is read from the form of the dialplan', () => {
    expect(ask('room=8000&channel=1795313255.1&caller=%2B4930901800&pin=&call=')).toEqual({
      roomId: '8000',
      caller: '+4930901800',
      callId: null,
      pin: null,
    })
    expect(ask({ room: '8000', caller: '+4930901800', pin: '271828', call: 'confbot-office-8000-abcdefgh' })).toEqual({
      roomId: '8000',
      caller: '1001',
      callId: 'confbot-office-8000-abcdefgh',
      pin: '271828',
    })
  })

  it.each(['', 'anonymous', '<unknown>', 'Ada', '1'])('has no caller where it shows %j', (caller) => {
    expect(ask({ room: '8000', caller })?.caller).toBe(null)
  })

  it.each([
    ['another secret', { secret: 'planted-entry-secreT' }],
    ['a shorter secret', { secret: 'planted' }],
    ['no secret', { secret: '' }],
    ['GET', { method: 'GET' }],
    ['a body that is too long', { body: Buffer.from(`room=8000&pin=${'1'.repeat(5_000)}`) }],
  ])('is none with %s', (_, more) => {
    expect(ask({ room: '8000' }, more)).toBeUndefined()
  })

  it.each([
    {},
    { room: '' },
    { room: 'board' },
    { room: '8000/../8001' },
    { room: '8'.repeat(21) },
    { room: '8000', pin: '1'.repeat(33) },
    { room: '8000', call: 'c'.repeat(151) },
  ])('is none of %j', (form) => {
    expect(ask(form)).toBeUndefined()
  })
})

it.each<[EntryAnswer, string]>([
  [{ verdict: 'enter', recorded: false, evenLocked: false }, 'enter'],
  [{ verdict: 'enter', recorded: true, evenLocked: false }, 'enter,recorded'],
  [{ verdict: 'enter', recorded: false, evenLocked: true }, 'enter-locked'],
  [{ verdict: 'enter', recorded: true, evenLocked: true }, 'enter-locked,recorded'],
  [{ verdict: 'ask-pin' }, 'pin'],
  [{ verdict: 'wrong-pin' }, 'wrong-pin'],
  [{ verdict: 'locked' }, 'locked'],
  [{ verdict: 'full' }, 'full'],
  [{ verdict: 'closed' }, 'closed'],
])('%j is answered by %s', (answer, line) => {
  expect(entryToLine(answer)).toBe(line)
})
