/**
 * The login to a KAZOO PBX: by API key or by user; it cannot be renewed, but is made anew and given back. Source: Crossbar,
 * "User Authentication", "Account API Authentication", "Token Authentication".
 */
import { createHash } from 'node:crypto'
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import type { Session } from '../session.ts'
import { createTokenSession, type Token } from '../token-session.ts'
import type { LoginClient } from './client.ts'
import type { KazooSettings } from './config.ts'
import type { TokenReply } from './schema.ts'

export interface KazooSession extends Session {
  /** What all paths begin with: as configured, else as the login told. */
  accountId(): Promise<string>
  /** For what is no HTTP request. */
  token(): Promise<string>
}

/** An hour is the vendor's default, and what Vinix names; no answer tells. One that lapses sooner is refused, and made anew. */
const lifeMs = 3_600_000

export function createKazooSession(client: LoginClient, settings: KazooSettings, deps: ProviderDeps): KazooSession {
  const { url, apiKey, username = '', password = '', accountName, accountRealm } = settings
  let account: string | null = null

  const signIn = (): Promise<TokenReply> => {
    if (apiKey !== undefined) return client.signInByKey(apiKey)
    const credentials = createHash('md5').update(`${username.toLowerCase()}:${password}`).digest('hex')
    return client.signInByUser({
      credentials,
      method: 'md5',
      ...(accountName !== undefined && { account_name: accountName }),
      ...(accountRealm !== undefined && { account_realm: accountRealm }),
    })
  }
  const session = createTokenSession(
    {
      account: `${username}@${accountName ?? accountRealm ?? keyToName(apiKey)} ${url}`,
      signIn: async () => replyToToken(await signIn()),
      revoke: (access, timeoutMs) => client.revoke(headersOf(access), timeoutMs),
      credentialsOf(access) {
        account = accountOf(access)
        return { headers: headersOf(access) }
      },
    },
    deps,
  )
  return {
    ...session,
    async accountId() {
      if (settings.accountId !== undefined) return settings.accountId
      await session.credentials()
      return account ?? ''
    },
    token: async () => (await session.credentials()).headers?.[tokenHeader] ?? '',
  }
}

const tokenHeader = 'x-auth-token'

/** The account's id is told at the sign-in alone, so it is kept before the token, for the next process as well. */
const replyToToken = ({ auth_token, data }: TokenReply): Token => ({
  access: `${encodeURIComponent(data.account_id)} ${auth_token}`,
  refresh: null,
  lifeMs,
})
const accountOf = (access: string) => decodeURIComponent(access.slice(0, access.indexOf(' ')))
const headersOf = (access: string) => ({ [tokenHeader]: access.slice(access.indexOf(' ') + 1) })

/** Tells one key from another without being it. */
const keyToName = (apiKey = '') => createHash('sha256').update(apiKey).digest('hex').slice(0, 16)
