import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import type { PbxEventRequest } from '#core/contracts/conference-provider.ts'
import { createSilentLogger } from '#lib/logger.ts'
import type { Credentials } from '#providers/session.ts'
import { YeastarPSettings } from '#providers/yeastar-p/config.ts'
import { createHints, messageToHints } from '#providers/yeastar-p/events.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { close, listen } from '#test/support/local-server.ts'

const secret = 'planted-webhook-secret'
const isRoom = (number: string) => ['6500', '6501'].includes(number)
const member = (kind: string, call_path?: string) => ({
  [kind]: { number: '1003', member_status: 'ANSWER', call_path },
})
const event = (type: number, msg: unknown) => JSON.stringify({ type, sn: '3631A2124', msg })
const callStatus = (...members: object[]) => ({ call_id: '1748247575.86', members })

describe('what an event says', () => {
  it.each([
    ['a call into a room, as a text', event(30011, JSON.stringify(callStatus(member('extension', '6500')))), ['6500']],
    ['a call into a room, as an object', event(30011, callStatus(member('inbound', '6500'))), ['6500']],
    ['two rooms', event(30011, callStatus(member('extension', '6500'), member('outbound', '6501'))), ['6500', '6501']],
    ['a call whose path is not told', event(30011, callStatus(member('extension'))), [null]],
    [
      'a call of which one path is not told',
      event(30011, callStatus(member('extension', '6500'), member('inbound'))),
      [null],
    ],
    ['the number of a menu on the way', event(30011, callStatus(member('extension', '6200'))), [null]],
    ['a path that is no number', event(30011, callStatus(member('extension', 'IVR-6200'))), [null]],
    ['a conference without a host', event(30024, '{"conference_id":"1748247575.86","host_num":"1001"}'), [null]],
    [
      'a text with quotes as they are printed',
      '{"type": 30011, "sn": "3", "msg": "{"call_id":"1","members":[]}"}',
      [null],
    ],
    ['members of another shape', event(30011, { members: [{ extension: '1003' }] }), [null]],
    ['no message', event(30011, null), [null]],
    ['another event', event(30012, '{}'), []],
    ['a test delivery', '{"event":"test"}', []],
    ['no JSON', 'heartbeat', []],
    ['an empty text', '', []],
    ['a number', '30011', []],
    ['null', 'null', []],
  ])('%s', (_, text, hints) => {
    expect(messageToHints(text, isRoom)).toEqual(hints)
  })
})

function createWebhook(changes: object = {}) {
  const clock = createHandClock()
  const settings = YeastarPSettings.parse({
    url: 'https://pbx.example.com:8088/openapi/v1.0',
    clientId: 'c',
    clientSecret: 's',
    serviceExtension: '1099',
    events: 'webhook',
    eventSecret: secret,
    ...changes,
  })
  const session = { credentials: async () => ({}), renew: async () => ({}), close: async () => {} }
  const hints = createHints(settings, session, isRoom, { name: 'office', clock, logger: createSilentLogger() })
  const heard: (string | null)[] = []
  const unsubscribe = hints.subscribeHints((roomId) => void heard.push(roomId))
  const deliver = (text: string, more: Partial<PbxEventRequest> = {}) => {
    const body = Buffer.from(text)
    return hints.receiveEvent({
      method: 'POST',
      secret: 'anything',
      query: {},
      headers: { 'x-signature': createHmac('sha256', secret).update(body).digest('base64') },
      body,
      remoteAddress: '192.0.2.1',
      ...more,
    })
  }
  return { clock, hints, heard, deliver, unsubscribe }
}

describe('a delivery of the webhook', () => {
  const text = event(30011, JSON.stringify(callStatus(member('extension', '6500'))))

  it('that is signed is a hint, and shows that events come', async () => {
    const { hints, heard, deliver, clock, unsubscribe } = createWebhook()
    expect(hints.isPushing()).toBe(false)
    expect(await deliver(text)).toBe(200)
    expect([heard, hints.isPushing()]).toEqual([['6500'], true])
    clock.advance(5 * 60_000)
    expect(hints.isPushing()).toBe(false)
    unsubscribe()
    await deliver(text)
    expect(heard).toEqual(['6500'])
  })

  it('as a test is taken and means nothing', async () => {
    const { heard, deliver } = createWebhook()
    expect(await deliver('{"event":"test"}')).toBe(200)
    expect(heard).toEqual([])
  })

  it.each(['{', '{"type":30011,"msg":"{"x"', '\u0000', '[[[[', '{"type":"30011"}'])(
    'that cannot be read is taken all the same (%j)',
    async (broken) => {
      const { deliver } = createWebhook()
      expect(await deliver(broken)).toBe(200)
    },
  )

  it.each([
    ['no signature', {}],
    ['another secret', { 'x-signature': createHmac('sha256', 'other').update(text).digest('base64') }],
    ['that of another body', { 'x-signature': createHmac('sha256', secret).update(`${text} `).digest('base64') }],
    ['hexadecimal digits', { 'x-signature': createHmac('sha256', secret).update(text).digest('hex') }],
  ])('with %s is refused', async (_, headers) => {
    const { hints, heard, deliver } = createWebhook()
    expect(await deliver(text, { headers })).toBe(401)
    expect([heard, hints.isPushing()]).toEqual([[], false])
  })

  it('by GET is refused, and all where no webhook is configured', async () => {
    expect(await createWebhook().deliver(text, { method: 'GET' })).toBe(405)
    expect(await createWebhook({ events: 'websocket' }).deliver(text)).toBe(404)
    expect(await createWebhook({ eventSecret: undefined }).deliver(text)).toBe(404)
  })
})

