import { expect, test } from 'vitest'
import { itemFields, servePortsip } from './serve-portsip.ts'

const rooms = [{ number: '8000', subject: 'Review', capacity: 2 }]
const at = (seconds: number) => seconds * 1000

async function serveOneRoom(options: Parameters<typeof servePortsip>[0] = {}) {
  const served = await servePortsip({ rooms, ...options })
  const roomState = () => {
    const [room] = served.pbx.rooms()
    if (!room) throw new Error('the room is gone')
    return room
  }
  const path = `/conference_rooms/${roomState().id}`
  return {
    ...served,
    path,
    roomState,
    invite: (number: string) => served.post(`${path}/participants/invite`, { number }),
    joined: async () => itemFields(await served.get(`${path}/participants`), 'display_name'),
    outcomes: () => served.pbx.calls().map((call) => call.outcome),
  }
}

test('an invited number rings, and joins when its time to answer is over', async () => {
  const { invite, joined, roomState, clock } = await serveOneRoom({ names: { '1001': 'Front desk' } })
  await invite('1001')
  expect(roomState().legs).toMatchObject([{ number: '1001', name: 'Front desk', direction: 'out', state: 'ringing' }])
  expect(await joined()).toEqual([])
  clock.advance(at(2))
  await expect.poll(joined).toEqual(['"Front desk" <sip:1001@pbx.example>'])
  expect(roomState()).toMatchObject({ calls: 1, legs: [{ state: 'joined' }] })
})

test.each([
  ['+4930901855', 1, 'busy'],
  ['+4930901865', 30, 'no-answer'],
  ['+4930901875', 1, 'wrong-number'],
])('%s never joins, and its leg ends after %i s: %s', async (number, seconds, outcome) => {
  const { invite, outcomes, roomState, joined, clock } = await serveOneRoom()
  await invite(number)
  expect(outcomes()).toEqual(['ringing'])
  clock.advance(at(seconds))
  await expect.poll(outcomes).toEqual([outcome])
  expect(roomState().legs).toEqual([])
  expect(await joined()).toEqual([])
})

test('a number that hangs up by itself leaves the room 60 s after it answered', async () => {
  const { invite, roomState, clock } = await serveOneRoom()
  await invite('1080')
  clock.advance(at(2))
  await expect.poll(() => roomState().legs).toMatchObject([{ state: 'joined' }])
  clock.advance(at(60))
  await expect.poll(() => roomState().legs).toEqual([])
})

test('the PBX remembers every call it was asked for, also those its outbound rules stop', async () => {
  const { invite, pbx, clock } = await serveOneRoom({ outboundAllowed: (number) => number.startsWith('1') })
  expect(pbx.calls()).toEqual([])
  await invite('1001')
  await invite('+4930901800')
  clock.advance(at(2))
  await expect
    .poll(() => pbx.calls())
    .toMatchObject([
      { number: '1001', room: '8000', outcome: 'answered' },
      { number: '+4930901800', room: '8000', outcome: 'not-allowed' },
    ])
})

test('someone rings in and is there at once, with a name where one is known', async () => {
  const { pbx, joined } = await serveOneRoom()
  expect(pbx.call({ from: '+4930901800', name: 'The "big" boss', to: '8000' })).toHaveProperty('leg')
  expect(pbx.call({ from: '1002', to: '8000' })).toHaveProperty('leg')
  expect(await joined()).toEqual([
    '"The \\"big\\" boss" <sip:+4930901800@pbx.example>',
    '"1002" <sip:1002@pbx.example>',
  ])
})

test('a withheld caller shows no number anywhere', async () => {
  const { pbx, joined, roomState } = await serveOneRoom()
  pbx.call({ from: 'anonymous', to: '8000' })
  expect(await joined()).toEqual(['"Anonymous" <sip:anonymous@anonymous.invalid>'])
  expect(roomState().legs).toMatchObject([{ number: null, name: null }])
})

test('the same person ringing in twice is two participants', async () => {
  const { pbx, get, path } = await serveOneRoom()
  const ids = async () => itemFields(await get(`${path}/participants`), 'id')
  const first = pbx.call({ from: '1001', to: '8000' })
  const [before] = await ids()
  if ('leg' in first) pbx.hangup(first.leg)
  pbx.call({ from: '1001', to: '8000' })
  const after = await ids()
  expect(after).toHaveLength(1)
  expect(after).not.toContain(before)
})

