import { beforeEach, describe, expect, it } from 'vitest'
import { roots } from '#commands/index.ts'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { DiscordSettings } from '#platforms/discord/config.ts'
import { diagnoseDiscord } from '#platforms/discord/diagnose.ts'
import type { ChannelInUse } from '#platforms/platform.ts'
import { examine } from '#test/support/findings.ts'
import { connectDiscord } from './sandbox-discord.ts'
import { startStubDiscord } from './stub-discord.ts'

let app: Awaited<ReturnType<typeof connectDiscord>>
beforeEach(async () => {
  app = await connectDiscord()
})

const ask = (settings: unknown, inUse: readonly ChannelInUse[] = []) =>
  examine(
    diagnoseDiscord(DiscordSettings.parse(settings), {
      clock: createSystemClock(),
      logger: createSilentLogger(),
      roots,
      channelsInUse: async () => inUse,
    }),
  )
function settings(changes: Readonly<Record<string, unknown>> = {}) {
  const { apiUrl, token, serverId } = app.sandbox.credentials().discord
  return { mode: 'gateway', apiUrl, token, servers: [serverId], ...changes }
}
const look = (changes?: Readonly<Record<string, unknown>>, inUse?: readonly ChannelInUse[]) =>
  ask(settings(changes), inUse)
const overHttp = () => {
  const { publicKey } = app.sandbox.credentials().discord
  return settings({ mode: 'http', publicKey })
}
const inUse = (name: string, isLive: boolean): ChannelInUse => ({
  workspaceId: app.serverId,
  channelId: app.placeOf(name).channelId,
  isLive,
})

const application = expect.stringMatching(/^ok: The bot token is good: it is .* of the application .* \(\d+\)\.$/)
const clocks = expect.stringMatching(/^ok: The clock of this machine agrees with that of Discord/)
const gateway = expect.stringMatching(/^ok: The gateway takes connections, without any privileged intent/)
const server = () => `ok: The bot is in the server Sandbox (${app.serverId}), which is served.`
const commands = 'ok: The commands in Sandbox are those of this version.'
const mayPost = expect.stringMatching(/^ok: In Sandbox the bot may post in \d of \d text channels?\.$/)

it('finds everything in order, in this order', async () => {
  expect(await look()).toEqual([application, clocks, gateway, server(), commands, mayPost])
})

describe('the bot token', () => {
  it('is refused in a sentence, and nothing else is asked with it', async () => {
    expect(await look({ token: 'wrong' })).toEqual([
      expect.stringMatching(/^fail: Discord refuses the bot token\. .*DISCORD_TOKEN/),
    ])
  })

  it('cannot be asked about while Discord is not there', async () => {
    expect(await look({ apiUrl: 'http://127.0.0.1:9/api' })).toEqual([
      expect.stringMatching(/^fail: Discord could not be asked: Discord was not reached\./),
    ])
  })
})

describe('the way in', () => {
  it('over HTTP says that no events come, and where Discord sends what people do', async () => {
    await app.discord.post('delivery', { delivery: 'http', requestUrl: app.botUrl })
    const findings = await ask(overHttp())
    expect(findings).toEqual(
      expect.arrayContaining([
        'ok: The public key is the one of the application.',
        expect.stringMatching(
          /^ok: Over HTTP Discord tells of nothing that happens: channels and scheduled events are read anew/,
        ),
      ]),
    )
  })

  it('over HTTP needs the address at Discord, and the key of this application', async () => {
    const findings = await ask({ ...overHttp(), publicKey: 'a'.repeat(64) })
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^fail: The public key is not the one of the application.*DISCORD_PUBLIC_KEY/),
        expect.stringMatching(/^fail: No Interactions Endpoint URL is set.*\/discord\/interactions/),
      ]),
    )
  })

  it.each([
    ['https://conf.example.com/discord/interactions', 'ok: Discord sends commands and clicks to'],
    ['https://conf.example.com/elsewhere', 'warn: Discord sends commands and clicks to'],
    [null, 'fail: No Interactions Endpoint URL is set'],
  ])('over HTTP is at %s', async (interactions_endpoint_url, begin) => {
    const { stub } = await stubbed({ interactions_endpoint_url })
    const findings = await ask({ ...stub, mode: 'http', publicKey: 'a'.repeat(64) })
    expect(findings.filter((one) => one.startsWith(begin))).toHaveLength(1)
  })

  it('over the gateway is closed while an address is set', async () => {
    const { stub } = await stubbed({ interactions_endpoint_url: 'https://conf.example.com/discord/interactions' })
    expect(await ask(stub)).toContainEqual(
      expect.stringMatching(
        /^fail: An Interactions Endpoint URL is set, so that Discord sends nothing over the gateway/,
      ),
    )
  })

  it('over the gateway wears out, and may need more connections', async () => {
    const { stub } = await stubbed({})
    expect(await ask({ ...stub, shards: 1 })).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^warn: Only 3 of 1,?000 sign-ins/),
        expect.stringMatching(/^fail: Discord wants 4 connections, and discord.shards is 1/),
      ]),
    )
  })
})

