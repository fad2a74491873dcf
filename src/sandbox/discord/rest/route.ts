/** What a route of the API is: its method and path, who may call it, how often, and what it does. */

import type { HttpReply } from '../../faults.ts'
import type { UploadedFile } from '../attachment-store.ts'
import { botUserId, guildId } from '../identity.ts'
import { type Problem, refusal } from '../refusal.ts'
import { Snowflake } from '../rules/fields.ts'
import { check, refuseAll } from '../rules/problems.ts'
import type { DiscordServer } from '../server.ts'

export interface Call {
  server: DiscordServer
  /** The named parts of the path; those that end in `Id` are snowflakes. */
  param(name: string): string
  query: URLSearchParams
  /** The JSON body, that of a multipart request being its `payload_json`; undefined when there is none. */
  body: unknown
  files: readonly UploadedFile[]
}

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Below `/api/v10`, e.g. `/channels/:channelId/messages`. */
  path: string
  /** `token`: the path carries a token of its own, and no bot token is asked for. */
  auth: 'bot' | 'token'
  /** How many calls in how many milliseconds, per channel, server or webhook of the path; absent: only the limit over all. */
  limit?: { calls: number; windowMs: number }
  /** Answering an interaction does not count to the limit over all. */
  isExempt?: boolean
  /** Throws DiscordRefusal. */
  run(call: Call): Reply | Promise<Reply>
}

export interface Reply {
  status: number
  /** Absent: nothing (204). */
  body?: unknown
}

export const ok = (body: unknown, status = 200): Reply => ({ status, body })
export const noContent: Reply = { status: 204 }

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): HttpReply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

/** A whole number of the query between its bounds. Throws 50035. */
export function countOf(
  query: URLSearchParams,
  name: string,
  { min, max, fallback }: Record<'min' | 'max' | 'fallback', number>,
) {
  const text = query.get(name)
  if (text === null) return fallback
  const value = Number(text)
  const one = (code: string, message: string): Problem[] => [{ path: [name], code, message }]
  if (!/^-?\d+$/.test(text)) refuseAll(one('NUMBER_TYPE_COERCE', `Value "${text}" is not int.`))
  if (value > max) refuseAll(one('NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`))
  if (value < min) refuseAll(one('NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`))
  return value
}

/** An id of the query. Throws 50035. */
export function snowflakeOf(query: URLSearchParams, name: string): string | undefined {
  const text = query.get(name)
  return text === null ? undefined : check(Snowflake, text, [name])
}

export const flagOf = (query: URLSearchParams, name: string): boolean =>
  ['true', '1'].includes((query.get(name) ?? '').toLowerCase())

/** Throws 10004 for any other server, 50001 where the bot was removed. */
export function expectGuild({ server, param }: Call): void {
  if (param('guildId') !== guildId) throw refusal(10004)
  if (!server.directory.member(botUserId)) throw refusal(50001)
}
