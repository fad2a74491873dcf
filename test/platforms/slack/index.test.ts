import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CommandKit, Plan } from '#command-kit/request.ts'
import { roots } from '#commands/index.ts'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createSlack, SlackSettings } from '#platforms/slack/index.ts'
import { card } from '#view/card.ts'
import { startStubSlack } from './stub-slack.ts'

const signingSecret = 'a-signing-secret'

async function prepare(run: Extract<Plan, { kind: 'run' }>['run'] = async () => {}) {
  const slack = await startStubSlack()
  slack.answer('auth.test', { team_id: 'T1', user_id: 'UBOT', bot_id: 'B0' })
  const kit: CommandKit = { plan: () => ({ kind: 'run', run }), suggest: () => [] }
  const settings = SlackSettings.parse({
    mode: 'http',
    signingSecret,
    botToken: 'xoxb-1',
    workspaces: ['T1'],
    apiUrl: slack.url,
  })
  const platform = createSlack({ kit, roots, clock: createSystemClock(), logger: createSilentLogger(), settings })
  const server = createServer((request, response) => platform.routes['/slack/events']?.(request, response)).listen(
    0,
    '127.0.0.1',
  )
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const send = (given: Record<string, string> | object, type = 'application/x-www-form-urlencoded') => {
    const body = type.endsWith('json') ? JSON.stringify(given) : new URLSearchParams({ ...given }).toString()
    const timestamp = Math.floor(Date.now() / 1000)
    const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`
    return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`, {
      method: 'POST',
      body,
      headers: { 'content-type': type, 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': signature },
    })
  }
  const command = { command: '/conf', text: 'help', team_id: 'T1', channel_id: 'C1', user_id: 'U1', trigger_id: 't1' }
  return { slack, platform, send, command }
}

describe('the Slack platform', () => {
  it('signs in, and says that it is connected and when it last heard of Slack', async () => {
    const { platform } = await prepare()
    expect(platform.status()).toMatchObject({ isConnected: false, lastContactAt: null })
    await platform.start()
    expect(platform.status()).toMatchObject({ isConnected: true, lastContactAt: expect.any(Number), detail: 'HTTP' })
    await platform.stop()
  })

  it('says what becomes of a message that Slack does not confirm, as soon as it knows', async () => {
    const { slack, platform } = await prepare()
    expect(platform.status().unconfirmed).toBeNull()
    const signedInWith = (scopes: string) => ({
      status: 200,
      headers: { 'x-oauth-scopes': scopes },
      raw: JSON.stringify({ ok: true, team_id: 'T1', user_id: 'UBOT', bot_id: 'B0' }),
    })
    slack.answer('auth.test', signedInWith('chat:write,im:history'))
    await platform.start()
    expect(platform.status().unconfirmed).toBe('reported')
    // The app was installed anew, with more scopes.
    slack.answer('users.info', {
      ...signedInWith('chat:write,im:history,channels:history,groups:history'),
      raw: '{"ok":true,"user":{"id":"U1"}}',
    })
    await platform.people.find({ platform: 'slack', workspaceId: 'T1', userId: 'U1' })
    expect(platform.status().unconfirmed).toBe('repaired')
  })

  it('does not start with a token of another workspace, of a person, or of nobody', async () => {
    const { slack, platform } = await prepare()
    slack.answer('auth.test', { team_id: 'T9', user_id: 'UBOT', bot_id: 'B0' })
    const refusal = (problem: unknown) => ({ code: 'chat.refused', details: { blanks: { problem } } })
    await expect(platform.start()).rejects.toMatchObject(refusal(expect.stringContaining('T9')))
    slack.answer('auth.test', { team_id: 'T1', user_id: 'U1' })
    await expect(platform.start()).rejects.toMatchObject(refusal('the token is not that of a bot'))
    slack.answer('auth.test', { ok: false, error: 'invalid_auth' })
    await expect(platform.start()).rejects.toMatchObject(refusal('invalid_auth'))
  })

  it('acknowledges while the command hangs, and answers when it is done', async () => {
    let finish = () => {}
    const { slack, platform, send, command } = await prepare(async (responder) => {
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      await responder.reply(card('Done'))
    })
    await platform.start()
    const response = await send(command)
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(slack.callsOf('chat.postEphemeral')).toEqual([])
    finish()
    await platform.stop()
    expect(slack.callsOf('chat.postEphemeral')).toMatchObject([{ channel: 'C1', user: 'U1' }])
  })

  it('asks Slack nothing before it acknowledges', async () => {
    const { slack, platform, send, command } = await prepare(() => new Promise(() => {}))
    await platform.start()
    const before = slack.calls.length
    await send(command)
    expect(slack.calls.length).toBe(before)
  })

  it('knows when the workspace threw it out', async () => {
    const { platform, send } = await prepare()
    await platform.start()
    const event = { type: 'event_callback', team_id: 'T1', event_id: 'Ev1', event: { type: 'tokens_revoked' } }
    expect((await send(event, 'application/json')).status).toBe(200)
    expect(platform.status()).toMatchObject({ isConnected: false, detail: 'tokens_revoked' })
  })
})

describe('the settings', () => {
  const shared = { botToken: 'xoxb-1', workspaces: ['T1AB'] }

  it.each([
    ['an app token with Socket Mode', { ...shared, mode: 'socket' }, 'appToken'],
    ['a signing secret with HTTP', { ...shared, mode: 'http', appToken: 'xapp-1' }, 'signingSecret'],
    ['a workspace', { ...shared, workspaces: [], mode: 'http', signingSecret: 's' }, 'workspaces'],
    ['the token of a bot', { ...shared, botToken: 'xoxp-1', mode: 'http', signingSecret: 's' }, 'botToken'],
  ])('need %s', (_, settings, key) => {
    const { error } = SlackSettings.safeParse(settings)
    expect(error?.issues.flatMap(({ path }) => path)).toContain(key)
  })
})
