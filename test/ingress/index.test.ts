import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createIngress, ListenError, type Route, type UpgradeRoute } from '#ingress/index.ts'
import { createSilentLogger } from '#lib/logger.ts'

async function serve(routes: readonly Route[], upgrades: readonly UpgradeRoute[] = [], graceMs = 50) {
  const ingress = createIngress({ port: 0, host: '127.0.0.1', routes, upgrades, graceMs, logger: createSilentLogger() })
  const { port } = await ingress.start()
  onTestFinished(() => ingress.stop())
  return { ingress, port, get: (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init) }
}

async function open(port: number, sent: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write(sent)
  return socket
}

const say =
  (words: string): Route['handle'] =>
  (_, response) =>
    void response.end(words)

describe('routes', () => {
  test('an exact path goes before a prefix, a longer prefix before a shorter one', async () => {
    const { get } = await serve([
      { path: '/sandbox/*', handle: say('sandbox') },
      { path: '/sandbox/slack/*', handle: say('slack') },
      { path: '/sandbox/slack/socket', handle: say('socket') },
    ])
    const answers = ['/sandbox', '/sandbox/x?y=1', '/sandbox/slack/api', '/sandbox/slack/socket?ticket=1'].map(
      async (path) => (await get(path)).text(),
    )
    expect(await Promise.all(answers)).toEqual(['sandbox', 'sandbox', 'slack', 'socket'])
    expect((await get('/sandboxes')).status).toBe(404)
  })

  test('the guest gets the bytes of the body as they came', async () => {
    const { get } = await serve([
      { path: '/echo', methods: ['POST'], handle: async (request, response) => void response.end(await text(request)) },
    ])
    expect(await (await get('/echo', { method: 'POST', body: 'a=1&b=ä ' })).text()).toBe('a=1&b=ä ')
  })

  test('two of the same path are refused when the table is made', () => {
    const routes = [
      { path: '/a', handle: say('a') },
      { path: '/a', handle: say('b') },
    ]
    expect(() => createIngress({ port: 0, host: null, routes, logger: createSilentLogger() })).toThrow(
      'two routes have the path /a',
    )
  })
})

describe('answers of its own', () => {
  test('health, also to HEAD', async () => {
    const { get } = await serve([])
    const answer = await get('/healthz')
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toEqual({ ok: true })
    expect((await get('/healthz', { method: 'HEAD' })).status).toBe(200)
  })

  test('what is not there, and what is not taken', async () => {
    const { get } = await serve([{ path: '/slack/events', methods: ['POST'], handle: say('ok') }])
    const missing = await get('/secret-in-address')
    expect(missing.status).toBe(404)
    expect(await missing.json()).toEqual({ error: 'not-found', message: 'Nothing is served at this address.' })
    const wrong = await get('/slack/events')
    expect(wrong.status).toBe(405)
    expect(wrong.headers.get('allow')).toBe('POST')
    expect(await wrong.json()).toEqual({ error: 'method-not-allowed', message: 'This address takes POST only.' })
  })

  test('a handler that fails, without its reason', async () => {
    const { get } = await serve([
      { path: '/late', handle: () => Promise.reject(new Error('password is swordfish')) },
      {
        path: '/at-once',
        handle: () => {
          throw new Error('password is swordfish')
        },
      },
    ])
    for (const path of ['/late', '/at-once']) {
      const answer = await get(path)
      expect(answer.status).toBe(500)
      expect(await answer.text()).not.toContain('swordfish')
    }
  })

  test('a head that is too large', async () => {
    const { get } = await serve([])
    expect((await get('/healthz', { headers: { 'x-filler': 'x'.repeat(20_000) } })).status).toBe(431)
  })

  test('something that is not a path', async () => {
    const { port } = await serve([])
    const socket = await open(
      port,
      'GET http://elsewhere.example/healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
    )
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /)
  })
})

describe('upgrades', () => {
  const head = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`

  test('go to their own table, and end with the server', async () => {
    const { ingress, port } = await serve(
      [],
      [{ path: '/socket', handle: (_, socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\nhi') }],
    )
    const socket = await open(port, head('/socket?ticket=1'))
    const [first] = await once(socket, 'data')
    expect(String(first)).toContain('hi')
    const closed = once(socket, 'close')
    await ingress.stop()
    await closed
  })

  test('are refused elsewhere', async () => {
    const { port } = await serve([{ path: '/page', handle: say('page') }])
    expect(await text(await open(port, head('/page')))).toMatch(/^HTTP\/1\.1 404 /)
  })
})

describe('the end', () => {
  test('waits for requests under way and takes no new ones', async () => {
    const gate = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    const { ingress, get } = await serve(
      [
        {
          path: '/slow',
          handle: async (_, response) => {
            arrived.resolve()
            await gate.promise
            response.end('done')
          },
        },
      ],
      [],
      60_000,
    )
    const answer = get('/slow')
    await arrived.promise
    const stopped = ingress.stop()
    await expect(get('/healthz')).rejects.toThrow()
    gate.resolve()
    expect(await (await answer).text()).toBe('done')
    // The connection is one that is kept alive, which must not hold up the end.
    await stopped
  })

  test('cuts off what does not finish within the grace time', async () => {
    const arrived = Promise.withResolvers<void>()
    const { ingress, get } = await serve([{ path: '/hang', handle: () => arrived.resolve() }], [], 20)
    const hanging = get('/hang').catch(() => 'cut')
    await arrived.promise
    await ingress.stop()
    expect(await hanging).toBe('cut')
  })

  test('is harmless when it comes twice or before the start', async () => {
    const ingress = createIngress({ port: 0, host: '127.0.0.1', routes: [], logger: createSilentLogger() })
    await ingress.stop()
    await ingress.start()
    await ingress.stop()
    await ingress.stop()
  })
})

test('a port in use is said in a sentence', async () => {
  const { port } = await serve([])
  const second = createIngress({ port, host: '127.0.0.1', routes: [], logger: createSilentLogger() })
  const failure = await second.start().catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(ListenError)
  expect(String(failure)).toContain(`Port ${port} is in use by another program. Stop it, or set PORT to another port.`)
})
