import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import type { ChannelInUse } from '#platforms/platform.ts'
import { SlackSettings } from '#platforms/slack/config.ts'
import { diagnoseSlack } from '#platforms/slack/diagnose.ts'
import { examine } from '#test/support/findings.ts'
import { deadOrigin } from '#test/support/local-server.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'
import { type Answer, startStubSlack } from './stub-slack.ts'

let sandbox: SandboxServer
beforeAll(async () => {
  sandbox = await startSandboxServer()
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.slack.post('reset', {}))

const clock = createSystemClock()
const ask = (settings: unknown, inUse: readonly ChannelInUse[] = []) =>
  examine(
    diagnoseSlack(SlackSettings.parse(settings), {
      clock,
      logger: createSilentLogger(),
      channelsInUse: async () => inUse,
    }),
  )

function settings(changes: Readonly<Record<string, unknown>> = {}) {
  const { env } = sandbox
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl } = env
  return { mode: 'socket', botToken, appToken, apiUrl, workspaces: [env.SLACK_WORKSPACES], ...changes }
}
const look = (changes?: Readonly<Record<string, unknown>>, inUse?: readonly ChannelInUse[]) =>
  ask(settings(changes), inUse)
const scopes = (...granted: string[]) => sandbox.slack.post('slack/scopes', { scopes: granted })

const workspace = 'ok: The bot token is good: it is confbot in the workspace Sandbox (T0SANDBOX), which is served.'
const clocks = expect.stringMatching(/^ok: The clock of this machine agrees with that of Slack/)
const connects = 'ok: The app-level token is good: Slack offers a connection for Socket Mode.'
const scopesAreGood = [
  'ok: All scopes that confbot needs are granted.',
  'ok: A reminder or other message whose posting Slack does not confirm is looked for, and posted again only where it is not there.',
]
const channels = 'ok: The bot is in 3 channels: #general, #ops, #shared.'
const takeBotToken =
  'Copy the token that begins with xoxb- from “OAuth & Permissions” of the app, once the app is installed, into slack.botToken (SLACK_BOT_TOKEN).'
const takeAppToken =
  'Under “Basic Information” of the same app, generate an app-level token with the scope connections:write, and copy it into slack.appToken (SLACK_APP_TOKEN).'

it('finds everything in order, in this order', async () => {
  expect(await look()).toEqual([workspace, clocks, connects, ...scopesAreGood, channels])
})

describe('the bot token', () => {
  it('is refused in a sentence, and nothing else is asked with it', async () => {
    expect(await look({ botToken: 'xoxb-wrong' })).toEqual([
      `fail: Slack refuses the bot token (invalid_auth). ${takeBotToken}`,
      connects,
    ])
  })

  it('belongs to a workspace that is served', async () => {
    expect(await look({ workspaces: ['T0OTHER'] })).toEqual([
      'fail: The bot token belongs to the workspace Sandbox (T0SANDBOX), which is not among those that are served. Add T0SANDBOX to slack.workspaces (SLACK_WORKSPACES), or use the bot token of a workspace that is there.',
      clocks,
      connects,
      ...scopesAreGood,
      channels,
    ])
  })

  it('may be that of an organisation that is served, and is never that of a person', async () => {
    const stub = await startStubSlack()
    const account = { team: 'Acme', team_id: 'T1', enterprise_id: 'E1', user: 'bot', bot_id: 'B1' }
    stub.answer('auth.test', account)
    const stubbed = { apiUrl: stub.url, workspaces: ['E1'] }
    expect((await look(stubbed))[0]).toBe(
      'ok: The bot token is good: it is bot in the workspace Acme (T1), which is served.',
    )
    stub.answer('auth.test', { ...account, bot_id: undefined })
    expect((await look(stubbed))[0]).toBe(`fail: The token is not that of a bot. ${takeBotToken}`)
  })
})

