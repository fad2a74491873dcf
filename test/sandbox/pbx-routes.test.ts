import { expect, test } from 'vitest'
import { z } from 'zod'
import { serveSandbox } from './serve-sandbox.ts'

const PortsipAccess = z.object({ url: z.string(), username: z.string(), password: z.string(), domain: z.string() })

const Room = z.looseObject({ number: z.string(), legs: z.array(z.looseObject({ id: z.string() })) })
const SignedIn = z.object({ access_token: z.string() })

/** A room 8000 on the sandbox's PBX, made and used as the bot does. */
async function serveRoom(settings: Record<string, unknown> = {}) {
  const served = await serveSandbox()
  const { url, ...account } = PortsipAccess.parse(served.sandbox.credentials().pbxs.get('portsip')?.settings)
  const scope = { grant_type: 'password', scope: 'all', client_id: '9d806019-75b2-4b3d-bb8b-f5a3a412cc0a' }
  const signIn = await fetch(`${url}/login/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...scope, ...account }),
  })
  const { access_token: token } = SignedIn.parse(await signIn.json())
  const asBot = (path: string, body: unknown) =>
    fetch(`${url}/conference_rooms${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const created = await asBot('', { extension_number: '8000', mode: 'AUDIO', subject: 'S', capacity: 9, ...settings })
  const { id } = z.object({ id: z.string() }).parse(await created.json())
  const room = async () => z.tuple([Room]).parse((await served.get('pbx/portsip/rooms')).rooms)[0]
  return {
    ...served,
    room,
    invite: (number: string) => asBot(`/${id}/participants/invite`, { number }),
    legId: async () => (await room()).legs[0]?.id ?? '',
    outcomes: async () => (await served.get('pbx/portsip/calls')).calls,
  }
}

test('the PBXs are listed with their kinds and the telephones they know', async () => {
  const { get } = await serveSandbox()
  const names = { '1000': 'Alice', '1001': 'Bob', '1002': 'Carol' }
  const console = ['lock', 'record', 'mute']
  expect(await get('pbx')).toEqual({
    ok: true,
    pbxs: [{ name: 'portsip', kind: 'portsip', names, console, liveRooms: 0, calls: 0, ringing: 0 }],
    real: [],
  })
})

test('real PBXs are named, and nobody can be rung or ring in there', async () => {
  const real = [{ name: 'office', kind: 'asterisk' }]
  const { get, request, sandbox } = await serveSandbox(undefined, undefined, { pbxs: [], realPbxs: real })
  expect(await get('pbx')).toEqual({ ok: true, pbxs: [], real })
  for (const name of ['office', 'portsip'])
    expect(await request('POST', `pbx/${name}/call`, { from: '1001', to: '8000' })).toMatchObject({ status: 404 })
  expect(sandbox.credentials().pbxs.size).toBe(0)
})

test.each(['+4930901899', '+4930901855', '+4930901865', '+4930901875'])(
  'whoever sits at the phone of %s can answer at once, whatever the number would have done',
  async (number) => {
    const { invite, room, legId, post, request, outcomes, clock } = await serveRoom()
    await invite(number)
    expect(await post('pbx/portsip/answer', { leg: await legId() })).toEqual({ ok: true })
    clock.advance(120_000)
    await expect.poll(outcomes).toMatchObject([{ outcome: 'answered', settledAt: expect.any(String) }])
    expect(await room()).toMatchObject({ legs: [{ state: 'joined' }] })
    expect(await request('POST', 'pbx/portsip/answer', { leg: await legId() })).toMatchObject({ status: 409 })
  },
)

test('a phone that hangs up by itself does so a minute after it was answered by hand', async () => {
  const { invite, room, legId, post, clock } = await serveRoom()
  await invite('1080')
  await post('pbx/portsip/answer', { leg: await legId() })
  clock.advance(59_000)
  expect(await room()).toMatchObject({ legs: [{ state: 'joined' }] })
  clock.advance(1_000)
  await expect.poll(room).toMatchObject({ legs: [] })
})

test('a call tells since when it stands as it does, on the sandbox’s clock', async () => {
  const { invite, room, legId, post, clock } = await serveRoom()
  await invite('1060')
  const rings = (await room()).legs[0]?.since
  clock.advance(10_000)
  await post('pbx/portsip/answer', { leg: await legId() })
  const joined = (await room()).legs[0]?.since
  expect(Date.parse(String(joined)) - Date.parse(String(rings))).toBeGreaterThanOrEqual(10_000)
})

test('a phone that still rings neither talks nor sends keys nor is muted', async () => {
  const { invite, legId, request } = await serveRoom()
  await invite('1060')
  const leg = await legId()
  for (const [call, more] of Object.entries({ talk: { on: true }, key: { digits: '1' }, mute: { on: true } })) {
    expect(await request('POST', `pbx/portsip/${call}`, { leg, ...more })).toMatchObject({
      status: 409,
      body: { error: 'This phone still rings.' },
    })
  }
})

test('an operator locks, records, mutes and removes without the bot', async () => {
  const { room, legId, post } = await serveRoom()
  await post('pbx/portsip/call', { from: '1001', to: '8000' })
  const leg = await legId()
  await post('pbx/portsip/lock', { room: '8000', on: true })
  await post('pbx/portsip/record', { room: '8000', on: true })
  await post('pbx/portsip/mute', { leg, on: true })
  expect(await room()).toMatchObject({ locked: true, recordingSince: expect.any(String), legs: [{ muted: true }] })
  expect(await post('pbx/portsip/call', { from: '1002', to: '8000' })).toEqual({ ok: false, error: 'locked' })
  await post('pbx/portsip/lock', { room: '8000', on: false })
  await post('pbx/portsip/record', { room: '8000', on: false })
  await post('pbx/portsip/mute', { leg, on: false })
  expect(await room()).toMatchObject({ locked: false, recordingSince: null, recordings: 1, legs: [{ muted: false }] })
  await post('pbx/portsip/kick', { leg })
  expect(await room()).toMatchObject({ legs: [] })
})

test('an operator sets a room’s fields within the vendor’s limits, and sees all but its PINs', async () => {
  const { room, post, request } = await serveRoom({ room_pin: '4711' })
  const fields = { scheduled_start_at: '2026-12-01T15:00:00+01:00', subject: 'Moved', external_invitees: 'a@b.example' }
  expect(await post('pbx/portsip/room', { room: '8000', fields })).toEqual({ ok: true })
  expect(await room()).toMatchObject({
    subject: 'Moved',
    fields: {
      extension_number: '8000',
      scheduled_start_at: '2026-12-01T14:00:00Z',
      scheduled_end_at: null,
      external_invitees: 'a@b.example',
    },
  })
  expect(JSON.stringify(await room())).not.toContain('4711')
  const refused = { scheduled_start_at: 'tomorrow', timezone: 'Berlin', scheduled_end_at: null, mode: 'VIDEO' }
  for (const [field, value] of Object.entries(refused))
    expect(await request('POST', 'pbx/portsip/room', { room: '8000', fields: { [field]: value } })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining(field) },
    })
  expect(await request('POST', 'pbx/portsip/room', { room: '8001', fields: {} })).toMatchObject({ status: 404 })
})

