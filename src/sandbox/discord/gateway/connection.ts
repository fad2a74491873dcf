/** One connection of the app to the gateway: hello, heartbeats, identifying or resuming, and the close codes for whatever is wrong (discord-api-docs, events/gateway; topics/opcodes-and-status-codes). */
import type { WebSocket } from 'ws'
import { z } from 'zod'
import { createSystemClock } from '#lib/clock.ts'
import { parseJson } from '#lib/parse-json.ts'
import type { Traffic } from '../../traffic.ts'
import { findWrongIntents, type GatewayEvent, isWanted, shardOf } from './events.ts'
import type { Frame, Session, SessionStore } from './session-store.ts'

export const gatewayPath = '/sandbox/discord/gateway'

const opcodes = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presenceUpdate: 3,
  voiceStateUpdate: 4,
  resume: 6,
  reconnect: 7,
  requestGuildMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
  requestSoundboardSounds: 31,
  requestChannelInfo: 43,
} as const

/** What the server may be asked for once there is a session; the sandbox has nothing to tell of any. */
const furtherOpcodes: readonly number[] = [
  opcodes.presenceUpdate,
  opcodes.voiceStateUpdate,
  opcodes.requestGuildMembers,
  opcodes.requestSoundboardSounds,
  opcodes.requestChannelInfo,
]

/** Why the server closes a connection ("Gateway Close Event Codes"). */
export const closeCodes = {
  unknownError: 4000,
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSeq: 4007,
  rateLimited: 4008,
  invalidShard: 4010,
  invalidVersion: 4012,
} as const

const maxPayloadBytes = 4096
/** "Rate Limiting": so many frames in so long. */
const maxSends = 120
const sendWindowMs = 60_000
/** Beyond the interval: for a slow network. */
const heartbeatGraceMs = 5000

const Payload = z.object({ op: z.int(), d: z.unknown() })
const Heartbeat = z.int().nullable()
const Identify = z.object({
  token: z.string(),
  intents: z.number(),
  properties: z.record(z.string(), z.unknown()),
  compress: z.boolean().optional(),
  large_threshold: z.int().min(50).max(250).optional(),
  shard: z.unknown().optional(),
  presence: z.unknown().optional(),
})
const Shard = z
  .tuple([z.int().min(0), z.int().min(1)])
  .refine(([index, count]) => index < count)
  .default([0, 1])
const Resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int() })

/** What the gateway knows of the app and its servers. */
export interface GatewayHost {
  /** Whether it is the bot's token, and good. */
  isToken(token: string): boolean
  /** Whether the app was given the privileged intents. */
  hasPrivilegedIntents(): boolean
  /** The bot as Ready shows it. */
  botUser(): object
  applicationId: string
  /** Of the servers that the bot is in. */
  guildIds(): readonly string[]
  /** A server as Guild Create shows it. */
  describeGuild(id: string): object
}

export interface Connection {
  /** Announces that the connection is going to be closed; the app is to come back and resume. */
  askToReconnect(): void
  /** Tells the app that its session is no more. */
  invalidate(): void
  /** Nothing goes out any more, and nothing that comes in is answered. */
  silence(): void
  /** The opposite; what was held back goes out. */
  answer(): void
  /** Cuts the connection without a word. */
  drop(): void
  close(code: number, reason?: string): void
}

export interface ConnectionOptions {
  socket: WebSocket
  write: (text: string) => void
  sessions: SessionStore
  host: GatewayHost
  traffic: Traffic
  resumeUrl: () => string
  heartbeatIntervalMs: number
  /** Counts the start of a session; false when there were too many in a day. */
  countStart: () => boolean
}

