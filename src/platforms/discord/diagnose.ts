/** What `npm run doctor` asks of Discord: token, the way in, servers, commands, channels. Nothing is posted, registered or changed. */
import { REST } from 'discord.js'
import {
  type APIApplication,
  type APIGatewayBotInfo,
  type APIUser,
  RESTJSONErrorCodes as Code,
  type RESTAPIPartialCurrentUserGuild,
} from 'discord-api-types/v10'
import type { RootDefinition } from '#command-kit/define-command.ts'
import { clockDifferenceMs, clockFindings, type DatedAnswer } from '#core/clock-difference.ts'
import { type Check, type Finding, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { say } from '#text/message.ts'
import type { DiagnosisDeps } from '../platform.ts'
import type { DiscordApi } from './api.ts'
import type { DiscordSettings } from './config.ts'
import { channelFindings } from './diagnose-channels.ts'
import { failureOf, failureWords, isBug, isRefusal, isWithoutAccess } from './failure.ts'
import { interactionsPath } from './http.ts'
import { inviteLink } from './invite-link.ts'
import { limits } from './limits.ts'
import { rootsToCommands } from './publish.ts'
import { readDifferences } from './register.ts'
import { createRestApi, restOptions } from './rest-api.ts'

interface SignedIn {
  readonly application: APIApplication
  readonly user: APIUser
  readonly guilds: readonly RESTAPIPartialCurrentUserGuild[]
  readonly answer: DatedAnswer
}

const options = { isRepeatable: true, patienceMs: 5_000 }
/** Below this, the sign-ins of a day may not last. */
const fewSignIns = 100
const maxNamed = 5

export function diagnoseDiscord(
  settings: DiscordSettings,
  deps: DiagnosisDeps & { readonly roots: readonly RootDefinition[] },
): readonly Check[] {
  const { clock, logger, channelsInUse, roots } = deps
  const rest = new REST(restOptions(settings))
  const api = createRestApi({ rest, token: settings.token, clock, logger })

  const signIn = once(async (): Promise<SignedIn> => {
    let date: string | undefined
    rest.once('response', (_, { headers }) => {
      date = headers.get('date') ?? undefined
    })
    const askedAt = clock.now()
    const application = await api.call<APIApplication>('GET', '/applications/@me', options)
    const answer = { askedAt, answeredAt: clock.now(), date }
    const [user, guilds] = await Promise.all([
      api.call<APIUser>('GET', '/users/@me', options),
      api.call<RESTAPIPartialCurrentUserGuild[]>('GET', '/users/@me/guilds', options),
    ])
    return { application, user, guilds, answer }
  })

  const token: Check = {
    what: say('doctor.discord.what.token'),
    async run() {
      try {
        const { application, user, answer } = await signIn()
        const { name, id } = application
        return [
          ok(say('doctor.discord.application', { user: user.username, name, id })),
          ...clockOf(answer, settings.mode),
        ]
      } catch (error) {
        return [failureFinding(error)]
      }
    },
  }
  /** Looked at once the token is taken; what then cannot be asked is said. */
  const afterToken = (what: Check['what'], look: (signedIn: SignedIn) => Promise<readonly Finding[]>): Check => ({
    what,
    after: token,
    async run() {
      try {
        return await look(await signIn())
      } catch (error) {
        return [failureFinding(error)]
      }
    },
  })
  /** Of each server that is served and in which the bot is. */
  const inServers =
    (look: (guild: RESTAPIPartialCurrentUserGuild, signedIn: SignedIn) => Promise<readonly Finding[]>) =>
    async (signedIn: SignedIn) => {
      const served = signedIn.guilds.filter(({ id }) => settings.servers.includes(id))
      return (await Promise.all(served.map((guild) => look(guild, signedIn)))).flat()
    }

  return [
    token,
    afterToken(say('doctor.discord.what.way-in'), ({ application }) => wayInFindings(api, settings, application)),
    afterToken(say('doctor.discord.what.servers'), async (signedIn) => serverFindings(settings.servers, signedIn)),
    afterToken(
      say('doctor.discord.what.commands'),
      inServers((guild, { application }) => commandFindings(api, application.id, guild, roots)),
    ),
    afterToken(
      say('doctor.discord.what.channels'),
      inServers(async ({ id: guildId }, { user }) => {
        const inUse = (await channelsInUse()).filter(({ workspaceId }) => workspaceId === guildId)
        return channelFindings({ api, botUserId: user.id, guildId, inUse })
      }),
    ),
  ]
}

/** Only signed requests depend on it: Discord's are refused when they seem too old or from the future. */
function clockOf(answer: DatedAnswer, mode: DiscordSettings['mode']): readonly Finding[] {
  const differenceMs = Math.abs(clockDifferenceMs(answer) ?? 0)
  if (mode !== 'http' || differenceMs <= limits.signatureSkewMs) return clockFindings(answer, 'Discord')
  const minutes = Math.round(differenceMs / 60_000)
  return [fail(say('doctor.discord.clock', { minutes }), say('doctor.clock.next'))]
}

function failureFinding(error: unknown): Finding {
  if (isBug(error)) throw error
  if (isWithoutAccess(failureOf(error))) return fail(say('doctor.discord.refused'), say('doctor.discord.refused.next'))
  const problem = failureWords(error)
  return fail(say('doctor.discord.unreached', { problem }), say('doctor.discord.unreached.next'))
}

/** Discord sends interactions one of the two ways only, and it is set at Discord which. */
async function wayInFindings(
  api: DiscordApi,
  settings: DiscordSettings,
  { verify_key, interactions_endpoint_url }: APIApplication,
): Promise<readonly Finding[]> {
  const url = interactions_endpoint_url ?? null
  if (settings.mode === 'http') {
    const isKey = verify_key.toLowerCase() === settings.publicKey.toLowerCase()
    return [
      isKey
        ? ok(say('doctor.discord.public-key'))
        : fail(say('doctor.discord.other-key'), say('doctor.discord.other-key.next')),
      endpointFinding(url),
      ok(say('doctor.discord.no-events')),
    ]
  }
  const { shards, session_start_limit: starts } = await api.call<APIGatewayBotInfo>('GET', '/gateway/bot', options)
  const { remaining, total } = starts
  return [
    ...(url === null ? [] : [fail(say('doctor.discord.endpoint-set'), say('doctor.discord.endpoint-set.next'))]),
    remaining >= fewSignIns
      ? ok(say('doctor.discord.gateway', { remaining, total }))
      : warn(say('doctor.discord.gateway-worn', { remaining, total }), say('doctor.discord.gateway-worn.next')),
    ...(settings.shards !== undefined && settings.shards < shards
      ? [
          fail(
            say('doctor.discord.shards', { wanted: shards, set: settings.shards }),
            say('doctor.discord.shards.next'),
          ),
        ]
      : []),
  ]
}

function endpointFinding(url: string | null): Finding {
  const path = interactionsPath
  if (url === null) return fail(say('doctor.discord.no-endpoint'), say('doctor.discord.no-endpoint.next', { path }))
  if (!URL.canParse(url) || new URL(url).pathname.replace(/\/$/, '') !== path)
    return warn(say('doctor.discord.endpoint-path', { url }), say('doctor.discord.endpoint-path.next', { path }))
  return ok(say('doctor.discord.endpoint', { url }))
}

function serverFindings(servers: readonly string[], { application, guilds }: SignedIn): readonly Finding[] {
  const served = servers.map((id) => {
    const guild = guilds.find((one) => one.id === id)
    if (guild) return ok(say('doctor.discord.server', { name: guild.name, id }))
    const link = inviteLink(application.id, id)
    return fail(say('doctor.discord.not-joined', { id }), say('doctor.discord.not-joined.next', { id, link }))
  })
  const others = guilds.filter(({ id }) => !servers.includes(id)).map(({ name, id }) => `${name} (${id})`)
  if (others.length === 0) return served
  const says = say('doctor.discord.not-served', { count: others.length, named: namesOf(others) })
  return [...served, warn(says, say('doctor.discord.not-served.next'))]
}

async function commandFindings(
  api: DiscordApi,
  applicationId: string,
  { id: guildId, name }: RESTAPIPartialCurrentUserGuild,
  roots: readonly RootDefinition[],
): Promise<readonly Finding[]> {
  try {
    const wanted = rootsToCommands(roots)
    const { missing, changed, unknown } = await readDifferences(api, applicationId, guildId, wanted)
    return [
      missing.length === wanted.length
        ? ok(say('doctor.discord.commands-none', { name }))
        : registeredFinding(name, [...missing, ...changed.map(({ command }) => command)]),
      ...(unknown.length === 0
        ? []
        : [
            warn(
              say('doctor.discord.commands-unknown', { name, named: namesOf(unknown) }),
              say('doctor.discord.commands-unknown.next'),
            ),
          ]),
    ]
  } catch (error) {
    if (!isRefusal(failureOf(error), Code.MissingAccess)) throw error
    const link = inviteLink(applicationId, guildId)
    return [
      fail(say('doctor.discord.commands-refused', { name }), say('doctor.discord.commands-refused.next', { link })),
    ]
  }
}

function registeredFinding(name: string, different: readonly { readonly name: string }[]): Finding {
  if (different.length === 0) return ok(say('doctor.discord.commands', { name }))
  const named = namesOf(different.map((command) => command.name))
  const says = say('doctor.discord.commands-missing', { count: different.length, name, named })
  return warn(says, say('doctor.discord.commands-missing.next'))
}

/** More are not worth reading. */
const namesOf = (names: readonly string[]): string =>
  [...names.slice(0, maxNamed), ...(names.length > maxNamed ? ['…'] : [])].join(', ')

function once<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= run()
    return result
  }
}
