import { expect, it, test } from 'vitest'
import {
  callToRoom,
  createCallId,
  createRecordingName,
  isHelper,
  readRecordingName,
  recorderOf,
  recorderToRecording,
} from '#providers/asterisk/names.ts'

it('a call is known again by its id: whose it is, and into which room', () => {
  const id = createCallId('office', '8000')
  expect(id).toMatch(/^confbot-office-8000-[a-z0-9]{8}$/)
  expect(callToRoom(id, 'office')).toBe('8000')
  expect(callToRoom(id, 'home')).toBe(null)
  expect(createCallId('office', '8000')).not.toBe(id)
})

it.each(['1795313255.1', 'confbot-office-8000-short', 'confbot-office-code-abcdefgh', 'xconfbot-office-8000-abcdefgh'])(
  '%s is no call into a room',
  (id) => {
    expect(callToRoom(id, 'office')).toBe(null)
  },
)

it('PBXs whose names end in a number are told apart', () => {
  const id = createCallId('site-8001', '8002')
  expect(callToRoom(id, 'site-8001')).toBe('8002')
  expect(callToRoom(id, 'site')).toBe(null)
})

it('a recording tells room and start by its name, and who makes it', () => {
  const at = Date.UTC(2026, 10, 20, 9, 5, 7)
  const name = createRecordingName('8000', at + 250)
  expect(name).toMatch(/^confbot-8000-20261120T090507Z-[a-z0-9]{8}$/)
  expect(readRecordingName(name)).toEqual({ room: '8000', startedAt: at })
  expect(recorderToRecording(recorderOf(name))).toBe(name)
  // No name of a recording is taken for a call.
  expect(callToRoom(name, '8000')).toBe(null)
})

test.each([
  'confbot-8000-1',
  'board',
  'confbot-8000-20261320T990507Z-abcdefgh',
  '../confbot-8000-20261120T090507Z-abcdefgh',
  'confbot-8000-20261120T090507Z-abcdefgh.wav',
])('%s is no name of ours', (name) => {
  expect(readRecordingName(name)).toBe(null)
  expect(recorderToRecording(`${name}-recorder`)).toBe(null)
})

test.each([
  ['Local/8000@confbot-helper-0000000a;2', true],
  ['Local/tell@confbot-helper-0000000a;1', true],
  ['Local/1001@from-internal-0000000a;1', false],
  ['PJSIP/confbot-helper-0000000a', false],
  ['PJSIP/Local/8000@confbot-helper-0000000a;2', false],
])('%s: %s', (channel, expected) => {
  expect(isHelper(channel)).toBe(expected)
})
