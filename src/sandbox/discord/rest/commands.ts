/** Application commands of one server and of all (interactions/application-commands). */
import type { CommandDraft, RegisteredCommand } from '../command-store.ts'
import { applicationId } from '../identity.ts'
import { refusal } from '../refusal.ts'
import { expectRoom, parseCommand, parseCommands } from '../rules/command.ts'
import type { DiscordServer } from '../server.ts'
import { type Call, expectGuild, flagOf, noContent, ok, type Route } from './route.ts'

const dayMs = 24 * 3_600_000
const maxMadeDaily = 200
const scopes = ['/applications/:applicationId/commands', '/applications/:applicationId/guilds/:guildId/commands']

export const commandRoutes: readonly Route[] = scopes.flatMap((path) => [
  scoped('GET', path, 50, ({ server, query, scope }) => {
    const list = server.commands.list(scope)
    return ok(flagOf(query, 'with_localizations') ? list : list.map(withoutLocalizations))
  }),
  scoped('POST', path, 10, ({ server, body, scope }) => {
    const draft = parseCommand(body, { isForServer: scope !== undefined })
    const others = server.commands.list(scope).filter(({ type, name }) => type !== draft.type || name !== draft.name)
    expectRoom([...others, draft])
    expectDailyRoom(server, scope, [draft])
    const { command, isNew } = server.commands.upsert(scope, draft)
    return ok(command, isNew ? 201 : 200)
  }),
  scoped('PUT', path, 10, ({ server, body, scope }) => {
    const drafts = parseCommands(body, scope !== undefined)
    expectDailyRoom(server, scope, drafts)
    return ok(server.commands.replaceAll(scope, drafts))
  }),
  scoped('GET', `${path}/:commandId`, 50, (call) => ok(knownCommand(call))),
  scoped('PATCH', `${path}/:commandId`, 10, (call) => {
    const before = knownCommand(call)
    const draft = parseCommand(merge(before, call.body), { isForServer: call.scope !== undefined })
    const named = call.server.commands.findByName(call.scope, draft.type, draft.name)
    if (named && named.id !== before.id) throw refusal(40041)
    return ok(call.server.commands.change(before, draft))
  }),
  scoped('DELETE', `${path}/:commandId`, 10, (call) => {
    call.server.commands.remove(knownCommand(call))
    return noContent
  }),
])

type ScopedCall = Call & {
  /** The server, or undefined for commands of all. */
  scope: string | undefined
}

function scoped(
  method: Route['method'],
  path: string,
  calls: number,
  run: (call: ScopedCall) => ReturnType<Route['run']>,
): Route {
  return {
    method,
    path,
    auth: 'bot',
    limit: { calls, windowMs: 20_000 },
    run(call) {
      if (call.param('applicationId') !== applicationId) throw refusal(20012)
      const scope = path.includes(':guildId') ? call.param('guildId') : undefined
      if (scope !== undefined) expectGuild(call)
      return run({ ...call, scope })
    },
  }
}

/** Throws 30034 where more than 200 would be made in 24 hours: whoever deletes and makes again meets it soon. */
function expectDailyRoom(
  { commands, clock }: DiscordServer,
  scope: string | undefined,
  drafts: readonly CommandDraft[],
): void {
  const fresh = drafts.filter(({ type, name }) => !commands.findByName(scope, type, name)).length
  if (fresh > 0 && commands.madeSince(scope, clock.now() - dayMs) + fresh > maxMadeDaily) throw refusal(30034)
}

function knownCommand({ server, scope, param }: ScopedCall): RegisteredCommand {
  const command = server.commands.find(scope, param('commandId'))
  if (!command) throw refusal(10063)
  return command
}

/** What the change does not name stays; its type cannot be changed. */
function merge(before: RegisteredCommand, body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const { id: _id, application_id: _application, guild_id: _guild, version: _version, ...kept } = before
  return { ...kept, ...body, type: before.type }
}

/** Without the dictionaries, which are asked for with `with_localizations`. */
function withoutLocalizations(node: CommandDraft | RegisteredCommand): Record<string, unknown> {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== 'name_localizations' && key !== 'description_localizations')
        .map(([key, inner]) => [key, strip(inner)]),
    )
  }
  return strip(node) as Record<string, unknown>
}
