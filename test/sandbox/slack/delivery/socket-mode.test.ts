import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { serveSandbox } from '../../serve-sandbox.ts'
import { createWebClient, runSocketBot } from '../run-bolt.ts'

async function openAddress() {
  const served = await serveSandbox()
  const client = createWebClient(served, served.sandbox.credentials().appToken)
  const { url = '' } = await client.apps.connections.open({})
  return { ...served, url }
}

/** What the server says first, or the status it refuses with. */
function firstWord(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers })
    socket.on('message', (data) => {
      resolve(JSON.parse(String(data)))
      socket.close()
    })
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode))
    socket.on('error', reject)
  })
}

test('an address connects once and greets with what the app is told', async () => {
  const { url } = await openAddress()
  expect(await firstWord(url)).toEqual({
    type: 'hello',
    num_connections: 1,
    debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 3600 },
    connection_info: { app_id: 'A0CONFBOT' },
  })
  expect(await firstWord(url)).toBe(401)
})

test('a made-up address, or a page of another origin, does not connect', async () => {
  const { url } = await openAddress()
  expect(await firstWord(url.replace(/ticket=[^&]+/, 'ticket=made-up'))).toBe(401)
  expect(await firstWord(url, { origin: 'https://evil.example' })).toBe(403)
  expect(await firstWord(url)).toMatchObject({ type: 'hello' })
})

test('without a connection nothing is dispatched', async () => {
  const served = await serveSandbox()
  const answer = await served.post('slack/command', { user: 'alice', channel: 'ops', text: '' })
  expect(answer).toMatchObject({ ok: false, error: 'dispatch_failed' })
})

test('Bolt carries each envelope and its acknowledgement', async () => {
  const bot = await runSocketBot((app) => {
    app.command('/conf', ({ ack }) => ack({ text: 'Hello' }))
  })
  const { delivery } = await bot.post('slack/command', { user: 'alice', channel: 'ops', text: 'help' })
  const frames = (await bot.frames()).filter((frame) => frame.transport === 'websocket')
  expect(frames).toMatchObject([
    { direction: 'out', body: { type: 'hello' } },
    {
      direction: 'out',
      ackMs: expect.any(Number),
      body: {
        envelope_id: delivery,
        type: 'slash_commands',
        accepts_response_payload: true,
        payload: { command: '/conf', text: 'help', token: '[redacted]' },
      },
    },
    { direction: 'in', body: { envelope_id: delivery, payload: { text: 'Hello' } } },
  ])
})

test('a connection that is told to go comes back', async () => {
  const bot = await runSocketBot((app) => {
    app.command('/conf', ({ ack }) => ack())
  })
  const type = () => bot.post('slack/command', { user: 'alice', channel: 'ops', text: '' })
  expect(await bot.post('slack/disconnect', { reason: 'refresh_requested' })).toEqual({ ok: true, connections: 1 })
  expect(await type()).toMatchObject({ ok: false, error: 'dispatch_failed' })
  await expect.poll(type, { timeout: 8000, interval: 200 }).toMatchObject({ ok: true })
})

test('of several connections any one gets each envelope, and one that goes leaves the others', async () => {
  const seen: string[] = []
  const bot = await runSocketBot((app) => {
    app.command('/conf', async ({ ack, command }) => {
      await ack()
      seen.push(command.text)
    })
  })
  const second = await bot.addApp()
  for (const text of ['a', 'b', 'c', 'd']) {
    expect(await bot.post('slack/command', { user: 'alice', channel: 'ops', text })).toMatchObject({ ok: true })
  }
  expect(seen).toEqual(['a', 'b', 'c', 'd'])
  await second.stop()
  await expect
    .poll(() => bot.post('slack/command', { user: 'alice', channel: 'ops', text: 'e' }), { interval: 100 })
    .toMatchObject({ ok: true })
})

test('the same delivery can come again', async () => {
  const triggers: string[] = []
  const bot = await runSocketBot((app) => {
    app.command('/conf', async ({ ack, command }) => {
      await ack()
      triggers.push(command.trigger_id)
    })
  })
  const { delivery } = await bot.post('slack/command', { user: 'alice', channel: 'ops', text: 'once' })
  expect(await bot.post('slack/redeliver', {})).toMatchObject({ ok: true, delivery })
  expect(await bot.post('slack/redeliver', { id: delivery })).toMatchObject({ ok: true, delivery })
  expect(triggers).toHaveLength(3)
  expect(new Set(triggers).size).toBe(1)
  const unknown = await bot.request('POST', 'slack/redeliver', { id: 'made-up' })
  expect(unknown).toMatchObject({ status: 404, body: { ok: false } })
})
