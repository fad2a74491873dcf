/** PortSIP's sign-in: tokens by password or by refresh token, and their end (development-portsip/rest-apis/authentication.md). */
import { createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '#lib/clock.ts'
import type { HttpReply } from '#sandbox/faults.ts'
import type { Account } from '../../dialect.ts'
import { done, json, Refusal } from './wire.ts'

/** The public id that the document prints as the only value of `client_id`. */
const clientId = '9d806019-75b2-4b3d-bb8b-f5a3a412cc0a'
const lifetimeSeconds = 1800

/** Whose token it is: that of a user of the tenant, or of the administrator of the whole system. */
export type Scope = 'tenant' | 'system'

/** Of the system there is one account, which belongs to no domain. */
export interface Accounts {
  readonly tenant: Account
  readonly system: Omit<Account, 'domain'>
}

/** The system's administrator of a PBX whose bot signs in with `account`. */
export const systemAccountOf = ({ password }: Account): Accounts['system'] => ({
  username: 'admin',
  password: createHmac('sha256', password).update('system administrator').digest('base64url'),
})

/** Access tokens lapse after 30 minutes of `clock`. A refresh token works once; no lapse of it is documented. */
export function createSessions(clock: Clock, accounts: Accounts) {
  const sessions = new Map<string, { scope: Scope; expiresAt: number; refreshToken: string }>()
  const refreshTokens = new Map<string, Scope>()

  const open = (scope: Scope): HttpReply => {
    const accessToken = randomBytes(36).toString('base64url')
    const refreshToken = randomBytes(36).toString('base64url')
    sessions.set(accessToken, { scope, expiresAt: clock.now() + lifetimeSeconds * 1000, refreshToken })
    refreshTokens.set(refreshToken, scope)
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
        const refreshToken = form.refresh_token ?? ''
        const scope = refreshTokens.get(refreshToken)
        if (scope === undefined) throw unknownError()
        refreshTokens.delete(refreshToken)
        return open(scope)
      }
      if (form.grant_type !== 'password' || form.scope !== 'all') throw unknownError()
      const scope: Scope = form.domain === undefined ? 'system' : 'tenant'
      const { tenant, system } = accounts
      const matches =
        scope === 'tenant'
          ? form.username === tenant.username && form.password === tenant.password && form.domain === tenant.domain
          : form.username === system.username && form.password === system.password
      if (!matches) throw new Refusal(400, 'UNAUTHORIZED', 'Login failed, authentication error')
      return open(scope)
    },
    /** Ends the session, its refresh token included. */
    revoke(accessToken: string): HttpReply {
      const session = sessions.get(accessToken)
      if (session) refreshTokens.delete(session.refreshToken)
      sessions.delete(accessToken)
      return done
    },
    /**
     * The bearer token of a request; throws a 401 Refusal when it is missing, unknown or lapsed, and a 403 where it is of another
     * scope. Which role each call needs is not documented: servers are taken for the system's, and all else for the tenant's.
     */
    check(authorization: string | undefined, scope: Scope | 'any'): string {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
      const session = token === undefined ? undefined : sessions.get(token)
      if (token === undefined || session === undefined || session.expiresAt <= clock.now()) {
        throw new Refusal(401, 'UNAUTHORIZED', 'authentication required')
      }
      if (scope !== 'any' && session.scope !== scope) throw new Refusal(403, 'UNKNOWN', 'permission denied')
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
