import { expect, test } from 'vitest'
import { itemFields, servePortsip, textField } from '../serve-portsip.ts'

test('every call of the conference page is answered as documented', async () => {
  const { pbx, get, post, createRoom } = await servePortsip()
  const room = `/conference_rooms/${await createRoom()}`
  for (const from of ['1001', '1002']) pbx.call({ from, to: '8000' })
  const [kept, kicked] = itemFields(await get(`${room}/participants`), 'id')
  for (const step of ['start_recording', 'stop_recording']) await post(`${room}/${step}`)
  const [recording] = itemFields(await get(`${room}/recordings`), 'id')
  const newServer = { name: 'second', ipv4: '192.0.2.1', max_rooms: 5, max_participants: 50 }
  const server = `/conference_servers/${textField(await post('/conference_servers', newServer), 'id')}`
  const creation = { extension_number: '8001', mode: 'AUDIO', subject: 'Other', capacity: 9 }

  const steps: [method: 'GET' | 'POST', path: string, status: number, body?: unknown][] = [
    ['GET', '/conference_servers', 200],
    ['POST', '/conference_servers', 200, newServer],
    ['GET', server, 200],
    ['POST', server, 200, { enabled: false }],
    ['GET', `${server}/status`, 200],
    ['POST', `${server}/destroy`, 204],
    ['GET', '/conference_rooms', 200],
    ['POST', '/conference_rooms', 201, creation],
    ['GET', room, 200],
    ['POST', room, 200, { subject: 'Changed' }],
    ['GET', `${room}/status`, 200],
    ['POST', `${room}/mute`, 200],
    ['POST', `${room}/unmute`, 200],
    ['POST', `${room}/lock`, 200],
    ['POST', `${room}/unlock`, 200],
    ['POST', `${room}/start_recording`, 200],
    ['POST', `${room}/stop_recording`, 200],
    ['GET', `${room}/participants`, 200],
    ['POST', `${room}/participants/layout`, 200, { items: [kept] }],
    ['GET', `${room}/participants/${kept}`, 200],
    ['POST', `${room}/participants/invite`, 200, { number: '1003' }],
    ['POST', `${room}/participants/${kept}/mute`, 200],
    ['POST', `${room}/participants/${kept}/unmute`, 200],
    ['POST', `${room}/participants/${kept}/chairman`, 200],
    ['POST', `${room}/participants/${kept}/position`, 200, { position: 8 }],
    ['POST', `${room}/participants/${kicked}/destroy`, 204],
    ['GET', `${room}/recordings`, 200],
    ['POST', `${room}/recordings/${recording}/set_read`, 200],
    ['POST', `${room}/recordings/${recording}/set_unread`, 200],
    ['POST', `${room}/recordings/${recording}/destroy`, 204],
    ['POST', `${room}/destroy`, 204],
  ]
  expect(steps).toHaveLength(31)
  for (const [method, path, status, body] of steps) {
    const answer = method === 'GET' ? await get(path) : await post(path, body)
    expect([method, path, answer.status]).toEqual([method, path, status])
    const creates = status === 201 || (method === 'POST' && path === '/conference_servers')
    if (method === 'POST' && !creates) expect([path, answer.text]).toEqual([path, ''])
    if (creates) expect(answer.json).toEqual({ id: expect.any(String) })
  }
})

test('unknown paths, resources and verbs are refused in the shape of every error', async () => {
  const { request, get, createRoom } = await servePortsip()
  const room = `/conference_rooms/${await createRoom()}`
  const error = { errors: [{ code: 'UNKNOWN', message: expect.any(String) }] }
  for (const path of ['/nothing', '/conference_rooms/', '/conference_rooms/bm9uZQ', `${room}/participants/bm9uZQ`]) {
    const answer = await get(path)
    expect([path, answer.status, answer.json]).toEqual([path, 404, error])
  }
  for (const [method, path] of [
    ['DELETE', room],
    ['PUT', room],
    ['GET', `${room}/lock`],
    ['POST', `${room}/status`],
  ] as const) {
    const answer = await request(method, path)
    expect([method, path, answer.status, answer.json]).toEqual([method, path, 405, error])
  }
})

