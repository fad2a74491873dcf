/** The Discord platform as it runs, connected to a sandbox of its own over either way in; both end with the test. */
import type { RequestListener } from 'node:http'
import { onTestFinished } from 'vitest'
import type { CommandKit, Plan } from '#command-kit/request.ts'
import { roots } from '#commands/index.ts'
import type { Person, Place } from '#core/actor.ts'
import type { KeptValueRepository } from '#core/contracts/store.ts'
import { createMovableClock } from '#lib/clock.ts'
import { createSilentLogger, type Logger } from '#lib/logger.ts'
import { createDiscord, DiscordSettings } from '#platforms/discord/index.ts'
import type { Platform } from '#platforms/platform.ts'
import { createSandbox } from '#sandbox/index.ts'
import { createDiscordClient } from '#test/support/discord-client.ts'
import { serve } from '#test/support/local-server.ts'

export type WayIn = DiscordSettings['mode']

/** As far as tests look at it. */
export interface Frame {
  readonly transport: string
  readonly direction: 'in' | 'out'
  readonly method?: string
  readonly path?: string
  /** Over the gateway. */
  readonly body?: { readonly op?: number; readonly t?: string | null; readonly d?: unknown }
}

const nothing: Plan = { kind: 'run', run: async () => {} }
export const kitThat = (decide: CommandKit['plan'], suggest: CommandKit['suggest'] = () => []): CommandKit => ({
  plan: decide,
  suggest,
})

/** Values that are kept in memory alone. */
export function createKept(): KeptValueRepository & { readonly values: Map<string, string> } {
  const values = new Map<string, string>()
  return {
    values,
    async put(list) {
      for (const { key, value } of list) values.set(key, value)
    },
    get: async (key) => values.get(key) ?? null,
    async remove(key) {
      values.delete(key)
    },
    async prune() {},
  }
}

/** `start` false: it has not signed in yet. `settings` in the place of the sandbox's own. */
export async function connectDiscord({
  mode = 'gateway',
  delivery = mode,
  kit = kitThat(() => nothing),
  kept = createKept(),
  start = true,
  heartbeatIntervalMs,
  settings = {},
  logger = createSilentLogger(),
}: {
  readonly mode?: WayIn
  /** The way that Discord was told; the bot's own unless said. */
  readonly delivery?: WayIn
  readonly kit?: CommandKit
  readonly kept?: KeptValueRepository
  readonly start?: boolean
  readonly heartbeatIntervalMs?: number
  readonly settings?: Readonly<Record<string, unknown>>
  readonly logger?: Logger
} = {}) {
  const clock = createMovableClock()
  const token = 'sandbox-token'
  let baseUrl = ''
  let botUrl = ''
  const sandbox = createSandbox({
    clock,
    logger: createSilentLogger(),
    token,
    slack: { delivery: 'socket' },
    discord: {
      ...(delivery === 'http' ? { delivery, requestUrl: () => botUrl } : { delivery }),
      ...(heartbeatIntervalMs !== undefined && { heartbeatIntervalMs }),
    },
    baseUrl: () => baseUrl,
  })
  const { server, origin } = await serve((request, response) => {
    if (!sandbox.handle(request, response)) response.writeHead(404).end()
  })
  baseUrl = origin
  server.on('upgrade', (request, socket, head) => {
    if (!sandbox.upgrade(request, socket, head)) socket.destroy()
  })
  const { apiUrl, token: botToken, publicKey, serverId } = sandbox.credentials().discord
  const shared = { mode, apiUrl, token: botToken, servers: [serverId] }
  const platform = createDiscord({
    kit,
    roots,
    clock,
    kept,
    logger,
    settings: DiscordSettings.parse({ ...shared, ...(mode === 'http' && { publicKey }), ...settings }),
  })
  const bot = await serve(serving(platform))
  botUrl = `${bot.origin}/discord/interactions`
  onTestFinished(async () => {
    await platform.stop()
    await sandbox.close()
  })
  const discord = createDiscordClient(baseUrl, token)
  if (start) await platform.start()
  const { people } = await discord.get<{ people: readonly { readonly id: string; readonly name: string }[] }>('people')
  const { channels } = await discord.get<{ channels: readonly { readonly id: string; readonly name: string }[] }>(
    'channels?user=alice',
  )
  const idIn = (list: readonly { readonly id: string; readonly name: string }[], wanted: string) => {
    const found = list.find(({ name }) => name === wanted)
    if (!found) throw new Error(`the sandbox has no ${wanted}`)
    return found.id
  }
  const personOf = (name: string): Person => ({
    platform: 'discord',
    workspaceId: serverId,
    userId: idIn(people, name),
    name,
  })
  const placeOf = (channel: string, given: Partial<Place> = {}): Place => ({
    platform: 'discord',
    workspaceId: serverId,
    channelId: idIn(channels, channel),
    kind: 'channel',
    ...given,
  })
  /** Frames that went over the wire, as the sandbox recorded them. */
  const traffic = async () => (await discord.get<{ frames: readonly Frame[] }>('traffic')).frames
  const fault = (match: string, kind: string, given: object = {}) => discord.post('fault', { match, kind, ...given })
  return { platform, discord, sandbox, clock, serverId, botUrl, personOf, placeOf, traffic, fault }
}

const serving =
  ({ routes }: Platform): RequestListener =>
  (request, response) => {
    const handle = routes[request.url ?? '']
    if (handle) handle(request, response)
    else response.writeHead(404).end()
  }
