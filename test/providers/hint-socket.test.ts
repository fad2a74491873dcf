import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Clock, MovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createHintSocket, type HintSocketOptions } from '#providers/hint-socket.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { close, listen } from '#test/support/local-server.ts'
import { createLogBook } from '#test/support/log-book.ts'
import { testCertificate } from '#test/support/test-certificate.ts'

const heartbeat = { everyMs: 10_000, text: 'beat', silentMs: 30_000 }
const connection = { requestTimeoutMs: 10_000 }

/** A PBX that tells things: those that are connected, what they said, and how often they came. */
async function createPbx(server: Server = createServer()) {
  const sockets = new WebSocketServer({ noServer: true })
  const said: string[] = []
  const asked: (string | undefined)[] = []
  let refuseWith: number | null = null
  server.on('upgrade', (request, socket, head) => {
    asked.push(request.url)
    if (refuseWith !== null) return void socket.end(`HTTP/1.1 ${refuseWith} No\r\ncontent-length: 0\r\n\r\n`)
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client))
  })
  sockets.on('connection', (client: WebSocket) => {
    client.on('message', (text) => said.push(String(text)))
  })
  onTestFinished(async () => {
    for (const client of sockets.clients) client.terminate()
    await close(server)
  })
  return {
    url: await listen(server),
    said,
    asked,
    clients: sockets.clients,
    refuse: (status: number | null) => {
      refuseWith = status
    },
    tell: (text: string) => {
      for (const client of sockets.clients) client.send(text)
    },
    cut: () => {
      for (const client of sockets.clients) client.terminate()
    },
  }
}

const after = (clock: MovableClock, ms: number, read: () => number) => () => {
  clock.advance(ms)
  return read()
}

function listenTo(url: string, options: Partial<HintSocketOptions> = {}) {
  const clock = createHandClock()
  const book = createLogBook()
  const heard: string[] = []
  const onGap = vi.fn()
  const socket = createHintSocket({
    deps: { name: 'office', clock, logger: book.logger },
    tls: connection,
    address: async () => ({ url: `${url}/events?access_token=geheim` }),
    hello: (send) => send('subscribe'),
    onMessage: (text) => heard.push(text),
    heartbeat,
    onGap,
    ...options,
  })
  onTestFinished(() => socket.close())
  return { socket, clock, book, heard, onGap }
}

it('says hello, reads everything again, and hears what it is told', async () => {
  const pbx = await createPbx()
  const { socket, heard, onGap } = listenTo(pbx.url)
  expect(socket.isOpen()).toBe(false)
  expect(socket.send('too early')).toBe(false)
  await expect.poll(() => onGap.mock.calls.length).toBe(1)
  expect(socket.isOpen()).toBe(true)
  pbx.tell('something happened')
  await expect.poll(() => heard).toEqual(['something happened'])
  expect(socket.send('more')).toBe(true)
  await expect.poll(() => pbx.said).toEqual(['subscribe', 'more'])
})

it('is open only when hello is through, and fails with it', async () => {
  const pbx = await createPbx()
  const { socket, clock, onGap } = listenTo(pbx.url, {
    hello: vi.fn<HintSocketOptions['hello']>().mockRejectedValueOnce(new Error('refused')).mockResolvedValue(undefined),
  })
  await expect.poll(() => pbx.asked.length).toBe(1)
  await expect.poll(() => pbx.clients.size).toBe(0)
  expect([socket.isOpen(), onGap.mock.calls.length]).toEqual([false, 0])
  await expect.poll(after(clock, 1_000, () => onGap.mock.calls.length)).toBe(1)
})

