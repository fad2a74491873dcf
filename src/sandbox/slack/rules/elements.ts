/** Interactive elements and images, with every limit that Slack states (docs.slack.dev, reference/block-kit/block-elements; @slack/types). */
import { z } from 'zod'
import {
  ActionId,
  AnyOption,
  Confirm,
  ConversationFilter,
  chars,
  DispatchConfig,
  OptionGroup,
  OverflowOption,
  PlainOption,
  plainText,
  Url,
} from './composition.ts'
import { RichText } from './rich-text.ts'

const actionable = { action_id: ActionId.optional() }
const confirmable = { confirm: Confirm.optional() }
const focusable = { focus_on_load: z.boolean().optional() }
const placeholdable = { placeholder: plainText(150).optional() }
const dispatchable = { dispatch_action_config: DispatchConfig.optional() }
const picker = { ...actionable, ...confirmable, ...focusable }
const menu = { ...picker, ...placeholdable }
const multi = { max_selected_items: z.int().min(1).optional() }

const slackFile = z.union([z.strictObject({ url: Url }), z.strictObject({ id: chars(20) })])
export const imageSource = { image_url: Url.optional(), slack_file: slackFile.optional() }
export const ImageElement = z.strictObject({ type: z.literal('image'), alt_text: chars(2000), ...imageSource })

const Button = z.strictObject({
  type: z.literal('button'),
  ...actionable,
  ...confirmable,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: Url.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
})

/** The two ways to list what a static menu offers; the schema alone cannot say that exactly one is needed. */
const offered = {
  options: z.array(PlainOption).min(1).max(100).optional(),
  option_groups: z.array(OptionGroup).min(1).max(100).optional(),
}

interface Offering {
  options?: readonly unknown[] | undefined
  option_groups?: readonly unknown[] | undefined
}
const offersOnce = (select: Offering) => (select.options === undefined) !== (select.option_groups === undefined)
const offersOnceProblem = { error: 'must define either `options` or `option_groups`', path: ['type'] }

const StaticSelect = z
  .strictObject({ type: z.literal('static_select'), ...menu, ...offered, initial_option: PlainOption.optional() })
  .refine(offersOnce, offersOnceProblem)
const MultiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...menu,
    ...multi,
    ...offered,
    initial_options: z.array(PlainOption).min(1).max(100).optional(),
  })
  .refine(offersOnce, offersOnceProblem)

const queried = { min_query_length: z.int().min(0).optional() }
const ExternalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...menu,
  ...queried,
  initial_option: PlainOption.optional(),
})
const MultiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...menu,
  ...multi,
  ...queried,
  initial_options: z.array(PlainOption).min(1).max(100).optional(),
})

const UsersSelect = z.strictObject({ type: z.literal('users_select'), ...menu, initial_user: chars(20).optional() })
const MultiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...menu,
  ...multi,
  initial_users: z.array(chars(20)).optional(),
})

const conversation = { filter: ConversationFilter.optional(), default_to_current_conversation: z.boolean().optional() }
const respondable = { response_url_enabled: z.boolean().optional() }
const ConversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...menu,
  ...conversation,
  ...respondable,
  initial_conversation: chars(20).optional(),
})
const MultiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...menu,
  ...multi,
  ...conversation,
  initial_conversations: z.array(chars(20)).optional(),
})
const ChannelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...menu,
  ...respondable,
  initial_channel: chars(20).optional(),
})
const MultiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  ...menu,
  ...multi,
  initial_channels: z.array(chars(20)).optional(),
})

const Overflow = z.strictObject({
  type: z.literal('overflow'),
  ...actionable,
  ...confirmable,
  // Earlier editions of the element's page ask for 2; today's names no minimum, and nobody says that fewer pass.
  options: z.array(OverflowOption).min(2).max(5),
})
const RadioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...picker,
  options: z.array(AnyOption).min(1).max(10),
  initial_option: AnyOption.optional(),
})
const Checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...picker,
  options: z.array(AnyOption).min(1).max(10),
  initial_options: z.array(AnyOption).min(1).max(10).optional(),
})

const Datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...menu,
  initial_date: z.iso.date().optional(),
})
const Timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...menu,
  initial_time: z.iso.time({ precision: -1 }).optional(),
  timezone: chars(255).optional(),
})
const DateTimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...picker,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
})

const typed = { ...actionable, ...focusable, ...placeholdable, ...dispatchable }
const PlainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...typed,
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
})
const EmailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...typed,
  initial_value: z.string().optional(),
})
const UrlInput = z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: z.string().optional() })
const NumberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typed,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
})
const RichTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...typed,
  initial_value: RichText.optional(),
  min_lines: z.int().min(1).max(100).optional(),
  max_lines: z.int().min(1).max(100).optional(),
})

const selects = [StaticSelect, ExternalSelect, UsersSelect, ConversationsSelect, ChannelsSelect] as const
const multiSelects = [
  MultiStaticSelect,
  MultiExternalSelect,
  MultiUsersSelect,
  MultiConversationsSelect,
  MultiChannelsSelect,
] as const

/** What an actions block holds. */
export const ActionElement = z.discriminatedUnion('type', [
  Button,
  Checkboxes,
  Datepicker,
  DateTimepicker,
  Overflow,
  RadioButtons,
  Timepicker,
  RichTextInput,
  ...selects,
  ...multiSelects,
])

/** What stands beside a section's text. */
export const Accessory = z.discriminatedUnion('type', [
  Button,
  Checkboxes,
  Datepicker,
  ImageElement,
  Overflow,
  RadioButtons,
  Timepicker,
  ...selects,
  ...multiSelects,
])

/** What an input block asks with. */
export const InputElement = z.discriminatedUnion('type', [
  Checkboxes,
  Datepicker,
  DateTimepicker,
  EmailInput,
  NumberInput,
  PlainTextInput,
  RadioButtons,
  RichTextInput,
  Timepicker,
  UrlInput,
  ...selects,
  ...multiSelects,
])

export type InteractiveElement = z.infer<typeof ActionElement> | z.infer<typeof InputElement>
export type ConversationMenu = z.infer<typeof ConversationsSelect> | z.infer<typeof MultiConversationsSelect>
