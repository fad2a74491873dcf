/** The blocks that can be drawn (docs.slack.dev, reference/block-kit/blocks), as far as drawing needs them. */
import type { Element, InputElement } from './element-shapes.ts'
import type { RichText } from './rich-text-shapes.ts'

export interface TextObject {
  readonly type: 'plain_text' | 'mrkdwn'
  readonly text: string
  /** In plain_text: `:name:` stands for an emoji unless this is false. */
  readonly emoji?: boolean
}

interface Identified {
  readonly block_id: string
}

export interface Section extends Identified {
  readonly type: 'section'
  readonly text?: TextObject
  readonly fields?: readonly TextObject[]
  readonly accessory?: Element | ImageElement
}

export interface ImageElement {
  readonly type: 'image'
  readonly alt_text: string
}

export interface Table extends Identified {
  readonly type: 'table'
  readonly rows: readonly (readonly ({ readonly type: 'raw_text'; readonly text: string } | RichText)[])[]
  readonly column_settings?: readonly ({
    readonly align?: 'left' | 'center' | 'right'
    readonly is_wrapped?: boolean
  } | null)[]
}

export interface InputBlock extends Identified {
  readonly type: 'input'
  readonly label: TextObject
  readonly element: InputElement
  readonly hint?: TextObject
  readonly optional?: boolean
  readonly dispatch_action?: boolean
}

interface Header extends Identified {
  readonly type: 'header'
  readonly text: TextObject
}
interface Divider extends Identified {
  readonly type: 'divider'
}
export interface Context extends Identified {
  readonly type: 'context'
  readonly elements: readonly (TextObject | ImageElement)[]
}
export interface Actions extends Identified {
  readonly type: 'actions'
  readonly elements: readonly Element[]
}
export interface ImageBlock extends Identified {
  readonly type: 'image'
  readonly alt_text: string
  readonly title?: TextObject
}
interface Markdown extends Identified {
  readonly type: 'markdown'
  readonly text: string
}

export type Block =
  | Section
  | Header
  | Context
  | Divider
  | Actions
  | ImageBlock
  | (RichText & Identified)
  | Table
  | InputBlock
  | Markdown
