/**
 * Discord's gateway through the client of discord.js, which keeps the connections: it beats, takes a beat that is not acknowledged
 * for the end of one, resumes, and begins anew where Discord says so. Only what it leaves open is decided here.
 */
import { Client, Events, GatewayIntentBits, Options, SimpleShardingStrategy, Status } from 'discord.js'
import { GatewayCloseCodes, type GatewayDispatchPayload } from 'discord-api-types/v10'
import { ConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { type Message, say } from '#text/message.ts'
import type { DiscordSettings } from './config.ts'
import { failureWords, toChatError } from './failure.ts'
import { createIdentifyThrottler } from './identify-throttler.ts'
import { inTime, late } from './in-time.ts'
import { restOptions } from './rest-api.ts'

export interface Gateway {
  /** Resolves when all connections stand. Rejects with `chat.refused` or `chat.unavailable`. */
  start(): Promise<void>
  /** Ends the sessions, so that Discord shows the bot as away at once. */
  stop(): Promise<void>
  status(): { readonly isConnected: boolean; readonly detail: string }
}

interface Deps {
  readonly settings: DiscordSettings & { readonly mode: 'gateway' }
  /** What Discord tells, as it came. */
  readonly onDispatch: (payload: GatewayDispatchPayload) => void
  /** Discord was heard, if only by a beat. */
  readonly onContact: () => void
  readonly clock: Clock
  readonly logger: Logger
}

const startWithinMs = 30_000
/** For each connection: a day's tries to be let in again are fewer than the thousand identifications that Discord grants to all. */
const returnAfterMs = 120_000

/** After these discord.js does not come back by itself (topics/opcodes-and-status-codes, "Gateway Close Event Codes"). */
const refusals = new Map<number, () => Message>([
  [GatewayCloseCodes.AuthenticationFailed, () => say('discord.token-refused')],
  [GatewayCloseCodes.InvalidShard, () => say('discord.shards-refused')],
  [GatewayCloseCodes.ShardingRequired, () => say('discord.shards-refused')],
  [GatewayCloseCodes.InvalidAPIVersion, () => say('discord.version-refused')],
  [GatewayCloseCodes.InvalidIntents, () => say('discord.intents-refused')],
  [GatewayCloseCodes.DisallowedIntents, () => say('discord.intents-refused')],
])

export function createGateway({ settings, onDispatch, onContact, clock, logger }: Deps): Gateway {
  const { shards } = settings
  let isStopping = false
  /** The close code after which Discord has us no more; null while it does. */
  let endedBy: number | null = null
  let cancelReturn: (() => void) | null = null

  const createClient = (): Client => {
    const client = new Client({
      // Neither needs Discord's leave. Interactions come without any.
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildScheduledEvents],
      ...(shards === undefined
        ? { shards: 'auto' }
        : { shards: Array.from({ length: shards }, (_, id) => id), shardCount: shards }),
      // It asks only where the gateway is: waiting is better than not starting, or not coming back.
      rest: { ...restOptions(settings), retries: 3, rejectOnRateLimit: null },
      makeCache: Options.cacheWithLimits(nothingKept),
      ws: {
        buildIdentifyThrottler: (manager) => createIdentifyThrottler(manager, { clock, logger }),
        buildStrategy(manager) {
          // A connection that ended before we stop would be made anew after it: it waits here instead.
          const { options } = manager
          const retrieve = options.retrieveSessionInfo.bind(options)
          options.retrieveSessionInfo = (shardId) => (isStopping ? new Promise<never>(() => {}) : retrieve(shardId))
          return new SimpleShardingStrategy(manager)
        },
      },
    })
    client.on(Events.Raw, (payload: GatewayDispatchPayload) => {
      onContact()
      if (isStopping) return
      try {
        onDispatch(payload)
      } catch (error) {
        // It would end the process.
        logger.error({ err: error, event: payload.t }, 'what Discord told could not be taken in')
      }
    })
    // The only sign of a connection on which nothing happens.
    client.on(Events.Debug, (line) => {
      if (line.includes('Heartbeat acknowledged')) onContact()
    })
    // Without a listener the first of each would end the process.
    client.on(Events.Error, (error) => logger.warn({ failure: failureWords(error) }, 'the client of Discord stumbled'))
    client.on(Events.ShardError, (error, shard) =>
      logger.warn({ shard, failure: endWords(error) }, 'a connection to Discord failed'),
    )
    client.on(Events.ShardReconnecting, (shard) => {
      if (!isStopping) logger.info({ shard }, 'a connection to Discord ended, and is made anew')
    })
    client.on(Events.ShardReady, (shard) => {
      if (endedBy !== null) logger.info({ shard }, 'Discord lets us in again')
      endedBy = null
    })
    client.on(Events.ShardDisconnect, ({ code }, shard) => {
      // Of one that was given up.
      if (client !== current) return
      if (endedBy === null && !isStopping) logger.error({ shard, code }, 'Discord does not let us in any more')
      endedBy = code
      comeBackLater()
    })
    return client
  }
  let current = createClient()

  const connect = async () => {
    try {
      if ((await inTime(clock, startWithinMs, current.login(settings.token))) !== late) return
    } catch (error) {
      if (endedBy !== null) throw refused(endedBy)
      if (isCalled(error, 'TokenInvalid')) throw refused(GatewayCloseCodes.AuthenticationFailed)
      throw toChatError(error, '', 'post')
    }
    throw new ConfbotError('chat.unavailable')
  }

  /** The client of discord.js does not come back by itself: another one tries. */
  const comeBackLater = () => {
    const waitMs = returnAfterMs * Math.max(current.ws.shards.size, 1)
    if (!isStopping) cancelReturn ??= clock.schedule(waitMs, () => void comeBack())
  }
  const comeBack = async () => {
    cancelReturn = null
    if (endedBy === null) return
    const before = current
    current = createClient()
    await before.destroy()
    if (isStopping) return
    // Why not is told of already.
    await connect().catch(comeBackLater)
  }

  return {
    async start() {
      try {
        await connect()
      } catch (error) {
        await this.stop()
        throw error
      }
    },
    async stop() {
      isStopping = true
      cancelReturn?.()
      await current.destroy()
    },
    status() {
      const all = [...current.ws.shards.values()]
      const standing = all.filter(({ status }) => status === Status.Ready || status === Status.WaitingForGuilds).length
      const count = all.length || (shards ?? 1)
      const detail =
        endedBy === null ? `gateway, ${standing} of ${count} connections` : `gateway, refused with code ${endedBy}`
      // Each connection has its servers to itself.
      return { isConnected: !isStopping && standing === count, detail }
    },
  }
}

const refused = (code: number) =>
  new ConfbotError('chat.refused', {
    blanks: { problem: refusals.get(code)?.() ?? say('discord.token-refused') },
    ...(code === GatewayCloseCodes.AuthenticationFailed && { remedy: say('discord.remedy.token') }),
  })

const isCalled = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code

/** Why a connection ended, which no call did: a plain error is the client's own sentence on how Discord closed it. */
const endWords = (error: Error): string => (isPlain(error) ? error.message : failureWords(error))
const isPlain = (error: Error) => error.name === 'Error' && !('code' in error) && error.cause === undefined

/** What is known of servers, channels and people is remembered elsewhere. */
const nothingKept = {
  ApplicationCommandManager: 0,
  ApplicationEmojiManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  DMMessageManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildForumThreadManager: 0,
  GuildInviteManager: 0,
  GuildMemberManager: 0,
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildStickerManager: 0,
  GuildTextThreadManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadManager: 0,
  ThreadMemberManager: 0,
  UserManager: 0,
  VoiceStateManager: 0,
}
