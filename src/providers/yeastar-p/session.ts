/**
 * The login to a Yeastar P-Series PBX: by Client ID and Client Secret, renewed by refresh token. There may be eight tokens at once,
 * and an address from which five sign-ins failed is blocked until somebody sets it free in the portal; so a sign-in is sent once, and
 * after a refusal ever more rarely. Source: Yeastar P-Series developer guide, "Authorization Rule", "Get Access Token", "Refresh
 * Access Token", "Revoke Access Token", "Remove Blocked API IP Addresses".
 */
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import { type ConfbotError, isConfbotError } from '#core/errors.ts'
import { providerError } from '../failure.ts'
import type { Session } from '../session.ts'
import { createTokenSession, type Token } from '../token-session.ts'
import type { LoginClient } from './client.ts'
import type { YeastarPSettings } from './config.ts'
import type { TokenReply } from './schema.ts'

const minute = 60_000
/** After nothing that must be corrected here: eight tokens are out, or the address is blocked already. */
const busyWaitMs = minute
const blockedWaitMs = 10 * minute
/** After the first refusal, the second, and so on: with these, an address is blocked after two days of a wrong secret at the earliest. */
const waitsMs = [minute, 10 * minute, 60 * minute, 24 * 60 * minute] as const

export function createYeastarPSession(
  client: LoginClient,
  { url, clientId, clientSecret }: Pick<YeastarPSettings, 'url' | 'clientId' | 'clientSecret'>,
  deps: ProviderDeps,
): Session {
  const { clock, name } = deps
  let refusals = 0
  let refused: { readonly error: ConfbotError; readonly until: number } | null = null

  const bePatient = () => {
    if (refused && clock.now() < refused.until) throw refused.error
  }
  const hold = (error: ConfbotError, waitMs: number) => {
    refused = { error, until: clock.now() + waitMs }
  }

  const signIn = async (): Promise<Token> => {
    bePatient()
    try {
      const token = tokenOf(await client.signIn(clientId, clientSecret))
      refusals = 0
      refused = null
      return token
    } catch (error) {
      if (isConfbotError(error, 'provider.rate-limited')) hold(error, busyWaitMs)
      if (isConfbotError(error, 'provider.forbidden')) hold(error, blockedWaitMs)
      if (isConfbotError(error, 'provider.unauthorized')) {
        hold(error, waitsMs[refusals] ?? waitsMs[3])
        refusals += 1
      }
      throw asQuestion(error)
    }
  }

  /** Whoever waits for a login asked for something else, which was not sent. */
  const asQuestion = (error: unknown): unknown =>
    isConfbotError(error, 'provider.unanswered') ? providerError('provider.unreachable', name, error.cause) : error

  return createTokenSession(
    {
      account: `${clientId} ${url}`,
      signIn,
      async refresh({ refresh }) {
        bePatient()
        try {
          return tokenOf(await client.refresh(refresh))
        } catch (error) {
          if (isConfbotError(error, 'provider.rate-limited')) hold(error, busyWaitMs)
          throw asQuestion(error)
        }
      },
      revoke: client.revoke,
      credentialsOf: (access_token) => ({ query: { access_token } }),
    },
    deps,
  )
}

const tokenOf = ({ access_token, access_token_expire_time, refresh_token }: TokenReply): Token => ({
  access: access_token,
  refresh: refresh_token ?? null,
  lifeMs: access_token_expire_time * 1000,
})
