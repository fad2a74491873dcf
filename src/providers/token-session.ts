/**
 * A login that is a token with a life: one for all requests and, in the vault, for the next process as well; renewed before it
 * lapses; never more than one sign-in at a time, since vendors count tokens and block addresses after failures.
 */
import { z } from 'zod'
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import { type ConfbotError, errorFacts, isConfbotError } from '#core/errors.ts'
import { parseJson } from '#lib/parse-json.ts'
import { providerError } from './failure.ts'
import type { Credentials, Session } from './session.ts'

/** What a vendor gives for a sign-in. */
export interface Token {
  readonly access: string
  /** What it can be renewed with; null: by signing in alone. */
  readonly refresh: string | null
  /** From now. */
  readonly lifeMs: number
}

/** The vendor's part. Each call rejects with a `provider.*` ConfbotError. */
export interface TokenVendor {
  signIn(): Promise<Token>
  /** Absent: a token cannot be renewed. A vendor that lengthens the life of the same token gives it back. */
  readonly refresh?: (token: Pick<Token, 'access'> & { readonly refresh: string }) => Promise<Token>
  /** Absent: it cannot be given back. */
  readonly revoke?: (access: string, timeoutMs: number) => Promise<void>
  credentialsOf(access: string): Credentials
  /**
   * How long none is asked for after a sign-in that failed so; null: the next is tried at once. `refusals`: how many were refused by
   * `provider.unauthorized` since the last that was not, this one among them. Unless said: half a minute after whatever is a refusal.
   * After a renewal a minute at most.
   */
  readonly patienceMs?: (error: ConfbotError, refusals: number) => number | null
  /** Of whom and where: a token that was kept for other settings is not used. Nothing secret. */
  readonly account: string
  /** Which of several logins to the same PBX it is; absent: the usual one. */
  readonly purpose?: string | undefined
}

interface Login {
  readonly access: string
  readonly refresh: string | null
  readonly credentials: Credentials
  readonly renewAt: number
  readonly lapsesAt: number
}

const Kept = z.object({
  account: z.string(),
  access: z.string(),
  refresh: z.string().nullable(),
  renewAt: z.number(),
  lapsesAt: z.number(),
})

/** A token is renewed when this part of its life is over. */
const renewAfterPart = 0.8

/** A refused password is not tried again sooner: it would only get the account or our address blocked. */
const refusalHoldsMs = 30_000
/** A renewal that failed is tried again within its time. */
const renewalHoldsMostMs = 60_000
/** A login that is refused so soon after one took a refused one's place: another would be no better. */
const renewalHoldsMs = 10_000

const revokeTimeoutMs = 2_000

