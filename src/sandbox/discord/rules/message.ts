/**
 * A message as the bot hands it in (resources/message, "Create Message" and "Edit Message"; resources/webhook; answers to
 * interactions). Fields that a sandboxed bot has no use for (polls, stickers) are unknown here.
 */
import { z } from 'zod'
import type { UploadedFile } from '../attachment-store.ts'
import { messageFlags, type StoredMessage } from '../message-store.ts'
import { DiscordRefusal, type Problem, refusal } from '../refusal.ts'
import { findComponentProblems, findTotalProblems, isTooLargeToProcess } from './across-components.ts'
import { findMediaProblems } from './complete-components.ts'
import { Embeds, findEmbedProblems } from './embeds.ts'
import { Snowflake } from './fields.ts'
import { AllowedMentions, findMentionProblems } from './mentions.ts'
import { ComponentsV2, LegacyComponents } from './message-components.ts'
import { check, refuseAll } from './problems.ts'

/** What the message is for: a channel's, a first answer to an interaction, a follow-up to one, or a change of one that exists. */
export type MessageUse = 'create' | 'callback' | 'follow-up' | 'edit'

const flagsOf: Record<MessageUse, number> = {
  create: messageFlags.suppressEmbeds | messageFlags.suppressNotifications | messageFlags.isComponentsV2,
  callback:
    messageFlags.suppressEmbeds |
    messageFlags.ephemeral |
    messageFlags.suppressNotifications |
    messageFlags.isComponentsV2,
  'follow-up':
    messageFlags.suppressEmbeds |
    messageFlags.ephemeral |
    messageFlags.suppressNotifications |
    messageFlags.isComponentsV2,
  edit: messageFlags.suppressEmbeds | messageFlags.isComponentsV2,
}

const AttachmentPart = z.strictObject({
  /** The index of a file that comes along, or the id of one that stays. */
  id: z.union([z.int().min(0), z.string().regex(/^\d+$/)]),
  filename: z.string().max(1024).optional(),
  description: z.string().max(1024).optional(),
})
export type AttachmentPart = z.infer<typeof AttachmentPart>

const content = {
  // Spaces around it are cut off, so that there may be nothing left.
  content: z.string().max(2000).trim().nullish(),
  embeds: Embeds.nullish(),
  allowed_mentions: AllowedMentions.nullish(),
  components: z.array(z.unknown()).nullish(),
  attachments: z.array(AttachmentPart).max(10).nullish(),
  flags: z.int().min(0).nullish(),
}
const spoken = { tts: z.literal(false).optional() }
const MessageReference = z.strictObject({
  type: z.literal(0).optional(),
  message_id: Snowflake,
  channel_id: Snowflake.optional(),
  guild_id: Snowflake.optional(),
  fail_if_not_exists: z.boolean().optional(),
})

const shapes = {
  create: z.strictObject({
    ...content,
    ...spoken,
    nonce: z.union([z.int(), z.string().max(25)]).nullish(),
    enforce_nonce: z.boolean().optional(),
    message_reference: MessageReference.nullish(),
  }),
  callback: z.strictObject({ ...content, ...spoken }),
  'follow-up': z.strictObject({ ...content, ...spoken }),
  edit: z.strictObject(content),
} satisfies Record<MessageUse, z.ZodType>

export interface ParsedMessage {
  use: MessageUse
  /** Undefined: not named (an edit leaves it as it is); null and empty mean the same. */
  content?: string | null | undefined
  embeds?: readonly Record<string, unknown>[] | null | undefined
  /** Checked, but not completed. */
  components?: readonly unknown[] | null | undefined
  /** As handed in: names and descriptions of files, and on an edit the files that stay. */
  attachments?: readonly AttachmentPart[] | null | undefined
  files: readonly UploadedFile[]
  /** Undefined: not named. */
  flags?: number | undefined
  /** Whether the message is one of Components V2 from now on. */
  isV2: boolean
  allowedMentions?: AllowedMentions | null | undefined
  nonce?: string | number | undefined
  isNonceEnforced: boolean
  /** The message replied to; `isNeeded`: it must exist. */
  reference?: { id: string; isNeeded: boolean } | undefined
}

interface Options {
  use: MessageUse
  files?: readonly UploadedFile[]
  /** What is edited. */
  before?: StoredMessage | undefined
  /** Leads to the message within the body. */
  at?: Problem['path']
}

const maxFiles = 10

