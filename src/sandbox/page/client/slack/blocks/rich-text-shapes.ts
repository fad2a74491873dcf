/** The rich_text block and what stands in it (docs.slack.dev, reference/block-kit/blocks/rich-text-block). */

export interface InlineStyle {
  readonly bold?: boolean
  readonly italic?: boolean
  readonly strike?: boolean
  readonly code?: boolean
  readonly underline?: boolean
  readonly highlight?: boolean
  readonly client_highlight?: boolean
}

export type Inline = { readonly style?: InlineStyle } & (
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'link'; readonly url: string; readonly text?: string }
  | { readonly type: 'user'; readonly user_id: string }
  | { readonly type: 'channel'; readonly channel_id: string }
  | { readonly type: 'usergroup'; readonly usergroup_id: string }
  | { readonly type: 'team'; readonly team_id: string }
  | { readonly type: 'broadcast'; readonly range: 'here' | 'channel' | 'everyone' }
  | { readonly type: 'emoji'; readonly name: string; readonly unicode?: string }
  | {
      readonly type: 'date'
      /** UNIX seconds. */
      readonly timestamp: number
      readonly format: string
      readonly url?: string
      readonly fallback?: string
    }
  | { readonly type: 'color'; readonly value: string }
)

export interface RichTextSection {
  readonly type: 'rich_text_section'
  readonly elements: readonly Inline[]
}

export interface RichTextList {
  readonly type: 'rich_text_list'
  readonly style: 'bullet' | 'ordered'
  readonly elements: readonly RichTextSection[]
  readonly indent?: number
  /** How many numbers are left out before the first. */
  readonly offset?: number
  readonly border?: 0 | 1
}

export type RichTextPart =
  | RichTextSection
  | RichTextList
  | {
      readonly type: 'rich_text_quote' | 'rich_text_preformatted'
      readonly elements: readonly Inline[]
      readonly border?: 0 | 1
    }

export interface RichText {
  readonly type: 'rich_text'
  readonly elements: readonly RichTextPart[]
}
