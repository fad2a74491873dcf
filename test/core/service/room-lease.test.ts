import { describe, expect, it } from 'vitest'
import { releaseRoom } from '#core/service/room-lease.ts'
import type { RoomSettings } from '#sandbox/pbx/index.ts'
import { anna, found, other, type PbxPlan, type RunningService, startService, words } from '#test/support/service.ts'

const room = (number: string, more: Partial<RoomSettings> = {}): RoomSettings => ({
  number,
  subject: `Old ${number}`,
  capacity: 9,
  ...more,
})
const withRooms = (rooms: RoomSettings[], first = 8000, last = 8003): [PbxPlan] => [
  { name: 'berlin', rooms, policy: { rooms: { first, last } } },
]
const begin = ({ service, attempt }: RunningService, subject = 'Sprint review', pin?: string | null) =>
  service.start(attempt(), { subject, who: [], pin, another: true }).then(({ conference }) => conference)
const roomOnPbx = ({ pbx }: RunningService, number: string) =>
  found(
    pbx()
      .rooms()
      .find((one) => one.number === number),
  )

describe('the room of a new conference', () => {
  it('is one that is there before a new one is created', async () => {
    const running = await startService(withRooms([room('8002')]))
    expect(await begin(running)).toMatchObject({ roomNumber: '8002' })
    expect(await begin(running)).toMatchObject({ roomNumber: '8000' })
    expect(await running.leases()).toEqual(expect.arrayContaining(['8000', '8002']))
  })

  it('is never one outside the range', async () => {
    const running = await startService(withRooms([room('7999'), room('8004')], 8000, 8000))
    expect(await begin(running)).toMatchObject({ roomNumber: '8000' })
    await expect(begin(running)).rejects.toMatchObject({ code: 'room.none-free' })
    expect(roomOnPbx(running, '7999')).toMatchObject({ subject: 'Old 7999' })
  })

  it('is not one in which somebody is', async () => {
    const running = await startService(withRooms([room('8000'), room('8001')]))
    running.pbx().call({ from: '+4930901877', to: '8000' })
    expect(await begin(running)).toMatchObject({ roomNumber: '8001' })
    expect(roomOnPbx(running, '8000')).toMatchObject({ subject: 'Old 8000', legs: [{ number: '+4930901877' }] })
    expect(await running.leases()).toEqual(['8001'])
  })

  it('is none whose number somebody else took while we looked', async () => {
    const running = await startService([
      {
        name: 'berlin',
        // The list was read before.
        around: ({ listRooms }) => ({ listRooms: async () => (await listRooms()).slice(0, 0) }),
        rooms: [room('8000')],
      },
    ])
    expect(await begin(running)).toMatchObject({ roomNumber: '8001' })
    expect(await running.leases()).toEqual(['8001'])
  })

  it('is left unlocked, unmuted and not recording, with the new subject and PIN', async () => {
    const running = await startService(withRooms([room('8000', { pin: '4711' })]))
    const { provider } = running.service.pbxOf('berlin')
    const { id } = roomOnPbx(running, '8000')
    await provider.lockRoom?.(id)
    await provider.muteAll?.(id)
    await provider.startRecording?.(id)
    expect(await provider.readRoom(id)).toMatchObject({ locked: true, muted: true, recording: true })

    const conference = await begin(running, 'Sprint review', '24680')
    expect(await provider.readRoom(id)).toMatchObject({ locked: false, muted: false, recording: false })
    expect(roomOnPbx(running, '8000')).toMatchObject({ subject: 'Sprint review' })
    expect(conference).toMatchObject({ roomId: id, hasPin: true })
    expect(await provider.readPin?.(id)).toBe('24680')
  })

  it('has a fresh PIN of its own unless told, and none where none is wanted', async () => {
    const running = await startService()
    const { provider } = running.service.pbxOf('berlin')
    const [first, second] = [await begin(running), await begin(running)]
    const pins = await Promise.all([first, second].map(({ roomId }) => provider.readPin?.(roomId)))
    expect(pins).toEqual([expect.stringMatching(/^\d{6}$/), expect.stringMatching(/^\d{6}$/)])
    expect(pins[0]).not.toBe(pins[1])
    const open = await begin(running, 'Open house', null)
    expect(open.hasPin).toBe(false)
    expect(await provider.readPin?.(open.roomId)).toBeNull()
  })

  it('has a subject no longer than the PBX takes', async () => {
    const running = await startService()
    const conference = await begin(running, '🏃'.repeat(80))
    expect([...roomOnPbx(running, '8000').subject].length).toBeLessThanOrEqual(64)
    expect(conference.subject).toBe('🏃'.repeat(80))
  })

  it('is nobody else’s when several start at once', async () => {
    const running = await startService(withRooms([room('8000'), room('8002')]))
    const started = await Promise.all(['A', 'B', 'C', 'D'].map((subject) => begin(running, subject)))
    expect(new Set(started.map(({ roomNumber }) => roomNumber)).size).toBe(4)
    expect((await running.leases()).toSorted()).toEqual(['8000', '8001', '8002', '8003'])
  })
})

