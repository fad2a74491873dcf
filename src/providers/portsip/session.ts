/**
 * The login to a PortSIP PBX: by password, renewed by refresh token. Source: PortSIP REST API 22.x, "Authentication".
 */
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import type { Session } from '../session.ts'
import { createTokenSession, type Token } from '../token-session.ts'
import type { LoginClient } from './client.ts'
import type { PortsipSettings } from './config.ts'
import type { TokenReply } from './schema.ts'

export function createPortsipSession(
  client: LoginClient,
  settings: Pick<PortsipSettings, 'url' | 'username' | 'password' | 'domain' | 'clientId'>,
  deps: ProviderDeps,
): Session {
  const { url, username, password, domain, clientId: client_id } = settings
  return createTokenSession(
    {
      account: `${username}@${domain} ${url}`,
      signIn: async () => tokenOf(await client.signIn({ username, password, domain, client_id })),
      refresh: async ({ refresh }) => tokenOf(await client.refresh({ refresh_token: refresh, client_id })),
      revoke: client.revoke,
      credentialsOf: (access) => ({ headers: { authorization: `Bearer ${access}` } }),
    },
    deps,
  )
}

const tokenOf = ({ access_token, refresh_token, expires_in }: TokenReply): Token => ({
  access: access_token,
  refresh: refresh_token ?? null,
  lifeMs: expires_in * 1000,
})