describe('the servers', () => {
  it('are those in which the bot is', async () => {
    const findings = await look({ servers: ['1000000000000000001'] })
    expect(findings).toContainEqual(
      expect.stringMatching(
        /^fail: The bot is not in the server 1000000000000000001.*https:\/\/discord\.com\/oauth2\/authorize\?client_id=\d+&scope=bot\+applications\.commands&permissions=\d+&guild_id=1000000000000000001/,
      ),
    )
    expect(findings).toContainEqual(
      expect.stringMatching(/^warn: The bot is also in a server that is not served: Sandbox/),
    )
  })
})

describe('the commands', () => {
  it('are not there before confbot was started', async () => {
    const fresh = await connectDiscord({ start: false })
    const { apiUrl, token, serverId } = fresh.sandbox.credentials().discord
    expect(await ask({ mode: 'gateway', apiUrl, token, servers: [serverId] })).toContain(
      'ok: The commands are not registered in Sandbox yet: confbot does it when it starts.',
    )
  })

  it('are others than those of this version', async () => {
    const { apiUrl, token, applicationId, serverId } = app.sandbox.credentials().discord
    const route = `${apiUrl}/v10/applications/${applicationId}/guilds/${serverId}/commands`
    const headers = { authorization: `Bot ${token}`, 'content-type': 'application/json' }
    const create = (body: object) => fetch(route, { method: 'POST', headers, body: JSON.stringify(body) })
    await create({ type: 3, name: 'Of an earlier version' })
    await create({ name: 'conf', description: 'Of an earlier version' })
    const findings = await look()
    expect(findings).toContainEqual(
      expect.stringMatching(
        /^warn: A command is not registered in Sandbox, or not as in this version: conf\. Start confbot/,
      ),
    )
    expect(findings).toContainEqual(
      expect.stringMatching(
        /^warn: In Sandbox there are commands that this version does not have: Of an earlier version\./,
      ),
    )
  })
})

describe('the channels', () => {
  it('in use may be posted to', async () => {
    expect(await look({}, [inUse('ops', true), inUse('general', false)])).toContain(
      'ok: It may post in all 2 channels in use.',
    )
  })

  it('in use need a permission that they do not give', async () => {
    await app.discord.post('permissions', { channel: 'ops', role: '@everyone', deny: ['SEND_MESSAGES'] })
    const lacks = /In #ops, which is in use, the bot has no permission “Send Messages”\. Grant it/
    expect(await look({}, [inUse('ops', true)])).toContainEqual(
      expect.stringMatching(new RegExp(`^fail: ${lacks.source}`)),
    )
    expect(await look({}, [inUse('ops', false)])).toContainEqual(
      expect.stringMatching(new RegExp(`^warn: ${lacks.source}`)),
    )
  })

  it('in use that it cannot see are told of in the words of the settings of a channel', async () => {
    await app.discord.post('permissions', { channel: 'ops', role: '@everyone', deny: ['VIEW_CHANNEL'] })
    expect(await look({}, [inUse('ops', true)])).toContainEqual(
      expect.stringMatching(
        /^fail: In #ops, which is in use, the bot has no permission “View Channel”, “Send Messages”/,
      ),
    )
  })

  it('in use may be gone', async () => {
    const gone = { workspaceId: app.serverId, channelId: '1000000000000000001', isLive: false }
    expect(await look({}, [gone])).toContainEqual(
      expect.stringMatching(/^warn: The channel 1000000000000000001, which is in use, is not there any more/),
    )
  })

  it('of a server in which the role may not do everything are told of with what then does not work', async () => {
    for (const role of ['@everyone', 'confbot'])
      await app.discord.post('permissions', { role, deny: ['READ_MESSAGE_HISTORY', 'CREATE_EVENTS'] })
    const findings = await look()
    expect(findings).toContainEqual(
      expect.stringMatching(/^warn: In Sandbox the bot has no permission “Read Message History”: a message whose/),
    )
    expect(findings).toContainEqual(
      expect.stringMatching(/“Create Events”: meetings are not shown as scheduled events/),
    )
  })
})

/** A Discord whose application is as the test says, without any server. */
async function stubbed(application: object) {
  const { answerAt, rest } = await startStubDiscord()
  answerAt('GET /applications/@me', { id: '5', name: 'confbot', verify_key: 'a'.repeat(64), ...application })
  answerAt('GET /users/@me', { id: '6', username: 'confbot' })
  answerAt('GET /users/@me/guilds', [])
  answerAt('GET /gateway/bot', { shards: 4, session_start_limit: { total: 1000, remaining: 3 } })
  return { stub: { mode: 'gateway', apiUrl: rest.options.api, token: 'x', servers: ['1000000000000000001'] } }
}
