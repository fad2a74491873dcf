import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App } from '@slack/bolt'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSilentLogger } from '#lib/logger.ts'
import { createBoltLogger } from '#platforms/slack/bolt-logger.ts'
import { createHttpEntrance } from '#platforms/slack/http.ts'

const secret = 'a-signing-secret'
const fiveMinutes = 300

async function prepare() {
  const logger = createSilentLogger()
  const entrance = createHttpEntrance(secret, logger)
  const heard: string[] = []
  const app = new App({
    receiver: entrance.receiver,
    authorize: async () => ({ botToken: 'xoxb-test', botId: 'B0', botUserId: 'UBOT' }),
    logger: createBoltLogger(logger),
    convoStore: false,
  })
  app.command(/.*/, async ({ command, ack }) => {
    await ack()
    heard.push(command.text)
  })
  const server = createServer(entrance.handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
  const command = new URLSearchParams({
    command: '/conf',
    text: 'help',
    team_id: 'T1',
    channel_id: 'C1',
    user_id: 'U1',
  }).toString()
  const send = (secondsFromNow: number, key = secret, body = command) => {
    const timestamp = Math.floor(Date.now() / 1000) + secondsFromNow
    const signature = `v0=${createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex')}`
    return fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signature,
      },
    })
  }
  return { url, send, heard }
}

describe('signed HTTP', () => {
  it('takes what Slack signed, and answers a command with nothing', async () => {
    const { send, heard } = await prepare()
    const response = await send(0)
    expect([response.status, await response.text(), heard]).toEqual([200, '', ['help']])
  })

  it.each([
    ['too old', -fiveMinutes - 60, secret],
    ['too far in the future', fiveMinutes + 60, secret],
    ['signed with another secret', 0, 'another'],
  ])('refuses what is %s', async (_, seconds, key) => {
    const { send, heard } = await prepare()
    expect((await send(seconds, key)).status).toBe(401)
    expect(heard).toEqual([])
  })

  it('takes what is a little off in either direction', async () => {
    const { send } = await prepare()
    expect((await send(-fiveMinutes + 60)).status).toBe(200)
    expect((await send(fiveMinutes - 60)).status).toBe(200)
  })

  it.each([
    ['nothing at all', 'null', 400],
    ['nothing in its form', 'payload=null', 400],
    ['nothing in its form, written otherwise', 'payload=%6eull', 400],
    ['nothing in its form, among other fields', 'a=b&payload=null&c=d', 400],
    ['no JSON', 'payload={', 400],
    ['more than four megabytes', 'x'.repeat(4 * 1024 * 1024 + 1), 413],
  ])('answers what is signed and holds %s, and lives on', async (_, body, status) => {
    const { send } = await prepare()
    expect((await send(0, secret, body)).status).toBe(status)
    expect((await send(0)).status).toBe(200)
  })

  it('answers anything but a POST with 404, and lives on', async () => {
    const { url, send } = await prepare()
    expect((await fetch(url)).status).toBe(404)
    expect((await send(0)).status).toBe(200)
  })

  it('refuses what carries no signature at all', async () => {
    const { url } = await prepare()
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401)
  })
})
