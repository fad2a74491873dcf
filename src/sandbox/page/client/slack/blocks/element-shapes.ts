/** The interactive elements that can be drawn (docs.slack.dev, reference/block-kit/block-elements), as far as drawing needs them. */
import type { TextObject } from './block-shapes.ts'
import type { RichText } from './rich-text-shapes.ts'

export interface Option {
  readonly text: TextObject
  readonly value: string
  readonly description?: TextObject
}

export interface OptionGroup {
  readonly label: TextObject
  readonly options: readonly Option[]
}

/** The question that is asked before an action is sent. */
export interface Confirm {
  readonly title: TextObject
  readonly text: TextObject
  readonly confirm?: TextObject
  readonly deny?: TextObject
  readonly style?: 'primary' | 'danger'
}

interface Actionable {
  readonly action_id: string
  readonly confirm?: Confirm
  readonly focus_on_load?: boolean
  readonly placeholder?: TextObject
}

export interface ButtonElement extends Actionable {
  readonly type: 'button'
  readonly text: TextObject
  readonly value?: string
  readonly url?: string
  readonly style?: 'primary' | 'danger'
  readonly accessibility_label?: string
}

export interface OverflowElement extends Actionable {
  readonly type: 'overflow'
  readonly options: readonly (Option & { readonly url?: string })[]
}

export interface StaticSelect extends Actionable {
  readonly type: 'static_select' | 'multi_static_select'
  readonly options?: readonly Option[]
  readonly option_groups?: readonly OptionGroup[]
  readonly initial_option?: Option
  readonly initial_options?: readonly Option[]
  readonly max_selected_items?: number
}

export interface ExternalSelect extends Actionable {
  readonly type: 'external_select' | 'multi_external_select'
  readonly min_query_length?: number
  readonly initial_option?: Option
  readonly initial_options?: readonly Option[]
  readonly max_selected_items?: number
}

export interface UsersSelect extends Actionable {
  readonly type: 'users_select' | 'multi_users_select'
  readonly initial_user?: string
  readonly initial_users?: readonly string[]
  readonly max_selected_items?: number
}

export interface ConversationsSelect extends Actionable {
  readonly type: 'conversations_select' | 'multi_conversations_select' | 'channels_select' | 'multi_channels_select'
  readonly initial_conversation?: string
  readonly initial_conversations?: readonly string[]
  readonly initial_channel?: string
  readonly initial_channels?: readonly string[]
  readonly default_to_current_conversation?: boolean
  readonly filter?: {
    readonly include?: readonly ('im' | 'mpim' | 'private' | 'public')[]
    readonly exclude_external_shared_channels?: boolean
    readonly exclude_bot_users?: boolean
  }
  readonly max_selected_items?: number
}

export type SelectElement = StaticSelect | ExternalSelect | UsersSelect | ConversationsSelect

export interface ChoiceElement extends Actionable {
  readonly type: 'radio_buttons' | 'checkboxes'
  readonly options: readonly Option[]
  readonly initial_option?: Option
  readonly initial_options?: readonly Option[]
}

export interface PickerElement extends Actionable {
  readonly type: 'datepicker' | 'timepicker' | 'datetimepicker'
  /** `YYYY-MM-DD`. */
  readonly initial_date?: string
  /** `HH:mm`. */
  readonly initial_time?: string
  /** UNIX seconds. */
  readonly initial_date_time?: number
  /** IANA; shown with a time, and changes nothing of it. */
  readonly timezone?: string
}

export interface TextElement extends Actionable {
  readonly type: 'plain_text_input' | 'email_text_input' | 'url_text_input' | 'number_input'
  readonly initial_value?: string
  readonly multiline?: boolean
  readonly min_length?: number
  readonly max_length?: number
  readonly is_decimal_allowed?: boolean
  readonly min_value?: string
  readonly max_value?: string
  readonly dispatch_action_config?: { readonly trigger_actions_on?: readonly string[] }
}

export interface RichTextElement extends Actionable {
  readonly type: 'rich_text_input'
  readonly initial_value?: RichText
}

export type Element = ButtonElement | OverflowElement | SelectElement | ChoiceElement | PickerElement | RichTextElement
export type InputElement = Exclude<Element, ButtonElement | OverflowElement> | TextElement
