/** From the configuration to what it connects to: PBXs, and the sandbox where nothing is configured. For `app.ts` and `doctor.ts`. */
import type { Config } from '#config/config.ts'
import type { Pbx, ProviderDeps } from '#core/contracts/conference-provider.ts'
import type { IngressOptions } from '#ingress/index.ts'
import { eventsPath } from '#ingress/pbx.ts'
import type { MovableClock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { Chats } from '#platforms/index.ts'
import { providers } from '#providers/index.ts'
import type { Sandbox, SandboxCredentials } from '#sandbox/index.ts'

/** Where this machine itself reaches a server that listens there. */
export const urlOf = (host: string | null, port: number) => `http://${host ?? '127.0.0.1'}:${port}`

/** By name; with none configured those of the sandbox. */
export function connectPbxs(
  config: Config,
  standIns: SandboxCredentials['pbxs'] | null,
  deps: Omit<ProviderDeps, 'name' | 'eventsUrl'> & { readonly eventsUrl?: (name: string) => string | null },
): ReadonlyMap<string, Pbx> {
  const { eventsUrl } = deps
  const configured =
    config.pbxs.length === 0 && standIns
      ? [...standIns].map(([name, standIn]) => ({ name, ...standIn, policy: config.sandbox.policy }))
      : config.pbxs.map((pbx) => ({ ...pbx, settings: pbx.settings.reveal() }))
  return new Map(
    configured.map(({ name, kind, settings, policy }) => {
      const ofKind = Object.entries(providers).find(([id]) => id === kind)?.[1]
      if (!ofKind) throw new Error(`there is no provider ${kind}`)
      return [
        name,
        {
          name,
          definition: ofKind.ofInstance(settings),
          policy,
          provider: ofKind.open(settings, { ...deps, name, eventsUrl: () => eventsUrl?.(name) ?? null }),
        },
      ]
    }),
  )
}

/** `baseUrl`: where it is served, asked only once the server listens. What a company runs does not load it. */
export async function sandboxFor(
  config: Config,
  {
    clock,
    logger,
    passTime,
  }: {
    readonly clock: MovableClock
    readonly logger: Logger
    readonly passTime?: (ms: number) => Promise<void>
  },
  baseUrl: () => string,
): Promise<Sandbox> {
  const { createSandbox } = await import('#sandbox/index.ts')
  return createSandbox({
    clock,
    passTime,
    logger,
    token: config.sandbox.token.reveal(),
    // Beside real ones they would only pretend that somebody rings them.
    pbxs: config.pbxs.length > 0 ? [] : config.sandbox.pbxs,
    realPbxs: config.pbxs.map(({ name, kind }) => ({ name, kind })),
    eventsUrl: (name) => `${baseUrl()}${eventsPath(name)}`,
    slack:
      config.sandbox.slackDelivery === 'http'
        ? { delivery: 'http', requestUrl: () => `${baseUrl()}/slack/events` }
        : { delivery: 'socket' },
    discord:
      config.sandbox.discordDelivery === 'http'
        ? { delivery: 'http', requestUrl: () => `${baseUrl()}/discord/interactions` }
        : { delivery: 'gateway' },
    baseUrl,
  })
}

/** What the sandbox answers on the public server; nothing where there is none. */
export const sandboxGuest = (sandbox: Sandbox | null): Required<Pick<IngressOptions, 'routes' | 'upgrades'>> => ({
  routes: (sandbox ? ['/', '/page/*', '/sandbox/*'] : []).map((path) => ({
    path,
    handle: (...args) => void sandbox?.handle(...args),
  })),
  upgrades: sandbox ? [{ path: '/sandbox/*', handle: (...args) => void sandbox.upgrade(...args) }] : [],
})

/** The settings of the chat platforms to connect: as configured, or those of the sandbox. */
export function connectChats(config: Config<Chats>, sandbox: Sandbox | null): Partial<Chats> {
  const { slack, discord } = config.chats
  if (!sandbox) return { ...(slack && { slack: slack.reveal() }), ...(discord && { discord: discord.reveal() }) }
  const { chats, slackDelivery, discordDelivery } = config.sandbox
  const credentials = sandbox.credentials()
  return {
    ...(chats.includes('slack') && { slack: sandboxSlack(credentials, slackDelivery) }),
    ...(chats.includes('discord') && { discord: sandboxDiscord(credentials.discord, discordDelivery) }),
  }
}

function sandboxSlack(credentials: SandboxCredentials, mode: 'socket' | 'http'): Chats['slack'] {
  const { slackApiUrl: apiUrl, botToken, appToken, signingSecret, teamId } = credentials
  const shared = { apiUrl, botToken, workspaces: [teamId] }
  return mode === 'http' ? { ...shared, mode, signingSecret } : { ...shared, mode, appToken }
}

function sandboxDiscord(credentials: SandboxCredentials['discord'], mode: 'gateway' | 'http'): Chats['discord'] {
  const { apiUrl, token, publicKey, serverId } = credentials
  const shared = { apiUrl, token, servers: [serverId] }
  return mode === 'http' ? { ...shared, mode, publicKey } : { ...shared, mode }
}
