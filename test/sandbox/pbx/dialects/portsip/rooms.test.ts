import { expect, test } from 'vitest'
import fixtures from '../../../../fixtures/providers/portsip/rooms.json' with { type: 'json' }
import { servePortsip } from '../../serve-portsip.ts'

test('a room shows what it was given, its defaults, and null for the rest', async () => {
  const { get, createRoom } = await servePortsip()
  const id = await createRoom({
    room_pin: '4711',
    admin_pin: '0815',
    timezone: 'Europe/Berlin',
    scheduled_start_at: '2026-12-01T15:00:00+01:00',
  })
  expect((await get(`/conference_rooms/${id}`)).json).toEqual({
    id,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    extension_number: '8000',
    mode: 'AUDIO',
    control: 'FREE',
    height: null,
    width: null,
    bitrate: null,
    framerate: null,
    layout: null,
    subject: 'Review',
    language: null,
    capacity: 9,
    admin_pin: '0815',
    room_pin: '4711',
    enable_recording: false,
    enable_prompt: true,
    timezone: 'Europe/Berlin',
    scheduled_start_at: '2026-12-01T14:00:00Z',
    scheduled_end_at: null,
    numbers: null,
    external_invitees: null,
    internal_invitees: null,
    custom_options: null,
    domain: 'pbx.example',
    sbc_host: null,
    sbc_port: null,
    token: expect.any(String),
    outbound_caller_ids: null,
  })
})

test('every field of the page is taken with its example, to make a room and to change it', async () => {
  const { get, post, createRoom } = await servePortsip()
  const { json } = fixtures['create with every field of the page'].request
  const path = `/conference_rooms/${await createRoom(json)}`
  expect((await get(path)).json).toMatchObject(json)
  expect((await post(path, fixtures['update with every field of the page'].request.json)).status).toBe(200)
  expect((await get(path)).json).toMatchObject(json)
})

test('a list shows the PINs in clear, but nothing of what only reading shows', async () => {
  const { get, createRoom } = await servePortsip()
  const id = await createRoom({ room_pin: '4711' })
  const { json } = await get('/conference_rooms')
  expect(json).toMatchObject({ count: 1, items: [{ id, room_pin: '4711', admin_pin: null }] })
  expect(json).not.toHaveProperty('items.0.token')
})

test('a video room has the defaults of the page', async () => {
  const { get, createRoom } = await servePortsip()
  expect((await get(`/conference_rooms/${await createRoom({ mode: 'VIDEO', framerate: 30 })}`)).json).toMatchObject({
    height: 720,
    width: 1280,
    bitrate: 1024,
    framerate: 30,
    layout: 'LAYOUT0',
  })
})

test('an id is opaque base64', async () => {
  const { createRoom } = await servePortsip()
  expect(await createRoom()).toMatch(/^[A-Za-z0-9]{24}$/)
})

test('two rooms cannot have one number', async () => {
  const { post, createRoom, pbx } = await servePortsip()
  await createRoom()
  const again = { extension_number: '8000', mode: 'AUDIO', subject: 'Other', capacity: 9 }
  expect(await post('/conference_rooms', again)).toMatchObject({ status: 409, json: { errors: [{ code: 'UNKNOWN' }] } })
  expect(pbx.rooms()).toHaveLength(1)
})

test('an update changes what it names and keeps the rest', async () => {
  const { get, post, createRoom, pbx } = await servePortsip()
  const path = `/conference_rooms/${await createRoom({ room_pin: '4711', enable_prompt: false })}`
  await post(path, { subject: 'Changed', capacity: 1 })
  expect((await get(path)).json).toMatchObject({ subject: 'Changed', room_pin: '4711', enable_prompt: false })
  expect(pbx.rooms()).toMatchObject([{ subject: 'Changed', capacity: 1 }])
})

test('a text that is emptied comes back as null', async () => {
  const { get, post, createRoom } = await servePortsip()
  const path = `/conference_rooms/${await createRoom({ external_invitees: 'ada@example.com', numbers: '901800' })}`
  await post(path, { external_invitees: '' })
  expect((await get(path)).json).toMatchObject({ external_invitees: null, numbers: '901800' })
})

test('the status tells of calls, lock, mute and recording', async () => {
  const { get, post, createRoom, pbx } = await servePortsip()
  const path = `/conference_rooms/${await createRoom()}`
  const status = async () => (await get(`${path}/status`)).json
  expect(await status()).toEqual({ status: 'ONLINE', locked: false, muted: false, recording: false })
  pbx.call({ from: '1001', to: '8000' })
  for (const action of ['lock', 'mute', 'start_recording']) await post(`${path}/${action}`)
  expect(await status()).toEqual({ status: 'ON_CALL', locked: true, muted: true, recording: true })
  for (const action of ['unlock', 'unmute', 'stop_recording']) await post(`${path}/${action}`)
  expect(await status()).toEqual({ status: 'ON_CALL', locked: false, muted: false, recording: false })
})

test('muting a room mutes those present and not those who come later', async () => {
  const { post, createRoom, pbx } = await servePortsip()
  const path = `/conference_rooms/${await createRoom()}`
  pbx.call({ from: '1001', to: '8000' })
  await post(`${path}/mute`)
  pbx.call({ from: '1002', to: '8000' })
  const muted = () => pbx.rooms()[0]?.legs.map((leg) => leg.muted)
  expect(muted()).toEqual([true, false])
  await post(`${path}/unmute`)
  expect(muted()).toEqual([false, false])
})

test('destroying a room hangs up everyone in it, also who is still ringing', async () => {
  const { get, post, createRoom, pbx, clock } = await servePortsip()
  const path = `/conference_rooms/${await createRoom()}`
  const call = pbx.call({ from: '1001', to: '8000' })
  await post(`${path}/participants/invite`, { number: '1002' })
  await post(`${path}/destroy`)
  clock.advance(2_000)
  expect((await get(path)).status).toBe(404)
  expect(pbx.calls()).toMatchObject([{ outcome: 'cancelled' }])
  expect('leg' in call && pbx.hangup(call.leg)).toBe(false)
})
