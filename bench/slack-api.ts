/** A Slack Web API that answers at once, is never out of patience, and remembers what was posted. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { teamId } from './sample-meetings.ts'

export interface SlackApi extends Server {
  /** What `chat.postMessage` was called with since the last time this was asked, and when it was answered (`performance.now`). */
  taken(): readonly { readonly at: number; readonly body: string }[]
  /** Where an answer is sent; `answered` resolves with the instant at which it came, and what it says. */
  expectAnswer(): { readonly url: string; readonly answered: Promise<{ readonly at: number; readonly body: string }> }
}

const answers: Readonly<Record<string, object>> = {
  '/auth.test': {
    team_id: teamId,
    user_id: 'U0BOT',
    bot_id: 'B0BOT',
    team: 'bench',
    user: 'confbot',
    url: 'https://bench.example/',
  },
  '/users.info': { user: { id: 'U0BENCH', team_id: teamId, name: 'bench', is_admin: true, profile: {} } },
}

export async function startSlackApi(): Promise<SlackApi> {
  let messages: { at: number; body: string }[] = []
  const waiting = new Map<string, (answer: { at: number; body: string }) => void>()
  let expected = 0
  let ts = 0
  const answerTo = (path: string, body: string): object => {
    if (path === '/chat.postMessage') {
      messages.push({ at: performance.now(), body })
      return { ts: `1700000000.${String(++ts).padStart(6, '0')}` }
    }
    waiting.get(path)?.({ at: performance.now(), body })
    waiting.delete(path)
    return answers[path] ?? {}
  }
  const server = await serve((path, body) => ({ ok: true, ...answerTo(path, body) }))
  return {
    ...server,
    taken() {
      const taken = messages
      messages = []
      return taken
    },
    expectAnswer() {
      const path = `/answer/${++expected}`
      return { url: `${server.origin}${path}`, answered: new Promise((resolve) => waiting.set(path, resolve)) }
    },
  }
}

export interface Server {
  readonly origin: string
  stop(): void
}

/** Answers each request with JSON, or never where there is no answer. */
export async function serve(answerTo: (path: string, body: string) => object | null): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const answer = answerTo(request.url ?? '', Buffer.concat(chunks).toString())
      if (!answer) return
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
