import { expect, it } from 'vitest'
import { createSystemClock } from '#lib/clock.ts'
import { examine } from '#test/support/findings.ts'
import { deadOrigin } from '#test/support/local-server.ts'
import { serveKazoo } from './serve.ts'

async function serveExamined() {
  const served = await serveKazoo()
  const look = (settings: Readonly<Record<string, unknown>> = {}) =>
    examine(
      served
        .open({ requestTimeoutMs: 1_000, websocketUrl: undefined, ...settings }, { clock: createSystemClock() })
        .diagnose(),
    )
  return { ...served, look, host: new URL(served.origin).host }
}

it('finds address, clock, login and account in order', async () => {
  const { look, host } = await serveExamined()
  expect(await look()).toEqual([
    `ok: It answers at ${host}.`,
    expect.stringMatching(/^ok: The clock of this machine agrees with that of office/),
    'ok: The login as Bot is accepted.',
    expect.stringMatching(/^ok: The conferences of the account [0-9a-f]{32} can be read\.$/),
  ])
  expect((await look({ operator: 'Vinix' })).at(-1)).toMatch(/can be read at Vinix\.$/)
})

it.each([
  ['another password', { password: 'wrong' }],
  ['another account', { accountName: 'nobody' }],
  ['another key', { username: undefined, password: undefined, accountName: undefined, apiKey: 'x'.repeat(64) }],
])('says that the login is wrong with %s', async (_, settings) => {
  const { look } = await serveExamined()
  expect((await look(settings)).at(-1)).toMatch(/^fail: It does not accept the (login as Bot|API key)\./)
})

it('says what the PBX says of a key that is none', async () => {
  const { look } = await serveExamined()
  const settings = { username: undefined, password: undefined, accountName: undefined, apiKey: 'short' }
  expect((await look(settings)).at(-1)).toMatch(/^fail: It refuses: String must be 64 characters \(api_key\)\./)
})

it('says that an account is not there, or not open to the login', async () => {
  const { look, pbx } = await serveExamined()
  expect((await look({ accountId: 'another' })).at(-1)).toMatch(
    /^fail: The login may not read the conferences of the account another\. Use the API key of that account/,
  )
  pbx.faults.add({ match: 'GET /v2/accounts', kind: '403', times: 1 })
  expect((await look()).at(-1)).toMatch(/^fail: The login may not read the conferences/)
})

it('says that nobody is there, and what stands in its place', async () => {
  const { look, pbx } = await serveExamined()
  expect(await look({ url: `${await deadOrigin()}/v2` })).toEqual([
    expect.stringMatching(/^fail: .+ cannot be reached/),
  ])
  pbx.faults.add({ match: '', kind: 'html', times: 99 })
  expect(await look()).toEqual([expect.stringMatching(/^fail: .+ answers with a web page \(HTTP 502\)/)])
})
