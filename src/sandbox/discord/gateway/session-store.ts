/** Gateway sessions: what each was told, so that it can be told again after a lost connection (discord-api-docs, events/gateway, "Resuming"). */
import { randomBytes } from 'node:crypto'
import type { Clock } from '#lib/clock.ts'
import { type GatewayEvent, isWanted, shardOf } from './events.ts'

export interface Frame {
  op: number
  d: unknown
  s: number | null
  t: string | null
}

/** Where a session's frames go. */
export interface Listener {
  write(frame: Frame): void
}

export interface Session {
  readonly id: string
  readonly intents: number
  readonly shard: readonly [index: number, count: number]
  /** Of the last event. */
  seq: number
  /** The last events, oldest first. */
  sent: Frame[]
  /** Absent while the connection is lost. */
  listener?: Listener | undefined
  /** When the connection was lost. */
  lostAt?: number | undefined
}

/** "a few minutes" ("Initiating a Disconnect"). */
const resumableMs = 5 * 60_000
const keptEvents = 1000

export interface SessionStore {
  create(asked: Pick<Session, 'intents' | 'shard'>, listener: Listener): Session
  /** One that can still be resumed. */
  find(id: string): Session | undefined
  lose(session: Session): void
  end(session: Session): void
  all(): Session[]
  /** Tells one session of something. */
  tell(session: Session, event: GatewayEvent): void
  /** Tells every session that asked for it, also those whose connection is lost. Returns how many there are. */
  tellAll(event: GatewayEvent): number
}

export function createSessionStore(clock: Clock): SessionStore {
  const sessions = new Map<string, Session>()

  const forgetOld = () => {
    for (const session of sessions.values()) {
      if (session.lostAt !== undefined && clock.now() - session.lostAt > resumableMs) sessions.delete(session.id)
    }
  }
  const tell = (session: Session, { t, d }: GatewayEvent) => {
    session.seq += 1
    const frame: Frame = { op: 0, d, s: session.seq, t }
    session.sent = [...session.sent, frame].slice(-keptEvents)
    session.listener?.write(frame)
  }

  return {
    create(asked, listener) {
      const session: Session = { ...asked, id: randomBytes(16).toString('hex'), seq: 0, sent: [], listener }
      sessions.set(session.id, session)
      return session
    },
    find(id) {
      forgetOld()
      return sessions.get(id)
    },
    lose(session) {
      session.listener = undefined
      session.lostAt = clock.now()
    },
    end: (session) => sessions.delete(session.id),
    all: () => [...sessions.values()],
    tell,
    tellAll(event) {
      forgetOld()
      const listening = [...sessions.values()].filter(
        ({ intents, shard: [index, count] }) => shardOf(event.guildId, count) === index && isWanted(event, intents),
      )
      for (const session of listening) tell(session, event)
      return listening.length
    },
  }
}
