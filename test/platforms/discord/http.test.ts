import { generateKeyPairSync, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import type { APIInteraction, APIInteractionResponse } from 'discord-api-types/v10'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSilentLogger } from '#lib/logger.ts'
import type { Exchange, Receive } from '#platforms/discord/exchange.ts'
import { createHttpEntrance } from '#platforms/discord/http.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { soon } from '#test/support/soon.ts'
import { command } from './interaction-payloads.ts'

const fiveMinutes = 300
const deferred: APIInteractionResponse = { type: 5, data: { flags: 64 } }
const ping = JSON.stringify({ id: '1', type: 1, token: 't' })

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const { privateKey: foreignKey } = generateKeyPairSync('ed25519')
const publicHex = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')

async function prepare(receive: Receive = ({ respond }) => respond(deferred)) {
  const clock = createHandClock()
  const received: APIInteraction[] = []
  const calledBack: APIInteractionResponse[] = []
  let contacts = 0
  const entrance = createHttpEntrance({
    publicKey: publicHex,
    async receive(exchange) {
      received.push(exchange.interaction)
      await receive(exchange)
    },
    async callBack(_, first) {
      calledBack.push(first)
    },
    onContact: () => contacts++,
    clock,
    logger: createSilentLogger(),
  })
  const server = createServer(entrance.handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/discord/interactions`
  const headersFor = (body: string, secondsFromNow = 0, key = privateKey) => {
    const timestamp = String(Math.floor(Date.now() / 1000) + secondsFromNow)
    return {
      'content-type': 'application/json',
      'x-signature-timestamp': timestamp,
      'x-signature-ed25519': sign(null, Buffer.from(timestamp + body), key).toString('hex'),
    }
  }
  const send = (body: string, headers: Readonly<Record<string, string>> = headersFor(body)) =>
    fetch(url, { method: 'POST', body, headers })
  const connections = promisify(server.getConnections.bind(server))
  return { url, clock, send, headersFor, received, calledBack, connections, contacts: () => contacts }
}

describe('what Discord signed', () => {
  it('is answered in its own response, and known to be a sign of life', async () => {
    const { send, received, calledBack, contacts } = await prepare()
    const interaction = command('conf home')
    const response = await send(JSON.stringify(interaction))
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
    expect(await response.json()).toEqual(deferred)
    expect([received, calledBack, contacts()]).toEqual([[interaction], [], 1])
  })

  it('may be a PING, which is nobody’s matter', async () => {
    const { send, received } = await prepare()
    const response = await send(ping)
    expect([response.status, await response.json(), received]).toEqual([200, { type: 1 }, []])
  })

  it('is taken a little off in either direction', async () => {
    const { send, headersFor } = await prepare()
    for (const seconds of [60 - fiveMinutes, fiveMinutes - 60])
      expect((await send(ping, headersFor(ping, seconds))).status).toBe(200)
  })

  it.each([
    ['no JSON', '{'],
    ['nothing', 'null'],
    ['no interaction', '{"type":2}'],
  ])('and holds %s is a bad request, and the next one is served', async (_, body) => {
    const { send } = await prepare()
    expect((await send(body)).status).toBe(400)
    expect((await send(ping)).status).toBe(200)
  })
})

describe('anything else', () => {
  const forgeries: [string, (headers: Record<string, string>) => Record<string, string>][] = [
    ['without a signature', ({ 'x-signature-ed25519': _, ...rest }) => rest],
    ['without a timestamp', ({ 'x-signature-timestamp': _, ...rest }) => rest],
    ['with a signature that is none', (headers) => ({ ...headers, 'x-signature-ed25519': 'zz' })],
    ['with another timestamp', (headers) => ({ ...headers, 'x-signature-timestamp': String(Date.now()).slice(0, 10) })],
    ['with a timestamp that is none', (headers) => ({ ...headers, 'x-signature-timestamp': 'now' })],
  ]
  it.each(forgeries)('%s is refused, and not even read', async (_, forge) => {
    const { send, headersFor, received, contacts } = await prepare()
    const body = JSON.stringify(command('conf home'))
    expect((await send(body, forge(headersFor(body, -30)))).status).toBe(401)
    expect([received, contacts()]).toEqual([[], 0])
  })

  it.each([
    ['signed by another application', 0, foreignKey],
    ['too old', -fiveMinutes - 60, privateKey],
    ['of the future', fiveMinutes + 60, privateKey],
  ])('%s is refused', async (_, seconds, key) => {
    const { send, headersFor } = await prepare()
    expect((await send(ping, headersFor(ping, seconds, key))).status).toBe(401)
  })

  it('of which one character was changed is refused', async () => {
    const { send, headersFor } = await prepare()
    const body = JSON.stringify(command('conf home'))
    expect((await send(body.replace('home', 'hone'), headersFor(body))).status).toBe(401)
  })

  it('is refused when it is too much, and the next one is served', async () => {
    const { send } = await prepare()
    expect((await send('x'.repeat(1024 * 1024 + 1))).status).toBe(413)
    expect((await send(ping)).status).toBe(200)
  })

  it('but a POST is told so', async () => {
    const { url } = await prepare()
    expect((await fetch(url)).status).toBe(405)
  })
})

describe('a first answer for which the response does not wait any more', () => {
  it('is given by callback, after three seconds', async () => {
    const { send, clock, calledBack } = await prepare(async ({ respond }) => {
      clock.advance(3_000)
      await respond(deferred)
    })
    const response = await send(JSON.stringify(command('conf home')))
    expect([response.status, await response.text(), calledBack]).toEqual([202, '', [deferred]])
  })

  it('is given by callback, when Discord hung up', async () => {
    const { url, headersFor, calledBack, connections } = await prepare(async ({ respond }: Exchange) => {
      request.destroy()
      await soon(async () => expect(await connections()).toBe(0))
      await respond(deferred)
    })
    const body = JSON.stringify(command('conf home'))
    const request = httpRequest(url, { method: 'POST', headers: headersFor(body) })
    request.on('error', () => {})
    request.end(body)
    await soon(() => expect(calledBack).toEqual([deferred]))
  })

  it('and who gives none at all is taken to have heard', async () => {
    const { send } = await prepare(async () => {})
    expect((await send(JSON.stringify(command('conf home')))).status).toBe(202)
  })
})
