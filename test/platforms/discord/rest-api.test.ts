import { REST } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { failureOf } from '#platforms/discord/failure.ts'
import { restOptions } from '#platforms/discord/rest-api.ts'
import { type Answer, refusal, startStubDiscord } from './stub-discord.ts'

const done: Answer = { status: 200, body: { id: '1' } }
const limited = (seconds: number, headers: Record<string, string> = {}): Answer => ({
  status: 429,
  headers: { 'retry-after': String(seconds), ...headers },
  body: { message: 'slow down', retry_after: seconds, global: false },
})
const failure = (calling: Promise<unknown>) =>
  calling.then(
    () => expect.fail('it was answered'),
    (error: unknown) => failureOf(error),
  )

describe('a call to Discord', () => {
  it('is sent with the token, once, and gives the JSON of the answer', async () => {
    const { api, answer, calls } = await startStubDiscord()
    answer(done)
    expect(await api.call('POST', '/channels/7/messages', { body: { a: 1 } })).toEqual({ id: '1' })
    expect(calls).toEqual([{ what: 'POST /channels/7/messages', authorization: 'Bot bot-token', body: '{"a":1}' }])
  })

  it('gives nothing where Discord has nothing to say', async () => {
    const { api, answer } = await startStubDiscord()
    answer({ status: 204 })
    expect(await api.call('DELETE', '/channels/7/messages/8')).toBeUndefined()
  })

  it('sends a query', async () => {
    const { api, calls } = await startStubDiscord()
    await api.call('GET', '/channels/7/messages', { query: { limit: '9' } })
    expect(calls[0]?.what).toBe('GET /channels/7/messages?limit=9')
  })

  it.each<Answer>([{ status: 503 }, 'reset', 'truncated', { status: 200, raw: '<html>a proxy' }])(
    'is not sent again unless it may be, when the answer is lost: %o',
    async (lost) => {
      const { api, answer, asked } = await startStubDiscord()
      answer(lost)
      expect(await failure(api.call('POST', '/channels/7/messages'))).toEqual({ kind: 'unclear' })
      expect(asked()).toHaveLength(1)
      answer(lost, lost, done)
      expect(await api.call('PATCH', '/channels/7/messages/8', { isRepeatable: true })).toEqual({ id: '1' })
      expect(asked()).toHaveLength(3)
      answer(lost)
      expect(await failure(api.call('PATCH', '/channels/7/messages/8', { isRepeatable: true }))).toEqual({
        kind: 'unclear',
      })
      expect(asked()).toHaveLength(3)
    },
  )

  it('is given up when the rest of the answer never comes', async () => {
    const { api, answer } = await startStubDiscord()
    answer('half')
    const called = api.call('POST', '/interactions/5/token/callback', { isInteraction: true })
    expect(await failure(called)).toEqual({ kind: 'unclear' })
  })

  it('is not sent again when it was refused', async () => {
    const { api, answer, asked } = await startStubDiscord()
    answer(refusal(404, 10008))
    const called = api.call('PATCH', '/channels/7/messages/8', { isRepeatable: true })
    expect(await failure(called)).toEqual({ kind: 'refused', status: 404, code: 10008 })
    expect(asked()).toHaveLength(1)
  })

  it.each<[string, Answer]>([
    ['refused', refusal(403, 50013)],
    ['put off', limited(60)],
  ])('stays unclear when a posting whose answer was lost is then %s', async (_, then) => {
    const { api, answer } = await startStubDiscord()
    answer('reset', then)
    const posted = api.call('POST', '/channels/7/messages', { isRepeatable: true, patienceMs: 5_000 })
    expect(await failure(posted)).toEqual({ kind: 'unclear' })
  })
})

describe('a rate limit', () => {
  it('is waited for as long as the call has patience', async () => {
    const { api, answer, clock, asked } = await startStubDiscord()
    answer(limited(3), limited(2), done)
    expect(await api.call('POST', '/channels/7/messages', { patienceMs: 10_000 })).toEqual({ id: '1' })
    expect(clock.waits).toEqual([3050, 2050])
    expect(asked()).toHaveLength(3)
  })

  it('rejects at once what has none, or not enough', async () => {
    const { api, answer, clock } = await startStubDiscord()
    answer(limited(7))
    expect(await failure(api.call('PATCH', '/channels/7/messages/8', { isRepeatable: true }))).toEqual({
      kind: 'limited',
      retryAfterMs: 7050,
    })
    answer(limited(6), limited(6))
    const patient = api.call('POST', '/channels/7/messages', { patienceMs: 10_000 })
    expect(await failure(patient)).toEqual({ kind: 'limited', retryAfterMs: 6050 })
    expect(clock.waits).toEqual([6050])
  })

  it('is kept to before anything is sent, in the one channel', async () => {
    const { api, answer, asked } = await startStubDiscord()
    const spent = { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '60' }
    answer({ ...(done as object), status: 200, headers: { ...spent, 'x-ratelimit-bucket': 'abc' } })
    const route = (channel: string) => `/channels/${channel}/messages` as const
    // Which bucket it is shows with the first answer, and counts from the second.
    await api.call('POST', route('10000000000000001'))
    await api.call('POST', route('10000000000000001'))
    expect(asked()).toHaveLength(2)
    expect(await failure(api.call('POST', route('10000000000000001')))).toMatchObject({ kind: 'limited' })
    expect(asked()).toEqual([])
    await api.call('POST', route('10000000000000002'))
    expect(asked()).toHaveLength(1)
  })

  it('of all calls together holds up every one but those of interactions', async () => {
    const { api, answer, asked } = await startStubDiscord()
    answer(limited(60, { 'x-ratelimit-global': 'true' }), done)
    await api.call('POST', '/channels/7/messages').catch(() => {})
    asked()
    expect(await failure(api.call('GET', '/users/@me'))).toMatchObject({ kind: 'limited' })
    expect(asked()).toEqual([])
    await api.call('POST', '/webhooks/5/a-token', { isInteraction: true })
    expect(asked()).toEqual(['POST /webhooks/5/a-token'])
  })

  it('counts no interaction to what the bot may send', async () => {
    const { api, rest, asked } = await startStubDiscord()
    rest.options.globalRequestsPerSecond = 2
    rest.globalRemaining = 2
    const answers = Array.from({ length: 20 }, (_, at) =>
      api.call('POST', `/interactions/${at}/token/callback`, { isInteraction: true }),
    )
    await Promise.all(answers)
    await api.call('POST', '/webhooks/5/token', { isInteraction: true })
    expect(asked()).toHaveLength(21)
    expect(rest.globalRemaining).toBe(2)
  })
})

