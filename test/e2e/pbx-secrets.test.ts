/**
 * Secrets of each kind of PBX that are known to the test are looked for wherever something is told or kept: the log, messages, forms,
 * the audit, the database, `/readyz` and doctor. The PBX is spiteful: it repeats in its errors whatever it was sent.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it, vi } from 'vitest'
import { createApp } from '#app'
import { isDone } from '#core/contracts/conference-provider.ts'
import { createLogger } from '#lib/logger.ts'
import type { DialectId } from '#sandbox/pbx/index.ts'
import { pbxToEnvironment } from '#sandbox/pbx-environment.ts'
import { configFrom } from '#test/support/config.ts'
import { runDoctorCommand } from '#test/support/doctor-command.ts'
import { deadOrigin } from '#test/support/local-server.ts'
import { createMeetingDriver } from '#test/support/meeting-driver.ts'
import { type KindThere, kindsThere } from '#test/support/pbx-kinds.ts'
import { admit } from '#test/support/pbx-ward.ts'
import { eventually } from '#test/support/sandbox-client.ts'
import { startSandboxServer } from '#test/support/sandbox-server.ts'

vi.setConfig({ testTimeout: 180_000 })

const secretKey = 'a-key-that-only-this-test-knows'
const people = ['alice', 'bob', 'carol']
const channels = ['general', 'ops', '@confbot']

/** An error of the vendor's own shape that says `words`. */
const errorsOf: Readonly<Record<DialectId, (status: number, words: string) => { status: number; body: object }>> = {
  portsip: (status, words) => ({ status, body: { errors: [{ code: 'UNKNOWN', message: words, detail: words }] } }),
  'yeastar-p': (status, words) => ({
    status: 200,
    body: { errcode: status === 401 ? 10004 : status === 400 ? 40002 : -2, errmsg: words },
  }),
  'yeastar-s': (status, words) => ({
    status: status === 503 ? 503 : 200,
    body: { status: 'Failed', errno: status === 401 ? '10005' : '10001', message: words },
  }),
  ringme: (status, words) => ({ status, body: { message: words, status: 'planted_failure' } }),
  kazoo: (status, words) => ({
    status,
    body: {
      status: 'error',
      error: String(status),
      message: words,
      data: { planted: { rule: { message: words, cause: words } } },
      auth_token: words,
    },
  }),
}

/** How the PBX fails: with its own error, or with the page of some proxy; null: not at all. */
type Spite = 401 | 400 | 503 | 'html' | null

/** Names under which secrets come and go on the wire. */
const secretName = /(password|pins?|secret|token|credentials|api_?key|file_url|record_url|download_resource_url)$/i
const loginPath = /\/(get_token|token|login|user_auth|api_auth|refresh_token|token_auth|heartbeat)$/

/** Whatever stands under such a name. */
function* secretsUnder(value: unknown, name = ''): Generator<string> {
  if (typeof value === 'string' && secretName.test(name) && value.length >= 4) yield value
  else if (Array.isArray(value)) for (const one of value) yield* secretsUnder(one, name)
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* secretsUnder(inner, key)
}

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return Object.fromEntries(new URLSearchParams(body))
  }
}