test('a locked room refuses callers, but lets in whom the room itself rings', async () => {
  const { pbx, post, path, invite, roomState, clock } = await serveOneRoom()
  await post(`${path}/lock`)
  expect(pbx.call({ from: '1001', to: '8000' })).toEqual({ error: 'locked' })
  await invite('1002')
  clock.advance(at(2))
  await expect.poll(() => roomState().legs).toMatchObject([{ number: '1002', state: 'joined' }])
  await post(`${path}/unlock`)
  expect(pbx.call({ from: '1001', to: '8000' })).toHaveProperty('leg')
})

test('a room with a PIN asks callers for it', async () => {
  const { pbx, post, path } = await serveOneRoom()
  await post(path, { room_pin: '4711' })
  expect(pbx.call({ from: '1001', to: '8000' })).toEqual({ error: 'wrong_pin' })
  expect(pbx.call({ from: '1001', to: '8000', pin: '4712' })).toEqual({ error: 'wrong_pin' })
  expect(pbx.call({ from: '1001', to: '8000', pin: '4711' })).toHaveProperty('leg')
})

test('a full room takes nobody more, neither from outside nor invited', async () => {
  const { pbx, invite, outcomes, roomState, clock } = await serveOneRoom()
  pbx.call({ from: '1001', to: '8000' })
  pbx.call({ from: '1002', to: '8000' })
  expect(pbx.call({ from: '1003', to: '8000' })).toEqual({ error: 'room_full' })
  await invite('1004')
  clock.advance(at(2))
  await expect.poll(outcomes).toEqual(['room-full'])
  expect(roomState().legs).toHaveLength(2)
})

test('no room has a number nobody gave it', async () => {
  const { pbx } = await serveOneRoom()
  expect(pbx.call({ from: '1001', to: '8001' })).toEqual({ error: 'no_such_room' })
})

test('rooms take no calls while no conference server is enabled', async () => {
  const { pbx, get, post, path, invite } = await serveOneRoom()
  const [server] = itemFields(await get('/conference_servers'), 'id')
  await post(`/conference_servers/${server}`, { enabled: false })
  expect((await get(`${path}/status`)).json).toMatchObject({ status: 'OFFLINE' })
  expect(pbx.call({ from: '1001', to: '8000' })).toEqual({ error: 'offline' })
  expect((await invite('1001')).status).toBe(400)
  expect(pbx.calls()).toEqual([])
})

test('the person at the phone can talk, press keys and hang up; legs that are gone cannot', async () => {
  const { pbx, roomState } = await serveOneRoom()
  const answer = pbx.call({ from: '1001', to: '8000' })
  const leg = 'leg' in answer ? answer.leg : ''
  expect([pbx.talk(leg, true), pbx.key(leg, '*8'), pbx.key(leg, '12#')]).toEqual([true, true, true])
  expect(roomState().legs).toMatchObject([{ talking: true, keys: '*812#' }])
  expect(pbx.hangup(leg)).toBe(true)
  expect(roomState().legs).toEqual([])
  expect([pbx.hangup(leg), pbx.talk(leg, true), pbx.key(leg, '1')]).toEqual([false, false, false])
})

test('who hangs up while it rings has declined', async () => {
  const { pbx, invite, roomState, outcomes } = await serveOneRoom()
  await invite('1001')
  pbx.hangup(roomState().legs[0]?.id ?? '')
  expect(outcomes()).toEqual(['declined'])
})

test('every change is told until one stops listening', async () => {
  const { pbx, post, path } = await serveOneRoom()
  let told = 0
  const stop = pbx.changed(() => {
    told += 1
  })
  pbx.call({ from: '1001', to: '8000' })
  const afterCall = told
  await post(`${path}/lock`)
  expect(afterCall).toBeGreaterThan(0)
  expect(told).toBeGreaterThan(afterCall)
  stop()
  const atStop = told
  await post(`${path}/unlock`)
  expect(told).toBe(atStop)
})

test('a reset leaves the first rooms alone and everything else gone', async () => {
  const { pbx, createRoom, invite, path, get, clock } = await serveOneRoom()
  await createRoom({ extension_number: '8001' })
  await invite('1001')
  pbx.faults.add({ match: '', kind: '5xx', times: 1 })
  pbx.reset()
  clock.advance(at(2))
  expect(pbx.rooms()).toMatchObject([{ number: '8000', legs: [], calls: 0 }])
  expect([pbx.calls(), pbx.traffic.list(), pbx.faults.list()]).toEqual([[], [], []])
  expect((await get(path)).status).toBe(401)
})
