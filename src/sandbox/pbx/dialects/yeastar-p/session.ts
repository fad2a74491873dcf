/**
 * The P-Series' access tokens: by Client ID and Client Secret, by refresh token, and their end. Sources: OpenAPI v1.0, "Get Access
 * Token", "Refresh Access Token", "Revoke Access Token", "Authorization Rule", "Remove Blocked API IP Addresses".
 */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '#lib/clock.ts'
import type { HttpReply } from '#sandbox/faults.ts'
import type { Account } from '../../dialect.ts'
import type { Request, Route } from './route.ts'
import { parseFields, Refusal, succeed } from './wire.ts'

const accessSeconds = 1800
const refreshSeconds = 86_400
/** "Up to 8 valid access tokens" for one application. */
const tokensMost = 8
/** So many failed ones in a row block the caller's address until an administrator removes it; here: until a reset. */
const failuresMost = 5

const SignIn = z.object({ username: z.string(), password: z.string() })
const Refresh = z.object({ refresh_token: z.string() })

export type Sessions = ReturnType<typeof createSessions>

export function createSessions(clock: Clock, account: Account) {
  /** Access tokens and when they lapse. */
  const access = new Map<string, number>()
  const refresh = new Map<string, number>()
  let failures = 0
  const endListeners = new Set<(token: string) => void>()

  const isValid = (token: string) => (access.get(token) ?? Number.NEGATIVE_INFINITY) > clock.now()

  const refuse = (why: string): Refusal => {
    failures += 1
    // The page of codes names none for a wrong Client ID or Client Secret.
    return new Refusal(10005, why)
  }

  const open = (): HttpReply => {
    for (const token of access.keys()) if (!isValid(token)) access.delete(token)
    // Nor one for a ninth token: that of quantities that are exceeded.
    if (access.size >= tokensMost) throw new Refusal(60002, 'there are 8 valid access tokens')
    const token = randomBytes(24).toString('base64url')
    const renewal = randomBytes(24).toString('base64url')
    access.set(token, clock.now() + accessSeconds * 1000)
    refresh.set(renewal, clock.now() + refreshSeconds * 1000)
    return succeed({
      access_token_expire_time: accessSeconds,
      access_token: token,
      refresh_token_expire_time: refreshSeconds,
      refresh_token: renewal,
    })
  }

  const checkAddress = () => {
    if (failures >= failuresMost) throw new Refusal(70004, 'too many failed sign-ins')
  }

  const routes: Route[] = [
    {
      method: 'POST',
      endpoint: 'get_token',
      open: true,
      run(request: Request) {
        checkAddress()
        const { username, password } = parseFields(SignIn, request.body())
        if (username !== account.username || password !== account.password)
          throw refuse('another Client ID or Client Secret')
        failures = 0
        return open()
      },
    },
    {
      // "The latest refresh_token": one works once. Whether the old access token ends with it is not said: it lapses by itself.
      method: 'POST',
      endpoint: 'refresh_token',
      open: true,
      run(request: Request) {
        checkAddress()
        const { refresh_token: token } = parseFields(Refresh, request.body())
        const lapsesAt = refresh.get(token)
        if (lapsesAt === undefined || lapsesAt <= clock.now()) throw new Refusal(10004, 'no such refresh token')
        const reply = open()
        refresh.delete(token)
        return reply
      },
    },
    {
      method: 'GET',
      endpoint: 'del_token',
      run({ query }: Request) {
        const token = query.access_token ?? ''
        access.delete(token)
        for (const listener of endListeners) listener(token)
        return succeed()
      },
    },
  ]

  return {
    routes,
    isValid,
    /** When it lapses by itself. */
    lapsesAt: (token: string) => access.get(token) ?? clock.now(),
    /** Throws a Refusal when it is missing, unknown or lapsed. */
    check(token: string | undefined): void {
      checkAddress()
      if (token === undefined || !isValid(token)) throw new Refusal(10004, 'no valid access token')
    },
    /** Tells of tokens that are revoked. */
    onEnd: (listener: (token: string) => void) => void endListeners.add(listener),
    reset() {
      access.clear()
      refresh.clear()
      failures = 0
    },
  }
}
