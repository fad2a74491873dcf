/** A REST API on a loopback port: what is answered is the test's to say, what was asked is remembered. For what no server does at will. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { REST } from 'discord.js'
import { createSilentLogger } from '#lib/logger.ts'
import type { DiscordApi } from '#platforms/discord/api.ts'
import { type ApiHooks, createRestApi, restOptions } from '#platforms/discord/rest-api.ts'
import { createHastyClock } from '#test/support/hasty-clock.ts'
import { serve } from '#test/support/local-server.ts'

export type Answer =
  | 'reset'
  | 'truncated'
  /** Headers come, the body never. */
  | 'half'
  | {
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: unknown
      readonly raw?: string
    }

interface Call {
  /** `GET /users/@me` */
  readonly what: string
  readonly authorization: string | undefined
  readonly body: string
}

export interface StubDiscord {
  readonly api: DiscordApi
  readonly rest: REST
  readonly clock: ReturnType<typeof createHastyClock>
  readonly calls: readonly Call[]
  /** In the order of the calls; the last for ever. */
  answer(...answers: Answer[]): void
  /** To whatever is asked there, in the place of those. */
  answerAt(what: string, body: unknown): void
  /** What was asked, without what was asked before the last time. */
  asked(): string[]
}

export const refusal = (status: number, code: number): Answer => ({
  status,
  body: { code, message: 'said by Discord' },
})

/** Ends with the test that asked for it. */
export async function startStubDiscord(hooks: ApiHooks = {}): Promise<StubDiscord> {
  let answers: Answer[] = [{ status: 200, body: {} }]
  const bodies = new Map<string, unknown>()
  const calls: Call[] = []
  let told = 0
  const { origin } = await serve(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const what = `${request.method} ${(request.url ?? '').replace(/^\/api\/v10/, '')}`
    calls.push({ what, authorization: request.headers.authorization, body })
    if (bodies.has(what)) return send(request, response, { status: 200, body: bodies.get(what) })
    const next = answers.length > 1 ? answers.shift() : answers[0]
    if (next) send(request, response, next)
  })
  const apiUrl = `${origin}/api/`
  const clock = createHastyClock()
  const rest = new REST(restOptions({ apiUrl }))
  return {
    api: createRestApi({ rest, token: 'bot-token', clock, logger: createSilentLogger(), ...hooks }),
    rest,
    clock,
    calls,
    answer(...given) {
      answers = given
    },
    answerAt: (what, body) => void bodies.set(what, body),
    asked() {
      const those = calls.slice(told)
      told = calls.length
      return those.map(({ what }) => what)
    },
  }
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (answer === 'reset') return void request.socket.destroy()
  if (answer === 'truncated' || answer === 'half') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
    response.write('{"id"', () => answer === 'truncated' && request.socket.destroy())
    return
  }
  const { status, headers, body, raw } = answer
  if (raw !== undefined) response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(raw)
  else if (body === undefined) response.writeHead(status, headers).end()
  else response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
