/** Whom a message mentions, as far as `allowed_mentions` lets it (resources/message, "Allowed Mentions Object"). */
import { z } from 'zod'
import type { Channel, Directory } from '../directory.ts'
import { guildId } from '../identity.ts'
import type { Mentions } from '../message-store.ts'
import type { Problem } from '../refusal.ts'
import { Snowflake } from './fields.ts'

export const AllowedMentions = z.strictObject({
  parse: z.array(z.enum(['users', 'roles', 'everyone'])).optional(),
  users: z.array(Snowflake).max(100).optional(),
  roles: z.array(Snowflake).max(100).optional(),
  replied_user: z.boolean().optional(),
})
export type AllowedMentions = z.infer<typeof AllowedMentions>

export const noMentions: Mentions = { users: [], roles: [], isEveryone: false }

/** A kind that is parsed cannot be listed, too. `at` leads to the object within the body. */
export function findMentionProblems(allowed: AllowedMentions | null | undefined, at: Problem['path']): Problem[] {
  return (['users', 'roles'] as const)
    .filter((kind) => allowed?.parse?.includes(kind) && (allowed[kind]?.length ?? 0) > 0)
    .map((kind) => ({
      path: at,
      code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      message: `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
    }))
}

interface Occasion {
  directory: Directory
  channel: Channel
  authorId: string
  /** Absent: everything is parsed. */
  allowed: AllowedMentions | null | undefined
  /** Author of the message that is replied to. */
  repliedTo?: string | undefined
}

/** `text` is the content, or all text displays together. */
export function resolveMentions(
  text: string,
  { directory, channel, authorId, allowed, repliedTo }: Occasion,
): Mentions {
  const lets = (kind: 'users' | 'roles', id: string) =>
    !allowed || allowed.parse?.includes(kind) === true || allowed[kind]?.includes(id) === true
  const mayAll = directory.can(authorId, channel, 'MENTION_EVERYONE')
  const plain = withoutCode(text)
  const ids = (pattern: RegExp) => [...new Set([...plain.matchAll(pattern)].map((match) => match[1] ?? ''))]

  const users = ids(/<@!?(\d+)>/g).filter((id) => directory.person(id) && lets('users', id))
  if (repliedTo !== undefined && allowed?.replied_user !== false && (!allowed || allowed.replied_user)) {
    if (!users.includes(repliedTo)) users.push(repliedTo)
  }
  const isInServer = channel.recipientId === undefined
  return {
    users,
    roles: isInServer
      ? ids(/<@&(\d+)>/g).filter((id) => directory.role(id) && id !== guildId && mayAll && lets('roles', id))
      : [],
    isEveryone:
      isInServer &&
      mayAll &&
      /@(everyone|here)\b/.test(plain) &&
      (!allowed || allowed.parse?.includes('everyone') === true),
  }
}

/** Nothing within backticks mentions anybody. */
const withoutCode = (text: string) => text.replace(/```[\s\S]*?```|`[^`\n]*`/g, '').replace(/\\[<@]/g, '')
