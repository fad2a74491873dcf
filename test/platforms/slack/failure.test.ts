import { describe, expect, it } from 'vitest'
import { createSilentLogger } from '#lib/logger.ts'
import { createClients } from '#platforms/slack/clients.ts'
import { failureOf, failureWords, toChatError } from '#platforms/slack/failure.ts'
import { deadOrigin } from '#test/support/local-server.ts'
import { type Answer, startStubSlack } from './stub-slack.ts'

async function errorFrom(answer: Answer): Promise<unknown> {
  const slack = await startStubSlack()
  slack.answer('chat.postMessage', answer)
  return slack.clients.once.chat.postMessage({ channel: 'C1', text: 'x' }).then(
    () => expect.fail('no error'),
    (error: unknown) => error,
  )
}

describe('a failed call', () => {
  it.each<[string, Answer, object]>([
    ['a refusal', { ok: false, error: 'not_in_channel' }, { kind: 'refused', error: 'not_in_channel' }],
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '7' } }, { kind: 'limited', retryAfterMs: 7000 }],
    ['429 without', { status: 429 }, { kind: 'limited' }],
    ['ratelimited in the body', { ok: false, error: 'ratelimited' }, { kind: 'limited' }],
    [
      'an internal error, which may have done part of the work',
      { ok: false, error: 'fatal_error' },
      { kind: 'unclear' },
    ],
    ['a failing server', { status: 503 }, { kind: 'unclear' }],
    ['a lost connection', 'reset', { kind: 'unclear' }],
    ['a page of a proxy', { status: 200, raw: '<html>' }, { kind: 'unclear' }],
    ['a body cut short', 'truncated', { kind: 'unclear' }],
    ['a wrong address', { status: 404 }, { kind: 'refused', error: 'http_404' }],
  ])('is understood: %s', async (_, answer, failure) => {
    expect(failureOf(await errorFrom(answer))).toEqual(failure)
  })

  it('was surely not received when nobody listens', async () => {
    const apiUrl = `${await deadOrigin()}/api/`
    const clients = createClients({ botToken: 'xoxb-1', apiUrl }, createSilentLogger())
    const error = await clients.once.auth.test().catch((failed: unknown) => failed)
    expect(failureOf(error)).toEqual({ kind: 'unreached' })
  })

  it.each<[Answer, string, number | undefined]>([
    [{ ok: false, error: 'not_in_channel' }, 'chat.cannot-post', undefined],
    [{ ok: false, error: 'channel_not_found' }, 'chat.cannot-post', undefined],
    [{ ok: false, error: 'is_archived' }, 'chat.cannot-post', undefined],
    [{ ok: false, error: 'is_inactive' }, 'chat.cannot-post', undefined],
    [{ ok: false, error: 'restricted_action_read_only_channel' }, 'chat.cannot-post', undefined],
    [{ status: 429, headers: { 'retry-after': '7' } }, 'chat.unavailable', 7000],
    [{ status: 429 }, 'chat.unavailable', undefined],
    [{ ok: false, error: 'invalid_auth' }, 'chat.refused', undefined],
    [{ ok: false, error: 'missing_scope' }, 'chat.refused', undefined],
    [{ status: 500 }, 'chat.unavailable', undefined],
    [{ ok: false, error: 'invalid_blocks' }, 'internal.failed', undefined],
  ])('becomes an error of ours: %o is %s', async (answer, code, retryAfterMs) => {
    const error = toChatError(await errorFrom(answer), 'this channel')
    expect(error.code).toBe(code)
    expect(error.details.retryAfterMs).toBe(retryAfterMs)
    if (code === 'chat.cannot-post') expect(error.details.blanks).toEqual({ channel: 'this channel' })
  })

  it.each<[Answer, string]>([
    [{ ok: false, error: 'not_in_channel' }, 'Slack refused: not_in_channel'],
    [{ status: 429, headers: { 'retry-after': '7' } }, 'Slack asks for patience for 7000 ms'],
    [{ status: 429 }, 'Slack asks for patience'],
    [{ status: 503, raw: 'alice@example.com' }, "Slack's answer was lost: HTTP status 503"],
    [{ status: 200, raw: '{"user":{"phone":"+4930901800"' }, "Slack's answer was lost: it is no JSON"],
    [{ ok: false, error: 'internal_error' }, "Slack's answer was lost: internal_error"],
    ['reset', "Slack's answer was lost: UND_ERR_SOCKET"],
  ])('is told to the log without what Slack answered: %o', async (answer, words) => {
    const error = await errorFrom(answer)
    expect(failureWords(error)).toBe(words)
    if (failureOf(error).kind !== 'refused') expect(toChatError(error, 'here').cause).toEqual(new Error(words))
  })
})
