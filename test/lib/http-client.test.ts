import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createHttpClient, type HttpClient, HttpClientError, type HttpClientOptions } from '#lib/http-client.ts'
import { deadOrigin, listen } from '#test/support/local-server.ts'

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void

let server: Server
let answer: Answer
let origin: string
let client: HttpClient | undefined

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += String(chunk)
    })
    request.on('end', () => answer(request, response, body))
  })
  origin = await listen(server)
})
afterEach(async () => {
  server.closeAllConnections()
  await client?.close()
})
afterAll(() => server.close())

const open = (options: Partial<HttpClientOptions> = {}) => {
  client = createHttpClient({ timeoutMs: 10_000, ...options })
  return client
}
const failure = async (sent: Promise<unknown>): Promise<HttpClientError> => {
  const error: unknown = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof HttpClientError) return error
  throw new Error(`expected an HttpClientError, got ${String(error)}`)
}

describe('the HTTP client', () => {
  it('sends what it is given and returns the answer whole, whatever its status', async () => {
    answer = (request, response, body) => {
      response.writeHead(418, { 'Content-Type': 'text/plain', 'Set-Cookie': ['a=1', 'b=2'] })
      response.end(`${request.method} ${request.url} ${request.headers['x-test']} ${body} – ü`)
    }
    const response = await open().fetch(new URL('/path?query=1', origin), {
      method: 'POST',
      headers: { 'x-test': 'yes' },
      body: 'grüße',
    })
    expect(response).toMatchObject({ status: 418, body: 'POST /path?query=1 yes grüße – ü' })
    expect(response.headers).toMatchObject({ 'content-type': 'text/plain', 'set-cookie': 'a=1, b=2' })
  })

  it('follows no redirect', async () => {
    answer = (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end()
    expect(await open().fetch(new URL(origin))).toMatchObject({ status: 302, headers: { location: '/elsewhere' } })
  })

  it('gives up when the answer does not begin in time', async () => {
    answer = () => {}
    expect((await failure(open({ timeoutMs: 50 }).fetch(new URL(origin)))).reason).toBe('timeout')
  })

  it('gives up when the answer does not end in time, though it goes on and on', async () => {
    answer = (_request, response) => {
      const timer = setInterval(() => response.write('.'), 5)
      response.on('close', () => clearInterval(timer))
    }
    expect((await failure(open().fetch(new URL(origin), { timeoutMs: 80 }))).reason).toBe('timeout')
  })

  it('holds no answer that is too large', async () => {
    answer = (_request, response) => response.end('x'.repeat(2000))
    const error = await failure(open({ maxResponseBytes: 1999 }).fetch(new URL(origin)))
    expect(error).toMatchObject({ reason: 'malformed', message: expect.stringContaining('TOO_LARGE') })
    expect((await open({ maxResponseBytes: 2000 }).fetch(new URL(origin))).body).toHaveLength(2000)
  })

  it('tells an answer that is cut short from none', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half of it', () => response.destroy())
    }
    expect((await failure(open().fetch(new URL(origin)))).reason).toBe('malformed')
    answer = (request) => request.socket.destroy()
    expect((await failure(open().fetch(new URL(origin)))).reason).toBe('broken')
  })

  it('tells what is no HTTP', async () => {
    answer = (request) => request.socket.end('SSH-2.0-OpenSSH_9.2\r\n')
    expect((await failure(open().fetch(new URL(origin)))).reason).toBe('malformed')
  })

  it('cannot reach a port where nobody listens', async () => {
    const error = await failure(open().fetch(new URL(await deadOrigin())))
    expect(error).toMatchObject({ reason: 'unreachable', message: expect.stringContaining('ECONNREFUSED') })
  })

  it("stops at the caller's signal", async () => {
    const controller = new AbortController()
    answer = () => controller.abort()
    expect((await failure(open().fetch(new URL(origin), { signal: controller.signal }))).reason).toBe('aborted')
  })

  it('opens no more connections than it may', async () => {
    const sockets = new Set<Socket>()
    answer = (request, response) => {
      sockets.add(request.socket)
      setImmediate(() => response.end())
    }
    const limited = open({ maxConnections: 2 })
    await Promise.all(Array.from({ length: 10 }, () => limited.fetch(new URL(origin))))
    expect(sockets.size).toBeLessThanOrEqual(2)
  })

  it('has nothing in its errors but method, address without query, and a code', async () => {
    answer = (request) => request.socket.destroy()
    const url = new URL(`${origin}/rooms/7?access_token=planted-1`)
    url.username = 'planted-2'
    const error = await failure(
      open().fetch(url, { method: 'POST', headers: { authorization: 'Bearer planted-3' }, body: 'planted-4' }),
    )
    expect(error.message).toBe(`POST ${origin}/rooms/7 (UND_ERR_SOCKET): broken`)
    expect(error.cause).toBeUndefined()
  })
})
