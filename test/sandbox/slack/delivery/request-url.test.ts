import { expect, test } from 'vitest'
import { serveSandbox } from '../../serve-sandbox.ts'
import { runHttpBot, runSocketBot } from '../run-bolt.ts'

test('Bolt accepts the signature, and the traffic shows it', async () => {
  const bot = await runHttpBot((app) => {
    app.command('/conf', ({ ack }) => ack())
  })
  await bot.post('slack/command', { user: 'alice', channel: 'ops', text: 'help' })
  const frames = (await bot.frames()).filter((frame) => frame.path === '/slack/events')
  expect(frames).toMatchObject([
    {
      transport: 'http',
      direction: 'out',
      path: '/slack/events',
      status: 200,
      ackMs: expect.any(Number),
      signature: expect.stringMatching(/^v0=[0-9a-f]{64}$/),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: { command: '/conf', text: 'help' },
    },
    { transport: 'http', direction: 'in', status: 200 },
  ])
})

test.each(['signature', 'unsigned', 'tampered', 'old'])(
  'a forged request (%s) does not reach the app',
  async (kind) => {
    const texts: string[] = []
    const bot = await runHttpBot((app) => {
      app.command('/conf', async ({ ack, command }) => {
        texts.push(command.text)
        await ack()
      })
    })
    await bot.post('slack/command', { user: 'alice', channel: 'ops', text: 'true' })
    expect(await bot.post('slack/forge', { kind })).toEqual({ ok: true, status: 401 })
    expect(texts).toEqual(['true'])
  },
)

test('Bolt lets a request from the future in; the sandbox can send one', async () => {
  const bot = await runHttpBot((app) => {
    app.command('/conf', ({ ack }) => ack())
  })
  expect(await bot.post('slack/forge', { kind: 'future' })).toEqual({ ok: true, status: 200 })
})

test('signatures stay on the time of day when the sandbox clock moves', async () => {
  const bot = await runHttpBot((app) => {
    app.command('/conf', ({ ack }) => ack())
  })
  await bot.post('clock/advance', { seconds: 86_400 })
  expect(await bot.post('slack/command', { user: 'alice', channel: 'ops', text: '' })).toMatchObject({ ok: true })
})

test('where nobody listens nothing is dispatched', async () => {
  const served = await serveSandbox({ delivery: 'http', requestUrl: 'http://127.0.0.1:9/slack/events' })
  const answer = await served.post('slack/command', { user: 'alice', channel: 'ops', text: '' })
  expect(answer).toMatchObject({ ok: false, error: 'dispatch_failed' })
})

test('the way to the bot can be changed, but never leaves this machine', async () => {
  const bot = await runSocketBot((app) => {
    app.command('/conf', ({ ack }) => ack())
  })
  const type = () => bot.post('slack/command', { user: 'alice', channel: 'ops', text: '' })
  expect(await bot.request('POST', 'slack/forge', { kind: 'old' })).toMatchObject({ status: 409 })
  await bot.post('slack/delivery', { delivery: 'http', requestUrl: 'http://127.0.0.1:9/' })
  expect(await type()).toMatchObject({ ok: false })
  await bot.post('slack/delivery', { delivery: 'socket' })
  expect(await type()).toMatchObject({ ok: true })
  for (const requestUrl of ['http://example.com/', 'https://127.0.0.1/']) {
    const answer = await bot.request('POST', 'slack/delivery', { delivery: 'http', requestUrl })
    expect(answer).toMatchObject({ status: 400 })
  }
})
