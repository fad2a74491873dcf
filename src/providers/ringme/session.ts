/**
 * The login to a RingMe platform: by the application's own credentials; it can be neither renewed nor given back. Source: RingMe
 * API, "Creating and authorizing applications".
 */
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import type { Session } from '../session.ts'
import { createTokenSession } from '../token-session.ts'
import type { LoginClient } from './client.ts'
import type { RingmeSettings } from './config.ts'

/** As documented, where the reply does not say. */
const lifeSeconds = 3600

export const createRingmeSession = (
  client: LoginClient,
  { url, clientId, clientSecret }: Pick<RingmeSettings, 'url' | 'clientId' | 'clientSecret'>,
  deps: ProviderDeps,
): Session =>
  createTokenSession(
    {
      account: `${clientId} ${url}`,
      async signIn() {
        const { access_token, expires_in } = await client.signIn({ client_id: clientId, client_secret: clientSecret })
        return { access: access_token, refresh: null, lifeMs: (expires_in ?? lifeSeconds) * 1000 }
      },
      credentialsOf: (access) => ({ headers: { authorization: `Bearer ${access}` } }),
    },
    deps,
  )
