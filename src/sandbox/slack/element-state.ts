/** What an interactive element holds: its initial value, and what a person's choice makes of it (docs.slack.dev, reference/interaction-payloads, `state.values`). */
import { z } from 'zod'
import type { Directory } from './directory.ts'
import { optionsOf } from './rules/across-blocks.ts'
import type { AnyOption } from './rules/composition.ts'
import type { ConversationMenu, InteractiveElement } from './rules/elements.ts'

export type ElementState = { type: string } & Record<string, unknown>

/** A menu's conversation to begin with, by its own settings. */
export type CurrentConversation = (element: ConversationMenu) => string | undefined

/** Undefined for buttons and overflow menus, which hold nothing. */
export function initialState(
  element: InteractiveElement,
  current: CurrentConversation = () => undefined,
): ElementState | undefined {
  const { type } = element
  switch (type) {
    case 'button':
    case 'overflow':
      return undefined
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: element.initial_value ?? null }
    case 'rich_text_input':
      return { type, rich_text_value: element.initial_value ?? null }
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null }
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] }
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null }
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] }
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? current(element) ?? null }
    case 'multi_conversations_select': {
      // Here, unlike above, Slack lets the current one win.
      const own = current(element)
      return { type, selected_conversations: own === undefined ? (element.initial_conversations ?? []) : [own] }
    }
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null }
    case 'multi_channels_select':
      return { type, selected_channels: element.initial_channels ?? [] }
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null }
    case 'timepicker':
      return {
        type,
        selected_time: element.initial_time ?? null,
        ...(element.timezone && { timezone: element.timezone }),
      }
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null }
  }
}

export function isEmptyState(state: ElementState): boolean {
  const { type, timezone, ...held } = state
  return Object.values(held).every(
    (value) => value === null || value === '' || (Array.isArray(value) && value.length === 0),
  )
}

/** A choice that the element does not offer; the message is a sentence. */
export class ImpossibleChoice extends Error {}

export interface ChoiceContext {
  directory: Directory
  user: string
  /** What the app last suggested to this person for the element. */
  suggested: readonly AnyOption[]
}

/**
 * What the element holds after a person's choice. `value` is what stands in a text field, an option's value or visible text,
 * a user's or channel's name or id, `YYYY-MM-DD`, `HH:mm`, UNIX seconds; a list of those where several can be chosen; null
 * to empty it. Throws ImpossibleChoice.
 */
export function chooseState(element: InteractiveElement, value: unknown, context: ChoiceContext): ElementState {
  const empty = initialState(element)
  if (!empty) throw new ImpossibleChoice(`a ${element.type} holds no value`)
  const { type } = element
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: value === null || value === '' ? null : String(value) }
    case 'rich_text_input':
      return { type, rich_text_value: value === null ? null : richText(text(value)) }
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: value === null ? null : pick(optionsOf(element), value) }
    case 'external_select':
      return { type, selected_option: value === null ? null : pick(context.suggested, value) }
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: list(value).map((one) => pick(optionsOf(element), one)) }
    case 'multi_external_select':
      return { type, selected_options: list(value).map((one) => pick(context.suggested, one)) }
    case 'users_select':
      return { type, selected_user: value === null ? null : userId(value, context) }
    case 'multi_users_select':
      return { type, selected_users: list(value).map((one) => userId(one, context)) }
    case 'conversations_select':
      return { type, selected_conversation: value === null ? null : channelId(value, context) }
    case 'multi_conversations_select':
      return { type, selected_conversations: list(value).map((one) => channelId(one, context)) }
    case 'channels_select':
      return { type, selected_channel: value === null ? null : channelId(value, context) }
    case 'multi_channels_select':
      return { type, selected_channels: list(value).map((one) => channelId(one, context)) }
    case 'datepicker':
      return { type, selected_date: value === null ? null : day(value) }
    case 'timepicker':
      return {
        ...empty,
        type,
        selected_time: value === null ? null : shaped(value, /^([01]\d|2[0-3]):[0-5]\d$/, 'HH:mm'),
      }
    case 'datetimepicker':
      return {
        type,
        selected_date_time: value === null ? null : Number(shaped(value, /^\d{10}$/, 'ten-digit UNIX seconds')),
      }
    default:
      throw new ImpossibleChoice(`a ${type} holds no value`)
  }
}

/** The option with that value or visible text. */
export function pick<T extends AnyOption>(options: readonly T[], wanted: unknown): T {
  const found =
    options.find((option) => option.value === wanted) ?? options.find((option) => option.text.text === wanted)
  if (found) return found
  const known = options.map((option) => `"${option.text.text}"`).join(', ') || 'nothing (ask for suggestions first)'
  throw new ImpossibleChoice(`"${String(wanted)}" is not offered; offered: ${known}`)
}

function list(value: unknown): readonly unknown[] {
  if (value === null) return []
  return Array.isArray(value) ? value : [value]
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new ImpossibleChoice('a text is wanted')
}

function shaped(value: unknown, shape: RegExp, name: string): string {
  const given = String(value)
  if (shape.test(given)) return given
  throw new ImpossibleChoice(`"${given}" is not ${name}`)
}

/** Nobody can pick a day that the calendar does not have. */
function day(value: unknown): string {
  const given = shaped(value, /^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD')
  if (z.iso.date().safeParse(given).success) return given
  throw new ImpossibleChoice(`there is no day ${given}`)
}

function userId(value: unknown, { directory }: ChoiceContext): string {
  const found = directory.personByName(text(value))
  if (!found) throw new ImpossibleChoice(`no person "${text(value)}"`)
  return found.id
}

function channelId(value: unknown, { directory, user }: ChoiceContext): string {
  const found = directory.channelByName(text(value), user)
  if (!found) throw new ImpossibleChoice(`no conversation "${text(value)}"`)
  return found.id
}

function richText(given: string) {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: given }] }] }
}
