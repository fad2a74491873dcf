/** What every route has in common: token, version, bodies, faults and the record of it all. */
import { expect, test } from 'vitest'
import { channelIds } from '#sandbox/discord/identity.ts'
import { messagesPath, problemCodes, serveRest } from '../serve-rest.ts'

const path = messagesPath()

test('a bot without a good token is turned away', async () => {
  const { request, get, server } = await serveRest()
  for (const authorization of ['', 'Bot nonsense', server.secrets.botToken, `Bearer ${server.secrets.botToken}`]) {
    const { status, body } = await request('GET', '/users/@me', { headers: { authorization } })
    expect([status, body]).toEqual([401, { message: '401: Unauthorized', code: 0 }])
  }
  server.isTokenValid = false
  expect((await get('/users/@me')).status).toBe(401)
})

test('a path that is none, another method, another version', async () => {
  const { get, post, origin } = await serveRest()
  expect((await get('/nowhere')).body).toEqual({ message: '404: Not Found', code: 0 })
  expect((await get('/channels/ops/messages')).status).toBe(404)
  expect((await post('/users/@me')).status).toBe(405)
  const other = await fetch(`${origin()}/sandbox/discord/api/v6/gateway`)
  expect([other.status, await other.json()]).toEqual([400, { message: 'Invalid API version provided', code: 50041 }])
})

test('a body that cannot be read', async () => {
  const { request } = await serveRest()
  const broken = await request('POST', path, { body: '{"content"', headers: { 'content-type': 'application/json' } })
  expect([broken.status, broken.body.code]).toEqual([400, 50109])
  const text = await request('POST', path, { body: 'hello', headers: { 'content-type': 'text/plain' } })
  expect([text.status, text.body.code]).toEqual([400, 50035])
  const list = await request('POST', path, { body: '[]', headers: { 'content-type': 'application/json' } })
  expect(problemCodes(list.body)).toEqual({ '': 'MODEL_TYPE_CONVERT' })
})

test('an error names every field at its place', async () => {
  const { post } = await serveRest()
  const { status, body } = await post(path, {
    flags: 1 << 15,
    components: [{ type: 1, components: [{ type: 2, style: 1, label: 'Join', custom_id: '' }] }],
    colour: 'blue',
  })
  expect(status).toBe(400)
  expect(body).toEqual({
    message: 'Invalid Form Body',
    code: 50035,
    errors: { colour: { _errors: [{ code: 'UNKNOWN_FIELD', message: expect.any(String) }] } },
  })
  const button = await post(path, {
    flags: 1 << 15,
    components: [{ type: 1, components: [{ type: 2, style: 1, label: 'Join', custom_id: '' }] }],
  })
  expect(button.body.errors).toEqual({
    components: {
      0: {
        components: {
          0: { custom_id: { _errors: [{ code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }] } },
        },
      },
    },
  })
})

test.each([
  ['401', 401],
  ['403', 403],
  ['429', 429],
  ['5xx', 503],
] as const)('a planned %s comes instead of the effect', async (kind, status) => {
  const { faults, post, server } = await serveRest()
  faults.add({ match: 'POST', kind, times: 1, retryAfter: 3 })
  const answer = await post(path, { content: 'hello' })
  expect(answer.status).toBe(status)
  if (status === 429) {
    expect(answer.body).toMatchObject({ retry_after: 3, global: false })
    expect(answer.headers.get('retry-after')).toBe('3')
  }
  expect(server.messages.inChannel(channelIds.ops)).toEqual([])
  expect((await post(path, { content: 'hello' })).status).toBe(200)
})

test('an answer that is lost has had its effect', async () => {
  const { faults, post, server } = await serveRest()
  faults.add({ match: 'POST', kind: 'reset-after', times: 1 })
  await expect(post(path, { content: 'hello' })).rejects.toThrow()
  expect(server.messages.inChannel(channelIds.ops)).toHaveLength(1)
})

test('what went over the wire is kept, without the token', async () => {
  const { post, traffic, server } = await serveRest()
  await post(path, { content: 'hello' })
  const [sent, answered] = traffic.list()
  expect(sent).toMatchObject({ direction: 'in', method: 'POST', status: 200, body: { content: 'hello' } })
  expect(answered).toMatchObject({ direction: 'out', status: 200, body: { content: 'hello' } })
  expect(JSON.stringify(traffic.list())).not.toContain(server.secrets.botToken)
})
