import { describe, expect, it } from 'vitest'
import {
  fileUrlToLink,
  scheduleToWire,
  wireToParticipant,
  wireToProblem,
  wireToRecording,
  wireToRoom,
  wireToSchedule,
  wireToServerStatus,
} from '#providers/portsip/mapper.ts'
import { ParticipantReply, RoomReply } from '#providers/portsip/schema.ts'
import participants from '../../fixtures/providers/portsip/participants.json' with { type: 'json' }

describe('a participant of PortSIP', () => {
  it.each<[string | null, string | null, string | null]>([
    ['"Ada Byron" <sip:1001@pbx.example.com>', 'Ada Byron', '1001'],
    ['Ada Byron <sip:1001@pbx.example.com>', 'Ada Byron', '1001'],
    ['"Ada \\"the first\\" Byron" <sip:1001@pbx.example.com>', 'Ada "the first" Byron', '1001'],
    ['<sip:+4930901800@pbx.example.com:5061;transport=tls>', null, '+4930901800'],
    ['<sips:%2B4930901800@pbx.example.com>', null, '+4930901800'],
    ['Berlin <tel:+49-30-901800>', 'Berlin', '+4930901800'],
    ['Berlin <tel:+4930901800;ext=12>', 'Berlin', '+4930901800'],
    ['"Ada" <sip:ada.byron@pbx.example.com>', 'Ada', null],
    ['<sip:ada.byron@pbx.example.com>', 'ada.byron', null],
    ['<sip:7@pbx.example.com>', '7', null],
    ['Ada Byron', 'Ada Byron', null],
    ['', null, null],
    [null, null, null],
  ])('is read from %j', (display_name, name, number) => {
    expect(wireToParticipant({ id: 'x', display_name })).toMatchObject({ name, number })
  })

  it.each([
    ['+4930901800', '+49 ···800', null],
    ['030 901800', '···800', null],
    ['"+4930901800" <sip:+4930901800@pbx.example.com>', null, '+4930901800'],
    ['1001 <sip:1001@pbx.example.com>', null, '1001'],
  ])('never has a whole number for a name: %s', (display_name, name, number) => {
    expect(wireToParticipant({ id: 'x', display_name })).toMatchObject({ name, number })
  })

  it("is known by the PBX's own address, not by one that a caller wrote into the name", () => {
    const display_name = 'Mallory <sip:1001@pbx> <sip:+4930901999@pbx.example.com>'
    expect(wireToParticipant({ id: 'x', display_name }).number).toBe('+4930901999')
  })

  it('is not said to be unmuted where the PBX does not say', () => {
    expect(wireToParticipant({ id: 'x' })).toEqual({
      position: null,
      legId: 'x',
      name: null,
      number: null,
      muted: null,
      chairman: null,
      talking: null,
      callId: null,
    })
  })
})

describe('a room of PortSIP', () => {
  const wire = (more: object) => wireToRoom(RoomReply.parse({ id: 'r', extension_number: '8001', ...more }))

  it.each([
    ['+49 30 901800', '+49 30 901800'],
    ['030/901800', null],
    ['+49 30 901800, +1 212 5550100', null],
    ['+49 30 901800 +1 212 5550100', null],
    ['Berlin: 901800', null],
    ['', null],
    [null, null],
  ])('can be dialled from outside when its numbers are one number: %j', (numbers, dialIn) => {
    expect(wire({ numbers }).dialIn).toBe(dialIn)
  })

  it('keeps its PINs and its token to itself', () => {
    const room = wire({ admin_pin: '314159', room_pin: '271828', token: 'planted-room-token' })
    expect(room.hasPin).toBe(true)
    expect(JSON.stringify(room)).not.toMatch(/314159|271828|planted/)
  })
})

