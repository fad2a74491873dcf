/**
 * A sentence for people, as data: a key of the catalogue and what goes into its blanks. It is put into words only when it is
 * drawn (see `format.ts`), so that one card can be read in several languages.
 */
import type { en } from './en/index.ts'

export type Catalogue = typeof en
export type MessageKey = keyof Catalogue & string

/** The names of the blanks of an ICU message: `{name}` and `{count, plural, …}`. */
type Blanks<Template extends string> = Template extends `${string}{${infer Head}}${infer Rest}`
  ? NameOf<Head> | Blanks<Rest>
  : never
type NameOf<Head extends string> = Head extends `${infer Name},${string}` ? Word<Name> : Word<Head>
/** Branches of a plural (`{# people}`, `{}`) are not blanks. */
type Word<Text extends string> = Text extends '' | `${string} ${string}` | `${string}#${string}` ? never : Text

/** What may stand in a blank. A bare string is somebody's own words and is never read as markup. */
export type Span = string | number | Message | Styled | Link | Mention | Group | Channel | Moment

export interface Message {
  readonly kind: 'message'
  readonly key: MessageKey
  readonly blanks: Readonly<Record<string, Span>>
}

export interface Styled {
  readonly kind: 'styled'
  readonly style: 'bold' | 'code' | 'strike' | 'quiet'
  readonly of: Span
}

export interface Link {
  readonly kind: 'link'
  readonly url: string
  readonly label: Span
}

/** A person of a chat platform, drawn as that platform's own mention where it can be, else as the name. Never notifies. */
export interface Mention {
  readonly kind: 'mention'
  readonly platform: string
  readonly workspaceId: string
  readonly userId: string
  readonly name: string
}

/** A role or group of people of a chat platform, drawn as that platform's own reference where it can be, else as its id. */
export interface Group {
  readonly kind: 'group'
  readonly platform: string
  readonly groupId: string
}

/** A channel of a chat platform, drawn as that platform's own reference where it can be, else as its id. */
export interface Channel {
  readonly kind: 'channel'
  readonly platform: string
  readonly channelId: string
}

/** An instant (UTC epoch milliseconds), drawn in each reader's own zone where the platform can. */
export interface Moment {
  readonly kind: 'moment'
  readonly at: number
  readonly style: 'time' | 'date-time' | 'relative'
}

type BlanksOf<Key extends MessageKey> = Blanks<Catalogue[Key]>

/** Makes a message; the compiler checks the key and that every blank is filled. */
export function say<Key extends MessageKey>(
  key: Key,
  ...blanks: [BlanksOf<Key>] extends [never] ? [] : [Record<BlanksOf<Key>, Span>]
): Message {
  return { kind: 'message', key, blanks: blanks[0] ?? {} }
}

export const bold = (of: Span): Styled => ({ kind: 'styled', style: 'bold', of })
export const code = (of: Span): Styled => ({ kind: 'styled', style: 'code', of })
export const quiet = (of: Span): Styled => ({ kind: 'styled', style: 'quiet', of })
export const link = (url: string, label: Span): Link => ({ kind: 'link', url, label })
export const moment = (at: number, style: Moment['style'] = 'date-time'): Moment => ({ kind: 'moment', at, style })
