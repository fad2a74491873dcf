/** Registers the commands in each configured server, where they are not as they should be. Nothing is ever deleted. */
import { type APIApplicationCommand, ApplicationCommandType } from 'discord-api-types/v10'
import type { RootDefinition } from '#command-kit/define-command.ts'
import type { Logger } from '#lib/logger.ts'
import type { DiscordApi } from './api.ts'
import { failureWords } from './failure.ts'
import { type PublishedCommand, rootsToCommands } from './publish.ts'

export interface Differences {
  readonly missing: readonly PublishedCommand[]
  readonly changed: readonly { readonly id: string; readonly command: PublishedCommand }[]
  /** Commands of the application that we do not have: of an earlier version, say. */
  readonly unknown: readonly string[]
}

/** 200 creates a day are allowed per server; nothing waits for this. */
const patienceMs = 60_000

/**
 * Never rejects: what could not be registered in a server is logged, and false. People go on with the commands that are there, and
 * what is wrong is also told by `npm run doctor`.
 */
export async function registerCommands(deps: {
  readonly api: DiscordApi
  readonly applicationId: string
  readonly servers: readonly string[]
  readonly roots: readonly RootDefinition[]
  readonly logger: Logger
}): Promise<boolean> {
  const { api, applicationId, servers, roots, logger } = deps
  const wanted = rootsToCommands(roots)
  let isDone = true
  for (const guildId of servers) {
    try {
      const { missing, changed } = await readDifferences(api, applicationId, guildId, wanted)
      const options = { isRepeatable: true, patienceMs }
      const route = commandsRoute(applicationId, guildId)
      // A command that has the same name by then is replaced, so that another process may do the same.
      for (const body of missing) await api.call('POST', route, { ...options, body })
      for (const { id, command } of changed) {
        const { type: _, ...body } = command
        await api.call('PATCH', `${route}/${id}`, { ...options, body })
      }
      const count = missing.length + changed.length
      if (count > 0) logger.info({ guildId, count }, 'commands were registered in a Discord server')
    } catch (error) {
      isDone = false
      logger.error(
        { guildId, failure: failureWords(error) },
        'the commands could not be registered in a Discord server',
      )
    }
  }
  return isDone
}

/** Rejects with what `failureOf` reads. */
export async function readDifferences(
  api: DiscordApi,
  applicationId: string,
  guildId: string,
  wanted: readonly PublishedCommand[],
): Promise<Differences> {
  const query = { with_localizations: 'true' }
  const options = { query, isRepeatable: true, patienceMs }
  const route = commandsRoute(applicationId, guildId)
  return compareCommands(wanted, await api.call<APIApplicationCommand[]>('GET', route, options))
}

const commandsRoute = (applicationId: string, guildId: string) =>
  `/applications/${applicationId}/guilds/${guildId}/commands` as const

/** Pure. `present` is as Discord returns it: with ids, defaults and fields of its own. */
export function compareCommands(
  wanted: readonly PublishedCommand[],
  present: readonly APIApplicationCommand[],
): Differences {
  const isSame = (one: APIApplicationCommand, command: PublishedCommand) =>
    one.name === command.name && one.type === (command.type ?? ApplicationCommandType.ChatInput)
  const missing = wanted.filter((command) => !present.some((one) => isSame(one, command)))
  const changed = wanted.flatMap((command) => {
    const found = present.find((one) => isSame(one, command))
    return found && textOf(found) !== textOf(command) ? { id: found.id, command } : []
  })
  const unknown = present.filter((one) => !wanted.some((command) => isSame(one, command))).map(({ name }) => name)
  return { missing, changed, unknown }
}

/** All that a command or option can say of what we say. */
const fields = [
  'type',
  'name',
  'name_localizations',
  'description',
  'description_localizations',
  'required',
  'choices',
  'options',
  'min_value',
  'max_value',
  'min_length',
  'max_length',
  'autocomplete',
  'value',
  'default_member_permissions',
] as const

/** The same text for what means the same: fields in one order, without what says no more than its absence. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (key, held: unknown) => {
    if (key.endsWith('_localizations')) return sorted(held)
    if (typeof held !== 'object' || held === null || Array.isArray(held)) return held
    const said = held as Readonly<Record<string, unknown>>
    return Object.fromEntries(fields.map((field) => [field, said[field]]).filter(([, one]) => !isNothing(one)))
  })
}

/** Of each of these fields the absence, `false`, `null` and emptiness are the same. */
const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

const sorted = (held: unknown): unknown =>
  typeof held === 'object' && held !== null ? Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)) : held
