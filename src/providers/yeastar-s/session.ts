/**
 * The login to a Yeastar S-Series PBX: by the MD5 of the API password, lengthened by heartbeats. Source: S-Series API v2.0.0, "Get
 * API token" and "Keep API token alive". Five logins that fail lock our address for ten minutes: it never comes to that.
 */
import { createHash } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import { type ConfbotError, isConfbotError } from '#core/errors.ts'
import type { Session } from '../session.ts'
import { createTokenSession } from '../token-session.ts'
import type { EventTarget, LoginClient } from './client.ts'
import type { YeastarSSettings } from './config.ts'
import { eventTarget } from './events.ts'

/** Each login and each heartbeat makes it so long. */
const lifeMs = 30 * 60_000

/** How long the PBX locks an address, so that what was refused before counts no more. */
const lockMs = 10 * 60_000
/** One less than lock it. Further ones are so far apart that a lock would be over long before the next. */
const refusalsMost = 4
const rareMs = 60 * 60_000

export interface YeastarSSession extends Session {
  /** How the PBX sends events, as it told at the last login of this process; null: there was none, or it did not tell. */
  transport(): string | null
}

export function createYeastarSSession(
  client: LoginClient,
  settings: YeastarSSettings,
  deps: ProviderDeps,
): YeastarSSession {
  const { url, username, ownAddress } = settings
  const password = createHash('md5').update(settings.password).digest('hex')
  const target = (): EventTarget | null => eventTarget(settings, deps.eventsUrl?.() ?? null)
  let transport: string | null = null
  const session = createTokenSession(
    {
      // A token that was made for another target of events would send them there.
      account: `${username} ${url} ${digest(target()?.url ?? '')}`,
      signIn: async () => {
        const { token, transport: told } = await client.signIn({ username, password }, target())
        transport = told
        return { access: token, refresh: token, lifeMs }
      },
      patienceMs,
      refresh: async ({ access }) => {
        await client.heartbeat(access, ownAddress ?? ownIpv4(), target())
        return { access, refresh: access, lifeMs }
      },
      revoke: async (access, timeoutMs) => {
        await client.signOut(access, timeoutMs)
      },
      credentialsOf: (token) => ({ query: { token } }),
    },
    deps,
  )
  return { ...session, transport: () => transport }
}

function patienceMs(error: ConfbotError, refusals: number): number | null {
  if (!isConfbotError(error, 'provider.unauthorized', 'provider.rate-limited')) return null
  return refusals < refusalsMost ? lockMs : rareMs
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** It only matters to a PBX that is told a relative address for its events, which it never is. */
const ownIpv4 = () =>
  Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address ?? '127.0.0.1'
