/** What went over the wire, newest last: tests and the page read here which frames the real clients carried. */
import { createSystemClock } from '#lib/clock.ts'

export interface Frame {
  /** Rises by one per frame, also across `clear`. */
  id: number
  /** RFC 3339, system time: the wire does not follow the sandbox's movable clock. */
  at: string
  transport: 'http' | 'websocket'
  /** Seen from the sandbox: `in` is what the bot sent. */
  direction: 'in' | 'out'
  method?: string
  path?: string
  status?: number
  /** Names in lower case; credentials are replaced. */
  headers?: Record<string, string>
  /** Parsed JSON or form; bearer tokens and passwords are replaced. */
  body?: unknown
  signature?: string
  /** Milliseconds from the frame until it was acknowledged or answered. */
  ackMs?: number
}

export interface Traffic {
  /** Keeps a frame and returns the kept one: the caller may fill `status` and `ackMs` in later. */
  record(frame: Omit<Frame, 'id' | 'at'>): Frame
  /** Oldest first. */
  list(): Frame[]
  clear(): void
}

const secretHeaders = new Set(['authorization', 'proxy-authorization', 'x-auth-token', 'cookie', 'set-cookie'])
const secretFields = new Set([
  'token',
  'access_token',
  'refresh_token',
  'auth_token',
  'password',
  'client_secret',
  'api_key',
  'credentials',
])
const redacted = '[redacted]'

/** Keeps the last `limit` frames. */
export function createTraffic(limit = 2000): Traffic {
  const clock = createSystemClock()
  let frames: Frame[] = []
  let lastId = 0
  return {
    record(frame) {
      lastId += 1
      const kept: Frame = { ...frame, id: lastId, at: new Date(clock.now()).toISOString() }
      if (frame.path !== undefined) kept.path = redactPath(frame.path)
      if (frame.headers) kept.headers = redactHeaders(frame.headers)
      if (frame.body !== undefined) kept.body = redactBody(frame.body)
      frames.push(kept)
      if (frames.length > limit) frames.shift()
      return kept
    },
    list: () => [...frames],
    clear() {
      frames = []
    },
  }
}

/** Some vendors want their tokens in the query. */
const redactPath = (path: string): string =>
  path.replace(/([?&])([^=&]+)=[^&]*/g, (whole, sign: string, name: string) =>
    secretFields.has(name) ? `${sign}${name}=${redacted}` : whole,
  )

function redactHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const lower = name.toLowerCase()
      return [lower, secretHeaders.has(lower) ? redacted : value]
    }),
  )
}

function redactBody(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactBody)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      typeof inner === 'string' && secretFields.has(name) ? redacted : redactBody(inner),
    ]),
  )
}
