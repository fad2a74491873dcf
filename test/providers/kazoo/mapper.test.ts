import { describe, expect, it } from 'vitest'
import { isStored, wireToDocument, wireToOutcome, wireToReading, wireToRoom } from '#providers/kazoo/mapper.ts'
import { Conference, DialReply, Participant } from '#providers/kazoo/schema.ts'
import conferences from '../../fixtures/providers/kazoo/conferences.json' with { type: 'json' }

const roomOf = (fields: Readonly<Record<string, unknown>>) => Conference.parse({ id: 'r', ...fields })
const itself = (callId: string) => callId
const legOf = (fields: Readonly<Record<string, unknown>>) => {
  const room = roomOf({})
  const leg = Participant.parse({ participant_id: 1, ...fields })
  return wireToReading(room, [leg], itself).participants?.[0]
}

describe('a room of KAZOO', () => {
  it.each([
    [{ conference_numbers: ['8000'], member: { numbers: ['8001'] } }, '8000'],
    [{ member: { numbers: ['8001'] }, moderator: { numbers: ['8002'] } }, '8001'],
    [{ moderator: { numbers: ['8002'] } }, '8002'],
    [{}, ''],
  ])('has the first number by which one comes in: %j', (fields, number) => {
    expect(wireToRoom(roomOf(fields))).toMatchObject({ number, subject: '', hasPin: false, dialIn: null })
  })

  it('has a PIN where members have one', () => {
    expect(wireToRoom(roomOf({ member: { pins: ['1'] } })).hasPin).toBe(true)
    expect(wireToRoom(roomOf({ moderator: { pins: ['1'] } })).hasPin).toBe(false)
  })

  it('is surely there when it has a name or a number', () => {
    expect([{ name: 'x' }, { conference_numbers: ['8000'] }, {}].map((one) => isStored(roomOf(one)))).toEqual([
      true,
      true,
      null,
    ])
  })

  it('goes back with all its keys, but for its id and what is live', () => {
    const { id: _, _read_only, ...rest } = conferences.read.response.json.data
    expect(wireToDocument(Conference.parse(conferences.read.response.json.data))).toEqual(rest)
  })
})

describe('a participant', () => {
  it('is muted who may not speak, whether that stands beside the rest or within', () => {
    expect(legOf({ speak: false })).toMatchObject({ muted: true })
    expect(legOf({ conference_channel_vars: { speak: true } })).toMatchObject({ muted: false })
    expect(legOf({})).toMatchObject({ muted: null, talking: null, chairman: null })
  })

  it.each([
    [{ caller_id_name: 'Ada', caller_id_number: '1001' }, 'Ada', '1001'],
    [{ caller_id_name: '+49 30 901800', caller_id_number: '+4930901800' }, null, '+4930901800'],
    [{ caller_id_name: 'anonymous', caller_id_number: 'anonymous' }, 'anonymous', null],
    [{}, null, null],
  ])('has a name and a number where these are such: %j', (fields, name, number) => {
    expect(legOf(fields)).toMatchObject({ name, number })
  })

  it('is another one with another call, though the number is the same', () => {
    expect(legOf({ call_id: 'a' })?.legId).not.toBe(legOf({ call_id: 'b' })?.legId)
    expect(legOf({ participant_id: '1', call_id: 'a' })?.legId).toBe(legOf({ call_id: 'a' })?.legId)
  })
})

const of = (response: object) => ({ endpoint_responses: [response] })
it.each([
  ['what older versions say of a call', 'dialing endpoints', null, null],
  ['an answer', of({ status: 'success', call_id: 'c', message: 'dial resulted in call id c' }), 'c', null],
  ['an endpoint that is busy', of({ status: 'error', call_id: null, hangup_cause: 'USER_BUSY' }), null, 'busy'],
  ['one that nobody answers', of({ status: 'error', hangup_cause: 'NO_ANSWER' }), null, 'no-answer'],
  ['one that does not react', of({ status: 'error', hangup_cause: 'NO_USER_RESPONSE' }), null, 'no-answer'],
  ['another cause', of({ status: 'error', hangup_cause: 'UNALLOCATED_NUMBER' }), null, 'failed'],
  ['words alone', of({ status: 'error', message: 'unknown failure' }), null, 'failed'],
  [
    'a success that is none',
    of({ status: 'success', call_id: 'c', message: 'dialing timed out before a call could be established' }),
    null,
    'no-answer',
  ],
  ['the end of all patience', { status: 'error', message: 'timed out trying to dial endpoints' }, null, 'no-answer'],
  ['no media server', { status: 'error', message: 'conference dial failed to find a media server' }, null, 'failed'],
])('what became of a call is read from %s', (_, data, callId, failure) => {
  expect(wireToOutcome(DialReply.parse({ data }))).toMatchObject({ callId, failure })
})

it('digits that an old document holds as numbers are texts, as the schema has them today', () => {
  const room = Conference.parse({ id: 'a', conference_numbers: [8001], member: { pins: [271828] } })
  expect(wireToRoom(room)).toMatchObject({ number: '8001', hasPin: true })
  expect(wireToDocument(room)).toEqual({ conference_numbers: ['8001'], member: { pins: ['271828'] } })
})