test('whom an operator removes while it rings has not declined', async () => {
  const { invite, legId, post, outcomes } = await serveRoom()
  await invite('1060')
  await post('pbx/portsip/kick', { leg: await legId() })
  expect(await outcomes()).toMatchObject([{ outcome: 'cancelled' }])
})

test('lines and rooms that are not there are named, with those that are', async () => {
  const { post, request } = await serveRoom()
  await post('pbx/portsip/call', { from: '1001', to: '8000' })
  for (const call of ['answer', 'hangup', 'kick']) {
    expect(await request('POST', `pbx/portsip/${call}`, { leg: 'none' })).toMatchObject({
      status: 404,
      body: { error: 'This call is over: there is no leg "none".', known: [expect.stringContaining('Bob')] },
    })
  }
  expect(await request('POST', 'pbx/portsip/lock', { room: '8001', on: true })).toMatchObject({
    status: 404,
    body: { error: 'There is no room "8001".', known: ['8000'] },
  })
})

test('a phone that answers by itself wakes whoever waits for changes', async () => {
  const { invite, get, room } = await serveRoom()
  await invite('1001')
  const { version } = await get('changes')
  expect(await get(`changes?after=${version}`)).toMatchObject({ ok: true })
  expect(await room()).toMatchObject({ legs: [{ state: 'joined' }] })
})
