import { expect, test } from 'vitest'
import { account, serveYeastarS } from '../serve-yeastar-s.ts'

test('tells what must be configured to reach it', async () => {
  const { pbx } = await serveYeastarS()
  expect(pbx.settings('http://127.0.0.1/sandbox/pbx/office')).toEqual({
    url: 'http://127.0.0.1/sandbox/pbx/office/api/v2.0.0',
    username: account.username,
    password: account.password,
    operator: '1099',
    serviceExtension: '1099',
    eventSecret: expect.stringMatching(/^[0-9a-f]{32}$/),
  })
})

test('a reset ends all sessions and unlocks the login', async () => {
  const { pbx, post, login, failed } = await serveYeastarS()
  for (let count = 0; count < 5; count += 1) await login({ password: 'wrong' })
  pbx.reset()
  expect(await post('conference/query', { number: 'all' })).toEqual(failed('20004'))
  expect(await login()).toMatchObject({ status: 'Success' })
})
