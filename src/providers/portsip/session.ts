/**
 * The logins to a PortSIP PBX: by password, renewed by refresh token. That of a tenant's user, and that of a system administrator,
 * who belongs to no domain. Source: PortSIP REST API 22.x, "Authentication".
 */
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import type { Session } from '../session.ts'
import { createTokenSession, type Token } from '../token-session.ts'
import type { LoginClient } from './client.ts'
import type { PortsipSettings } from './config.ts'
import type { TokenReply } from './schema.ts'

type Address = Pick<PortsipSettings, 'url' | 'clientId'>
interface Account {
  readonly username: string
  readonly password: string
  /** Absent: of the whole system. */
  readonly domain?: string
}

export const createPortsipSession = (
  client: LoginClient,
  { username, password, domain, ...settings }: Address & Required<Account>,
  deps: ProviderDeps,
): Session => createSession(client, settings, { username, password, domain }, deps)

/** null where none is configured. */
export const createSystemSession = (
  client: LoginClient,
  { systemUsername: username, systemPassword: password, ...settings }: PortsipSettings,
  deps: ProviderDeps,
): Session | null =>
  username === undefined || password === undefined
    ? null
    : createSession(client, settings, { username, password }, deps, 'system')

function createSession(
  client: LoginClient,
  { url, clientId: client_id }: Address,
  account: Account,
  deps: ProviderDeps,
  purpose?: string,
): Session {
  const { username, domain } = account
  return createTokenSession(
    {
      account: `${username}${domain === undefined ? '' : `@${domain}`} ${url}`,
      purpose,
      signIn: async () => tokenOf(await client.signIn({ ...account, client_id })),
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
