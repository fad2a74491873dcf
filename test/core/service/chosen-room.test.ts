import { describe, expect, it } from 'vitest'
import { presentParticipants } from '#core/conference.ts'
import { meetingHolder } from '#core/meeting.ts'
import { createConferenceService } from '#core/service/index.ts'
import { permanentScope } from '#core/service/room-lease.ts'
import type { RoomSettings } from '#sandbox/pbx/index.ts'
import {
  anna,
  ben,
  found,
  other,
  type PbxPlan,
  type RunningService,
  startService,
  words,
} from '#test/support/service.ts'

const minuteMs = 60_000
const board: RoomSettings = { number: '8050', subject: 'Board room', capacity: 9, pin: '4711' }
const kinds = ['portsip', 'yeastar-s'] as const

/** The range ends before the room, which an administrator made to stay. */
async function withBoard(kind: (typeof kinds)[number] = 'portsip', more: Partial<PbxPlan> = {}) {
  const running = await startService([
    { name: 'berlin', kind, rooms: [board], policy: { rooms: { first: 8000, last: 8009 } }, ...more },
  ])
  await running.store.settings.set(permanentScope({ name: 'berlin' }), '8050', 'yes')
  return { ...running, room: () => roomOnPbx(running, '8050') }
}
const roomOnPbx = ({ pbx }: Pick<RunningService, 'pbx'>, number: string) =>
  found(
    pbx()
      .rooms()
      .find((one) => one.number === number),
  )
const begin = (
  { service, attempt }: Pick<RunningService, 'service' | 'attempt'>,
  more: { room?: string; who?: string[]; pin?: string; isUnnamed?: boolean } = {},
  place = other,
) =>
  service
    .start(attempt(ben, 'conf start', place), {
      subject: 'Review',
      room: '8050',
      ...more,
      who: words(...(more.who ?? [])),
    })
    .then(({ conference }) => conference)

describe.each(kinds)('a room that somebody chose on %s', (kind) => {
  it('keeps the PIN of its moderators from whoever chairs one conference in it', async () => {
    const running = await withBoard(kind)
    const { service, attempt } = running
    await begin(running)
    const pinsFor = async (one: typeof anna) => (await service.pin(attempt(one, 'conf pin', other), {})).pins
    expect(await pinsFor(ben)).toEqual({ pin: '4711', chair: null })
    expect((await pinsFor(anna)).chair).not.toBeNull()
  })

  it('is used as it is, and stays so when it is over', async () => {
    const running = await withBoard(kind)
    const { service, attempt, room, pbx, leases, clock } = running
    const before = room()
    pbx().traffic.clear()
    const conference = await begin(running)
    expect(conference).toMatchObject({ subject: 'Review', roomNumber: '8050', hasPin: true })
    expect(await leases()).toEqual(['8050'])
    await clock.until(service.end(attempt(ben, 'conf end', other), {}))
    expect(room()).toEqual(before)
    expect(await leases()).toEqual([])
    // It can be used again at once.
    expect(await begin(running)).toMatchObject({ roomNumber: '8050', state: 'live' })
  })

  it('shows on its card who is in it already, and rings nobody of them', async () => {
    const running = await withBoard(kind)
    running.pbx().call({ from: '1001', to: '8050', pin: '4711' })
    const conference = await begin(running, { who: ['1001', '1002'] })
    expect(presentParticipants(found(running.cards.posted[0]).conference).map(({ number }) => number)).toEqual(['1001'])
    expect(conference.emptySince).toBeNull()
    expect(
      running
        .pbx()
        .calls()
        .map(({ number }) => number),
    ).toEqual(['1002'])
  })
})

