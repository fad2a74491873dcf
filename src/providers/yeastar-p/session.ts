/**
 * The login to a Yeastar P-Series PBX: by Client ID and Client Secret, renewed by refresh token. There may be eight tokens at once,
 * and an address from which five sign-ins failed is blocked until somebody sets it free in the portal; so a sign-in is sent once, and
 * after a refusal ever more rarely. Source: Yeastar P-Series developer guide, "Authorization Rule", "Get Access Token", "Refresh
 * Access Token", "Revoke Access Token", "Remove Blocked API IP Addresses".
 */
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import type { ConfbotError } from '#core/errors.ts'
import type { Session } from '../session.ts'
import { createTokenSession, type Token } from '../token-session.ts'
import type { LoginClient } from './client.ts'
import type { YeastarPSettings } from './config.ts'
import type { TokenReply } from './schema.ts'

const minute = 60_000
/** After the first refusal, the second, and so on: with these, an address is blocked after two days of a wrong secret at the earliest. */
const waitsMs = [minute, 10 * minute, 60 * minute, 24 * 60 * minute] as const
/** After nothing that must be corrected here: eight tokens are out, or the address is blocked already. */
const busyWaitMs = minute
const blockedWaitMs = 10 * minute

export function createYeastarPSession(
  client: LoginClient,
  { url, clientId, clientSecret }: Pick<YeastarPSettings, 'url' | 'clientId' | 'clientSecret'>,
  deps: ProviderDeps,
): Session {
  return createTokenSession(
    {
      account: `${clientId} ${url}`,
      signIn: async () => tokenOf(await client.signIn(clientId, clientSecret)),
      patienceMs,
      refresh: async ({ refresh }) => tokenOf(await client.refresh(refresh)),
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

function patienceMs(error: ConfbotError, refusals: number): number | null {
  switch (error.code) {
    case 'provider.unauthorized':
      return waitsMs[refusals - 1] ?? waitsMs[3]
    case 'provider.rate-limited':
      return busyWaitMs
    case 'provider.forbidden':
      return blockedWaitMs
    default:
      return null
  }
}
