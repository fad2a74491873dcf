import { expect, test } from 'vitest'
import { createKazooId } from '#sandbox/pbx/dialects/kazoo.ts'
import conferences from '../../../fixtures/providers/kazoo/conferences.json' with { type: 'json' }
import { account, hashOf, serveKazoo } from '../serve-kazoo.ts'

test('ids are 32 hexadecimal characters, a new one each time', () => {
  expect(createKazooId()).toMatch(/^[0-9a-f]{32}$/)
  expect(createKazooId()).not.toBe(createKazooId())
})

test('every answer is in an envelope', async () => {
  const { call, token } = await serveKazoo()
  expect((await call('GET', '/conferences')).json).toMatchObject({
    data: [],
    status: 'success',
    auth_token: token(),
    request_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    tokens: { consumed: 1, remaining: expect.any(Number) },
    page_size: 0,
  })
})

test('paths and verbs that there are not are refused', async () => {
  const { call, request } = await serveKazoo()
  expect((await request('GET', '/nothing')).status).toBe(404)
  expect((await call('POST', '/conferences', { data: {} })).status).toBe(405)
})

test('a body is JSON with data in it', async () => {
  const { call } = await serveKazoo()
  expect((await call('PUT', '/conferences', 'x', { 'content-type': 'text/plain' })).status).toBe(415)
  expect((await call('PUT', '/conferences', '{"data":')).status).toBe(400)
  expect(await call('PUT', '/conferences', { name: 'Review' })).toMatchObject({
    status: 400,
    json: { data: { data: { required: expect.anything() } } },
  })
})

test('a hundred requests may be asked at once, then ten a second', async () => {
  const { clock, call } = await serveKazoo()
  const statuses = async (count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, () => call('GET', '/conferences')))
    return answers.map(({ status }) => status)
  }
  clock.advance(10_000)
  const many = await statuses(150)
  expect(many.filter((status) => status === 200).length).toBeGreaterThanOrEqual(100)
  expect(many).toContain(429)
  clock.advance(1_000)
  expect(await statuses(10)).not.toContain(429)
})

test('an account of Vinix is refused in their words', async () => {
  const { call, request } = await serveKazoo({ account: { ...account, domain: 'vinix.acme' } })
  expect(await request('GET', '/nothing')).toMatchObject({
    status: 404,
    json: { code: 'faulty_request', message: 'faulty_request', request_id: expect.any(String) },
  })
  const refused = await call('PUT', '/conferences', { data: { name: '' } })
  expect(refused.json).toEqual({
    code: 'validation_error',
    message: 'name: String must be at least 1 characters',
    request_id: expect.any(String),
  })
})

test('the same action twice is not modified, unless something in it is another', async () => {
  const { call, create } = await serveKazoo()
  const path = `/conferences/${await create()}`
  const lock = { action: 'lock', data: {} }
  const statuses = []
  for (const query of ['', '', '?random=1', '?random=2']) statuses.push((await call('PUT', path + query, lock)).status)
  expect(statuses).toEqual([202, 304, 202, 202])
  expect((await call('PUT', path, { action: 'unlock', data: {} })).status).toBe(202)
})

test('the example of Vinix’s page is taken whole and answered as it was sent', async () => {
  const { call, create } = await serveKazoo({ account: { ...account, domain: 'vinix' } })
  const id = await create({ language: 'en-us' })
  const { json } = conferences['example of Vinix'].request
  expect(await call('POST', `/conferences/${id}`, json)).toMatchObject({ status: 200, json: { data: json.data } })
  const read = await call('GET', `/conferences/${id}`)
  expect(read.json.data).toEqual({ ...json.data, id, _read_only: expect.anything() })
  const refused = await call('POST', `/conferences/${id}`, { data: { ...json.data, owner_id: 'string' } })
  expect(refused.status).toBe(400)
  expect(Object.keys(refused.json)).toEqual(Object.keys(conferences['error of Vinix'].json))
})

test('its settings are those of the provider, and name Vinix where it is one', async () => {
  const { pbx } = await serveKazoo()
  const url = 'http://127.0.0.1:1/sandbox/pbx/office'
  expect(pbx.settings(url)).toEqual({
    url: `${url}/v2`,
    username: 'Bot',
    password: 'correct horse',
    accountName: 'acme',
    websocketUrl: 'ws://127.0.0.1:1/sandbox/pbx/office/blackhole',
  })
  const vinix = await serveKazoo({ account: { ...account, domain: 'vinix' } })
  expect(vinix.pbx.settings(url)).toMatchObject({ operator: 'vinix' })
})

test('a room of the sandbox is made as an administrator would make it', async () => {
  const { pbx } = await serveKazoo({
    rooms: [{ number: '8001', subject: 'Board', capacity: 5, pin: '1234', moderatorPin: '4321', recordsItself: true }],
  })
  expect(pbx.rooms()).toMatchObject([
    {
      number: '8001',
      subject: 'Board',
      capacity: 5,
      fields: { name: 'Board', member: { join_muted: false }, moderator: {}, auto_record: true },
    },
  ])
  expect(JSON.stringify(pbx.rooms())).not.toContain('1234')
  expect(pbx.call({ from: '1001', to: '8001' })).toEqual({ error: 'wrong_pin' })
  pbx.reset()
  expect(pbx.rooms()).toHaveLength(1)
})

test("a room is edited at the PBX's own console, with its limits", async () => {
  const { pbx, create } = await serveKazoo()
  await create()
  expect(pbx.editRoom('8000', { name: 'Renamed', member: { join_muted: null } })).toBe(true)
  expect(pbx.rooms()).toMatchObject([{ subject: 'Renamed', fields: { name: 'Renamed', conference_numbers: ['8000'] } }])
  expect(pbx.editRoom('8000', { profile: { rate: 1 } })).toBe(
    'profile.rate: Value not found in enumerated list of values',
  )
  expect(pbx.editRoom('8000', 7)).toBe('an object expected')
})

test('a reset ends all logins', async () => {
  const { pbx, call, request } = await serveKazoo()
  pbx.reset()
  expect((await call('GET', '/conferences')).status).toBe(401)
  const credentials = hashOf(`bot:${account.password}`)
  expect((await request('PUT', '/user_auth', { data: { credentials, account_name: 'acme' } })).status).toBe(201)
})

test('planned misbehaviour has the shape of its own', async () => {
  const { pbx, call } = await serveKazoo()
  pbx.faults.add({ match: 'conferences', kind: '409', times: 1 })
  expect(await call('GET', '/conferences')).toMatchObject({ status: 409, json: { error: '409', status: 'error' } })
})
