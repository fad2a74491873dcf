/** Select menus as messages and modals hold them (components/reference, "String Select" and following). */
import { z } from 'zod'
import { ComponentId, customId, Emoji, Snowflake, text } from './fields.ts'

/** Types that a select menu can have. */
const selectTypes = { string: 3, user: 5, role: 6, mentionable: 7, channel: 8 } as const

const SelectOption = z.strictObject({
  label: text(100),
  value: text(100),
  description: z.string().max(100).optional(),
  emoji: Emoji.optional(),
  default: z.boolean().optional(),
})

const menu = {
  id: ComponentId,
  custom_id: customId,
  placeholder: z.string().max(150).optional(),
  min_values: z.int().min(0).max(25).optional(),
  max_values: z.int().min(1).max(25).optional(),
  /** Only modals heed it. */
  required: z.boolean().optional(),
  disabled: z.boolean().optional(),
}
/** A menu that the client fills can begin with some of what it is for. */
const filledWith = (...types: readonly ('user' | 'role' | 'channel')[]) => ({
  ...menu,
  default_values: z
    .array(z.strictObject({ id: Snowflake, type: z.enum(types) }))
    .max(25)
    .optional(),
})

const StringSelect = z.strictObject({
  type: z.literal(selectTypes.string),
  ...menu,
  options: z.array(SelectOption).min(1).max(25),
})
const UserSelect = z.strictObject({ type: z.literal(selectTypes.user), ...filledWith('user') })
const RoleSelect = z.strictObject({ type: z.literal(selectTypes.role), ...filledWith('role') })
const MentionableSelect = z.strictObject({ type: z.literal(selectTypes.mentionable), ...filledWith('user', 'role') })
const ChannelSelect = z.strictObject({
  type: z.literal(selectTypes.channel),
  ...filledWith('channel'),
  channel_types: z.array(z.int()).optional(),
})

export const selects = [StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect] as const
