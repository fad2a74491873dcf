import { expect, test } from 'vitest'
import { apiKeyOf } from '#sandbox/pbx/dialects/kazoo.ts'
import { account, hashOf, serveKazoo } from '../../serve-kazoo.ts'

const refused = { status: 401, json: { error: '401', message: 'invalid_credentials', status: 'error' } }

test('the hash of name and password signs in, and the account comes with it', async () => {
  const { signIn, accountId } = await serveKazoo()
  const answer = await signIn()
  expect(answer).toMatchObject({
    status: 201,
    json: { status: 'success', data: { account_id: accountId, account_name: 'acme', is_reseller: false } },
  })
  expect(accountId).toMatch(/^[0-9a-f]{32}$/)
  expect(String(answer.json.auth_token).split('.')).toHaveLength(3)
})

test('the account may be named in other ways, and hashed by SHA-1', async () => {
  const { signIn, accountId } = await serveKazoo()
  expect((await signIn({ account_name: undefined, account_realm: 'ACME' })).status).toBe(201)
  expect((await signIn({ account_name: undefined, account_id: accountId })).status).toBe(201)
  const credentials = hashOf(`bot:${account.password}`, 'sha1')
  expect((await signIn({ credentials, method: 'sha' })).status).toBe(201)
})

test.each([
  ['another password', { credentials: hashOf('bot:wrong') }],
  ['the name as it was written', { credentials: hashOf(`Bot:${account.password}`) }],
  ['another account', { account_name: 'other' }],
  ['no account', { account_name: undefined }],
])('nobody is let in with %s', async (_, data) => {
  const { signIn } = await serveKazoo()
  expect(await signIn(data)).toMatchObject(refused)
})

test('what is missing is said by field and rule', async () => {
  const { signIn, request } = await serveKazoo()
  expect(await signIn({ credentials: undefined })).toMatchObject({
    status: 400,
    json: { error: '400', data: { credentials: { required: { message: expect.any(String) } } } },
  })
  expect(await request('PUT', '/api_auth', { data: { api_key: 'short' } })).toMatchObject({
    status: 400,
    json: { data: { api_key: { minLength: { target: 64 } } } },
  })
})

test('the API key signs in as well, and another does not', async () => {
  const { request, useToken, call } = await serveKazoo()
  const answer = await request('PUT', '/api_auth', { data: { api_key: apiKeyOf(account) } })
  expect(answer.status).toBe(201)
  useToken(String(answer.json.auth_token))
  expect((await call('GET', '/conferences')).status).toBe(200)
  expect(await request('PUT', '/api_auth', { data: { api_key: 'x'.repeat(64) } })).toMatchObject(refused)
})

test('a token lapses after an hour and cannot be renewed', async () => {
  const { clock, call } = await serveKazoo()
  clock.advance(3_599_000)
  expect((await call('GET', '/conferences')).status).toBe(200)
  clock.advance(2_000)
  expect(await call('GET', '/conferences')).toMatchObject(refused)
})

test('a token that was given back is worth nothing', async () => {
  const { call, request } = await serveKazoo()
  expect((await request('GET', '/token_auth')).status).toBe(200)
  expect((await request('DELETE', '/token_auth')).status).toBe(200)
  expect(await call('GET', '/conferences')).toMatchObject(refused)
})

test("another account is nobody else's business", async () => {
  const { request } = await serveKazoo()
  expect(await request('GET', `/accounts/${'0'.repeat(32)}/conferences`)).toMatchObject({
    status: 403,
    json: { message: 'forbidden' },
  })
})