describe('the app-level token', () => {
  it('is refused in a sentence', async () => {
    expect(await look({ appToken: 'xapp-1-A0CONFBOT-wrong' })).toContain(
      `fail: Slack refuses the app-level token (invalid_auth). ${takeAppToken}`,
    )
  })

  it('is refused without its scope', async () => {
    const stub = await startStubSlack()
    stub.answer('apps.connections.open', { ok: false, error: 'missing_scope', needed: 'connections:write' })
    expect(await look({ apiUrl: stub.url })).toContain(
      `fail: Slack refuses the app-level token (missing_scope). ${takeAppToken}`,
    )
  })

  it('belongs to the app of the bot', async () => {
    const stub = await startStubSlack()
    stub.answer('auth.test', { team_id: 'T0SANDBOX', bot_id: 'B1' })
    stub.answer('bots.info', { bot: { app_id: 'A0OTHER' } })
    expect(await look({ apiUrl: stub.url })).toContain(
      `fail: The app-level token belongs to another app (A0CONFBOT) than the bot token (A0OTHER): nothing would ever arrive. ${takeAppToken}`,
    )
    // Without users:read it cannot be told.
    stub.answer('bots.info', { ok: false, error: 'missing_scope' })
    expect(await look({ apiUrl: stub.url })).toContain(connects)
  })
})

describe('signed HTTP', () => {
  const overHttp = async (signingSecret: string, changes: Readonly<Record<string, unknown>> = {}) => {
    const { appToken: _, ...shared } = settings()
    return ask({ ...shared, mode: 'http', signingSecret, ...changes })
  }
  const address =
    'ok: Whether Slack reaches /slack/events from outside cannot be tried from here: “Event Subscriptions” of the app shows its address as verified when it does.'

  it('says what can be known of secret and address', async () => {
    expect((await overHttp('0123456789abcdef0123456789abcdef')).slice(2, 4)).toEqual([
      'ok: A signing secret is set. Whether it is the one of this app shows only when Slack calls: with another, every request is answered with 401.',
      address,
    ])
    expect((await overHttp('xoxb-planted')).slice(2, 4)).toEqual([
      'warn: The signing secret does not look like one of Slack’s: those are 32 digits and letters a to f. Copy the signing secret, not the client secret or a token, from “Basic Information” of the app into slack.signingSecret (SLACK_SIGNING_SECRET).',
      address,
    ])
  })

  it.each([
    [
      -6 * 60_000,
      'fail: The clock of this machine differs from Slack’s by 6 minutes, so that every request of Slack’s is refused as too old or from the future.',
    ],
    [
      6 * 60_000,
      'fail: The clock of this machine differs from Slack’s by 6 minutes, so that every request of Slack’s is refused as too old or from the future.',
    ],
    [4 * 60_000, 'warn: The clock of this machine is 240 seconds behind that of Slack.'],
  ])('depends on the clock: %i ms', async (ms, sentence) => {
    const stub = await startStubSlack()
    const headers = { date: new Date(clock.now() + ms).toUTCString(), 'content-type': 'application/json' }
    const raw = JSON.stringify({ ok: true, team_id: 'T0SANDBOX', bot_id: 'B1' })
    const answer: Answer = { status: 200, headers, raw }
    stub.answer('auth.test', answer)
    const [, found] = await overHttp('x', { apiUrl: stub.url })
    // The second within which the question was asked may count or not.
    expect(found?.replace('239', '240')).toBe(`${sentence} Let the time of both machines be set by NTP.`)
    const [, overSocket] = await look({ apiUrl: stub.url })
    expect(overSocket).toMatch(/^warn: The clock of this machine is \d+ seconds (ahead of|behind)/)
  })
})

describe('scopes', () => {
  it('are asked for by name, and one that is missing hides nothing else', async () => {
    await scopes(
      'app_mentions:read',
      'chat:write',
      'chat:write.public',
      'im:history',
      'im:write',
      'users:read',
      'channels:read',
    )
    const found = await look()
    expect(found[3]).toMatch(
      /^fail: The scope commands is not granted: \/conf, \/confadmin and the shortcuts are not there\./,
    )
    expect(found[4]).toMatch(
      /^warn: In public channels and private channels and group messages, a reminder or other message .* is reported and not repeated/,
    )
    expect(found[5]).toMatch(/^warn: Whether the bot is in private channels and may post there cannot be told/)
    expect(found[6]).toMatch(/^warn: Calendar files cannot be given to people/)
    expect(found[7]).toBe(channels)
  })

  it('are not known where Slack does not tell them', async () => {
    const stub = await startStubSlack()
    stub.answer('auth.test', { team_id: 'T0SANDBOX', bot_id: 'B1' })
    expect((await look({ apiUrl: stub.url })).at(-1)).toMatch(/^warn: Slack does not tell which scopes are granted\./)
  })
})

