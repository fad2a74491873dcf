/** The content of a message as an app hands it in: text, blocks, attachments (docs.slack.dev, reference/methods/chat.postMessage). */
import { z } from 'zod'
import { SlackRefusal, schemaRefusal } from '../refusal.ts'
import { findCrossProblems } from './across-blocks.ts'
import { type Block, MessageBlocks } from './blocks.ts'
import { Url } from './composition.ts'
import { check } from './problems.ts'

const Attachment = z.strictObject({
  id: z.int().optional(),
  color: z.string().optional(),
  fallback: z.string().optional(),
  pretext: z.string().optional(),
  text: z.string().optional(),
  title: z.string().optional(),
  title_link: Url.optional(),
  author_name: z.string().optional(),
  author_link: Url.optional(),
  author_icon: Url.optional(),
  fields: z
    .array(
      z.strictObject({ title: z.string().optional(), value: z.string().optional(), short: z.boolean().optional() }),
    )
    .optional(),
  image_url: Url.optional(),
  thumb_url: Url.optional(),
  footer: z.string().max(300).optional(),
  footer_icon: Url.optional(),
  ts: z.union([z.string(), z.number()]).optional(),
  mrkdwn_in: z.array(z.string()).optional(),
  blocks: MessageBlocks.optional(),
})
export type Attachment = z.infer<typeof Attachment>

/** A maintainer's figure for all texts of a message's blocks together (slackapi/bolt-js issue 2509); the documents give none. */
const maxBlockTextChars = 12_000
const maxAttachments = 100

/** Throws `invalid_blocks_format` for what is no list, `invalid_blocks` with what is wrong. */
export function parseMessageBlocks(value: unknown): Block[] {
  if (!Array.isArray(value)) throw new SlackRefusal('invalid_blocks_format')
  const { value: blocks, problems } = check(MessageBlocks, value, '/blocks')
  if (!blocks) throw schemaRefusal('invalid_blocks', problems)
  const further = findCrossProblems(blocks, '/blocks')
  if (further.length > 0) throw schemaRefusal('invalid_blocks', further)
  return blocks
}

export function parseAttachments(value: unknown): Attachment[] {
  if (Array.isArray(value) && value.length > maxAttachments) throw new SlackRefusal('too_many_attachments')
  const { value: attachments, problems } = check(z.array(Attachment), value, '/attachments')
  if (!attachments) throw schemaRefusal('invalid_attachments', problems)
  const further = attachments.flatMap(({ blocks }, index) =>
    findCrossProblems(blocks ?? [], `/attachments/${index}/blocks`),
  )
  if (further.length > 0) throw schemaRefusal('invalid_attachments', further)
  return attachments
}

/** Throws `msg_blocks_too_long`; chat methods apply it, a response_url does not (slackapi/bolt-js issue 2867). */
export function checkBlockTextLength(blocks: readonly Block[]): void {
  if (textChars(blocks) > maxBlockTextChars) throw new SlackRefusal('msg_blocks_too_long')
}

function textChars(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let sum = 0
  for (const [key, inner] of Object.entries(value)) {
    sum += key === 'text' && typeof inner === 'string' ? inner.length : textChars(inner)
  }
  return sum
}