test.each([
  ['no body', undefined, {}],
  ['text that is not JSON', '{"subject":', { 'content-type': 'application/json' }],
  ['JSON that is no object', '[]', { 'content-type': 'application/json' }],
  ['JSON that does not say so', '{"subject":"Other"}', { 'content-type': 'text/plain' }],
  ['a form', new URLSearchParams({ subject: 'Other' }), {}],
])('%s where JSON is required is a failed validation', async (_what, body, headers) => {
  const { request, createRoom } = await servePortsip()
  const answer = await request('POST', `/conference_rooms/${await createRoom()}`, body, headers)
  expect(answer.status).toBe(400)
  expect(answer.json).toMatchObject({ errors: [{ code: 'VALIDATE_FAILED' }] })
})

test('planned faults spoil the calls they match, in the words of this API', async () => {
  const { pbx, get, post, createRoom } = await servePortsip()
  const room = `/conference_rooms/${await createRoom()}`
  const spoil = (kind: '401' | '429' | '5xx' | 'html' | 'truncated' | 'reset-after', retryAfter?: number) =>
    pbx.faults.add({ match: '/lock', kind, times: 1, ...(retryAfter !== undefined && { retryAfter }) })

  spoil('401')
  expect(await post(`${room}/lock`)).toMatchObject({ status: 401, json: { errors: [{ code: 'UNAUTHORIZED' }] } })
  spoil('429', 3)
  const tooMany = await post(`${room}/lock`)
  expect([tooMany.status, tooMany.headers.get('retry-after')]).toEqual([429, '3'])
  spoil('5xx')
  expect(await post(`${room}/lock`)).toMatchObject({ status: 503, json: { errors: [{ code: 'UNKNOWN' }] } })
  spoil('html')
  expect(await post(`${room}/lock`)).toMatchObject({ status: 502 })
  expect(pbx.rooms()).toMatchObject([{ locked: false }])
  spoil('reset-after')
  await expect(post(`${room}/lock`)).rejects.toThrow()
  expect(pbx.rooms()).toMatchObject([{ locked: true }])

  pbx.faults.add({ match: `GET /api${room}`, kind: 'truncated', times: 1 })
  await expect(get(`${room}/participants`)).rejects.toThrow(SyntaxError)
  expect((await get(`${room}/participants`)).status).toBe(200)
})

test('dropped calls empty every room while the request goes through', async () => {
  const { pbx, get, createRoom } = await servePortsip()
  const room = `/conference_rooms/${await createRoom()}`
  pbx.call({ from: '1001', to: '8000' })
  pbx.faults.add({ match: 'participants', kind: 'drop-calls', times: 1 })
  expect((await get(`${room}/participants`)).json).toEqual({ items: [] })
})

test('traffic shows each call with its parsed body and status, and no credential', async () => {
  const { pbx, get, createRoom } = await servePortsip()
  await createRoom({ room_pin: '4711' })
  await get('/conference_rooms?top=5')
  expect(pbx.traffic.list()).toMatchObject([
    { method: 'POST', path: '/api/login/oauth/token', status: 200, body: { username: 'bot', password: '[redacted]' } },
    {
      method: 'POST',
      path: '/api/login/oauth/token',
      status: 200,
      body: { username: 'admin', password: '[redacted]' },
    },
    { method: 'POST', path: '/api/conference_rooms', status: 201, body: { subject: 'Review' } },
    {
      transport: 'http',
      direction: 'in',
      method: 'GET',
      path: '/api/conference_rooms?top=5',
      status: 200,
      headers: { authorization: '[redacted]' },
      ackMs: expect.any(Number),
    },
  ])
})
