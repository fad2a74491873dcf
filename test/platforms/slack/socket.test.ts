import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { App } from '@slack/bolt'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createBoltLogger } from '#platforms/slack/bolt-logger.ts'
import { clientOptions } from '#platforms/slack/clients.ts'
import { createSocketConnections } from '#platforms/slack/socket.ts'
import { createHastyClock } from '#test/support/hasty-clock.ts'
import { startStubSlack } from './stub-slack.ts'

const logger = createSilentLogger()
/** Slack's side of Socket Mode: an address for each connection, a greeting, and what the test sends. */
async function prepare(clock = createSystemClock()) {
  const slack = await startStubSlack()
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const sockets: WebSocket[] = []
  const acknowledged: string[] = []
  server.on('connection', (socket) => {
    sockets.push(socket)
    socket.on('message', (data) => acknowledged.push((JSON.parse(String(data)) as { envelope_id: string }).envelope_id))
    socket.send(JSON.stringify({ type: 'hello' }))
  })
  const address = { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/` }
  slack.answer('apps.connections.open', address)
  const options = () => clientOptions({ apiUrl: slack.url }, logger, () => {})
  const connections = createSocketConnections({ appToken: 'xapp-test', clientOptions: options, clock, logger })
  const app = new App({
    receiver: connections.receiver,
    authorize: async () => ({ botToken: 'xoxb-test', botId: 'B0', botUserId: 'UBOT' }),
    clientOptions: options(),
    logger: createBoltLogger(logger),
    convoStore: false,
  })
  const heard: string[] = []
  app.command(/.*/, async ({ command, ack }) => {
    await ack()
    heard.push(command.text)
  })
  connections.attach(app)
  onTestFinished(async () => {
    await connections.stop()
    for (const socket of sockets) socket.terminate()
    server.close()
  })
  const command = (socket: WebSocket | undefined, text: string) =>
    socket?.send(
      JSON.stringify({
        type: 'slash_commands',
        envelope_id: text,
        payload: { command: '/conf', text, team_id: 'T1', channel_id: 'C1', user_id: 'U1' },
      }),
    )
  const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), { timeout: 5_000, interval: 5 })
  return { slack, address, sockets, acknowledged, connections, heard, command, until }
}

describe('Socket Mode', () => {
  it('stands on two connections, and hears what comes over either', async () => {
    const { connections, sockets, heard, acknowledged, command, until, slack } = await prepare()
    await connections.start()
    await until(() => connections.connected() === 2)
    command(sockets[0], 'one')
    command(sockets[1], 'two')
    await until(() => acknowledged.length === 2)
    expect(heard.toSorted()).toEqual(['one', 'two'])
    expect(slack.calls.every(({ authorization }) => authorization === 'Bearer xapp-test')).toBe(true)
  })

  it('goes on over the other connection while one is renewed, which happens at once', async () => {
    const clock = createHastyClock()
    const { connections, sockets, heard, command, until } = await prepare(clock)
    await connections.start()
    await until(() => connections.connected() === 2)
    clock.advance(3600_000)
    sockets[0]?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
    command(sockets[1], 'meanwhile')
    await until(() => heard.includes('meanwhile'))
    await until(() => sockets.length === 3 && connections.connected() === 2)
    command(sockets[2], 'renewed')
    await until(() => heard.includes('renewed'))
    expect(clock.waits.filter((ms) => ms > 0)).toEqual([])
  })

  it('ignores frames that are not of Slack’s outline, and hears on', async () => {
    const { connections, sockets, heard, command, until } = await prepare()
    await connections.start()
    await until(() => connections.connected() === 2)
    for (const frame of ['null', 'no JSON', '5', '[]', '{"type":"close"}', '{"type":"events_api","envelope_id":"e"}'])
      sockets[0]?.send(frame)
    command(sockets[0], 'after them')
    await until(() => heard.includes('after them'))
    expect(connections.connected()).toBe(2)
  })

  it('is refused at the start with the reason', async () => {
    const { connections, slack } = await prepare()
    slack.answer('apps.connections.open', { ok: false, error: 'invalid_auth' })
    await expect(connections.start()).rejects.toThrow('invalid_auth')
  })

  it('comes back after a refusal and a failing server, more and more slowly, and brings nothing down', async () => {
    const clock = createHastyClock()
    const { connections, sockets, slack, address, until } = await prepare(clock)
    await connections.start()
    await until(() => connections.connected() === 2)
    slack.answer('apps.connections.open', { ok: false, error: 'account_inactive' }, { status: 500 }, 'reset', {
      ok: false,
      error: 'internal_error',
    })
    sockets[0]?.terminate()
    await until(() => slack.callsOf('apps.connections.open').length > 6)
    expect(connections.connected()).toBe(1)
    expect(clock.waits.filter((ms) => ms > 0).slice(0, 4)).toEqual([500, 1000, 2000, 4000])
    slack.answer('apps.connections.open', address)
    await until(() => connections.connected() === 2)
  })

  it('ends when it is stopped, and does not come back', async () => {
    const { connections, sockets, slack, until } = await prepare()
    await connections.start()
    await until(() => connections.connected() === 2)
    await connections.stop()
    expect(connections.connected()).toBe(0)
    await until(() => sockets.every(({ readyState }) => readyState === 3))
    expect(slack.callsOf('apps.connections.open')).toHaveLength(2)
  })
})