/** Throws 50035, 50006 (nothing in it), 30015. */
export function parseMessage(value: unknown, { use, files = [], before, at = [] }: Options): ParsedMessage {
  const fields: z.infer<(typeof shapes)['create']> = check(shapes[use], value, at)
  if (files.length > maxFiles) throw refusal(30015)
  const flags = fields.flags ?? undefined
  const wasV2 = ((before?.flags ?? 0) & messageFlags.isComponentsV2) !== 0
  const isV2 = wasV2 || ((flags ?? 0) & messageFlags.isComponentsV2) !== 0
  refuseAll([
    ...findFlagProblems(flags, use, at),
    ...findMentionProblems(fields.allowed_mentions, [...at, 'allowed_mentions']),
    ...findEmbedProblems(fields.embeds ?? [], [...at, 'embeds']),
    ...findFileProblems(fields.attachments ?? [], files, before, at),
  ])
  if (wasV2 && flags !== undefined && (flags & messageFlags.isComponentsV2) === 0) refuseAll([v2Removed(at)])
  if (isV2) refuseAll(findLegacyFields(fields, wasV2 ? undefined : before, at))
  const components = parseComponents(fields.components, isV2, [...at, 'components'])
  const named = (fields.attachments ?? []).map(({ filename }) => filename)
  const known = [...files, ...(before?.attachments ?? [])].map(({ filename }) => filename)
  refuseAll(findMediaProblems(components ?? [], [...named, ...known], [...at, 'components']))
  if (isEmpty({ ...fields, components }, isV2, files, before)) throw refusal(50006)
  const { message_reference: reference } = fields
  return {
    use,
    content: fields.content,
    embeds: fields.embeds,
    components,
    attachments: fields.attachments,
    files,
    flags,
    isV2,
    allowedMentions: fields.allowed_mentions,
    nonce: fields.nonce ?? undefined,
    isNonceEnforced: fields.enforce_nonce === true,
    reference: reference ? { id: reference.message_id, isNeeded: reference.fail_if_not_exists !== false } : undefined,
  }
}

function parseComponents(value: readonly unknown[] | null | undefined, isV2: boolean, at: Problem['path']) {
  if (!value) return value
  const components: readonly unknown[] = isV2 ? check(ComponentsV2, value, at) : check(LegacyComponents, value, at)
  refuseAll([...findComponentProblems(components, at), ...(isV2 ? findTotalProblems(components, at) : [])])
  if (isV2 && isTooLargeToProcess(components)) throw new DiscordRefusal(500, 0, '500: Internal Server Error')
  return components
}

function findFlagProblems(flags: number | undefined, use: MessageUse, at: Problem['path']): Problem[] {
  if (flags === undefined || (flags & ~flagsOf[use]) === 0) return []
  return [
    {
      path: [...at, 'flags'],
      code: 'MESSAGE_FLAGS_INVALID',
      message: `Flags ${flags & ~flagsOf[use]} cannot be set here.`,
    },
  ]
}

const v2Removed = (at: Problem['path']): Problem => ({
  path: [...at, 'flags'],
  code: 'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
  message: 'The MessageFlags.IS_COMPONENTS_V2 flag cannot be removed once it was set.',
})

/** Content and embeds have no place in V2; a legacy message that becomes one must give up its own. */
function findLegacyFields(
  fields: { content?: string | null | undefined; embeds?: readonly unknown[] | null | undefined },
  legacyBefore: StoredMessage | undefined,
  at: Problem['path'],
): Problem[] {
  const stays = (field: 'content' | 'embeds') => fields[field] === undefined && (legacyBefore?.[field].length ?? 0) > 0
  return (['content', 'embeds'] as const)
    .filter((field) => (fields[field]?.length ?? 0) > 0 || stays(field))
    .map((field) => ({
      path: [...at, field],
      code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      message: `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    }))
}

/** Every part must name a file: one that comes along, by its index, or on an edit one that is there. */
function findFileProblems(
  parts: readonly AttachmentPart[],
  files: readonly UploadedFile[],
  before: StoredMessage | undefined,
  at: Problem['path'],
): Problem[] {
  return parts.flatMap(({ id }, index) => {
    const isKnown =
      files.some((file) => String(file.index) === String(id)) ||
      before?.attachments.some((one) => one.id === String(id))
    if (isKnown) return []
    return [
      {
        path: [...at, 'attachments', index, 'id'],
        code: 'ATTACHMENT_NOT_FOUND',
        message: 'No file belongs to this id.',
      },
    ]
  })
}

/** What is left when it is done: for an edit, also what it does not name. V2 messages consist of components. */
function isEmpty(
  fields: {
    content?: string | null | undefined
    embeds?: readonly unknown[] | null | undefined
    components?: readonly unknown[] | null | undefined
    attachments?: readonly AttachmentPart[] | null | undefined
  },
  isV2: boolean,
  files: readonly UploadedFile[],
  before: StoredMessage | undefined,
): boolean {
  const size = (field: 'content' | 'embeds' | 'components') =>
    fields[field] === undefined ? (before?.[field].length ?? 0) : (fields[field]?.length ?? 0)
  if (isV2) return size('components') === 0
  const attached = files.length + (fields.attachments === undefined ? (before?.attachments.length ?? 0) : 0)
  const staying = fields.attachments?.length ?? 0
  return size('content') === 0 && size('embeds') === 0 && size('components') === 0 && attached + staying === 0
}
