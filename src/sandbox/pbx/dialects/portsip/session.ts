/** PortSIP's sign-in: tokens by password or by refresh token, and their end (development-portsip/rest-apis/authentication.md). */
import { randomBytes } from 'node:crypto'
import type { Clock } from '#lib/clock.ts'
import type { HttpReply } from '#sandbox/faults.ts'
import type { Account } from '../../dialect.ts'
import { done, json, Refusal } from './wire.ts'

/** The public id that the document prints as the only value of `client_id`. */
const clientId = '9d806019-75b2-4b3d-bb8b-f5a3a412cc0a'
const lifetimeSeconds = 1800

/** Access tokens lapse after 30 minutes of `clock`. A refresh token works once; no lapse of it is documented. */
export function createSessions(clock: Clock, account: Account) {
  const sessions = new Map<string, { expiresAt: number; refreshToken: string }>()
  const refreshTokens = new Set<string>()

  const open = (): HttpReply => {
    const accessToken = randomBytes(36).toString('base64url')
    const refreshToken = randomBytes(36).toString('base64url')
    sessions.set(accessToken, { expiresAt: clock.now() + lifetimeSeconds * 1000, refreshToken })
    refreshTokens.add(refreshToken)
    return json(200, {
      access_token: accessToken,
      expires_in: lifetimeSeconds,
      refresh_token: refreshToken,
      token_type: 'Bearer',
    })
  }

  return {
    /** `form` undefined: the body was not form-encoded. */
    token(form: Readonly<Record<string, string>> | undefined): HttpReply {
      if (form?.client_id !== clientId) throw unknownError()
      if (form.grant_type === 'refresh_token') {
        if (!refreshTokens.delete(form.refresh_token ?? '')) throw unknownError()
        return open()
      }
      if (form.grant_type !== 'password' || form.scope !== 'all') throw unknownError()
      const matches =
        form.username === account.username && form.password === account.password && form.domain === account.domain
      if (!matches) throw new Refusal(400, 'UNAUTHORIZED', 'Login failed, authentication error')
      return open()
    },
    /** Ends the session, its refresh token included. */
    revoke(accessToken: string): HttpReply {
      const session = sessions.get(accessToken)
      if (session) refreshTokens.delete(session.refreshToken)
      sessions.delete(accessToken)
      return done
    },
    /** The bearer token of a request; throws a 401 Refusal when it is missing, unknown or lapsed. */
    check(authorization: string | undefined): string {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
      const session = token === undefined ? undefined : sessions.get(token)
      if (token === undefined || session === undefined || session.expiresAt <= clock.now()) {
        throw new Refusal(401, 'UNAUTHORIZED', 'authentication required')
      }
      return token
    },
    reset() {
      sessions.clear()
      refreshTokens.clear()
    },
  }
}

function unknownError(): Refusal {
  return new Refusal(400, 'UNKNOWN', 'unknown error')
}
