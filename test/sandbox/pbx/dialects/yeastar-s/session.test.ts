import { expect, test } from 'vitest'
import { account, md5, serveYeastarS } from '../../serve-yeastar-s.ts'

const minute = 60_000
const all = { number: 'all' }

test('a login by the MD5 of the password gives a token', async () => {
  const { login } = await serveYeastarS()
  expect(await login()).toEqual({
    status: 'Success',
    token: expect.stringMatching(/^[0-9a-f]{32}$/),
    transport: 'HTTP',
  })
})

test.each([
  ['the password itself', { password: account.password }],
  ['its MD5 in capitals', { password: md5(account.password).toUpperCase() }],
  ['another user', { username: 'other' }],
])('a login with %s fails', async (_, fields) => {
  const { login, failed } = await serveYeastarS()
  expect(await login(fields)).toEqual(failed('20003'))
})

test('five failures in a row lock the caller out for ten minutes', async () => {
  const { login, clock, failed } = await serveYeastarS()
  for (let count = 0; count < 4; count += 1) await login({ password: 'wrong' })
  expect(await login()).toMatchObject({ status: 'Success' })
  for (let count = 0; count < 5; count += 1) expect(await login({ password: 'wrong' })).toEqual(failed('20003'))
  expect(await login()).toEqual(failed('20002'))
  clock.advance(10 * minute)
  expect(await login()).toMatchObject({ status: 'Success' })
})

test('a token lives for half an hour, and as long again after each heartbeat', async () => {
  const { post, clock, failed } = await serveYeastarS()
  clock.advance(29 * minute)
  expect(await post('heartbeat', { ipaddr: '127.0.0.1' })).toEqual({ status: 'Success' })
  clock.advance(29 * minute)
  expect(await post('conference/query', all)).toMatchObject({ status: 'Success' })
  clock.advance(minute)
  expect(await post('conference/query', all)).toEqual(failed('20004'))
})

test('a heartbeat names its address', async () => {
  const { post, failed } = await serveYeastarS()
  expect(await post('heartbeat')).toEqual(failed('10004'))
})

test('a logout ends the session', async () => {
  const { post, failed } = await serveYeastarS()
  expect(await post('logout')).toEqual({ status: 'Success' })
  expect(await post('conference/query', all)).toEqual(failed('20004'))
})

test.each([
  ['', '20005'],
  ['made-up', '20004'],
])('with the token %j nothing is told', async (token, errno) => {
  const { post, useToken, failed } = await serveYeastarS()
  useToken(token)
  expect(await post('conference/query', all)).toEqual(failed(errno))
})
