/** Texts, options and dialogs that blocks and elements are composed of (docs.slack.dev, reference/block-kit/composition-objects). */
import { z } from 'zod'

/** A string of 1 to `max` characters. */
export const chars = (max: number) => z.string().min(1).max(max)

export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: chars(max), emoji: z.boolean().optional() })

const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: chars(max), verbatim: z.boolean().optional() })

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)])

/** The longest text that a text object takes of itself. */
export const longestText = 3000

export const BlockId = chars(255)
export const ActionId = chars(255)
export const Url = chars(3000)

export const Confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
})
export type Confirm = z.infer<typeof Confirm>

// @slack/types says 75 characters for a value, other sources 150: what passes here passes either way.
const optionValue = chars(75)
export const PlainOption = z.strictObject({
  text: plainText(75),
  value: optionValue,
  description: plainText(75).optional(),
})
export type PlainOption = z.infer<typeof PlainOption>

export const AnyOption = z.strictObject({
  text: anyText(75),
  value: optionValue,
  description: anyText(75).optional(),
})
export type AnyOption = z.infer<typeof AnyOption>

export const OverflowOption = PlainOption.extend({ url: Url.optional() })

export const OptionGroup = z.strictObject({ label: plainText(75), options: z.array(PlainOption).min(1).max(100) })

/** What an options request is answered with. */
export const Suggestions = z.strictObject({
  options: z.array(PlainOption).max(100).optional(),
  option_groups: z.array(OptionGroup).max(100).optional(),
})

export const DispatchConfig = z.strictObject({
  trigger_actions_on: z
    .array(z.enum(['on_enter_pressed', 'on_character_entered']))
    .min(1)
    .max(2)
    .optional(),
})

export const ConversationFilter = z.strictObject({
  include: z
    .array(z.enum(['im', 'mpim', 'private', 'public']))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
})
