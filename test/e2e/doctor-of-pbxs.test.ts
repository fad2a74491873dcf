/** `npm run doctor` with several PBXs at once, of each kind, in order and with each fault; it gets none of them to lock anybody out. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { type DialectId, dialects } from '#sandbox/pbx/dialects/index.ts'
import { apiKeyOf } from '#sandbox/pbx/dialects/kazoo.ts'
import { runDoctorCommand } from '#test/support/doctor-command.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'
import { type Admission, admit, type Patient } from '#test/support/pbx-ward.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'
import { otherCertificate, testCertificate } from '#test/support/test-certificate.ts'

// Each run is a process of its own.
vi.setConfig({ testTimeout: 60_000 })

const kinds: readonly DialectId[] = kindsThere.map(({ id }) => id)

/** Where each kind is signed in to and out of, and all else that doctor may ask, for it only reads. */
const calls: Readonly<Record<DialectId, { signIn: RegExp; signOut: RegExp | null; read: RegExp }>> = {
  portsip: {
    signIn: /^POST \/api\/login\/oauth\/token$/,
    signOut: /^POST \/api\/login\/oauth\/revoke$/,
    read: /^GET \/api\/conference_(rooms|servers)/,
  },
  'yeastar-p': {
    signIn: /^POST \/openapi\/v1\.0\/get_token$/,
    signOut: /^GET \/openapi\/v1\.0\/del_token$/,
    read: /^GET \/openapi\/v1\.0\/(system\/information|extension\/search|outbound_route\/(list|query)|conference\/(list|query)|recording\/list)$/,
  },
  'yeastar-s': {
    signIn: /^POST \/api\/v2\.0\.0\/login$/,
    signOut: /^POST \/api\/v2\.0\.0\/logout$/,
    read: /^(GET|POST) \/api\/v2\.0\.0\/(conference\/query(_in_session)?|(deviceinfo|outroute)\/query|extension\/list|cdr\/(get_random|download))$/,
  },
  ringme: { signIn: /^POST \/oauth\/token$/, signOut: null, read: /^GET \/api\/ver1\.0\// },
  kazoo: {
    signIn: /^PUT \/v2\/(user|api)_auth$/,
    signOut: /^DELETE \/v2\/token_auth$/,
    read: /^GET \/v2\//,
  },
}

const wrongSecret: Readonly<Record<DialectId, Readonly<Record<string, string>>>> = {
  portsip: { password: 'planted-wrong-secret' },
  'yeastar-p': { clientSecret: 'planted-wrong-secret' },
  'yeastar-s': { password: 'planted-wrong-secret' },
  ringme: { clientSecret: 'planted-wrong-secret' },
  kazoo: { password: 'planted-wrong-secret' },
}

let chat: SandboxServer
let ward: Patient[]
beforeAll(async () => {
  chat = await startSandboxServer()
})
afterAll(() => chat.stop())
beforeEach(() => {
  ward = []
})

/** Onto the ward of this test. */
async function add(kind: DialectId, admission: Admission = {}): Promise<Patient> {
  const patient = await admit(kind, admission)
  ward.push(patient)
  onTestFinished(patient.stop)
  return patient
}
const addEach = (admission: (kind: DialectId) => Admission) =>
  Promise.all(kinds.map((kind) => add(kind, admission(kind))))
const spoil = ({ pbx }: Patient, kind: 'hang' | 'reset-after' | '403' | '429' | '5xx', match = '') =>
  pbx.faults.add({ match, kind, times: 99 })

const countOf = ({ pbx, asked }: Patient, what: 'signIn' | 'signOut') =>
  asked().filter((call) => calls[pbx.kind][what]?.test(call)).length

/** By PBX: what is not in order, with the address of each as `PBX`; `all` is everything that is printed of it. */
async function examine(...args: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'confbot-doctor-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const pbxs = Object.fromEntries(ward.map(({ name, settings }) => [name, settings]))
  // What is JSON is YAML.
  await writeFile(join(folder, 'confbot.yaml'), JSON.stringify({ pbxs }))
  const env = Object.fromEntries(Object.entries(chat.env).filter(([name]) => name.startsWith('SLACK_')))
  const secrets = [...ward.map(({ account }) => account.password), 'planted-wrong-secret']
  const { exitCode, printed } = await runDoctorCommand(
    folder,
    {
      ...env,
      PORT: '0',
      ADMIN_PORT: '0',
      PUBLIC_URL: 'https://bot.example',
      CONFBOT_SECRET_KEY: 'a-key-that-only-this-test-knows',
      // A name that nobody has is not on this machine.
      CONFBOT_SANDBOX_REAL_PBX: '1',
    },
    args,
    secrets,
  )
  const linesOf = ({ name, origin }: Patient) =>
    printed
      .replaceAll(new URL(origin).host, 'PBX')
      .split('\n')
      .flatMap((line) => {
        const [, level, words] = line.match(`^(ok|warn|fail) +PBX ${name}: (.*)$`) ?? []
        return level && words ? [`${level}: ${words}`] : []
      })
  const all = Object.fromEntries(ward.map((one) => [one.name, linesOf(one)]))
  const problems = Object.fromEntries(
    Object.entries(all).map(([name, lines]) => [name, lines.filter((line) => !line.startsWith('ok'))]),
  )
  return { exitCode, printed, all, problems }
}

/** Every kind says the same. */
const fromEach = (lines: readonly (string | RegExp)[]) =>
  Object.fromEntries(
    kinds.map((kind) => [
      kind,
      lines.map((line) => (typeof line === 'string' ? expect.stringContaining(line) : expect.stringMatching(line))),
    ]),
  )

it('knows all dialects', () => {
  expect(kinds.toSorted()).toEqual(Object.keys(dialects).toSorted())
})

it('finds each kind in order, as it is and by its certificate, and changes nothing', async () => {
  const plain = await addEach(() => ({}))
  await addEach((kind) => ({
    name: `${kind}-pinned`,
    tls: otherCertificate,
    settings: { tlsFingerprint: otherCertificate.fingerprint },
  }))
  await addEach((kind) => ({
    name: `${kind}-own`,
    tls: testCertificate,
    settings: { tlsCertificate: testCertificate.certificate },
  }))
  const account = { username: 'confbot', password: 'planted-secret-behind-the-key', domain: 'sandbox.example' }
  await add('kazoo', {
    name: 'by-key',
    account,
    settings: { username: undefined, password: undefined, accountName: undefined, apiKey: apiKeyOf(account) },
  })
  const before = ward.map(({ pbx }) => pbx.rooms())
  const { all, problems, exitCode, printed } = await examine()
  expect({ problems, exitCode }).toEqual({
    problems: Object.fromEntries(ward.map(({ name }) => [name, []])),
    exitCode: 0,
  })
  expect(printed).toContain('It is complete: Slack and 16 PBXs, read from confbot.yaml and the environment.')
  for (const { name } of plain) expect(all[name]).toContain('ok: It answers at PBX.')
  for (const kind of kinds) expect(all[`${kind}-pinned`]).toContain('ok: It answers at PBX over TLS.')
  expect(all['by-key']).toContain('ok: The API key is accepted.')
  expect(ward.map(({ pbx }) => pbx.rooms())).toEqual(before)
  for (const patient of ward) {
    const { pbx, asked } = patient
    const { signIn, signOut, read } = calls[pbx.kind]
    const others = asked().filter((call) => !signIn.test(call) && !signOut?.test(call))
    for (const call of others) expect(call).toMatch(read)
    expect(pbx.calls()).toEqual([])
    const logins = pbx.kind === 'portsip' ? 2 : 1
    expect([countOf(patient, 'signIn'), countOf(patient, 'signOut')]).toEqual([logins, signOut ? logins : 0])
  }
})

it('says what is wrong with each secret, having tried it once', async () => {
  await addEach((kind) => ({ settings: wrongSecret[kind] }))
  await add('portsip', { name: 'system', settings: { systemPassword: 'planted-wrong-secret' } })
  await add('kazoo', { name: 'stranger', settings: { accountName: 'others' } })
  const { problems, exitCode } = await examine()
  expect(problems).toEqual({
    portsip: [
      'fail: It does not accept the login. Check user, password and domain in the configuration; the account must not ask for a second factor.',
    ],
    'yeastar-p': [
      'fail: It does not accept the login. Compare Client ID and Client Secret with those under Integrations > API in the web portal, and that the API is switched on. After five failures the PBX blocks this address.',
    ],
    'yeastar-s': [
      'fail: It does not accept user name and API password. Take both from Settings > PBX > General > API, not those of a web login. After five attempts that fail it locks the address of this machine for 10 minutes.',
    ],
    ringme: [
      'fail: It does not accept App ID and App Secret. Take both from the page of the application at /app/register of that server. Its type must be trusted, and the server that of your operator.',
    ],
    kazoo: [
      'fail: It does not accept the login as confbot. Check username and password in the configuration, and that accountName or accountRealm is that of the account of this user.',
    ],
    system: [
      'fail: It does not accept the login of the system administrator. Check systemUsername and systemPassword in the configuration, or leave both out: then its servers cannot be managed.',
    ],
    stranger: [expect.stringContaining('fail: It does not accept the login as confbot. ')],
  })
  expect(exitCode).toBe(1)
  expect(ward.map((patient) => countOf(patient, 'signIn'))).toEqual([1, 1, 1, 1, 1, 2, 1])
})

it('is run with a wrong secret again and again until it is right, and nobody is locked out', async () => {
  const yeastars = [
    await add('yeastar-p', { settings: wrongSecret['yeastar-p'] }),
    await add('yeastar-s', { settings: wrongSecret['yeastar-s'] }),
  ]
  for (let run = 0; run < 4; run += 1) expect((await examine()).exitCode).toBe(1)
  expect(yeastars.map((patient) => countOf(patient, 'signIn'))).toEqual([4, 4])
  ward = yeastars.map((patient) => ({
    ...patient,
    settings: { ...patient.settings, ...patient.pbx.settings(patient.origin) },
  }))
  expect((await examine()).problems).toEqual({ 'yeastar-p': [], 'yeastar-s': [] })
})

it('locks nobody out with a wrong secret where the answers to it are lost', async () => {
  for (const kind of ['yeastar-p', 'yeastar-s'] as const)
    spoil(await add(kind, { settings: wrongSecret[kind] }), 'reset-after', kind === 'yeastar-p' ? 'get_token' : 'login')
  expect(Object.values((await examine()).problems)).toEqual([
    [expect.stringContaining('fail: It fails to answer: ')],
    [expect.stringContaining('fail: It fails to answer: ')],
  ])
  for (const patient of ward) expect(countOf(patient, 'signIn')).toBeLessThan(5)
})

it('says that this address is blocked after logins that failed, without making it worse', async () => {
  const failing: readonly (readonly [Patient, string])[] = [
    [await add('yeastar-p'), '/openapi/v1.0/get_token'],
    [await add('yeastar-s'), '/api/v2.0.0/login'],
  ]
  for (const [{ origin }, path] of failing)
    for (let tries = 0; tries < 5; tries += 1)
      await fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'somebody' },
        body: JSON.stringify({ username: 'confbot', password: 'guessed' }),
      })
  expect((await examine()).problems).toEqual({
    'yeastar-p': [
      'fail: It has blocked the address of this machine. Take the address of confbot from the blocked IP addresses in the web portal, and add it to those that may use the API where that is limited.',
    ],
    'yeastar-s': [
      'fail: It has locked the address of this machine for 10 minutes after five logins that failed. Correct user name and API password in the configuration, then delete the blocked address on the PBX (Settings > System > Security > Auto Defense, API-IP) or wait.',
    ],
  })
  expect(failing.map(([patient]) => countOf(patient, 'signIn'))).toEqual([6, 6])
})

