import { REST } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { createSilentLogger } from '#lib/logger.ts'
import { type Doing, failureOf, failureWords, toChatError } from '#platforms/discord/failure.ts'
import { createRestApi, restOptions } from '#platforms/discord/rest-api.ts'
import { createHastyClock } from '#test/support/hasty-clock.ts'
import { deadOrigin } from '#test/support/local-server.ts'
import { spanToString } from '#text/format.ts'
import { type Answer, refusal, startStubDiscord } from './stub-discord.ts'

const errorOf = (calling: Promise<unknown>) =>
  calling.then(
    () => expect.fail('no error'),
    (error: unknown) => error,
  )

async function errorFrom(answer: Answer): Promise<unknown> {
  const discord = await startStubDiscord()
  discord.answer(answer)
  return errorOf(discord.api.call('POST', '/channels/7/messages', { body: {} }))
}
const limited = (headers: Record<string, string>): Answer => ({ status: 429, headers, body: { message: 'slow down' } })

describe('a failed call', () => {
  it.each<[string, Answer, object]>([
    ['a refusal', refusal(403, 50013), { kind: 'refused', status: 403, code: 50013 }],
    ['a refusal without a code', { status: 404, raw: '<html>' }, { kind: 'refused', status: 404, code: 0 }],
    ['429 with Retry-After', limited({ 'retry-after': '7' }), { kind: 'limited', retryAfterMs: 7050 }],
    ['429 without', limited({}), { kind: 'limited', retryAfterMs: 1000 }],
    ['429 of the network before Discord', { status: 429, raw: '<html>' }, { kind: 'limited', retryAfterMs: 1000 }],
    ['a write limit of the channel', refusal(400, 20028), { kind: 'limited', retryAfterMs: 5000 }],
    ['a failing server', { status: 502, raw: '<html>' }, { kind: 'unclear' }],
    ['a lost connection', 'reset', { kind: 'unclear' }],
    ['a page of a proxy', { status: 200, raw: '<html>' }, { kind: 'unclear' }],
    ['a body cut short', 'truncated', { kind: 'unclear' }],
  ])('is understood: %s', async (_, answer, failure) => {
    expect(failureOf(await errorFrom(answer))).toEqual(failure)
  })

  it('was surely not received when nobody listens', async () => {
    const rest = new REST(restOptions({ apiUrl: `${await deadOrigin()}/api` }))
    const api = createRestApi({ rest, token: 'x', clock: createHastyClock(), logger: createSilentLogger() })
    expect(failureOf(await errorOf(api.call('GET', '/users/@me')))).toEqual({ kind: 'unreached' })
  })

  it.each<[Answer, string, number | undefined]>([
    [refusal(403, 50001), 'chat.cannot-post', undefined],
    [refusal(403, 50007), 'chat.cannot-post', undefined],
    [refusal(404, 10003), 'chat.cannot-post', undefined],
    [refusal(403, 200000), 'chat.cannot-post', undefined],
    [limited({ 'retry-after': '7' }), 'chat.unavailable', 7050],
    [{ status: 500 }, 'chat.unavailable', undefined],
    [{ status: 403, raw: '<html>' }, 'chat.unavailable', undefined],
    [refusal(401, 0), 'chat.refused', undefined],
    [refusal(400, 50035), 'internal.failed', undefined],
  ])('becomes an error of ours: %o is %s', async (answer, code, retryAfterMs) => {
    const error = toChatError(await errorFrom(answer), '#ops', 'post')
    expect(error.code).toBe(code)
    expect(error.details.retryAfterMs).toBe(retryAfterMs)
    if (code === 'chat.cannot-post') expect(error.details.blanks).toEqual({ channel: '#ops' })
  })

  it.each<[number, Doing, RegExp]>([
    [50013, 'post', /#ops.*“View Channel” and “Send Messages”/],
    [50001, 'post-in-thread', /“Send Messages in Threads”/],
    [50001, 'find', /“Read Message History”/],
    [50007, 'tell', /allows direct messages/],
    [50278, 'tell', /allows direct messages/],
    [10003, 'post', /Use another channel/],
    [160005, 'post-in-thread', /Unlock/],
    [200000, 'post', /AutoMod/],
  ])('says what to do: %i when it was to %s', async (code, doing, words) => {
    const { remedy } = toChatError(await errorFrom(refusal(403, code)), '#ops', doing).details
    expect(remedy && spanToString(remedy)).toMatch(words)
  })

  it('says where a new token comes from', async () => {
    const { remedy } = toChatError(await errorFrom(refusal(401, 0)), '#ops', 'post').details
    expect(remedy && spanToString(remedy)).toContain('DISCORD_TOKEN')
  })

  it.each<[Answer, string]>([
    [refusal(403, 50013), 'Discord refused: HTTP status 403, code 50013'],
    [{ status: 404, raw: 'alice@example.com' }, 'Discord refused: HTTP status 404'],
    [limited({ 'retry-after': '7' }), 'Discord asks for patience for 7050 ms'],
    [{ status: 503, raw: 'alice@example.com' }, "Discord's answer was lost: HTTP status 503"],
    [{ status: 200, raw: 'alice@example.com' }, "Discord's answer was lost: SyntaxError"],
    ['reset', "Discord's answer was lost: UND_ERR_SOCKET"],
  ])('is told of without what Discord said: %o', async (answer, words) => {
    expect(failureWords(await errorFrom(answer))).toBe(words)
  })
})
