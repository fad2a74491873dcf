import { describe, expect, it } from 'vitest'
import {
  fieldsToWire,
  membersToReading,
  moderatorsOf,
  wireToMembers,
  wireToProblem,
  wireToRoom,
} from '#providers/yeastar-s/mapper.ts'
import { MemberReply, RoomReply } from '#providers/yeastar-s/schema.ts'

const room = (fields: Readonly<Record<string, unknown>>) => RoomReply.parse({ number: '6401', name: 'PM', ...fields })
const members = (...wrapped: readonly unknown[]) => wireToMembers(wrapped.map((one) => MemberReply.parse(one)))

describe('a room of Yeastar S-Series', () => {
  it.each([
    ['', []],
    [null, []],
    [undefined, []],
    [4000, ['4000']],
    ['4000', ['4000']],
    ['4000,4001', ['4000', '4001']],
    [
      ['4000', 4001],
      ['4000', '4001'],
    ],
  ])('has its moderators read from %j', (moderators, expected) => {
    expect(moderatorsOf(room({ moderators }))).toEqual(expected)
  })

  it('shows no password, and whether there is one', () => {
    const shown = wireToRoom(room({ participantepassword: '3201', moderatorpassword: '4711' }))
    expect(shown.hasPin).toBe(true)
    expect(JSON.stringify(shown)).not.toMatch(/3201|4711|password/)
    expect(wireToRoom(room({ participantepassword: '' })).hasPin).toBe(false)
  })

  it('is read from a PBX whose firmware has fewer fields, and takes numbers for text', () => {
    expect(wireToRoom(RoomReply.parse({ number: 6401 }))).toMatchObject({
      number: '6401',
      subject: '',
      fields: { mute: null, prompt: null, musiconhold: null, waitformoderator: null },
    })
  })

  it('is told yes and no, and everything else as text', () => {
    expect(
      fieldsToWire({ mute: true, allowinvite: false, moderators: '4000,4001', name: 'PM', prompt: 'none' }),
    ).toEqual({ mute: 'yes', allowinvite: 'no', moderators: '4000,4001', name: 'PM', prompt: 'none' })
  })
})

describe('who is in a room of Yeastar S-Series', () => {
  it('is known by the number at the far end, whichever way the call went', () => {
    expect(
      members(
        { ext: { number: 4001, channelid: 'a', memberstatus: 'ANSWERED' } },
        { inbound: { from: '+4930901800', to: '6401', channelid: 'b', memberstatus: 'ANSWERED' } },
        { outbound: [{ from: '4000', to: 5503309, channelid: 'c', memberstatus: 'ANSWER' }] },
      ),
    ).toEqual([
      { channel: 'a', number: '4001' },
      { channel: 'b', number: '+4930901800' },
      { channel: 'c', number: '5503309' },
    ])
  })

  it.each([
    ['ANSWER', 1],
    ['ANSWERED', 1],
    ['HOLD', 1],
    [undefined, 1],
    ['RING', 0],
    ['BYE', 0],
  ])('counts whoever is %s %i times', (memberstatus, count) => {
    expect(members({ ext: { number: '4001', channelid: 'a', memberstatus } })).toHaveLength(count)
  })

  it('is told as far as it is told, and no further', () => {
    expect(
      membersToReading(members({ inbound: { from: 'anonymous', channelid: 'b', memberstatus: 'ANSWERED' } })),
    ).toEqual({
      locked: null,
      recording: null,
      muted: null,
      participants: [
        { legId: 'b', name: null, number: null, muted: null, chairman: null, talking: null, callId: null },
      ],
    })
  })
})

describe('an errno of Yeastar S-Series', () => {
  it.each([
    ['20004', 'provider.unauthorized'],
    ['20005', 'provider.unauthorized'],
    ['20003', 'provider.unauthorized'],
    ['10032', 'provider.unauthorized'],
    ['20002', 'provider.rate-limited'],
    ['10025', 'provider.rate-limited'],
    ['10024', 'provider.forbidden'],
    ['10110', 'provider.not-found'],
    ['20014', 'provider.not-found'],
    ['20000', undefined],
    ['20001', undefined],
    ['10003', undefined],
    ['10999', undefined],
  ])('%s is %s', (errno, code) => {
    expect(wireToProblem({ status: 'Failed', errno })).toMatchObject({ vendorCode: errno, code })
  })

  it('gets words, for it has none, and keeps its number', () => {
    expect(wireToProblem({ status: 'Failed', errno: '10011' })?.message).toMatch(/no such number \(10011\)$/)
    expect(wireToProblem({ status: 'Failed', errno: 10999 })?.message).toMatch(/\(10999\)$/)
    expect(wireToProblem({ status: 'Failed' })?.message).toMatch(/\(-\)$/)
  })

  it.each([undefined, null, {}, { status: 'Success' }, []])('is not seen in %j', (body) => {
    expect(wireToProblem(body)).toBeNull()
  })
})