it('says which right is missing', async () => {
  await add('ringme', { account: { username: 'call-api-application' } })
  await add('kazoo', { settings: { accountId: 'f'.repeat(32) } })
  spoil(await add('portsip'), '403', 'GET /api/conference_rooms')
  spoil(await add('portsip', { name: 'system' }), '403', '/conference_servers')
  spoil(await add('yeastar-p'), '403', 'conference/list')
  expect((await examine()).problems).toEqual({
    ringme: [
      'fail: The application may not see extensions. Tell the telephony administrator: the application of confbot needs the access level All, which the operator of the platform grants.',
    ],
    kazoo: [
      `fail: The login may not read the conferences of the account ${'f'.repeat(32)}. Use the API key of that account, or give the user the right; a token can also be restricted by the operator.`,
    ],
    portsip: [
      'fail: The account has no right to list rooms. Give the account the rights that the README of this kind of PBX names.',
    ],
    system: [
      'fail: The login as admin may not see its servers. Name a system administrator in systemUsername, or leave systemUsername and systemPassword out: then its servers cannot be managed.',
    ],
    'yeastar-p': [
      'fail: The account has no right to list rooms. Give the account the rights that the README of this kind of PBX names.',
    ],
  })
})

it('says that the interface may be switched off where its web portal answers in its place, or nothing does', async () => {
  const portal = '<!doctype html><html><head><title>Sign in</title></head><body></body></html>'
  await addEach(() => ({
    answer: (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(portal),
  }))
  expect((await examine()).problems).toEqual(
    fromEach([
      /^fail: PBX answers with a web page \(HTTP 200\) where its interface for programs should be\. Check that the interface is switched on there, the path of the address/,
    ]),
  )
  ward = []
  await addEach(() => ({ answer: (_, response) => void response.writeHead(404).end() }))
  spoil(await add('yeastar-p', { name: 'denied' }), '403', 'get_token')
  const { problems } = await examine()
  expect(problems).toEqual({
    ...fromEach([
      /^fail: It does not answer as this kind of PBX does\. Check that its interface for programs is switched on, and the path of the address/,
    ]),
    'yeastar-s': [
      'fail: It answers the login otherwise than documented: its API may be switched off, or too old. Switch it on (Settings > PBX > General > API), and check the path of the address: /api/v2.0.0 needs firmware 30.13.0.30 or later.',
    ],
    denied: [expect.stringMatching(/^fail: It does not accept the login\. .* and that the API is switched on\./)],
  })
})

it('says which extension is not there, may not call outside, or is no moderator', async () => {
  await add('yeastar-p', { name: 'p-missing', settings: { serviceExtension: '5555' } })
  await add('yeastar-p', { name: 'p-inside', settings: { serviceExtension: '1020' } })
  await add('yeastar-s', { name: 's-missing', settings: { serviceExtension: '5555' } })
  await add('yeastar-s', { name: 's-inside', settings: { serviceExtension: '1020' } })
  await add('yeastar-s', { name: 's-guest', settings: { operator: '1020' } })
  await add('ringme', { name: 'r-missing', settings: { serviceExtension: '5555' } })
  await add('ringme', { name: 'r-client', settings: { client: '999' } })
  expect((await examine()).problems).toEqual({
    'p-missing': [
      'fail: There is no extension 5555, in whose name people are to be rung. Make one in the web portal, or write the number of another one into serviceExtension.',
    ],
    'p-inside': [
      'fail: No outbound route lets the extension 1020 ring outside numbers, so that only extensions can be invited. Add it to an outbound route under Call Control > Outbound Route in the web portal.',
    ],
    's-missing': [
      'fail: There is no extension 5555, which the configuration names. Correct operator and service extension in the configuration.',
    ],
    's-inside': [
      'warn: No outbound route lets extension 1020 call outside: only extensions can be invited. Add it to an outbound route, or name another service extension in the configuration, if numbers outside are to be rung.',
    ],
    's-guest': [
      'warn: Extension 1020 is no moderator of 8000, 8001: nobody can be invited, muted or put out there. Add it to the moderators of each room that confbot uses.',
    ],
    'r-missing': [
      'fail: There is no extension with the id 5555, which the setting serviceExtension names. Set serviceExtension to the id of an extension of the type phone: the id of the interface, not the number that is dialled.',
    ],
    'r-client': [
      'fail: There is no client 999. Tell the telephony administrator: the setting client names nobody. Leave it out, or correct it.',
    ],
  })
})

it('says once whose clock is off', async () => {
  for (const { clock } of await addEach(() => ({}))) clock.advance(5 * 60_000)
  const { problems, exitCode } = await examine()
  expect(problems).toEqual(
    Object.fromEntries(
      kinds.map((kind) => [
        kind,
        [
          expect.stringMatching(
            `^warn: The clock of this machine is (299|300) seconds behind that of ${kind}\\. Let the time of both machines be set by NTP\\.$`,
          ),
        ],
      ]),
    ),
  )
  expect(exitCode).toBe(0)
})

it('says that a name is not known, or that nobody listens', async () => {
  await addEach(() => ({}))
  ward = ward.map((one) => ({
    ...one,
    settings: { ...one.settings, ...one.pbx.settings('http://pbx.invalid:8088') },
  }))
  const gone = await add('yeastar-p', { name: 'gone' })
  await gone.stop()
  expect((await examine()).problems).toEqual({
    ...fromEach([
      /^fail: The name pbx\.invalid:8088 cannot be resolved \((ENOTFOUND|EAI_AGAIN)\)\. Check the address and its port/,
    ]),
    gone: [expect.stringMatching(/^fail: PBX cannot be reached \(ECONNREFUSED\)\. Check the address and its port/)],
  })
})

it('says that a certificate is not trusted, and which it saw', async () => {
  const seen = `its SHA-256 fingerprint is ${testCertificate.fingerprint}`
  await addEach(() => ({ tls: testCertificate }))
  await addEach((kind) => ({
    name: `${kind}-pinned`,
    tls: testCertificate,
    settings: { tlsFingerprint: otherCertificate.fingerprint },
  }))
  await addEach((kind) => ({
    name: `${kind}-other`,
    tls: testCertificate,
    settings: { tlsCertificate: otherCertificate.certificate },
  }))
  await add('yeastar-p', {
    name: 'misnamed',
    tls: otherCertificate,
    settings: { tlsCertificate: otherCertificate.certificate },
  })
  const { problems } = await examine()
  const untrusted = [
    expect.stringContaining(`fail: The certificate of PBX is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT); ${seen}. `),
  ]
  for (const kind of kinds) {
    expect(problems[kind]).toEqual(untrusted)
    expect(problems[`${kind}-other`]).toEqual(untrusted)
    expect(problems[`${kind}-pinned`]).toEqual([
      expect.stringContaining(`fail: The certificate of PBX is not the one of tlsFingerprint; ${seen}. `),
    ])
  }
  expect(problems.misnamed).toEqual([
    expect.stringMatching(
      /^fail: The certificate of PBX is not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\).* set tlsFingerprint to it\.$/,
    ),
  ])
  // Nothing was sent to whom nobody trusts, least of all a secret.
  for (const { asked } of ward) expect(asked()).toEqual([])
})

