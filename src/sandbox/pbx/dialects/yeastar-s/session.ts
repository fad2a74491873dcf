/**
 * Yeastar S-Series' login: the MD5 of the password for a token of half an hour, which a heartbeat makes as long again; five failures
 * lock the caller out for ten minutes. Source: Yeastar S-Series developer guide, "Get API Token", "Heartbeat", "Logout".
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '#lib/clock.ts'
import type { HttpReply } from '#sandbox/faults.ts'
import type { Account } from '../../dialect.ts'
import { errno, type Parameters, Refusal, required, success } from './wire.ts'

const minute = 60_000
const lifetimeMs = 30 * minute
const lockMs = 10 * minute
const failuresToLock = 5
/** The format of events in which they are told; others are not simulated, and nothing is told in them. */
const eventVersion = '2.0.0'

interface Session {
  expiresAt: number
  /** Where events go; null: nowhere. */
  target: string | null
}

export type Sessions = ReturnType<typeof createSessions>

/** `account.password` is the API password; all callers count as one address. */
export function createSessions(clock: Clock, account: Pick<Account, 'username' | 'password'>) {
  const sessions = new Map<string, Session>()
  const digest = createHash('md5').update(account.password).digest('hex')
  let failures = 0
  let lockedUntil = Number.NEGATIVE_INFINITY

  const expireOld = () => {
    for (const [token, { expiresAt }] of sessions) if (clock.now() >= expiresAt) sessions.delete(token)
  }

  const find = (token: string): Session => {
    expireOld()
    const session = sessions.get(token)
    if (!session) throw new Refusal(token ? errno.noSuchToken : errno.blankToken, 'no such token')
    return session
  }

  return {
    login(parameters: Parameters): HttpReply {
      if (clock.now() < lockedUntil) throw new Refusal(errno.loginLocked, 'locked after too many failures')
      const username = required(parameters, 'username')
      const password = required(parameters, 'password')
      if (username !== account.username || password !== digest) {
        failures += 1
        if (failures >= failuresToLock) {
          failures = 0
          lockedUntil = clock.now() + lockMs
        }
        throw new Refusal(errno.wrongLogin, 'wrong user or password')
      }
      failures = 0
      const token = randomBytes(16).toString('hex')
      sessions.set(token, { expiresAt: clock.now() + lifetimeMs, target: targetOf(parameters, '127.0.0.1') })
      return success({ token, transport: 'HTTP' })
    },
    heartbeat(token: string, parameters: Parameters): HttpReply {
      const session = find(token)
      const address = required(parameters, 'ipaddr')
      session.expiresAt = clock.now() + lifetimeMs
      if (parameters.url !== undefined || parameters.port !== undefined) session.target = targetOf(parameters, address)
      return success()
    },
    logout(token: string): HttpReply {
      find(token)
      sessions.delete(token)
      return success()
    },
    /** Throws a Refusal where it is missing, unknown or lapsed. */
    check: (token: string): void => void find(token),
    /** The addresses of those who are logged in, each once. */
    targets(): readonly string[] {
      expireOld()
      return [...new Set([...sessions.values()].flatMap(({ target }) => target ?? []))]
    },
    reset() {
      sessions.clear()
      failures = 0
      lockedUntil = Number.NEGATIVE_INFINITY
    },
  }
}

/**
 * `urltag` 1: `url` is whole, with or without a scheme; 0: below the caller's address and port. Who names neither gets no events,
 * though the document speaks of the port 8260: this machine may have something else there.
 */
function targetOf({ version, port, url = '', urltag = '0' }: Parameters, address: string): string | null {
  if (version !== eventVersion || (!port && !url)) return null
  const host = `${address}:${port || '8260'}`
  const whole = urltag === '1' ? url : `${host}/${url.replace(/^\/+/, '')}`
  const target = /^https?:\/\//.test(whole) ? whole : `http://${whole}`
  return URL.canParse(target) ? target : null
}