it('comes back after it was cut off, and tells of the outage twice, never of the address', async () => {
  const pbx = await createPbx()
  const { socket, clock, book, onGap } = listenTo(pbx.url)
  await expect.poll(() => onGap.mock.calls.length).toBe(1)
  pbx.refuse(503)
  pbx.cut()
  await expect.poll(after(clock, 500, () => pbx.asked.length)).toBeGreaterThan(3)
  expect(socket.isOpen()).toBe(false)
  pbx.refuse(null)
  await expect.poll(after(clock, 1_000, () => onGap.mock.calls.length)).toBe(2)
  clock.advance(11_000)
  pbx.tell('something')
  await expect.poll(() => book.of('events of the PBX come again').length).toBe(1)
  expect(book.of('events of the PBX do not come')).toMatchObject([{ pbx: 'office', code: 'CLOSED_1006' }])
  expect(book.text()).not.toContain('geheim')
})

it('waits longer after each failure, and at most a minute', async () => {
  const pbx = await createPbx()
  pbx.refuse(500)
  const hand = createHandClock()
  const scheduled: number[] = []
  const clock: Clock = {
    now: hand.now,
    schedule(ms, run) {
      scheduled.push(ms)
      return hand.schedule(ms, run)
    },
  }
  listenTo(pbx.url, { deps: { name: 'office', clock, logger: createSilentLogger() } })
  // What else is scheduled is the time that an opening may take.
  const waits = () => scheduled.filter((ms) => ms !== connection.requestTimeoutMs)
  await expect.poll(after(hand, 60_000, () => waits().length)).toBeGreaterThan(9)
  const longest = waits().map((_, count) => Math.min(1_000 * 2 ** count, 60_000))
  expect(waits().every((ms, count) => ms >= (longest[count] ?? 0) / 2 && ms <= (longest[count] ?? 0))).toBe(true)
})

it('tells whoever makes the address with what the one before was refused', async () => {
  const pbx = await createPbx()
  pbx.refuse(401)
  const refusals: (number | null)[] = []
  const { clock, onGap } = listenTo(pbx.url, {
    async address(refusedWith) {
      refusals.push(refusedWith)
      if (refusedWith === 401) pbx.refuse(null)
      return { url: pbx.url }
    },
  })
  await expect.poll(after(clock, 500, () => onGap.mock.calls.length)).toBe(1)
  expect(refusals).toEqual([null, 401])
})

it('waits out that there is no address', async () => {
  const pbx = await createPbx()
  const address = vi
    .fn<HintSocketOptions['address']>()
    .mockRejectedValueOnce(new Error('no token'))
    .mockResolvedValue({ url: pbx.url })
  const { clock, onGap } = listenTo(pbx.url, { address })
  await expect.poll(after(clock, 500, () => onGap.mock.calls.length)).toBe(1)
})

it('keeps the line alive, and takes one for dead that says nothing', async () => {
  const pbx = await createPbx()
  const { socket, clock, heard, onGap } = listenTo(pbx.url)
  await expect.poll(() => onGap.mock.calls.length).toBe(1)
  for (let count = 1; count <= 5; count += 1) {
    clock.advance(10_000)
    await expect.poll(() => pbx.said.filter((text) => text === 'beat').length).toBe(count)
    pbx.tell('beat response')
    await expect.poll(() => heard.length).toBe(count)
  }
  expect(socket.isOpen()).toBe(true)
  // The server takes what is sent and answers no more.
  clock.advance(30_000)
  await expect.poll(() => socket.isOpen()).toBe(false)
  await expect.poll(after(clock, 1_000, () => onGap.mock.calls.length)).toBe(2)
  expect(pbx.clients.size).toBe(1)
})

it('asks once more where time has leapt, before it takes the line for dead', async () => {
  const pbx = await createPbx()
  const { socket, clock, heard, onGap } = listenTo(pbx.url)
  await expect.poll(() => onGap.mock.calls.length).toBe(1)
  clock.advance(3_600_000)
  await expect.poll(() => pbx.said.filter((text) => text === 'beat').length).toBeGreaterThan(0)
  pbx.tell('beat response')
  await expect.poll(() => heard.length).toBe(1)
  clock.advance(5_000)
  await expect.poll(() => pbx.said.filter((text) => text === 'beat').length).toBeGreaterThan(0)
  expect(socket.isOpen()).toBe(true)
  clock.advance(3_600_000)
  await expect.poll(after(clock, 1_000, () => (socket.isOpen() ? 0 : 1))).toBe(1)
})

