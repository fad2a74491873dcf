import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { PortsipSettings } from '#providers/portsip/config.ts'
import { createPortsip } from '#providers/portsip/provider.ts'
import { examine } from '#test/support/findings.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'

let sandbox: SandboxServer
let host: string

beforeAll(async () => {
  sandbox = await startSandboxServer()
  host = new URL(sandbox.env.PBX_URL ?? '').host
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.slack.post('reset', {}))

async function look(changes: Partial<PortsipSettings> = {}) {
  const { PBX_URL: url, PBX_USERNAME: username, PBX_PASSWORD: password, PBX_DOMAIN: domain } = sandbox.env
  const settings = PortsipSettings.parse({ url, username, password, domain, requestTimeoutMs: 1_000, ...changes })
  const provider = createPortsip(settings, { name: 'office', clock: createSystemClock(), logger: createSilentLogger() })
  try {
    return await examine(provider.diagnose())
  } finally {
    await provider.close()
  }
}
const fault = (kind: string, match: string, times = 99) =>
  sandbox.slack.post('pbx/portsip/fault', { kind, match, times })

const otherKind =
  'fail: It does not answer as this kind of PBX does. Check that its interface for programs is switched on, and the path of the address and the kind in the configuration; its version may be another one than the README names.'
const notLetIn =
  'fail: It does not accept the login. Check user, password and domain in the configuration; the account must not ask for a second factor.'

it('finds address, clock and login in order, also with a slash behind the address', async () => {
  for (const url of [sandbox.env.PBX_URL ?? '', `${sandbox.env.PBX_URL}/`])
    expect(await look({ url })).toEqual([
      `ok: It answers at ${host}.`,
      expect.stringMatching(/^ok: The clock of this machine agrees with that of office/),
      'ok: The login as confbot is accepted.',
    ])
})

it.each(['username', 'password', 'domain'] as const)('says that the login is wrong with another %s', async (field) => {
  expect((await look({ [field]: 'wrong' })).at(-1)).toBe(notLetIn)
})

it('tries the login of the system where there is one, before the usual one', async () => {
  const { PBX_SYSTEM_USERNAME: systemUsername, PBX_SYSTEM_PASSWORD: systemPassword } = sandbox.env
  expect((await look({ systemUsername, systemPassword })).slice(2)).toEqual([
    'ok: The login as admin is accepted.',
    'ok: The login as confbot is accepted.',
  ])
  expect((await look({ systemUsername, systemPassword: 'wrong' })).slice(2)).toEqual([
    'fail: It does not accept the login of the system administrator. Check systemUsername and systemPassword in the configuration, or leave both out: then its servers cannot be managed.',
    'ok: The login as confbot is accepted.',
  ])
})

it('says what the PBX says to another client id', async () => {
  expect((await look({ clientId: 'wrong' })).at(-1)).toBe(
    'fail: It refuses: unknown error. Change what it does not like in the configuration.',
  )
})

it('says that this is another interface where the path is wrong', async () => {
  expect((await look({ url: `${sandbox.env.PBX_URL}/v2` })).at(-1)).toBe(otherKind)
})

it('says once that a PBX hangs', async () => {
  await fault('hang', '')
  expect(await look()).toEqual([expect.stringMatching(/^fail: 127\.0\.0\.1:\d+ did not answer within 1 second\./)])
})

it('says that the sign-in alone hangs', async () => {
  await fault('hang', 'login')
  expect((await look({ requestTimeoutMs: 200 })).at(-1)).toMatch(
    /^fail: It fails to answer: POST http:\/\/127\.0\.0\.1:\d+\/sandbox\/pbx\/portsip\/api\/login\/oauth\/token \(\w+\): timeout\. Look into the PBX and its log\.$/,
  )
})

it.each([
  ['html', /^fail: 127\.0\.0\.1:\d+ answers with a web page \(HTTP 502\)/],
  ['reset-before', /^fail: 127\.0\.0\.1:\d+ cannot be reached \(UND_ERR_SOCKET\)/],
])('says once what %s means', async (kind, sentence) => {
  await fault(kind, '')
  expect(await look()).toEqual([expect.stringMatching(sentence)])
})

it.each([
  ['truncated', otherKind],
  [
    '429',
    'fail: It takes no more requests for the moment. Run doctor again in a minute; another program may ask it too often.',
  ],
  [
    '5xx',
    'fail: It fails to answer: POST /login/oauth/token answered 503 UNKNOWN: planned misbehaviour. Look into the PBX and its log.',
  ],
  ['401', notLetIn],
])('says what %s means at the sign-in', async (kind, sentence) => {
  await fault(kind, 'login')
  expect((await look()).at(-1)).toBe(sentence)
})