/** A PBX that takes subscriptions; the tokens with which it was asked, and what it was told. */
async function createPbx(errcode = 0) {
  const server = createServer()
  const sockets = new WebSocketServer({ server })
  const said: string[] = []
  const asked: (string | undefined)[] = []
  const agents: (string | undefined)[] = []
  sockets.on('connection', (client, request) => {
    asked.push(request.url)
    agents.push(request.headers['user-agent'])
    client.on('message', (data) => {
      const text = String(data)
      said.push(text)
      client.send(text === 'heartbeat' ? 'heartbeat response' : JSON.stringify({ errcode, errmsg: 'SUCCESS' }))
    })
  })
  onTestFinished(async () => {
    for (const client of sockets.clients) client.terminate()
    await close(server)
  })
  const url = `${await listen(server)}/openapi/v1.0`
  const clock = createHandClock()
  let token = 'planted-access-1'
  const credentials: Record<string, Credentials> = {}
  const present = async () => {
    credentials[token] ??= { query: { access_token: token } }
    return credentials[token] ?? {}
  }
  const settings = YeastarPSettings.parse({ url, clientId: 'c', clientSecret: 's', serviceExtension: '1099' })
  const hints = createHints(settings, { credentials: present, renew: present, close: async () => {} }, isRoom, {
    name: 'office',
    clock,
    logger: createSilentLogger(),
  })
  onTestFinished(() => hints.close())
  return {
    hints,
    clock,
    said,
    asked,
    agents,
    clients: sockets.clients,
    useToken: (next: string) => {
      token = next
    },
    tell: (text: string) => {
      for (const client of sockets.clients) client.send(text)
    },
  }
}

describe('events over a WebSocket', () => {
  it('are subscribed to with the token, once somebody wants them, and read again after the gap', async () => {
    const { hints, said, asked, agents } = await createPbx()
    const heard: (string | null)[] = []
    expect(asked).toEqual([])
    hints.subscribeHints((roomId) => void heard.push(roomId))
    hints.subscribeHints(() => {})
    await expect.poll(() => hints.isPushing()).toBe(true)
    expect(asked).toEqual(['/openapi/v1.0/subscribe?access_token=planted-access-1'])
    expect([agents, said]).toEqual([['OpenAPI'], ['{"topic_list":[30011,30024]}']])
    expect(heard).toEqual([null])
  })

  it('are hints, and whatever else comes is not', async () => {
    const { hints, tell } = await createPbx()
    const heard: (string | null)[] = []
    hints.subscribeHints((roomId) => void heard.push(roomId))
    await expect.poll(() => hints.isPushing()).toBe(true)
    for (const text of ['', '{', 'null', '{"type":30012}', '"30011"']) tell(text)
    tell(event(30011, callStatus(member('extension', '6500'))))
    await expect.poll(() => heard).toEqual([null, '6500'])
  })

  it('are asked for by a heartbeat, and with each new token over a new connection', async () => {
    const { hints, clock, said, asked, useToken } = await createPbx()
    hints.subscribeHints(() => {})
    await expect.poll(() => hints.isPushing()).toBe(true)
    clock.advance(25_000)
    await expect.poll(() => said).toContain('heartbeat')
    expect(asked).toHaveLength(1)
    useToken('planted-access-2')
    await expect
      .poll(() => {
        clock.advance(25_000)
        return asked.at(-1)
      })
      .toBe('/openapi/v1.0/subscribe?access_token=planted-access-2')
    await expect.poll(() => hints.isPushing()).toBe(true)
  })

  it('do not come where the PBX refuses the subscription', async () => {
    const { hints, said } = await createPbx(10005)
    hints.subscribeHints(() => {})
    await expect.poll(() => said).toHaveLength(1)
    expect(hints.isPushing()).toBe(false)
  })
})