describe('the schedule of a room of PortSIP', () => {
  const start = '2026-12-01T15:00:00+01:00'
  const end = '2026-12-01T15:30:00Z'
  const read = (scheduled_start_at: string | null, scheduled_end_at: string | null, more: object = {}) =>
    wireToSchedule(
      RoomReply.parse({ id: 'r', extension_number: '8001', scheduled_start_at, scheduled_end_at, ...more }),
    )

  it('is two instants, whatever their offset, with what else is known of it', () => {
    const more = { subject: 'Review', timezone: 'Europe/Berlin', external_invitees: 'ada@example.com' }
    expect(read(start, end, more)).toEqual({
      subject: 'Review',
      startAt: Date.UTC(2026, 11, 1, 14),
      endAt: Date.UTC(2026, 11, 1, 15, 30),
      timeZone: 'Europe/Berlin',
      externalInvitees: 'ada@example.com',
    })
    expect(read(start, end)).toMatchObject({ subject: '', timeZone: null, externalInvitees: null })
  })

  it.each([
    [null, null],
    [start, null],
    [null, end],
    ['2026-12-01T15:00:00', '2026-12-01T16:00:00'],
    ['tomorrow', end],
    ['', ''],
    [end, end],
    [end, start],
  ])('is none from %j to %j', (from, to) => {
    expect(read(from, to)).toBeNull()
  })

  it('has no zone that is none', () => {
    expect(read(start, end, { timezone: 'Berlin' })?.timeZone).toBeNull()
    expect(read(start, end, { timezone: '+01:00' })?.timeZone).toBeNull()
  })

  it('is none again once it was taken back, and invites nobody any more', () => {
    const wire = scheduleToWire(null, Date.UTC(2026, 11, 1, 14, 3, 5, 678))
    expect(wire).toEqual({
      scheduled_start_at: '2026-12-01T14:03:05Z',
      scheduled_end_at: '2026-12-01T14:03:05Z',
      external_invitees: '',
    })
    expect(wireToSchedule(RoomReply.parse({ id: 'r', extension_number: '8001', ...wire }))).toBeNull()
  })
})

describe('a recording of PortSIP', () => {
  it('has its times as instants, whatever their offset, and none that is not certain', () => {
    const times = { answered_at: '2026-11-20T10:00:00+01:00', ended_at: '2026-11-20T09:30:00' }
    expect(wireToRecording({ id: 'x', ...times })).toEqual({
      id: 'x',
      startedAt: Date.UTC(2026, 10, 20, 9),
      endedAt: null,
      durationSeconds: null,
      fileName: null,
      sizeBytes: null,
    })
  })

  const base = 'https://pbx.example.com:8887/api'
  it.each([
    ['/api/blobs/abc', `${base}/blobs/abc`],
    ['https://pbx.example.com:8887/api/blobs/abc', `${base}/blobs/abc`],
    ['http://10.0.0.5:8888/api/blobs/abc?name=x.wav', `${base}/blobs/abc?name=x.wav`],
    ['/api/blobs/', null],
    ['/api/blobs/../../login', null],
    ['https://evil.example/phish', null],
    ['javascript:alert(1)', null],
    ['http://', null],
    ['', null],
    [null, null],
  ])('is linked on the configured PBX alone: %j', (fileUrl, link) => {
    expect(fileUrlToLink(fileUrl, base)).toBe(link)
  })

  it('is linked below a path that stands before the API', () => {
    expect(fileUrlToLink('/api/blobs/abc', 'https://proxy.example/pbx/api/')).toBe(
      'https://proxy.example/pbx/api/blobs/abc',
    )
  })
})

describe('an error of PortSIP', () => {
  it('is told in its own words', () => {
    expect(wireToProblem({ errors: [{ code: 'VALIDATE_FAILED', message: 'No', detail: 'too long' }] })).toEqual({
      message: 'No: too long',
      vendorCode: 'VALIDATE_FAILED',
      code: undefined,
    })
  })

  it('is a refused login when it says so, whatever the HTTP status', () => {
    expect(wireToProblem({ errors: [{ code: 'UNAUTHORIZED', message: null }] })).toEqual({
      message: 'UNAUTHORIZED',
      vendorCode: 'UNAUTHORIZED',
      code: 'provider.unauthorized',
    })
  })

  it.each([[undefined], [null], ['no'], [{}], [{ errors: [] }], [{ errors: 'no' }]])('is none in %j', (body) => {
    expect(wireToProblem(body)).toBeNull()
  })
})

it('one participant is read as in the list of all', () => {
  const [listed] = participants.list.response.json.items
  expect(participants['read one'].response.json).toEqual(listed)
  expect(ParticipantReply.parse(participants['read one'].response.json)).toEqual(listed)
})

describe('the status of a server of PortSIP', () => {
  it.each([
    ['ONLINE', true],
    ['OFFLINE', false],
    ['STARTING', null],
  ])('%s', (status, isOnline) => {
    expect(wireToServerStatus({ status })).toEqual({
      isOnline,
      rooms: null,
      participants: null,
      cpuUsage: null,
      memoryUsage: null,
    })
  })
})
