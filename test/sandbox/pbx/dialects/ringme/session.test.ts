import { expect, test } from 'vitest'
import { serveRingme } from '../../serve-ringme.ts'

test('a token holds for an hour, and nothing renews it', async () => {
  const { clock, request, signIn } = await serveRingme()
  expect((await signIn()).json).toEqual({
    access_token: expect.any(String),
    token_type: 'Bearer',
    expires_in: 3600,
    scope: 'all',
  })
  clock.advance(3_599_000)
  expect((await request('GET', '/client/@me/extension/')).status).toBe(200)
  clock.advance(1_000)
  expect(await request('GET', '/client/@me/extension/')).toMatchObject({
    status: 401,
    json: { message: 'Unauthorized' },
  })
})

test.each([
  ['another secret', { client_secret: 'wrong' }, 401],
  ['another application', { client_id: 'wrong' }, 401],
  ['another grant', { grant_type: 'password' }, 400],
])('%s is refused', async (_, fields, status) => {
  const { signIn } = await serveRingme()
  expect((await signIn(fields)).status).toBe(status)
})

test('what is no form is no sign-in, and what has no token no call', async () => {
  const { send, url, request, useToken } = await serveRingme()
  const json = { grant_type: 'client_credentials', client_id: 'app-id', client_secret: 'correct horse' }
  expect((await send('POST', `${url}/oauth/token`, json)).status).toBe(400)
  for (const token of ['', 'made-up']) {
    useToken(token)
    expect((await request('GET', '/client/@me/extension/')).status).toBe(401)
  }
})
