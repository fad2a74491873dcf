import { expect, test } from 'vitest'
import { serveYeastarP, succeeded } from '../../serve-yeastar-p.ts'

const halfHour = 1_800_000
const list = ['conference/list', { page: 1, page_size: 5 }] as const
const expired = { errcode: 10004, errmsg: 'TOKEN EXPIRED' }

test('a sign-in gives two tokens with their lives', async () => {
  const { signIn } = await serveYeastarP()
  expect(await signIn()).toEqual({
    ...succeeded,
    access_token: expect.stringMatching(/^.{32}$/),
    access_token_expire_time: 1800,
    refresh_token: expect.stringMatching(/^.{32}$/),
    refresh_token_expire_time: 86_400,
  })
})

test('a token lapses with the clock', async () => {
  const { get, clock } = await serveYeastarP()
  clock.advance(halfHour - 60_000)
  expect(await get(...list)).toMatchObject(succeeded)
  clock.advance(60_000)
  expect(await get(...list)).toEqual(expired)
})

test.each(['', 'made-up'])('without a known token (%j) nothing is told', async (token) => {
  const { get, useToken } = await serveYeastarP()
  useToken(token)
  expect(await get(...list)).toEqual(expired)
})

test('a refresh token works once, for a day, and brings its successor', async () => {
  const { get, post, signIn, useToken, clock } = await serveYeastarP()
  const { refresh_token } = await signIn()
  clock.advance(halfHour)
  const renewed = await post('refresh_token', { refresh_token })
  expect(renewed).toMatchObject({ ...succeeded, access_token_expire_time: 1800 })
  useToken(String(renewed.access_token))
  expect(await get(...list)).toMatchObject(succeeded)
  expect(await post('refresh_token', { refresh_token })).toEqual(expired)
  clock.advance(86_400_000)
  expect(await post('refresh_token', { refresh_token: renewed.refresh_token })).toEqual(expired)
})

test('a token that was given back is none any more', async () => {
  const { get } = await serveYeastarP()
  expect(await get('del_token')).toEqual(succeeded)
  expect(await get(...list)).toEqual(expired)
})

test('there are eight valid tokens at most, until one lapses or is given back', async () => {
  const { get, signIn, newToken, useToken, clock } = await serveYeastarP()
  let last = ''
  for (let count = 1; count < 8; count += 1) last = await newToken()
  expect(await signIn()).toEqual({ errcode: 60002, errmsg: 'MAX LIMITATION EXCEEDED' })
  useToken(last)
  await get('del_token')
  useToken('')
  expect(await signIn()).toMatchObject(succeeded)
  expect(await signIn()).toMatchObject({ errcode: 60002 })
  clock.advance(halfHour)
  expect(await signIn()).toMatchObject(succeeded)
})

test('five failed sign-ins in a row block the address, also for whoever has a token', async () => {
  const { get, signIn, useToken, token } = await serveYeastarP()
  const good = token()
  for (let count = 0; count < 4; count += 1) expect(await signIn('wrong')).toMatchObject({ errcode: 10005 })
  expect(await signIn()).toMatchObject(succeeded)
  for (let count = 0; count < 5; count += 1) await signIn('wrong')
  expect(await signIn()).toEqual({ errcode: 70004, errmsg: 'ACCOUNT IP BLOCKED' })
  useToken(good)
  expect(await get(...list)).toMatchObject({ errcode: 70004 })
})
