import { expect, test } from 'vitest'
import { account, clientId, servePortsip, textField } from '../../serve-portsip.ts'

const list = '/conference_rooms'
const halfHour = 1_800_000

test('a sign-in gives a bearer token for half an hour', async () => {
  const { signIn } = await servePortsip()
  expect(await signIn()).toMatchObject({
    status: 200,
    json: {
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      expires_in: 1800,
      token_type: 'Bearer',
    },
  })
})

test.each([{ username: 'other' }, { password: 'wrong' }, { domain: 'other.example' }])(
  'a sign-in with %o fails as unauthorised, with status 400',
  async (fields) => {
    const { signIn } = await servePortsip()
    expect(await signIn(fields)).toMatchObject({ status: 400, json: { errors: [{ code: 'UNAUTHORIZED' }] } })
  },
)

test.each([{ grant_type: 'client_credentials' }, { scope: 'some' }, { client_id: 'mine' }])(
  'a sign-in with %o is no sign-in at all',
  async (fields) => {
    const { signIn } = await servePortsip()
    expect(await signIn(fields)).toMatchObject({ status: 400, json: { errors: [{ code: 'UNKNOWN' }] } })
  },
)

test('a sign-in must be form-encoded', async () => {
  const { post } = await servePortsip()
  const fields = { grant_type: 'password', ...account, scope: 'all', client_id: clientId }
  expect((await post('/login/oauth/token', fields)).status).toBe(400)
})

test('a token lapses with the clock', async () => {
  const { get, clock } = await servePortsip()
  clock.advance(halfHour - 60_000)
  expect((await get(list)).status).toBe(200)
  clock.advance(60_000)
  expect(await get(list)).toMatchObject({ status: 401, json: { errors: [{ code: 'UNAUTHORIZED' }] } })
})

test.each(['', 'made-up'])('without a known token (%j) nothing is told', async (token) => {
  const { get, useToken } = await servePortsip()
  useToken(token)
  expect((await get(list)).status).toBe(401)
})

test('a refresh token works once, and brings its successor', async () => {
  const { get, post, signIn, useToken, clock } = await servePortsip()
  const refresh = (token: string) =>
    post(
      '/login/oauth/token',
      new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, client_id: clientId }),
    )
  const first = textField(await signIn(), 'refresh_token')
  clock.advance(halfHour)
  const renewed = await refresh(first)
  useToken(textField(renewed, 'access_token'))
  expect((await get(list)).status).toBe(200)
  expect(await refresh(first)).toMatchObject({ status: 400, json: { errors: [{ code: 'UNKNOWN' }] } })
  expect((await refresh(textField(renewed, 'refresh_token'))).status).toBe(200)
})

test('a revoked session is over, its refresh token included', async () => {
  const { get, post, signIn, useToken } = await servePortsip()
  const session = await signIn()
  useToken(textField(session, 'access_token'))
  expect((await post('/login/oauth/revoke')).status).toBe(200)
  expect((await get(list)).status).toBe(401)
  const form = {
    grant_type: 'refresh_token',
    refresh_token: textField(session, 'refresh_token'),
    client_id: clientId,
  }
  expect((await post('/login/oauth/token', new URLSearchParams(form))).status).toBe(400)
})
