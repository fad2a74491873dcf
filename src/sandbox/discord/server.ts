/** Everything that a Discord server with one bot in it keeps: REST, gateway, interactions and the driving API work on it. */
import type { MovableClock } from '#lib/clock.ts'
import { type AttachmentStore, createAttachmentStore } from './attachment-store.ts'
import { type CommandStore, createCommandStore } from './command-store.ts'
import { createDirectory, type Directory } from './directory.ts'
import { createEventStore, type EventChange, type EventStore } from './event-store.ts'
import type { DiscordSecrets } from './identity.ts'
import { createInteractionStore, type InteractionStore } from './interaction-store.ts'
import { createMessageStore, type MessageChange, type MessageStore } from './message-store.ts'
import { createRateLimits, type RateLimits } from './rate-limits.ts'
import { createSnowflakes } from './snowflake.ts'

/** What the gateway tells of, whoever brought it about. */
export type ServerChange = ({ of: 'message' } & MessageChange) | ({ of: 'event' } & EventChange)

export interface DiscordServer {
  readonly clock: MovableClock
  /** UTC milliseconds; deadlines and rate limits do not follow the movable clock. */
  systemNow(): number
  readonly secrets: DiscordSecrets
  readonly baseUrl: () => string
  /** A new id, made at the sandbox's time. */
  readonly nextId: () => string
  readonly directory: Directory
  readonly messages: MessageStore
  readonly attachments: AttachmentStore
  readonly commands: CommandStore
  readonly interactions: InteractionStore
  readonly events: EventStore
  readonly limits: RateLimits
  /** False: every call is answered 401, and the gateway closes with 4004. */
  isTokenValid: boolean
  /** Whether the developer portal has the privileged intents switched on: GUILD_MEMBERS, MESSAGE_CONTENT. */
  hasPrivilegedIntents: boolean
  /** Where interactions are posted to, as the developer portal has it; null: they go over the gateway. */
  interactionsUrl: string | null
  /** People who take no direct messages from the server's members. */
  readonly closedDirects: Set<string>
  /** Hears of every change from now on; returns a function that ends it. */
  onChange(listener: (change: ServerChange) => void): () => void
  reset(): void
}

export interface ServerOptions {
  clock: MovableClock
  secrets: DiscordSecrets
  baseUrl: () => string
}

export function createServer({ clock, secrets, baseUrl }: ServerOptions): DiscordServer {
  const systemNow = () => clock.now() - clock.offsetMs
  const nextId = createSnowflakes(clock)
  const listeners = new Set<(change: ServerChange) => void>()
  const tell = (change: ServerChange) => {
    for (const listener of listeners) listener(change)
  }
  const directory = createDirectory({ nextId, now: clock.now })
  const messages = createMessageStore({
    nextId,
    now: clock.now,
    directory,
    changed: (change) => tell({ of: 'message', ...change }),
  })
  const attachments = createAttachmentStore({ nextId, baseUrl })
  const commands = createCommandStore({ nextId, now: clock.now })
  const interactions = createInteractionStore()
  const events = createEventStore({ clock, nextId, changed: (change) => tell({ of: 'event', ...change }) })
  const limits = createRateLimits(systemNow)
  const server: DiscordServer = {
    clock,
    systemNow,
    secrets,
    baseUrl,
    nextId,
    directory,
    messages,
    attachments,
    commands,
    interactions,
    events,
    limits,
    isTokenValid: true,
    hasPrivilegedIntents: false,
    interactionsUrl: null,
    closedDirects: new Set(),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reset() {
      // What the app has registered stays: it does so when it starts, and does not start again.
      for (const part of [messages, attachments, interactions, events, limits]) part.clear()
      directory.reset()
      server.isTokenValid = true
      server.hasPrivilegedIntents = false
      server.closedDirects.clear()
    },
  }
  return server
}