it('pings where there is no text to send, and hears the answer', async () => {
  const pbx = await createPbx()
  const { socket, clock, onGap } = listenTo(pbx.url, { heartbeat: { ...heartbeat, text: '' } })
  await expect.poll(() => onGap.mock.calls.length).toBe(1)
  const [client] = pbx.clients
  const pings = vi.fn()
  client?.on('ping', pings)
  for (let count = 1; count <= 5; count += 1) {
    clock.advance(10_000)
    await expect.poll(() => pings.mock.calls.length).toBe(count)
  }
  expect(socket.isOpen()).toBe(true)
})

it('never has two connections, however often it is opened again', async () => {
  const pbx = await createPbx()
  const { socket, onGap } = listenTo(pbx.url)
  socket.reopen()
  socket.reopen()
  await expect.poll(() => onGap.mock.calls.length).toBe(1)
  socket.reopen()
  await expect.poll(() => onGap.mock.calls.length).toBe(2)
  await expect.poll(() => pbx.clients.size).toBe(1)
  expect(socket.isOpen()).toBe(true)
})

it('gives up on a server that never answers the opening', async () => {
  const server = createServer()
  let asked = 0
  server.on('upgrade', (_request, socket) => {
    asked += 1
    onTestFinished(() => void socket.destroy())
  })
  onTestFinished(() => close(server))
  const { clock } = listenTo(await listen(server))
  await expect.poll(() => asked).toBe(1)
  await expect.poll(after(clock, 5_000, () => asked)).toBe(2)
})

it('is over when it is closed', async () => {
  const pbx = await createPbx()
  const { socket, clock, heard, onGap } = listenTo(pbx.url)
  await expect.poll(() => onGap.mock.calls.length).toBe(1)
  socket.close()
  pbx.tell('too late')
  await expect.poll(() => pbx.clients.size).toBe(0)
  socket.reopen()
  clock.advance(120_000)
  const next = listenTo(pbx.url)
  await expect.poll(() => next.socket.isOpen()).toBe(true)
  expect([pbx.asked.length, socket.isOpen(), heard]).toEqual([2, false, []])
})

it('outlives an adapter that fails to read a message', async () => {
  const pbx = await createPbx()
  const onMessage = vi.fn<HintSocketOptions['onMessage']>().mockImplementationOnce(() => {
    throw new Error('unreadable')
  })
  const { book, onGap } = listenTo(pbx.url, { onMessage })
  await expect.poll(() => onGap.mock.calls.length).toBe(1)
  pbx.tell('one')
  pbx.tell('two')
  await expect.poll(() => onMessage.mock.calls.length).toBe(2)
  expect(book.of('a message of the PBX could not be taken')).toHaveLength(1)
})

it('opens a pinned connection, and says nothing to another server', async () => {
  const { key, certificate, fingerprint } = testCertificate
  const pbx = await createPbx(createTlsServer({ key, cert: certificate }))
  const url = pbx.url.replace('http:', 'wss:')
  const other = fingerprint.replace(/^../, fingerprint.startsWith('00') ? '11' : '00')
  const stranger = listenTo(url, { tls: { ...connection, tlsFingerprint: other } })
  await expect.poll(() => stranger.book.of('events of the PBX do not come').length).toBe(1)
  expect(stranger.book.lines).toMatchObject([{ code: 'ERR_TLS_PIN_MISMATCH' }])
  expect(pbx.asked).toEqual([])
  const pinned = listenTo(url, { tls: { ...connection, tlsFingerprint: fingerprint } })
  await expect.poll(() => pinned.onGap.mock.calls.length).toBe(1)
  const known = listenTo(url, { tls: { ...connection, tlsCertificate: certificate } })
  await expect.poll(() => known.onGap.mock.calls.length).toBe(1)
  const nobody = listenTo(url)
  await expect.poll(() => nobody.book.lines).toMatchObject([{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }])
})