/** A PBX in front of which whatever goes over the wire is noted. */
function createSpy(id: DialectId) {
  const secrets = new Set<string>()
  let spite: Spite = null
  let sparesLogin = true
  let refused = 0
  let spoilt = ''
  const note = (value: unknown) => {
    // With it a Yeastar S-Series lets a file be fetched; KAZOO is sent one that opens nothing.
    if (id === 'yeastar-s' && typeof value === 'object' && value !== null && 'random' in value)
      secrets.add(String(value.random))
    for (const secret of secretsUnder(value)) if (!['Bearer', 'none'].includes(secret)) secrets.add(secret)
  }
  const answer = (request: IncomingMessage, response: ServerResponse, pass: () => void) => {
    const url = new URL(request.url ?? '/', 'http://pbx')
    note(Object.fromEntries(url.searchParams))
    const token = request.headers['x-auth-token'] ?? request.headers.authorization?.replace(/^Bearer /, '')
    if (typeof token === 'string') secrets.add(token)
    const isSpared = sparesLogin && loginPath.test(url.pathname)
    if (spite === null || isSpared || !`${request.method} ${url.pathname}`.includes(spoilt)) {
      const end = response.end.bind(response)
      response.end = ((body: unknown, ...rest: never[]) => {
        if (typeof body === 'string' || Buffer.isBuffer(body)) note(parsed(String(body)))
        return end(body as string, ...rest)
      }) as typeof response.end
      return pass()
    }
    const kind = spite
    refused += 1
    void text(request).then((sent) => {
      note(parsed(sent))
      const bare = [
        ...new Set([
          ...secretsUnder(parsed(sent)),
          ...(typeof token === 'string' ? [token] : []),
          ...secretsUnder(Object.fromEntries(url.searchParams)),
        ]),
      ]
      const secret = bare.flatMap(written).join(' or ')
      // Of what is long people see the beginning alone.
      const words = kind === 400 ? `${request.method} ${sent} ${secret}` : `it is ${secret}; ${request.url} ${sent}`
      if (kind === 'html')
        return response.writeHead(502, { 'content-type': 'text/html' }).end(`<!doctype html><p>${words}</p>`)
      const { status, body } = errorsOf[id](kind, words)
      return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  }
  return {
    secrets,
    refused: () => refused,
    answer,
    /** `login`: whether sign-ins fail as well; `match`: what "METHOD path" of those that fail holds. */
    fail(kind: Spite, { login = false, match = '' } = {}) {
      spite = kind
      spoilt = match
      sparesLogin = !login
    },
  }
}

/** One bot with its log from the first line on, beside a PBX of this kind. */
async function start(
  { id }: KindThere,
  more: Readonly<Record<string, string>>,
  atEnd: (run: () => Promise<void>) => void,
) {
  const folder = await mkdtemp(join(tmpdir(), 'confbot-secrets-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  const chat = await startSandboxServer()
  atEnd(() => chat.stop())
  const spy = createSpy(id)
  const publicUrl = await deadOrigin()
  const patient = await admit(id, {
    clock: chat.clock,
    // It looks otherwise in JSON, in a form and in an address.
    account: { password: 'planted "s\u00e9cret"&of=every\\+kind%' },
    answer: spy.answer,
    eventsUrl: () => `${publicUrl}/pbx/${id}/events`,
  })
  atEnd(patient.stop)
  const { pbx, origin } = patient
  for (const secret of secretsUnder(pbx.settings(origin))) spy.secrets.add(secret)
  const env = {
    ...Object.fromEntries(Object.entries(chat.env).filter(([name]) => name.startsWith('SLACK_'))),
    ...pbxToEnvironment({ kind: id, settings: pbx.settings(origin) }),
    PBX_ROOMS: '8000-8009',
    PBX_EXTENSIONS: '1000-1099',
    PBX_COUNTRIES: 'DE',
    DATABASE_URL: join(folder, 'confbot.db'),
    PORT: new URL(publicUrl).port,
    PUBLIC_URL: publicUrl,
    ...more,
  }
  let log = ''
  const destination = new Writable({
    write(chunk, _, done) {
      log += String(chunk)
      done()
    },
  })
  const app = createApp(configFrom(env), {
    version: 'test',
    clock: chat.clock,
    logger: createLogger({ level: 'trace', destination }),
  })
  // The first that it asks for is refused; of a RingMe that is to send events to an address that is a secret.
  const first = id === 'ringme' ? { match: 'POST ' } : {}
  spy.fail(400, first)
  const started = await app.start()
  await chat.slack.advance(1)
  await eventually(async () => expect(spy.refused()).toBeGreaterThan(0))
  spy.fail(null)
  await chat.slack.advance(120)
  let stopping: Promise<void> | null = null
  const stop = () => {
    stopping ??= app.stop()
    return stopping
  }
  atEnd(stop)
  return {
    chat,
    pbx,
    spy,
    env,
    folder,
    log: () => log,
    ...started,
    stop,
    async database() {
      const names = (await readdir(folder)).filter((name) => name.startsWith('confbot.db'))
      return (await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))).join('\n')
    },
  }
}

/** As it stands in other texts, too. */
const written = (secret: string) => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  new URLSearchParams({ secret }).toString().slice('secret='.length),
]
const escaped = (secret: string) => secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** Digits that are part of a longer number, such as a time, are not it. */
const isIn = (text: string, secret: string) =>
  /^\d+$/.test(secret) ? new RegExp(`(?<![\\d.])${escaped(secret)}(?!\\d)`).test(text) : text.includes(secret)

/** Where in `text` each of `secrets` stands, without them. */
const found = (text: string, secrets: Iterable<string>) =>
  [...secrets].flatMap((secret) => {
    if (!isIn(text, secret)) return []
    const at = text.search(
      /^\d+$/.test(secret) ? new RegExp(`(?<![\\d.])${secret}(?!\\d)`) : new RegExp(escaped(secret)),
    )
    return [text.slice(Math.max(0, at - 120), at + secret.length + 60)]
  })

const cases = kindsThere.flatMap((there) => [
  { there, id: there.id, key: secretKey, how: 'with a key for logins' },
  { there, id: there.id, key: null, how: 'without one' },
])

// Most of it is waiting for what fails to be tried again.
describe.concurrent('tells and keeps no secret', () => {
  it.for(cases)('on $id, $how', async ({ there, key }, { onTestFinished }) => {
    const { id, kind, definition } = there
    const can = (capability: keyof typeof definition.capabilities) => isDone(definition.capabilities[capability])
    const bot = await start(there, key === null ? {} : { CONFBOT_SECRET_KEY: key }, onTestFinished)
    const { chat, pbx, spy } = bot
    const { slack } = chat
    const driver = createMeetingDriver(() => chat, id)
    const said = (command: string) => driver.ask('alice', command, /./)
    const legs = () => pbx.rooms().flatMap((room) => room.legs.filter(({ state }) => state === 'joined'))
    const secretFields = definition.roomFields.filter(({ secret }) => secret)
    const planted = (turn: number) =>
      secretFields.map((field, index) => {
        const value = String(713_907 + 1000 * turn + index)
        spy.secrets.add(value)
        return `${field.id}=${value}`
      })
    const number = kind.makesRooms ? '8050' : '8001'

    // Everything goes well.
    await slack.command('alice', 'start "Sprint review" 1001 1002')
    await slack.answer('alice', 'Sprint review is open')
    await slack.advance(3)
    await eventually(async () => expect(legs()).toHaveLength(2))
    const pin = await driver.ask('alice', 'pin', /PIN \d+/)
    const shownPin = /PIN (\d+)/.exec(pin.text)?.[1] ?? 'none'
    expect([...spy.secrets]).toContain(shownPin)
    await said('show')
    await said('mute all')
    if (can('record')) {
      await said('record start')
      await slack.advance(20)
      await said('record stop')
    }
    if (can('listRecordings')) {
      await said('record list')
      await said('record link 1')
    }
    await said('/confadmin room list')
    const required = definition.roomFields.filter(({ create }) => create === 'required')
    const planToFields = definition.planToFields(
      { number, subject: 'Board room', pin: null, chairPin: null, capacity: 5 },
      'create',
    )
    const plain = Object.entries(planToFields).flatMap(([name, value]) => {
      const field = definition.roomFields.find((one) => one.id === name)
      return field && !field.secret && value !== null ? [`${name}="${String(value)}"`] : []
    })
    expect(required.every((field) => field.id in planToFields)).toBe(true)
    if (kind.makesRooms)
      await driver.ask('alice', `/confadmin room create ${[...plain, ...planted(1)].join(' ')}`, /Room 8050/)
    await driver.ask('alice', `/confadmin room edit ${number} ${planted(2).join(' ')}`, new RegExp(`Room ${number}`))
    await driver.ask('alice', `/confadmin room show ${number}`, new RegExp(`Room ${number}`))
    await slack.command('alice', `/confadmin room edit ${number}`)
    await driver.form('alice')
    await said('/confadmin status')
    const kept = await bot.database()
    if (key === null) expect(kept).not.toContain('vault:')
    else expect(kept).toContain('vault:session:')

    // Events that nobody sent.
    const { eventSecret } = pbx.settings('http://pbx')
    const forged = ['forged-secret-of-nobody', shownPin, ...(typeof eventSecret === 'string' ? [eventSecret] : [])]
    spy.secrets.add('forged-secret-of-nobody')
    for (const secret of forged)
      for (const body of [
        JSON.stringify({ token: secret, pin: shownPin, secret }),
        `secret=${secret}&pin=${shownPin}`,
        secret,
      ])
        await fetch(
          `${bot.address}/pbx/${id}/events/${encodeURIComponent(secret)}?token=${encodeURIComponent(secret)}`,
          {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
            body,
          },
        )

    // Everything goes wrong.
    const doctor: string[] = []
    const diagnose = async () => {
      const { printed } = await runDoctorCommand(bot.folder, { ...bot.env, PORT: '0', ADMIN_PORT: '0' }, [], [])
      doctor.push(printed)
    }
    const ready: string[] = []
    const lookAround = async () => {
      for (const path of ['/readyz', '/metrics']) ready.push(await (await fetch(`${bot.adminAddress}${path}`)).text())
    }
    // What is kept does not depend on what was answered.
    for (const kindOfFault of key === null ? [] : ([400, 503, 'html', 401] as const)) {
      spy.fail(kindOfFault)
      await said('invite 1003')
      await said(`/confadmin room edit ${number} ${planted(3).join(' ')}`)
      await said(`/confadmin room show ${number}`)
      await said('pin')
      if (can('listRecordings')) await said('record list')
      if (can('mute')) await said('mute all')
      await lookAround()
      spy.fail(null)
      await slack.advance(60)
    }
    await diagnose()
    for (const kindOfFault of key === null ? [] : ([400, 401] as const)) {
      spy.fail(kindOfFault, { login: true })
      await diagnose()
      // The login of the bot itself lapses, and cannot be had again.
      await slack.advance(3600)
      await said('show')
      await said('/confadmin room list')
      await said('/confadmin status')
      await lookAround()
    }
    spy.fail(null)
    await slack.advance(4000)
    await said('/confadmin audit')
    await slack.command('alice', 'end in:"Sprint review"')
    await slack.advance(5)
    await bot.stop()

    const secrets = [...new Set([...spy.secrets].filter((secret) => secret.length >= 5).flatMap(written))]
    expect(secrets.length).toBeGreaterThan(5)
    const told: { where: string; text: string }[] = [
      { where: 'log', text: bot.log() },
      { where: 'database', text: await bot.database() },
      ...doctor.map((printed) => ({ where: 'doctor', text: printed })),
      ...ready.map((printed) => ({ where: 'readyz', text: printed })),
    ]
    for (const person of people) {
      for (const channel of channels)
        for (const message of await slack.messages(person, channel)) {
          // The answers that are asked for to see it.
          const isAskedFor = message.text.includes(`PIN ${shownPin}`) || message.text.includes('Whoever has this link')
          if (person === 'alice' && isAskedFor && message.is_ephemeral) continue
          told.push({ where: `${person} in ${channel}`, text: JSON.stringify(message) })
        }
      told.push({ where: `forms of ${person}`, text: JSON.stringify(await slack.get(`slack/views?user=${person}`)) })
    }
    expect(told.filter(({ where }) => where.startsWith('alice')).length).toBeGreaterThan(10)
    const leaks = told.flatMap(({ where, text }) => found(text, secrets).map((around) => `${where}: ${around}`))
    expect(leaks.slice(0, 30)).toEqual([])
    // The PBX's words come through, but for the secrets; a Yeastar S-Series is known by its numbers alone.
    if (key !== null && id !== 'yeastar-s') expect(bot.log()).toContain('it is [redacted]')
    // The chair is told that of moderators as well, where one is made.
    expect(found(pin.text, secrets)).toHaveLength(definition.chairKeys === undefined ? 1 : 2)
    expect(doctor.join()).toContain(`PBX ${id}`)
    expect(bot.log()).not.toContain(secretKey)
  })
})
