/** The components of messages and modals that can be drawn (docs.discord.com/developers/components/reference), as far as drawing needs them. */

export const kinds = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  radioGroup: 21,
  checkboxGroup: 22,
  checkbox: 23,
} as const

type Kinds = typeof kinds

interface Emoji {
  readonly id?: string | null
  readonly name?: string | null
}

/** `style`: 1 primary, 2 secondary, 3 success, 4 danger, 5 link. */
export interface ButtonComponent {
  readonly type: Kinds['button']
  readonly style: number
  readonly label?: string
  readonly emoji?: Emoji
  readonly custom_id?: string
  readonly url?: string
  readonly disabled?: boolean
}

export interface SelectOption {
  readonly label: string
  readonly value: string
  readonly description?: string
  readonly emoji?: Emoji
  readonly default?: boolean
}

interface Select {
  readonly custom_id: string
  readonly placeholder?: string
  readonly min_values?: number
  readonly max_values?: number
  readonly disabled?: boolean
  /** In modals; true unless set. */
  readonly required?: boolean
}

export interface StringSelect extends Select {
  readonly type: Kinds['stringSelect']
  readonly options: readonly SelectOption[]
}

export interface FilledSelect extends Select {
  readonly type: Kinds['userSelect'] | Kinds['roleSelect'] | Kinds['mentionableSelect'] | Kinds['channelSelect']
  readonly default_values?: readonly { readonly id: string; readonly type: string }[]
  readonly channel_types?: readonly number[]
}

export type SelectComponent = StringSelect | FilledSelect

export interface TextDisplay {
  readonly type: Kinds['textDisplay']
  readonly content: string
}

interface Thumbnail {
  readonly type: Kinds['thumbnail']
  readonly description?: string | null
}

export interface Section {
  readonly type: Kinds['section']
  readonly components: readonly TextDisplay[]
  readonly accessory: ButtonComponent | Thumbnail
}

export interface ActionRow {
  readonly type: Kinds['actionRow']
  readonly components: readonly (ButtonComponent | SelectComponent)[]
}

export interface Separator {
  readonly type: Kinds['separator']
  readonly divider?: boolean
  /** 1 small, 2 large. */
  readonly spacing?: number
}

interface MediaGallery {
  readonly type: Kinds['mediaGallery']
  readonly items: readonly { readonly description?: string | null }[]
}

export interface FileComponent {
  readonly type: Kinds['file']
  readonly file: { readonly url: string; readonly content_type?: string }
  readonly name?: string
  /** Bytes. */
  readonly size?: number
}

type InContainer = ActionRow | Section | TextDisplay | Separator | MediaGallery | FileComponent

export interface Container {
  readonly type: Kinds['container']
  /** RGB. */
  readonly accent_color?: number | null
  readonly components: readonly InContainer[]
}

export type TopLevelComponent = InContainer | Container

export interface TextInput {
  /** Only in the older action rows. */
  readonly label?: string
  readonly type: Kinds['textInput']
  readonly custom_id: string
  /** 1 one line, 2 several. */
  readonly style: number
  readonly placeholder?: string
  readonly value?: string
  readonly min_length?: number
  readonly max_length?: number
  readonly required?: boolean
}

interface GroupOption {
  readonly label: string
  readonly value: string
  readonly description?: string
  readonly default?: boolean
}

export interface RadioGroup {
  readonly type: Kinds['radioGroup']
  readonly custom_id: string
  readonly options: readonly GroupOption[]
  readonly required?: boolean
}

export interface CheckboxGroup {
  readonly type: Kinds['checkboxGroup']
  readonly custom_id: string
  readonly options: readonly GroupOption[]
  readonly min_values?: number
  readonly max_values?: number
  readonly required?: boolean
}

export interface Checkbox {
  readonly type: Kinds['checkbox']
  readonly custom_id: string
  readonly default?: boolean
}

export type InputComponent = TextInput | SelectComponent | RadioGroup | CheckboxGroup | Checkbox

export interface Label {
  readonly type: Kinds['label']
  readonly label: string
  readonly description?: string
  readonly component: InputComponent
}

export interface Modal {
  readonly custom_id: string
  readonly title: string
  readonly components: readonly (
    | Label
    | TextDisplay
    | { readonly type: Kinds['actionRow']; readonly components: readonly TextInput[] }
  )[]
}