describe('channels', () => {
  const inUse = (channelId: string, isLive = false): ChannelInUse => ({ workspaceId: 'T0SANDBOX', channelId, isLive })

  it('are named, private ones too', async () => {
    await sandbox.slack.post('slack/invite', { user: 'alice', channel: 'secret' })
    expect((await look()).at(-1)).toBe('ok: The bot is in 4 channels: #general, #ops, #shared, #secret.')
  })

  it('may be none', async () => {
    for (const channel of ['general', 'ops', 'shared'])
      await sandbox.slack.post('slack/remove', { user: 'alice', channel })
    expect((await look()).at(-1)).toBe(
      'warn: The bot is in no channel. Write /invite @confbot in each channel that shall have conferences.',
    )
  })

  it('that are in use can be posted in: those it is in, and public ones', async () => {
    expect((await look({}, [inUse('C0OPS'), inUse('C0LOUNGE', true)])).at(-1)).toBe(
      'ok: The bot may post in all 2 channels with defaults or a live conference.',
    )
  })

  it('that are archived, or that the bot is not in, are named: gravely where a conference is live', async () => {
    const found = await look({}, [inUse('C0ATTIC'), inUse('C0SECRET', true), inUse('C0OPS')])
    expect(found.slice(-2)).toEqual([
      'warn: The channel #attic is archived, so that nothing can be posted there. Restore it, if it is still needed.',
      'fail: The bot is not in the channel C0SECRET, and may not post there. Write /invite @confbot there.',
    ])
  })

  it('that are public need chat:write.public or an invitation', async () => {
    await scopes('app_mentions:read', 'chat:write', 'commands', 'im:history', 'im:write', 'users:read', 'channels:read')
    expect((await look({}, [inUse('C0LOUNGE')])).at(-1)).toBe(
      'warn: The bot is not in the channel #lounge, and may not post there. Write /invite @confbot there.',
    )
  })

  it('are not looked at where the token may not', async () => {
    await scopes('chat:write', 'groups:read')
    expect((await look({}, [inUse('C0OPS')])).join('\n')).not.toContain('#')
  })
})

describe('Slack', () => {
  it('says once that it cannot be reached', async () => {
    const found = await look({ apiUrl: `${await deadOrigin()}/api/` })
    const unreached =
      'fail: Slack could not be asked: Slack was not reached. Let this machine reach https://slack.com/api/ (name resolution, firewall), and look at slack.apiUrl (SLACK_API_URL) if it is set.'
    expect(found).toEqual([unreached])
  })

  it.each(['html', '5xx', '429', 'truncated', 'reset-before'])(
    'may answer with %s, which is told in a sentence',
    async (kind) => {
      await sandbox.slack.post('slack/fault', { match: 'auth.test', kind, times: 99 })
      expect((await look())[0]).toMatch(/^fail: Slack could not be asked: [^{}<>]+\. Let this machine reach/)
    },
  )

  it('may fail in the middle', async () => {
    await sandbox.slack.post('slack/fault', { match: 'users.conversations', kind: '5xx', times: 99 })
    expect((await look()).at(-1)).toMatch(/^fail: Slack could not be asked: .*HTTP/)
  })

  it('is asked nothing that would be seen', async () => {
    await look({}, [inUseOps])
    const { frames } = await sandbox.slack.get<{ frames: readonly { direction: string; path: string }[] }>(
      'slack/traffic',
    )
    const methods = frames.filter(({ direction }) => direction === 'in').map(({ path }) => path.split('/').at(-1))
    expect([...new Set(methods)].toSorted()).toEqual([
      'apps.connections.open',
      'auth.test',
      'bots.info',
      'conversations.info',
      'users.conversations',
    ])
  })
})
const inUseOps: ChannelInUse = { workspaceId: 'T0SANDBOX', channelId: 'C0OPS', isLive: true }
