/** RingMe's sign-in (wiki, "Authorization"): a trusted application gets a token for its id and secret, for an hour; none renews it. */
import { randomBytes } from 'node:crypto'
import type { Clock } from '#lib/clock.ts'
import type { HttpReply } from '#sandbox/faults.ts'
import type { Account } from '../../dialect.ts'
import { json, Refusal } from './wire.ts'

const lifetimeSeconds = 3600

export function createSessions(clock: Clock, account: Account) {
  const expiries = new Map<string, number>()
  return {
    /** `form` undefined: the body was not form-encoded. What is said of wrong credentials is not documented but for the status. */
    token(form: Readonly<Record<string, string>> | undefined): HttpReply {
      if (form?.grant_type !== 'client_credentials') throw new Refusal(400, 'Unsupported grant type')
      if (form.client_id !== account.username || form.client_secret !== account.password)
        throw new Refusal(401, 'Invalid client credentials')
      const token = randomBytes(24).toString('base64url')
      expiries.set(token, clock.now() + lifetimeSeconds * 1000)
      return json(200, { access_token: token, token_type: 'Bearer', expires_in: lifetimeSeconds, scope: 'all' })
    },
    /** Throws a 401 Refusal where the token is missing, unknown or lapsed. */
    check(authorization: string | undefined): void {
      const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1]
      if (clock.now() >= (expiries.get(token ?? '') ?? 0)) throw new Refusal(401, 'Unauthorized')
    },
    reset: () => expiries.clear(),
  }
}