describe('what is refused', () => {
  it('is not sent for a minute once the token is refused, then tried once', async () => {
    const told: (string | null)[] = []
    const { api, answer, asked, clock } = await startStubDiscord({ onAccess: (problem) => told.push(problem) })
    answer({ status: 401, body: { message: '401: Unauthorized', code: 0 } })
    const ask = () => failure(api.call('GET', '/users/@me', { isRepeatable: true }))
    const shutOut = { kind: 'refused', status: 401, code: 0 }
    expect(await ask()).toEqual(shutOut)
    expect(await ask()).toEqual(shutOut)
    expect(asked()).toHaveLength(1)
    clock.advance(60_000)
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([shutOut, shutOut, shutOut])
    expect(asked()).toHaveLength(1)
    clock.advance(60_000)
    answer(done)
    await api.call('GET', '/users/@me')
    await api.call('GET', '/users/@me')
    expect(asked()).toHaveLength(2)
    expect(new Set(told)).toEqual(new Set(['the token is refused (HTTP status 401)', null]))
    expect(told.at(-1)).toBeNull()
  })

  it('holds up no answer to an interaction, whose own token is another matter', async () => {
    const told: (string | null)[] = []
    const { api, answer, asked, calls } = await startStubDiscord({ onAccess: (problem) => told.push(problem) })
    answer({ status: 401, body: { message: 'no', code: 50027 } })
    const route = '/webhooks/5/a-token/messages/@original'
    expect(await failure(api.call('PATCH', route, { isInteraction: true }))).toMatchObject({ code: 50027 })
    answer(done)
    await api.call('PATCH', route, { isInteraction: true })
    await api.call('GET', '/users/@me')
    expect(asked()).toHaveLength(3)
    expect(told).toEqual([null])
    expect(calls[1]?.authorization).toBeUndefined()
  })

  it('is tried only now and then in a channel that stays closed', async () => {
    const { api, answer, asked, clock } = await startStubDiscord()
    answer(refusal(403, 50013))
    const post = (channel: number) => failure(api.call('POST', `/channels/${channel}/messages`))
    for (let times = 0; times < 10; times++) expect(await post(7)).toMatchObject({ code: 50013 })
    expect(asked()).toHaveLength(3)
    await post(8)
    expect(asked()).toEqual(['POST /channels/8/messages'])
    clock.advance(10_000)
    answer(done)
    await api.call('POST', '/channels/7/messages')
    await api.call('POST', '/channels/7/messages')
    expect(asked()).toHaveLength(2)
  })

  it('in one server is no matter of another', async () => {
    const { api, answer, asked } = await startStubDiscord()
    answer(refusal(403, 50001))
    for (let at = 0; at < 6; at++) await failure(api.call('GET', `/applications/5/guilds/${at}/commands`))
    expect(asked()).toHaveLength(6)
  })

  it('forgets no token that the gateway’s client forgot', async () => {
    const { api, rest, calls } = await startStubDiscord()
    rest.setToken('')
    await api.call('GET', '/users/@me')
    expect(calls[0]?.authorization).toBe('Bot bot-token')
  })
})

it('keeps to fifty calls a second itself, unless a proxy does so for all who use it', () => {
  expect(new REST(restOptions({})).options).toMatchObject({
    api: 'https://discord.com/api',
    globalRequestsPerSecond: 50,
  })
  const proxied = new REST(restOptions({ apiUrl: 'http://127.0.0.1:8080/api/' })).options
  expect(proxied).toMatchObject({ api: 'http://127.0.0.1:8080/api', globalRequestsPerSecond: Number.POSITIVE_INFINITY })
})

it('tells of contact whenever Discord answered, whatever it said', async () => {
  let contacts = 0
  const { api, answer } = await startStubDiscord({ onContact: () => contacts++ })
  const ask = () => api.call('GET', '/users/@me').catch(() => {})
  for (const one of [done, refusal(403, 50001), 'reset', { status: 503 }] as const) {
    answer(one)
    await ask()
  }
  expect(contacts).toBe(2)
})