describe('which room is meant', () => {
  it.each([['8050'], ['Board room'], [' board  ROOM ']])('is said by number or subject: %s', async (given) => {
    const running = await withBoard()
    expect(await begin(running, { room: given })).toMatchObject({ roomNumber: '8050' })
  })

  it('may be one of the range', async () => {
    const running = await withBoard('portsip', { rooms: [{ ...board, number: '8003' }] })
    expect(await begin(running, { room: '8003' })).toMatchObject({ roomNumber: '8003' })
  })

  it('is none that does not exist, and none that is neither in the range nor made to stay', async () => {
    const running = await withBoard('portsip', { rooms: [board, { ...board, number: '9000', subject: 'Theirs' }] })
    await expect(begin(running, { room: '8051' })).rejects.toMatchObject({ code: 'input.unknown-room' })
    await expect(begin(running, { room: 'Theirs' })).rejects.toMatchObject({ code: 'input.unknown-room' })
    await expect(begin(running, { room: '9000' })).rejects.toMatchObject({
      code: 'room.not-offered',
      details: { blanks: { first: '8000', last: '8009', room: '9000' } },
    })
    expect(await running.leases()).toEqual([])
  })

  it('is asked where several are called so', async () => {
    const running = await withBoard('portsip', { rooms: [board, { ...board, number: '8001' }] })
    await expect(begin(running, { room: 'Board room' })).rejects.toMatchObject({
      code: 'input.ambiguous-room',
      details: {
        choices: expect.arrayContaining([
          { label: expect.anything(), input: { room: '8001', pbx: 'berlin' } },
          { label: expect.anything(), input: { room: '8050', pbx: 'berlin' } },
        ]),
      },
    })
  })

  it('gives its subject to a conference that has none', async () => {
    const running = await withBoard()
    expect(await begin(running, { isUnnamed: true })).toMatchObject({ subject: 'Board room' })
  })

  it('is nobody else’s while a conference is in it, which whoever may know of it can go to', async () => {
    const running = await withBoard()
    const first = await begin(running)
    await expect(begin(running, {}, { ...other, channelId: 'C3' })).rejects.toMatchObject({
      code: 'room.in-use',
      details: { blanks: { room: '8050' }, choices: [{ path: 'conf show', input: { in: first.id } }] },
    })
    const secret = { ...other, channelId: 'C4', isPrivate: true as const }
    const hidden = await withBoard()
    await hidden.service.start(hidden.attempt(anna, 'conf start', secret), { subject: 'X', who: [], room: '8050' })
    const refused = await begin(hidden).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'room.in-use' })
    expect(refused).not.toHaveProperty('details.choices')
  })

  it('is none that is held for a meeting', async () => {
    const running = await withBoard()
    await running.store.roomLeases.take('berlin', '8050', meetingHolder('m00001'), 1)
    await expect(begin(running)).rejects.toMatchObject({ code: 'room.in-use' })
  })

  it('keeps its PIN: another is refused before the PBX is asked', async () => {
    const running = await withBoard()
    running.pbx().traffic.clear()
    await expect(begin(running, { pin: '123456' })).rejects.toMatchObject({
      code: 'input.invalid',
      details: { option: 'pin' },
    })
    expect(running.pbx().traffic.list()).toEqual([])
  })
})

describe('what confbot did in it', () => {
  it('is undone at the end, and nothing that was so before', async () => {
    const running = await withBoard()
    const { service, attempt, clock, room } = running
    const { provider } = service.pbxOf('berlin')
    await provider.lockRoom?.(room().id)
    const conference = await begin(running)
    expect(conference.locked).toBe(true)
    await provider.muteAll?.(room().id)
    await provider.startRecording?.(room().id)
    await clock.until(service.end(attempt(ben, 'conf end', other), {}))
    expect(await provider.readRoom(room().id)).toMatchObject({ locked: true, muted: false, recording: false })
    expect(await running.leases()).toEqual([])
  })

  it('is nothing when its card cannot be posted', async () => {
    const running = await withBoard()
    const { provider } = running.service.pbxOf('berlin')
    await provider.lockRoom?.(running.room().id)
    const before = running.room()
    running.cards.refuseNext(new Error('no channel'))
    await expect(begin(running)).rejects.toThrow('no channel')
    expect(running.room()).toEqual(before)
    expect(await running.leases()).toEqual([])
  })

  it('is nothing when it cannot be read', async () => {
    const running = await withBoard('portsip', { around: () => ({ getRoom: () => Promise.reject(new Error('gone')) }) })
    await expect(begin(running)).rejects.toThrow('gone')
    expect(await running.leases()).toEqual([])
  })
})

describe('its life', () => {
  it('outlasts a restart, and ends by the rules with the room as it was', async () => {
    const running = await withBoard()
    const before = running.room()
    const { id } = await begin(running)
    const next = createConferenceService(running.deps)
    expect(await next.resume()).toEqual([])
    const live = found(next.allLive()[0])
    expect(live).toMatchObject({ id, roomAsFound: { locked: false, recording: false, muted: false } })
    await running.clock.until(next.endByRule(live, 'empty'))
    expect(running.room()).toEqual(before)
    expect(await running.leases()).toEqual([])
  })

  it('leaves alone who comes to the room after the end, once nobody who was rung can come any more', async () => {
    const running = await withBoard()
    const { service, attempt, clock, pbx, room } = running
    await begin(running, { who: ['1060'] })
    const ended = await clock.until(service.end(attempt(ben, 'conf end', other), {}))
    expect(await running.leases()).toEqual(['8050'])
    await clock.advance(3 * minuteMs)
    pbx().call({ from: '+4930901899', to: '8050', pin: '4711' })
    expect(await service.clearRoom(ended)).toBe(true)
    expect(room().legs.map(({ number }) => number)).toContain('+4930901899')
    expect(await running.leases()).toEqual([])
  })
})
