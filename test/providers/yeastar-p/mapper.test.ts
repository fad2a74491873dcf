import { describe, expect, it } from 'vitest'
import {
  fieldsToWire,
  isOfRoom,
  isWithin,
  routesToPermission,
  wireToParticipant,
  wireToRecording,
} from '#providers/yeastar-p/mapper.ts'

const recorded = (fields: object) => ({
  id: 614,
  time: '01/12/2022 17:36:24',
  call_from: 'Evelyn<5566>',
  call_to: 'Dave Harris<5556>',
  call_from_number: undefined,
  call_to_number: undefined,
  duration: 250,
  size: 825_588,
  file: '20220112173629-1641980184.14-5566-5556-Internal.wav',
  ...fields,
})

describe('the fields of a room', () => {
  it('go out as numbers and lists, and not where they say nothing', () => {
    expect(
      fieldsToWire({
        name: 'Board',
        enb_wait_moderator: true,
        allow_partic_invite: false,
        moderator_list: '149,131',
        prompt_language: null,
      }),
    ).toEqual({ name: 'Board', enb_wait_moderator: 1, allow_partic_invite: 0, moderator_list: ['149', '131'] })
  })

  it('take all moderators away with an empty list', () => {
    expect([fieldsToWire({ moderator_list: '' }), fieldsToWire({ moderator_list: null })]).toEqual([
      { moderator_list: [] },
      { moderator_list: [] },
    ])
  })
})

describe('a member', () => {
  it.each([
    ['1003', '1003'],
    ['+4930901800', '+4930901800'],
    ['anonymous', null],
    ['', null],
    [null, null],
  ])('calling from %j has the number %j', (from, number) => {
    expect(wireToParticipant({ from, channel_id: 'c', member_status: null }).number).toBe(number)
  })
})

describe('a recording', () => {
  it('begins with the second that its file names, in whatever zone the PBX is', () => {
    expect(wireToRecording(recorded({}), null)).toEqual({
      id: '614',
      startedAt: Date.UTC(2022, 0, 12, 9, 36, 24),
      endedAt: Date.UTC(2022, 0, 12, 9, 40, 34),
      durationSeconds: 250,
      fileName: '20220112173629-1641980184.14-5566-5556-Internal.wav',
      sizeBytes: 825_588,
    })
  })

  it.each([
    ['of another form', { file: 'meeting.wav' }],
    ['whose second lies on another day', { file: '20220115173629-1641980184.14-5566-5556-Internal.wav' }],
    ['that is not told', { file: null }],
  ])('has no time by a file %s', (_, fields) => {
    expect(wireToRecording(recorded(fields), null)).toMatchObject({ startedAt: null, endedAt: null })
  })

  it('begins when its time says where its file does not', () => {
    const times = { toInstant: (time: string) => (time === '01/12/2022 17:36:24' ? 1_000 : null) }
    expect(wireToRecording(recorded({ file: 'meeting.wav' }), times)).toMatchObject({
      startedAt: 1_000,
      endedAt: 251_000,
    })
  })

  it('is a room’s whose number was called or called', () => {
    expect(['5556', '5566', '555', 'Dave Harris'].map((number) => isOfRoom(recorded({}), number))).toEqual([
      true,
      true,
      false,
      false,
    ])
    const newer = recorded({ call_to: '6500', call_to_number: '6500', call_from_number: '' })
    expect(['6500', '650', '5566'].map((number) => isOfRoom(newer, number))).toEqual([true, false, true])
    expect(isOfRoom(recorded({ call_to: 'Board<6500>', call_to_number: '' }), '6500')).toBe(true)
    expect(isOfRoom(recorded({ call_to: '6500' }), '6500')).toBe(true)
  })

  it('is of a time with both its ends, and of none where its own is not known', () => {
    const period = { from: 1_000, until: 2_000 }
    const at = (startedAt: number | null) => isWithin({ ...wireToRecording(recorded({}), null), startedAt }, period)
    expect([999, 1_000, 2_000, 2_001, null].map(at)).toEqual([false, true, true, false, false])
  })
})

describe('the right to call outside', () => {
  const route = (...ext_list: { ext_number?: string }[]) => ({ id: 1, ext_list })
  it.each([
    ['yes', [route({}), route({ ext_number: '1000' }, { ext_number: '1099' })]],
    ['by-group', [route({ ext_number: '1000' }, {})]],
    ['no', [route({ ext_number: '1000' })]],
    ['no', []],
  ])('is %s', (permission, routes) => {
    expect(routesToPermission(routes, '1099')).toBe(permission)
  })
})
