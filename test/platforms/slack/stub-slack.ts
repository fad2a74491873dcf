/** A Web API of a few methods on a loopback port: what is answered is the test's to say, what was asked is remembered. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse } from 'node:querystring'
import type { Clock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createClients, type SlackClients } from '#platforms/slack/clients.ts'
import { createFindMarked } from '#platforms/slack/find-marked.ts'
import { createPost } from '#platforms/slack/posting.ts'
import { createPostingPace } from '#platforms/slack/posting-pace.ts'
import { serve } from '#test/support/local-server.ts'

export type Arguments = Readonly<Record<string, string>>
/** A body, or what happens to the connection instead. */
export type Answer =
  | Readonly<Record<string, unknown>>
  | 'reset'
  | 'never'
  | 'truncated'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly raw?: string }

export interface StubSlack {
  readonly url: string
  readonly calls: { readonly method: string; readonly arguments: Arguments; readonly authorization: string }[]
  /** Takes the place of the method's answers; several are given one after the other, the last for ever. */
  answer(method: string, ...answers: (Answer | ((given: Arguments) => Answer))[]): void
  callsOf(method: string): Arguments[]
  readonly clients: SlackClients
}

/** Ends with the test that asked for it. Methods without an answer of the test's say ok. */
export async function startStubSlack(): Promise<StubSlack> {
  const answers = new Map<string, (Answer | ((given: Arguments) => Answer))[]>()
  const calls: StubSlack['calls'] = []
  const { origin } = await serve(async (request, response) => {
    const method = (request.url ?? '').replace(/^\/(api\/)?/, '')
    const given = argumentsOf(request, await bodyOf(request))
    calls.push({ method, arguments: given, authorization: request.headers.authorization ?? '' })
    const queue = answers.get(method) ?? []
    const next = (queue.length > 1 ? queue.shift() : queue[0]) ?? { ok: true }
    send(request, response, typeof next === 'function' ? next(given) : next)
  })
  const url = `${origin}/api/`
  return {
    url,
    calls,
    answer: (method, ...given) => void answers.set(method, given),
    callsOf: (method) => calls.filter((call) => call.method === method).map((call) => call.arguments),
    clients: createClients({ botToken: 'xoxb-test', apiUrl: url }, createSilentLogger()),
  }
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (answer === 'never') return
  if (answer === 'reset') return void request.socket.destroy()
  if (answer === 'truncated') {
    response.writeHead(200, { 'content-length': '100' }).write('{"ok"', () => request.socket.destroy())
    return
  }
  if ('status' in answer && typeof answer.status === 'number') {
    const { status, headers, raw } = answer as { status: number; headers?: Record<string, string>; raw?: string }
    response.writeHead(status, headers).end(raw ?? '')
  } else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, ...answer }))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

function argumentsOf(request: IncomingMessage, body: string): Arguments {
  const isJson = request.headers['content-type']?.includes('json')
  const given: Record<string, unknown> = isJson ? (JSON.parse(body) as Record<string, unknown>) : { ...parse(body) }
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}

/** Whose messages are looked for. */
export const bot = { botId: 'B0', botUserId: 'UBOT' }

/** How messages are posted and looked for, as the platform puts it together. */
export function createPosting(clients: SlackClients, clock: Clock) {
  const findMarked = createFindMarked({ clients, clock, bot: () => bot })
  const pace = createPostingPace(clock)
  return { findMarked, post: createPost({ clients, pace, findMarked, clock, logger: createSilentLogger() }) }
}