export function createTokenSession(vendor: TokenVendor, { clock, logger, name, vault }: ProviderDeps): Session {
  const { patienceMs = (error) => (isRefusal(error) ? refusalHoldsMs : null) } = vendor
  const keptAs = ['session', name, ...(vendor.purpose === undefined ? [] : [vendor.purpose])].join(':')
  let login: Login | null = null
  let restoring: Promise<void> | null = null
  let underWay: Promise<Login> | null = null
  let keeping: Promise<void> = Promise.resolve()
  let renewedAt = Number.NEGATIVE_INFINITY
  /** Why the last renewal brought no new login; null: it brought one. */
  let renewalFailure: unknown = null
  let refusal: { readonly error: ConfbotError; readonly until: number } | null = null
  let refusals = 0
  let isClosed = false

  const tolerate = (what: string) => (error: unknown) => {
    logger.info({ pbx: name, ...errorFacts(error) }, what)
  }

  const readKept = async (): Promise<void> => {
    if (!vault) return
    const text = await vault.get(keptAs).catch(tolerate('the login that was kept could not be read'))
    const kept = Kept.safeParse(text ? parseJson(text) : null).data
    if (!kept || kept.account !== vendor.account || clock.now() >= kept.lapsesAt) return
    const { access, refresh, renewAt, lapsesAt } = kept
    login = { access, refresh, renewAt, lapsesAt, credentials: vendor.credentialsOf(access) }
  }
  /** That of the last process, if it still holds; everybody waits for it. */
  const restore = (): Promise<void> => {
    restoring ??= readKept()
    return restoring
  }
  /** One after the other, and nobody who asks waits for it: the login that is being kept may be refused meanwhile. */
  const keep = ({ access, refresh, renewAt, lapsesAt }: Login) => {
    const kept: z.output<typeof Kept> = { account: vendor.account, access, refresh, renewAt, lapsesAt }
    keeping = keeping
      .then(() => vault?.put(keptAs, JSON.stringify(kept), lapsesAt))
      .catch(tolerate('the login could not be kept'))
  }

  const hold = (error: ConfbotError, mostMs: number) => {
    const waitMs = patienceMs(error, refusals)
    if (waitMs !== null) refusal = { error, until: clock.now() + Math.min(waitMs, mostMs) }
  }

  /** Whoever waits for a login asked for something else, which was not sent. */
  const notSent = (error: unknown): never => {
    throw isConfbotError(error, 'provider.unanswered')
      ? providerError('provider.unreachable', name, error.cause)
      : error
  }

  const signIn = async (): Promise<Token> => {
    try {
      const token = await vendor.signIn().catch(notSent)
      refusals = 0
      return token
    } catch (error) {
      if (isConfbotError(error, 'provider.unauthorized')) refusals += 1
      if (isConfbotError(error)) hold(error, Number.POSITIVE_INFINITY)
      throw error
    }
  }

  const renewOrSignIn = async (present: Login | null): Promise<Token> => {
    if (refusal && clock.now() < refusal.until) throw refusal.error
    if (!vendor.refresh || !present || present.refresh === null) return signIn()
    try {
      return await vendor.refresh({ access: present.access, refresh: present.refresh }).catch(notSent)
    } catch (error) {
      if (!isRefusal(error)) {
        if (isConfbotError(error)) hold(error, renewalHoldsMostMs)
        throw error
      }
      if (login) login = { ...login, refresh: null }
      logger.info({ pbx: name }, 'the PBX refused to renew the login; signing in again')
      return signIn()
    }
  }

  const obtain = async (): Promise<Login> => {
    const askedAt = clock.now()
    const { access, refresh, lifeMs } = await renewOrSignIn(login)
    const next: Login = {
      access,
      refresh,
      credentials: vendor.credentialsOf(access),
      renewAt: askedAt + lifeMs * renewAfterPart,
      lapsesAt: askedAt + lifeMs,
    }
    login = next
    keep(next)
    return next
  }

  /** However many ask, one login is under way; after the end none is, which nobody would give back. */
  const renewed = (): Promise<Login> => {
    if (isClosed) return Promise.reject(providerError('provider.unreachable', name, new Error('it is closed')))
    underWay ??= obtain().finally(() => {
      underWay = null
    })
    return underWay
  }

  return {
    async credentials() {
      await restore()
      const present = login
      if (present && clock.now() < present.renewAt) return present.credentials
      try {
        return (await renewed()).credentials
      } catch (error) {
        // Renewed early, so that there is time to try again.
        if (login && clock.now() < login.lapsesAt) return login.credentials
        throw error
      }
    },
    async renew(refused) {
      if (login && login.credentials !== refused) return login.credentials
      if (!underWay && clock.now() < renewedAt + renewalHoldsMs)
        throw (
          renewalFailure ?? providerError('provider.unauthorized', name, new Error('the new login was refused as well'))
        )
      renewedAt = clock.now()
      renewalFailure = null
      if (login) login = { ...login, renewAt: 0, lapsesAt: 0 }
      try {
        return (await renewed()).credentials
      } catch (error) {
        renewalFailure = error
        throw error
      }
    },
    async close() {
      isClosed = true
      await restore()
      // One that is being made would be left behind.
      await underWay?.catch(() => {})
      await keeping
      const present = login
      login = null
      if (!present || clock.now() >= present.lapsesAt || !vendor.revoke) return
      try {
        await vendor.revoke(present.access, revokeTimeoutMs)
        await vault?.remove(keptAs)
      } catch (error) {
        tolerate('the login could not be given back; it lapses by itself')(error)
      }
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
