import { expect, test } from 'vitest'
import { itemFields, servePortsip, textField } from '../../serve-portsip.ts'

const second = { name: 'second', ipv6: '2001:db8::1', max_rooms: 5, max_participants: 50 }

test('one server of its own is there from the start', async () => {
  const { get } = await servePortsip()
  expect((await get('/conference_servers')).json).toMatchObject({ items: [{ type: 'INTERNAL', enabled: true }] })
})

test('servers are counted only when asked', async () => {
  const { get } = await servePortsip()
  expect((await get('/conference_servers')).json).not.toHaveProperty('count')
  expect((await get('/conference_servers?count=true')).json).toMatchObject({ count: 1 })
  expect((await get('/conference_servers?count=maybe')).status).toBe(400)
})

test('a server is created, read, changed and destroyed', async () => {
  const { get, post } = await servePortsip()
  const id = textField(await post('/conference_servers', second), 'id')
  const path = `/conference_servers/${id}`
  expect((await get(path)).json).toEqual({ id, ...second, ipv4: null, enabled: true, type: 'EXTERNAL' })
  await post(path, { enabled: false, max_rooms: 6 })
  expect((await get(path)).json).toMatchObject({ enabled: false, max_rooms: 6, max_participants: 50 })
  expect((await get(`${path}/status`)).json).toMatchObject({ status: 'OFFLINE', rooms_count: 0 })
  await post(`${path}/destroy`)
  expect((await get(path)).status).toBe(404)
})

test('a server needs an address of one kind, and keeps its name and addresses', async () => {
  const { post } = await servePortsip()
  const { ipv6: _left, ...addressless } = second
  expect((await post('/conference_servers', addressless)).status).toBe(400)
  const path = `/conference_servers/${textField(await post('/conference_servers', second), 'id')}`
  expect((await post(path, { name: 'third' })).status).toBe(400)
  expect((await post(path, { ipv4: '192.0.2.1' })).status).toBe(400)
})

test('the status counts rooms and people', async () => {
  const { get, pbx, createRoom } = await servePortsip()
  await createRoom()
  pbx.call({ from: '1001', to: '8000' })
  const [id] = itemFields(await get('/conference_servers'), 'id')
  expect((await get(`/conference_servers/${id}/status`)).json).toEqual({
    status: 'ONLINE',
    rooms_count: 1,
    participants_count: 1,
    cpu_usage: expect.any(Number),
    memory_usage: expect.any(Number),
  })
})

test('servers are for the administrator of the system alone, and rooms for those of the tenant', async () => {
  const { request, signIn, signInToSystem } = await servePortsip()
  const bearer = async (answer: ReturnType<typeof signIn>) => ({
    authorization: `Bearer ${textField(await answer, 'access_token')}`,
  })
  const [tenant, system] = [await bearer(signIn()), await bearer(signInToSystem())]
  const statusOf = async (path: string, headers: Record<string, string>) =>
    (await request('GET', path, undefined, headers)).status
  expect(await statusOf('/conference_servers', tenant)).toBe(403)
  expect(await statusOf('/conference_servers', system)).toBe(200)
  expect(await statusOf('/conference_rooms', system)).toBe(403)
  expect(await statusOf('/conference_rooms', tenant)).toBe(200)
})

test('the administrator of the system belongs to no domain', async () => {
  const { signInToSystem } = await servePortsip()
  expect((await signInToSystem({ domain: 'pbx.example' })).status).toBe(400)
  expect((await signInToSystem({ password: 'correct horse' })).status).toBe(400)
})
