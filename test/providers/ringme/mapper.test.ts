import { describe, expect, it } from 'vitest'
import {
  headersToLimit,
  instantToTime,
  mergeConference,
  nameToNumber,
  recordUrlToLink,
  splitPeriod,
  wireToProblem,
  wireToRecording,
  wireToRoom,
} from '#providers/ringme/mapper.ts'
import { ConferenceReply, ExtensionReply, RecordReply } from '#providers/ringme/schema.ts'

const conference = (more: object = {}) => ConferenceReply.parse({ pin: null, ...more })

describe('a room of RingMe', () => {
  const extension = ExtensionReply.parse({ id: 7, name: '0003*8001', type: 'conference' })

  it.each([
    ['0003*8001', '8001'],
    ['00500*0003*8001', '8001'],
    ['0003*8001@sip.ringme.ru', '8001'],
    ['8001', '8001'],
  ])('is dialled by the end of its name: %s', (name, number) => {
    expect(nameToNumber(name)).toBe(number)
  })

  it('shows empty fields as null, and no PIN', () => {
    const room = wireToRoom(extension, conference({ pin: '271828', moderator_pin: '314159' }))
    expect(room).toMatchObject({ id: '7', number: '8001', subject: '', hasPin: true, fields: { max_members: null } })
    expect(JSON.stringify(room)).not.toMatch(/271828|314159/)
  })
})

describe('properties that are written', () => {
  it('are all that are told of, with what is to change', () => {
    const present = conference({ pin: '1111', moderator_pin: '2222', max_members: 5, record_enabled: true })
    expect(mergeConference(present, { max_members: 9, name: '8001', label: 'x' })).toEqual({
      max_members: 9,
      record_enabled: true,
      pin: '1111',
      moderator_pin: '2222',
    })
  })

  it.each([
    [{}, { moderator_pin: '2222' }],
    [{ pin: '1111', moderator_pin: '2222' }, { pin: null }],
    [{ pin: '1111', moderator_pin: '2222' }, { pin: '' }],
  ])('never have a PIN of moderators alone: %j with %j', (present, values) => {
    expect(mergeConference(conference(present), values)).toBeNull()
  })
})

describe('a recording of RingMe', () => {
  const times = (start_time_gmt: unknown) =>
    wireToRecording(RecordReply.parse({ record_uuid: 'u', start_time_gmt })).startedAt

  it.each([
    ['2021-01-01 00:00:18', Date.UTC(2021, 0, 1, 0, 0, 18)],
    ['2021-01-01 00:00:05.98', Date.UTC(2021, 0, 1, 0, 0, 5, 980)],
    ['2021-01-01T00:00:18', null],
    ['yesterday', null],
    [null, null],
  ])('has its times in GMT: %j', (text, instant) => {
    expect(times(text)).toBe(instant)
  })

  it('is asked for by times of the same form', () => {
    expect(instantToTime(Date.UTC(2021, 0, 1, 0, 0, 18, 999))).toBe('2021-01-01 00:00:18')
  })

  it.each([
    ['2026-11-19T00:00:00Z', '2026-11-20T00:00:00Z', ['2026-11-19 00:00:00/2026-11-20 00:00:00']],
    ['2026-10-31T23:00:00Z', '2026-11-30T23:59:59Z', ['2026-10-31 23:00:00/2026-11-30 23:59:59']],
    [
      '2026-11-30T00:00:00Z',
      '2027-02-01T00:00:00Z',
      ['2026-11-30 00:00:00/2026-12-31 23:59:59', '2027-01-01 00:00:00/2027-02-01 00:00:00'],
    ],
  ])('is looked for in parts from %s to %s', (from, until, parts) => {
    const periods = splitPeriod({ from: Date.parse(from), until: Date.parse(until) })
    expect(periods.map((one) => `${instantToTime(one.from)}/${instantToTime(one.until)}`)).toEqual(parts)
  })

  it.each([
    ['https://storage.telphin.ru/12345', 'https://api.example.com', 'https://storage.telphin.ru/12345'],
    ['http://storage.telphin.ru/12345', 'https://api.example.com', null],
    ['http://127.0.0.1/12345', 'http://127.0.0.1', 'http://127.0.0.1/12345'],
    ['https://user:secret@storage.telphin.ru/1', 'https://api.example.com', null],
    ['javascript:alert(1)', 'https://api.example.com', null],
    ['/12345', 'https://api.example.com', null],
  ])('is linked to only where that is safe: %s', (recordUrl, baseUrl, link) => {
    expect(recordUrlToLink(recordUrl, baseUrl)).toBe(link)
  })
})

describe('an error of RingMe', () => {
  it.each([
    [{ message: 'Not found' }, { message: 'Not found' }],
    [
      { message: 'Denied', status: 'app_access_type_deny' },
      { message: 'Denied', vendorCode: 'app_access_type_deny', remedy: { key: 'ringme.remedy.app_access_type_deny' } },
    ],
    [{ message: 'x', status: 'user_access_type_deny' }, { remedy: { key: 'ringme.remedy.user_access_type_deny' } }],
    [{ message: 'x', status: 'user_blocked' }, { remedy: { key: 'ringme.remedy.user_blocked' } }],
    [{ message: 'x', status: 'access_denied' }, { remedy: { key: 'ringme.remedy.access_denied' } }],
    [{ message: 'x', status: 'client_not_found' }, { remedy: { key: 'ringme.remedy.client_not_found' } }],
    [{ message: 'x', status: 'rate_limit_exceeded' }, { code: 'provider.rate-limited' }],
    [{ error: 'invalid_client' }, { message: 'invalid_client', code: 'provider.unauthorized' }],
    [
      { error: 'invalid_request', error_description: 'no' },
      { message: 'no', vendorCode: 'invalid_request' },
    ],
  ])('is read from %j', (body, problem) => {
    expect(wireToProblem(body)).toMatchObject(problem)
  })

  it.each([[undefined], [null], ['text'], [[]], [{}], [{ message: 7 }]])('is none in %j', (body) => {
    expect(wireToProblem(body)).toBeNull()
  })

  it('does not know what to do about words that are not documented', () => {
    expect(wireToProblem({ message: 'x', status: 'constructor' })?.remedy).toBeUndefined()
  })
})

describe('the limit of RingMe', () => {
  it.each([
    [
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '90' },
      { remaining: 0, resetMs: 90_000 },
    ],
    [
      { 'x-ratelimit-remaining': '12', 'x-ratelimit-reset': ' 5 ' },
      { remaining: 12, resetMs: 5_000 },
    ],
    [{ 'x-ratelimit-remaining': '0' }, null],
    [{ 'x-ratelimit-remaining': 'none', 'x-ratelimit-reset': '90' }, null],
    [{}, null],
  ])('is read from %j', (headers, limit) => {
    expect(headersToLimit(headers)).toEqual(limit)
  })
})
