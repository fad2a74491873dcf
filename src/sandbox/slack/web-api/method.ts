/** What a Web API method is: its token, scopes and tier, and what it does. */
import type { Channel } from '../directory.ts'
import { botUserId } from '../identity.ts'
import type { Tier } from '../rate-limits.ts'
import { SlackRefusal } from '../refusal.ts'
import type { Workspace } from '../workspace.ts'
import type { Arguments } from './arguments.ts'

export interface Call {
  args: Arguments
  workspace: Workspace
}

export interface Method {
  tier: Tier
  /** Bot unless said. */
  token?: 'app' | 'any'
  /** All of them are needed; those that depend on the conversation are asked for by `need`. */
  scopes?: readonly string[]
  /** The fields of the answer beside `ok`. Throws SlackRefusal. */
  run(call: Call): Record<string, unknown>
}

/** Throws missing_scope. */
export function need(workspace: Workspace, ...scopes: readonly string[]): void {
  if (scopes.every((scope) => workspace.scopes.includes(scope))) return
  throw new SlackRefusal('missing_scope', { needed: scopes.join(','), provided: workspace.scopes.join(',') })
}

const families = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' } as const

/** Throws missing_scope unless the bot may do that with this kind of conversation. */
export function needFor(workspace: Workspace, kind: Channel['kind'], what: 'read' | 'history' | 'write'): void {
  need(workspace, `${families[kind]}:${what}`)
}

/** A conversation the bot can know of: a public one, or one that it is in. Throws channel_not_found. */
export function knownChannel(workspace: Workspace, id: string): Channel {
  const channel = workspace.directory.channel(id)
  if (channel && (channel.kind === 'public' || channel.members.has(botUserId))) return channel
  throw new SlackRefusal('channel_not_found')
}

/** One page of a list and the cursor to the next, as methods with `limit` and `cursor` answer. Throws invalid_cursor. */
export function paginate<T>(args: Arguments, items: readonly T[], defaultLimit: number) {
  const cursor = args.text('cursor')
  const start = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64').toString())
  if (!Number.isInteger(start) || start < 0 || start > items.length) throw new SlackRefusal('invalid_cursor')
  const limit = args.count('limit') ?? defaultLimit
  const end = limit > 0 ? start + limit : items.length
  const next = end < items.length ? Buffer.from(String(end)).toString('base64') : ''
  return { page: items.slice(start, end), hasMore: next !== '', response_metadata: { next_cursor: next } }
}