it('says that one hangs, is overloaded or broken, once each, and tries few logins', async () => {
  const settings = { requestTimeoutMs: 1000 }
  for (const patient of await addEach((kind) => ({ name: `${kind}-hangs`, settings }))) spoil(patient, 'hang')
  for (const patient of await addEach((kind) => ({ name: `${kind}-busy` }))) spoil(patient, '429')
  for (const patient of await addEach((kind) => ({ name: `${kind}-broken` }))) spoil(patient, '5xx')
  for (const patient of await addEach((kind) => ({ name: `${kind}-login`, settings })))
    spoil(patient, 'hang', patient.pbx.kind === 'kazoo' ? 'PUT ' : 'POST ')
  const { problems } = await examine()
  for (const kind of kinds) {
    expect(problems[`${kind}-hangs`]).toEqual([
      expect.stringContaining('fail: PBX did not answer within 1 second. Check the address and its port'),
    ])
    expect(problems[`${kind}-busy`]).toEqual([
      expect.stringContaining('fail: It takes no more requests for the moment. Run doctor again in a minute'),
    ])
    expect(problems[`${kind}-broken`]).toEqual([
      expect.stringMatching(/^fail: It fails to answer: .* Look into the PBX and its log\.$/),
    ])
    expect(problems[`${kind}-login`]).toEqual([expect.stringMatching(/^fail: It fails to answer: .*timeout/)])
  }
  for (const patient of ward) expect(countOf(patient, 'signIn')).toBeLessThan(5)
})

it('tells programs of each by its name', async () => {
  await add('yeastar-s', { name: 'branch', settings: wrongSecret['yeastar-s'] })
  await add('kazoo', { name: 'main', settings: wrongSecret.kazoo })
  const { findings } = JSON.parse((await examine('--json')).printed)
  expect(findings).toContainEqual(expect.objectContaining({ part: 'PBX branch', code: 'yeastar-s.doctor.login' }))
  expect(findings).toContainEqual(expect.objectContaining({ part: 'PBX main', code: 'kazoo.doctor.login-refused' }))
})