describe('when there is no room', () => {
  it('says so with the range, and holds nothing', async () => {
    const running = await startService(withRooms([], 8000, 8001))
    await Promise.all([begin(running), begin(running)])
    await expect(begin(running)).rejects.toMatchObject({
      code: 'room.none-free',
      details: { blanks: { pbx: 'berlin', first: '8000', last: '8001' } },
    })
    expect(running.service.allLive()).toHaveLength(2)
    expect(running.cards.posted).toHaveLength(2)
  })

  it('says what the PBX said when it refused every number in words of its own', async () => {
    const running = await startService(withRooms([], 1, 3))
    // PortSIP takes no extension number shorter than three digits.
    await expect(begin(running)).rejects.toMatchObject({ code: 'provider.rejected' })
    expect(await running.leases()).toEqual([])
  })
})

describe('a lease', () => {
  it.each([
    ['the room cannot be created', 'POST /api/conference_rooms'],
    ['the PBX is down', 'GET /api/conference_rooms'],
  ])('is given back when %s', async (_what, match) => {
    const running = await startService()
    running.pbx().faults.add({ match, kind: '5xx', times: 10 })
    await expect(running.clock.until(begin(running))).rejects.toMatchObject({ code: 'provider.failed' })
    expect(await running.leases()).toEqual([])
    running.pbx().faults.clear()
    expect(await begin(running)).toMatchObject({ roomNumber: '8000' })
  })

  it('is given back, and the room settled, when the card cannot be posted', async () => {
    const running = await startService()
    running.cards.refuseNext(new Error('no channel'))
    await expect(
      running.service.start(running.attempt(), { subject: 'Secret', who: words('1001'), pin: '24680' }),
    ).rejects.toThrow('no channel')
    expect(await running.leases()).toEqual([])
    expect(running.pbx().calls()).toEqual([])
    const { provider } = running.service.pbxOf('berlin')
    expect(await provider.readPin?.(roomOnPbx(running, '8000').id)).not.toBe('24680')
    expect(roomOnPbx(running, '8000')).toMatchObject({ subject: '8000' })
  })

  it('of a start that was cut off before anything was stored is given back at the next start of confbot', async () => {
    const { store, service, clock, leases } = await startService()
    await store.roomLeases.take('berlin', '8000', 'cutoff', clock.now())
    expect(await service.resume()).toEqual([])
    expect(await leases()).toEqual([])
  })
})

describe('a room that is given back', () => {
  it('has a PIN that nobody of the last conference knows, and none of its state', async () => {
    const running = await startService()
    const conference = await begin(running, 'Sprint review', '24680')
    const { provider } = running.service.pbxOf('berlin')
    await provider.lockRoom?.(conference.roomId)
    await releaseRoom(
      running,
      running.service.pbxOf('berlin'),
      { id: conference.roomId, number: '8000' },
      'Sprint review',
    )
    expect(await provider.readPin?.(conference.roomId)).toMatch(/^\d{6}$/)
    expect(await provider.readPin?.(conference.roomId)).not.toBe('24680')
    expect(await provider.readRoom(conference.roomId)).toMatchObject({ locked: false })
  })

  it('is not touched while somebody is in it', async () => {
    const running = await startService()
    const { roomId, roomNumber } = await begin(running, 'Sprint review', '24680')
    running.pbx().call({ from: '+4930901877', to: roomNumber, pin: '24680' })
    await expect(
      releaseRoom(running, running.service.pbxOf('berlin'), { id: roomId, number: roomNumber }, 'x'),
    ).rejects.toMatchObject({ code: 'room.in-use' })
    expect(await running.service.pbxOf('berlin').provider.readPin?.(roomId)).toBe('24680')
  })
})

it('one conference per place, unless another is asked for', async () => {
  const { service, attempt } = await startService()
  const start = (place = other) => service.start(attempt(anna, 'conf start', place), { subject: 'Stand-up', who: [] })
  const { conference } = await start()
  await expect(start()).rejects.toMatchObject({
    code: 'conference.already-here',
    details: { choices: [{ path: 'conf show', input: { in: conference.id } }, { input: { another: 'yes' } }] },
  })
  expect(service.allLive()).toHaveLength(1)
  await start({ ...other, threadId: '1.2' })
  await service.start(attempt(anna, 'conf start', other), { subject: 'Second', who: [], another: true })
  expect(service.allLive()).toHaveLength(3)
})
