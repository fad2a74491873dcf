import { describe, expect, it } from 'vitest'
import { kazoo } from '#providers/kazoo/index.ts'
import { serveKazoo } from './serve.ts'

const plan = { number: '8000', subject: 'Sprint review', pin: '271828', chairPin: null, capacity: 20 }
const answerMs = 2_000
const lookMs = 1_500

describe.each(['acme', 'vinix-office'])('KAZOO on the wire, account %s', (domain) => {
  const start = async () => {
    const served = await serveKazoo({ account: { username: 'Bot', password: 'correct horse', domain } })
    const provider = served.open()
    const room = await provider.createRoom(kazoo.planToFields(plan, 'create'))
    const legs = async () => (await provider.readRoom(room.id)).participants ?? []
    const join = (from: string, pin = plan.pin) => served.pbx.call({ from, to: '8000', pin })
    return { ...served, provider, room, legs, join }
  }

  it('makes, lists, reads, changes and deletes rooms', async () => {
    const { provider, room } = await start()
    expect(room).toMatchObject({ number: '8000', subject: 'Sprint review', hasPin: true })
    expect(room.fields).toMatchObject({ 'member.join_muted': false, max_participants: 20 })
    expect((await provider.listRooms()).map(({ id, number }) => [id, number])).toEqual([[room.id, '8000']])
    expect(await provider.readPin(room.id)).toBe('271828')
    await provider.updateRoom(room.id, { name: 'Board', 'member.pins': '161803,314159', 'profile.rate': '16000' })
    expect(await provider.getRoom(room.id)).toMatchObject({
      subject: 'Board',
      fields: { conference_numbers: '8000', 'member.join_muted': false, 'profile.rate': '16000' },
    })
    expect(await provider.readPin(room.id)).toBe('161803')
    await provider.deleteRoom(room.id)
    expect(await provider.listRooms()).toEqual([])
  })

  it('puts an object in the place of another, and keeps what it does not know', async () => {
    const { provider, pbx, room } = await start()
    pbx.editRoom('8000', { member: { entry: 'ours' }, ui_metadata: { ui: 'kazoo-ui' } })
    const controls = async (value: object) => {
      await provider.updateRoom(room.id, { controls: JSON.stringify(value) })
      return JSON.parse(String((await provider.getRoom(room.id)).fields.controls))
    }
    expect(await controls({ keys: { 1: 'mute', 2: { deaf: true } }, on: true })).toEqual({
      keys: { 1: 'mute', 2: { deaf: true } },
      on: true,
    })
    expect(await controls({ keys: { 2: { hear: true } } })).toEqual({ keys: { 2: { hear: true } } })
    expect(await controls({})).toEqual({})
    expect(await controls({ keys: { 3: 'kick' } })).toEqual({ keys: { 3: 'kick' } })
    expect(pbx.rooms()[0]?.fields).toMatchObject({ member: { entry: 'ours' }, ui_metadata: { ui: 'kazoo-ui' } })
  })

  it('says of a room that is gone that it is, whatever is asked of it', async () => {
    const { provider, room } = await start()
    await provider.deleteRoom(room.id)
    for (const run of [
      () => provider.getRoom(room.id),
      () => provider.readRoom(room.id),
      () => provider.invite(room.id, '1001'),
      () => provider.updateRoom(room.id, { name: 'Board' }),
      () => provider.deleteRoom(room.id),
    ])
      await expect(run()).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('tells who is there, and mutes, unmutes and puts out', async () => {
    const { provider, room, legs, join } = await start()
    join('1001')
    join('1002')
    const [first, second] = await legs()
    expect(first).toMatchObject({ number: '1001', muted: false, chairman: false })
    await provider.muteParticipant(room.id, first?.legId ?? '')
    await expect.poll(async () => (await legs()).map((leg) => leg.muted)).toEqual([true, false])
    await provider.unmuteParticipant(room.id, first?.legId ?? '')
    await provider.kickParticipant(room.id, second?.legId ?? '')
    await expect.poll(async () => (await legs()).map((leg) => [leg.number, leg.muted])).toEqual([['1001', false]])
    await expect(provider.kickParticipant(room.id, second?.legId ?? '')).rejects.toMatchObject({
      code: 'provider.not-found',
    })
  })

  it('mutes everybody, moderators too', async () => {
    const { provider, room, legs, join } = await start()
    await provider.updateRoom(room.id, { 'moderator.pins': '314159' })
    join('1001')
    join('1002', '314159')
    expect((await legs()).map((leg) => leg.chairman)).toEqual([false, true])
    await provider.muteAll(room.id)
    await expect.poll(async () => (await legs()).map((leg) => leg.muted)).toEqual([true, true])
    await provider.unmuteAll(room.id)
    await expect.poll(async () => (await legs()).map((leg) => leg.muted)).toEqual([false, false])
  })

  it('locks, unlocks and ends', async () => {
    const { provider, room, legs, join } = await start()
    const isLocked = async () => (await provider.readRoom(room.id)).locked
    join('1001')
    await provider.lockRoom(room.id)
    await expect.poll(isLocked).toBe(true)
    expect(join('1002')).toEqual({ error: 'locked' })
    await provider.unlockRoom(room.id)
    await expect.poll(isLocked).toBe(false)
    await provider.endConference(room.id)
    await expect.poll(legs).toEqual([])
  })

  it('rings somebody without waiting for the answer, and knows them when they come', async () => {
    const { provider, room, legs, pbx, clock } = await start()
    const call = provider.invite(room.id, '1099')
    await expect.poll(() => pbx.calls()).toMatchObject([{ number: '1099', outcome: 'ringing' }])
    clock.advance(lookMs)
    const { callId } = await call
    clock.advance(8_000)
    await expect.poll(async () => (await legs()).map((leg) => leg.callId)).toEqual([callId])
  })

  it.each([
    ['1050', 1_000, 'busy'],
    ['1060', 30_000, 'no-answer'],
    ['1001', 2_000, null],
  ])('tells what became of a call to %s', async (number, afterMs, failure) => {
    const { provider, room, pbx, clock } = await start()
    const call = provider.invite(room.id, number)
    await expect.poll(() => pbx.calls()).toMatchObject([{ outcome: 'ringing' }])
    clock.advance(Math.min(afterMs, lookMs))
    const placed = await call
    clock.advance(Math.max(afterMs - lookMs, 0))
    expect(await placed.failure).toBe(failure)
  })

  it('tells later that a call was declined, and nothing of one that nobody waits for any more', async () => {
    const { provider, room, pbx, clock } = await start()
    const ring = async () => {
      const call = provider.invite(room.id, '1099')
      await expect.poll(() => pbx.calls().at(-1)?.outcome).toBe('ringing')
      clock.advance(lookMs)
      return call
    }
    const declined = await ring()
    pbx.hangup(pbx.calls().at(-1)?.leg ?? '')
    expect(await declined.failure).toBe('failed')
    const forgotten = await ring()
    await provider.close()
    expect(await forgotten.failure).toBeNull()
  })

  it('says that a call to a number that does not exist came to nothing', async () => {
    const { provider, room, pbx, clock } = await start()
    const call = provider.invite(room.id, '1070')
    const refused = expect(call).rejects.toMatchObject({ code: 'provider.rejected' })
    await expect.poll(() => pbx.calls()).toHaveLength(1)
    clock.advance(1_000)
    await refused
  })

  it('tells which number is taken already', async () => {
    const { provider } = await start()
    await expect(provider.createRoom(kazoo.planToFields(plan, 'create'))).rejects.toMatchObject({
      code: 'provider.rejected',
      details: { blanks: { message: expect.stringMatching(/already in use/) } },
    })
  })

  it('is woken by events of the rooms that are being read', async () => {
    const { provider, room, legs, join, pbx } = await start()
    const hints: (string | null)[] = []
    provider.subscribeHints((roomId) => hints.push(roomId))
    await legs()
    await expect.poll(() => provider.isPushing()).toBe(true)
    hints.length = 0
    join('1001')
    await expect.poll(() => hints).toContain(room.id)
    expect(pbx.events().length).toBeGreaterThan(0)
  })

  it('gives its login back', async () => {
    const { provider, pbx } = await start()
    await provider.close()
    expect(pbx.traffic.list().at(-1)).toMatchObject({ method: 'DELETE', path: '/v2/token_auth', status: 200 })
  })
})

describe('KAZOO on the wire', () => {
  it('lists rooms over pages', async () => {
    const rooms = Array.from({ length: 130 }, (_, index) => ({
      number: String(8000 + index),
      subject: `Room ${index}`,
      capacity: 9,
    }))
    const { open } = await serveKazoo({ rooms })
    expect(new Set((await open().listRooms()).map(({ number }) => number)).size).toBe(130)
  })

  it('goes on by itself when its token has lapsed', async () => {
    const { open, clock, pbx } = await serveKazoo({ rooms: [{ number: '8000', subject: 'Review', capacity: 9 }] })
    const provider = open()
    await provider.listRooms()
    clock.advance(3_600_000)
    expect(await provider.listRooms()).toHaveLength(1)
    pbx.faults.add({ match: 'conferences', kind: '401', times: 1 })
    expect(await provider.listRooms()).toHaveLength(1)
  })

  it('knows somebody who picked up before it looked', async () => {
    const { open, clock, pbx } = await serveKazoo({ rooms: [{ number: '8000', subject: 'Review', capacity: 9 }] })
    const provider = open()
    const [room] = await provider.listRooms()
    const call = provider.invite(room?.id ?? '', '1001')
    await expect.poll(() => pbx.calls()).toHaveLength(1)
    clock.advance(answerMs)
    const { callId } = await call
    const present = async () => (await provider.readRoom(room?.id ?? '')).participants
    await expect.poll(present).toMatchObject([{ callId }])
  })
})
