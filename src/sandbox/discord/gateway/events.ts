/** What the server tells the app of by itself, and which of it a session asked for (discord-api-docs, events/gateway, "Gateway Intents"). */

export interface GatewayEvent {
  /** Its name, such as `MESSAGE_CREATE`. */
  t: string
  d: object
  /** Of which server it is; absent for direct messages, of which shard 0 is told. */
  guildId?: string | undefined
  /** About the bot itself, of which it is told without the intent that the event needs else. */
  isOwn?: boolean
}

/** Bits of `intents`. */
const intentBits = {
  GUILDS: 1 << 0,
  GUILD_MEMBERS: 1 << 1,
  GUILD_MESSAGES: 1 << 9,
  DIRECT_MESSAGES: 1 << 12,
  GUILD_PRESENCES: 1 << 8,
  MESSAGE_CONTENT: 1 << 15,
  GUILD_SCHEDULED_EVENTS: 1 << 16,
} as const

/** Those of the list: 0 to 16, 20, 21, 24 and 25. */
const knownIntents = 0x1ffff | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25)
/** To be switched on for an app in the developer portal. */
const privilegedIntents = intentBits.GUILD_MEMBERS | intentBits.GUILD_PRESENCES | intentBits.MESSAGE_CONTENT

/** 4013: no such intents. 4014: intents that the app was not given. */
export function findWrongIntents(intents: number, hasPrivileged: boolean): 4013 | 4014 | undefined {
  if (!Number.isInteger(intents) || intents < 0 || (intents & ~knownIntents) !== 0) return 4013
  return hasPrivileged || (intents & privilegedIntents) === 0 ? undefined : 4014
}

const underGuilds =
  /^(GUILD_(CREATE|UPDATE|DELETE|ROLE_(CREATE|UPDATE|DELETE))|CHANNEL_(CREATE|UPDATE|DELETE|PINS_UPDATE)|THREAD_\w+)$/

/** Which intent an event needs; 0: it is always sent. */
function neededIntent({ t, guildId }: GatewayEvent): number {
  if (underGuilds.test(t)) return guildId === undefined ? intentBits.DIRECT_MESSAGES : intentBits.GUILDS
  if (/^GUILD_MEMBER_(ADD|REMOVE|UPDATE)$/.test(t)) return intentBits.GUILD_MEMBERS
  if (/^MESSAGE_(CREATE|UPDATE|DELETE|DELETE_BULK)$/.test(t)) {
    return guildId === undefined ? intentBits.DIRECT_MESSAGES : intentBits.GUILD_MESSAGES
  }
  if (t.startsWith('GUILD_SCHEDULED_EVENT_')) return intentBits.GUILD_SCHEDULED_EVENTS
  return 0
}

export function isWanted(event: GatewayEvent, intents: number): boolean {
  const needed = neededIntent(event)
  return event.isOwn === true || needed === 0 || (intents & needed) !== 0
}

/** `(guild_id >> 22) % num_shards`; what belongs to no server goes to the first one (discord-api-docs, events/gateway, "Sharding"). */
export function shardOf(guildId: string | undefined, count: number): number {
  return guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count))
}