export function openConnection(options: ConnectionOptions): Connection {
  const { socket, sessions, host, traffic } = options
  const clock = createSystemClock()
  let session: Session | undefined
  let isInvalidated = false
  let held: string[] | undefined
  let sends: number[] = []
  let cancelDeadline = () => {}

  const write = (frame: Frame) => {
    const text = JSON.stringify(frame)
    if (held) return void held.push(text)
    if (socket.readyState !== socket.OPEN) return
    traffic.record({ transport: 'websocket', direction: 'out', path: gatewayPath, body: frame })
    options.write(text)
  }
  const writeOp = (op: number, d: unknown = null) => write({ op, d, s: null, t: null })
  const close = (code: number, reason = '') => {
    traffic.record({ transport: 'websocket', direction: 'out', path: gatewayPath, body: { close: code, reason } })
    socket.close(code, reason)
  }
  const expectHeartbeat = () => {
    cancelDeadline()
    const withinMs = options.heartbeatIntervalMs + Math.max(options.heartbeatIntervalMs, heartbeatGraceMs)
    cancelDeadline = clock.schedule(withinMs, () => close(closeCodes.unknownError, 'No heartbeat came.'))
  }

  const identify = (d: unknown) => {
    if (session) return close(closeCodes.alreadyAuthenticated, 'Already authenticated.')
    const asked = Identify.safeParse(d)
    if (!asked.success) return close(closeCodes.decodeError, 'Error while decoding payload.')
    const { token, intents } = asked.data
    if (!host.isToken(token) || !options.countStart()) {
      return close(closeCodes.authenticationFailed, 'Authentication failed.')
    }
    const shard = Shard.safeParse(asked.data.shard)
    if (!shard.success) return close(closeCodes.invalidShard, 'Invalid shard.')
    const wrong = findWrongIntents(intents, host.hasPrivilegedIntents())
    if (wrong) return close(wrong, wrong === 4013 ? 'Invalid intent(s).' : 'Disallowed intent(s).')
    isInvalidated = false
    const opened = sessions.create({ intents, shard: shard.data }, { write })
    session = opened
    const guildIds = host.guildIds().filter((id) => shardOf(id, opened.shard[1]) === opened.shard[0])
    sessions.tell(opened, {
      t: 'READY',
      d: {
        v: 10,
        user: host.botUser(),
        guilds: guildIds.map((id) => ({ id, unavailable: true })),
        session_id: opened.id,
        resume_gateway_url: options.resumeUrl(),
        ...(asked.data.shard !== undefined && { shard: opened.shard }),
        application: { id: host.applicationId, flags: 0 },
      },
    })
    for (const id of guildIds) tellIfWanted(opened, { t: 'GUILD_CREATE', d: host.describeGuild(id), guildId: id })
  }

  const tellIfWanted = (opened: Session, event: GatewayEvent) => {
    if (isWanted(event, opened.intents)) sessions.tell(opened, event)
  }

  const resume = (d: unknown) => {
    if (session) return close(closeCodes.alreadyAuthenticated, 'Already authenticated.')
    const asked = Resume.safeParse(d)
    if (!asked.success) return close(closeCodes.decodeError, 'Error while decoding payload.')
    if (!host.isToken(asked.data.token)) return close(closeCodes.authenticationFailed, 'Authentication failed.')
    const found = sessions.find(asked.data.session_id)
    const { seq } = asked.data
    if (!found || (found.sent[0]?.s ?? 1) > seq + 1) return writeOp(opcodes.invalidSession, false)
    if (seq > found.seq) {
      sessions.end(found)
      return close(closeCodes.invalidSeq, 'Invalid seq.')
    }
    session = found
    found.lostAt = undefined
    found.listener = { write }
    for (const frame of found.sent) if ((frame.s ?? 0) > seq) write(frame)
    sessions.tell(found, { t: 'RESUMED', d: {} })
  }

  const receive = (text: string, bytes: number) => {
    const now = performance.now()
    sends = [...sends.filter((at) => now - at < sendWindowMs), now]
    const payload = Payload.safeParse(parseJson(text))
    traffic.record({
      transport: 'websocket',
      direction: 'in',
      path: gatewayPath,
      body: payload.success ? payload.data : text,
    })
    if (held) return
    if (sends.length > maxSends) return close(closeCodes.rateLimited, 'Rate limited.')
    if (bytes > maxPayloadBytes || !payload.success) {
      return close(closeCodes.decodeError, 'Error while decoding payload.')
    }
    const { op, d } = payload.data
    if (op === opcodes.heartbeat) {
      if (!Heartbeat.safeParse(d ?? null).success) return close(closeCodes.decodeError, 'Error while decoding payload.')
      expectHeartbeat()
      return writeOp(opcodes.heartbeatAck)
    }
    if (op === opcodes.identify) return identify(d)
    if (op === opcodes.resume) return resume(d)
    if (!furtherOpcodes.includes(op)) return close(closeCodes.unknownOpcode, 'Unknown opcode.')
    if (!session || isInvalidated) close(closeCodes.notAuthenticated, 'Not authenticated.')
  }

  socket.on('message', (data) => {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)
    receive(bytes.toString('utf8'), bytes.length)
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', (code) => {
    cancelDeadline()
    // A session that was resumed over another connection meanwhile is that one's.
    if (session?.listener?.write !== write) return
    if (code === 1000 || code === 1001) sessions.end(session)
    else sessions.lose(session)
  })
  writeOp(opcodes.hello, { heartbeat_interval: options.heartbeatIntervalMs })
  expectHeartbeat()

  return {
    askToReconnect: () => writeOp(opcodes.reconnect),
    invalidate() {
      if (session) sessions.end(session)
      session = undefined
      isInvalidated = true
      writeOp(opcodes.invalidSession, false)
    },
    silence() {
      held ??= []
    },
    answer() {
      const waiting = held ?? []
      held = undefined
      for (const text of waiting) options.write(text)
    },
    drop: () => socket.terminate(),
    close,
  }
}
