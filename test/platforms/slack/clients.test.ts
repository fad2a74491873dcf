import { App, type Receiver, SocketModeReceiver } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import { createSilentLogger } from '#lib/logger.ts'
import { createBoltLogger } from '#platforms/slack/bolt-logger.ts'
import { clientOptions, createClients } from '#platforms/slack/clients.ts'
import { startStubSlack } from './stub-slack.ts'

const logger = createSilentLogger()
const options = (apiUrl: string) => clientOptions({ apiUrl }, logger, () => {})

describe('the Web API clients', () => {
  it('send what must not happen twice once, and repeat what may be repeated', async () => {
    const { clients, answer, callsOf } = await startStubSlack()
    answer('chat.postEphemeral', 'reset')
    await expect(clients.once.chat.postEphemeral({ channel: 'C1', user: 'U1', text: 'x' })).rejects.toThrow()
    expect(callsOf('chat.postEphemeral')).toHaveLength(1)
    answer('users.info', 'reset', { status: 500 }, { user: {} })
    await clients.repeatable.users.info({ user: 'U1' })
    expect(callsOf('users.info')).toHaveLength(3)
  })

  it('let no rate limit hold up another call', async () => {
    const { clients, answer } = await startStubSlack()
    answer('chat.update', { status: 429, headers: { 'retry-after': '60' } })
    await expect(clients.repeatable.chat.update({ channel: 'C1', ts: '1.0', text: 'x' })).rejects.toThrow()
    await clients.repeatable.users.info({ user: 'U1' })
    await clients.views.views.open({
      trigger_id: 't',
      view: { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] },
    })
  })

  it("send their own token, each after the other's", async () => {
    const { url, calls } = await startStubSlack()
    const shared = { apiUrl: url }
    for (const botToken of ['xoxb-first', 'xoxb-second'])
      await createClients({ ...shared, botToken }, logger).once.auth.test()
    expect(calls.map(({ authorization }) => authorization)).toEqual(['Bearer xoxb-first', 'Bearer xoxb-second'])
  })

  it('note each answer as contact', async () => {
    const { url } = await startStubSlack()
    let contacts = 0
    await createClients({ botToken: 'xoxb-1', apiUrl: url }, logger, { onContact: () => contacts++ }).once.auth.test()
    expect(contacts).toBe(1)
  })

  it('tell when Slack takes their token no longer, and when it does again', async () => {
    const { url, answer } = await startStubSlack()
    const told: (string | null)[] = []
    const hooks = { onAccess: (problem: string | null) => void told.push(problem) }
    const { once } = createClients({ botToken: 'xoxb-1', apiUrl: url }, logger, hooks)
    answer(
      'auth.test',
      { ok: false, error: 'token_revoked' },
      { ok: false, error: 'missing_scope' },
      { status: 503 },
      {},
    )
    for (let calls = 0; calls < 4; calls++) await once.auth.test().catch(() => {})
    expect(told).toEqual(['token_revoked', null])
  })
})

describe('what the token was granted', () => {
  it('is told with each answer that says so', async () => {
    const { url, answer } = await startStubSlack()
    const told: (readonly string[])[] = []
    const hooks = { onScopes: (granted: readonly string[]) => void told.push(granted) }
    const { once } = createClients({ botToken: 'xoxb-1', apiUrl: url }, logger, hooks)
    const saying = (scopes: string) => ({ status: 200, headers: { 'x-oauth-scopes': scopes }, raw: '{"ok":true}' })
    answer('auth.test', saying('chat:write,commands'), {}, saying('chat:write'))
    for (let calls = 0; calls < 3; calls++) await once.auth.test()
    expect(told).toEqual([['chat:write', 'commands'], ['chat:write']])
  })
})

describe('the options given to the SDK', () => {
  it('are a new object each time and never carry headers, since the SDK writes into both', () => {
    const first = options('http://127.0.0.1/api/')
    expect(options('http://127.0.0.1/api/')).not.toBe(first)
    expect(first).not.toHaveProperty('headers')
    expect(first).toMatchObject({
      retryConfig: { retries: 0 },
      timeout: expect.any(Number),
      rejectRateLimitedCalls: true,
    })
  })

  it('keep Socket Mode from giving the clients of listeners a hundred retries', async () => {
    const { url, answer, callsOf } = await startStubSlack()
    answer('chat.postMessage', 'reset')
    const shared = options(url)
    new SocketModeReceiver({ appToken: 'xapp-1', installerOptions: { clientOptions: shared } })
    expect(shared.retryConfig).toMatchObject({ retries: 0 })
    const receiver: Receiver = { init: () => {}, start: async () => {}, stop: async () => {} }
    const app = new App({
      receiver,
      authorize: async () => ({ botToken: 'xoxb-1', botId: 'B0', botUserId: 'U0' }),
      clientOptions: shared,
      logger: createBoltLogger(logger),
    })
    const failed: unknown[] = []
    app.command('/conf', async ({ ack, client }) => {
      await ack()
      await client.chat.postMessage({ channel: 'C1', text: 'x' }).catch((error: unknown) => failed.push(error))
    })
    await app.processEvent({
      body: { command: '/conf', team_id: 'T1', channel_id: 'C1', user_id: 'U1' },
      ack: async () => {},
    })
    expect(failed).toHaveLength(1)
    expect(callsOf('chat.postMessage')).toHaveLength(1)
  })
})
