/**
 * The login to a PortSIP PBX: one token for all requests, renewed before it lapses, by refresh token and else by password.
 * Source: PortSIP REST API 22.x, "Authentication".
 */
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import { type ConfbotError, isConfbotError } from '#core/errors.ts'
import { providerError } from '../failure.ts'
import type { Credentials, Session } from '../session.ts'
import type { LoginClient } from './client.ts'
import type { PortsipSettings } from './config.ts'
import type { TokenReply } from './schema.ts'

interface Login {
  readonly accessToken: string
  readonly refreshToken: string | null
  readonly credentials: Credentials
  readonly renewAt: number
  readonly lapsesAt: number
}

/** A token is renewed when this part of its life is over. */
const renewAfterPart = 0.8

/** A refused password is not tried again sooner: it would only get the account or our address blocked. */
const refusalHoldsMs = 30_000
/** A login that is refused so soon after one took a refused one's place: another would be no better. */
const renewalHoldsMs = 10_000

const revokeTimeoutMs = 2_000

export function createPortsipSession(
  client: LoginClient,
  settings: Pick<PortsipSettings, 'username' | 'password' | 'domain' | 'clientId'>,
  { clock, logger, name }: ProviderDeps,
): Session {
  const { username, password, domain, clientId: client_id } = settings
  let login: Login | null = null
  let underWay: Promise<Login> | null = null
  let renewedAt = Number.NEGATIVE_INFINITY
  let refusal: { readonly error: ConfbotError; readonly until: number } | null = null

  const signIn = async (): Promise<TokenReply> => {
    if (refusal && clock.now() < refusal.until) throw refusal.error
    try {
      return await client.signIn({ username, password, domain, client_id })
    } catch (error) {
      if (isRefusal(error)) refusal = { error, until: clock.now() + refusalHoldsMs }
      throw error
    }
  }

  const obtain = async (refreshToken: string | null): Promise<Login> => {
    const askedAt = clock.now()
    const reply = await (refreshToken === null
      ? signIn()
      : client.refresh({ refresh_token: refreshToken, client_id }).catch((error: unknown) => {
          if (!isRefusal(error)) throw error
          if (login) login = { ...login, refreshToken: null }
          logger.info({ pbx: name }, 'the PBX refused to renew the login; signing in again')
          return signIn()
        }))
    const lifeMs = reply.expires_in * 1000
    login = {
      accessToken: reply.access_token,
      refreshToken: reply.refresh_token ?? null,
      credentials: { headers: { authorization: `Bearer ${reply.access_token}` } },
      renewAt: askedAt + lifeMs * renewAfterPart,
      lapsesAt: askedAt + lifeMs,
    }
    return login
  }

  /** However many ask, one login is under way. */
  const renewed = (): Promise<Login> => {
    underWay ??= obtain(login?.refreshToken ?? null).finally(() => {
      underWay = null
    })
    return underWay
  }

  return {
    async credentials() {
      const present = login
      if (present && clock.now() < present.renewAt) return present.credentials
      try {
        return (await renewed()).credentials
      } catch (error) {
        // Renewed early, so that there is time to try again.
        if (present && present === login && clock.now() < present.lapsesAt) return present.credentials
        throw error
      }
    },
    async renew(refused) {
      if (login && login.credentials !== refused) return login.credentials
      if (!underWay && clock.now() < renewedAt + renewalHoldsMs)
        throw providerError('provider.unauthorized', name, new Error('the new login was refused as well'))
      renewedAt = clock.now()
      if (login) login = { ...login, renewAt: 0, lapsesAt: 0 }
      return (await renewed()).credentials
    },
    async close() {
      const present = login
      login = null
      if (!present || clock.now() >= present.lapsesAt) return
      await client.revoke(present.accessToken, revokeTimeoutMs).catch((error: unknown) => {
        logger.info({ pbx: name, err: error }, 'the login could not be given back; it lapses by itself')
      })
    },
  }
}

/** The PBX answered no; rather than not, or with something else. */
const isRefusal = (error: unknown): error is ConfbotError =>
  isConfbotError(
    error,
    'provider.unauthorized',
    'provider.forbidden',
    'provider.rejected',
    'provider.not-found',
    'provider.conflict',
  )
