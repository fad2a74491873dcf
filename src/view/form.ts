/** A form as data. Platforms draw it as a modal; the terminal asks field by field. */
import type { Span } from '#text/message.ts'
import type { Line } from './card.ts'

/** What a field's value is, as text: the same text that a person would type for that option. */
export type FieldBase =
  | 'string'
  | 'lines'
  | 'integer'
  | 'boolean'
  | 'choice'
  | 'choices'
  | 'user'
  | 'users'
  | 'channel'
  | 'date'
  | 'time'

export interface FormField {
  /** The option's name; also the key under which values and problems are reported. */
  readonly name: string
  readonly label: Span
  readonly hint?: Span
  readonly placeholder?: Span
  readonly base: FieldBase
  readonly required: boolean
  readonly choices?: readonly { readonly value: string; readonly label: Span }[]
  /** Length for texts, value for integers. */
  readonly min?: number
  readonly max?: number
  /** Values to choose from are asked while typing (`suggest`). */
  readonly suggests?: boolean
  /**
   * People of the chat may be chosen beside what is typed: one of the two, or several and both. They are part of the value, as
   * mentions; platforms with a menu of people take them apart and put them together again (`command-kit/chosen-people.ts`).
   */
  readonly people?: 'one' | 'several'
  /** Never kept, shown again or filled in. */
  readonly secret?: true
  /** Nothing typed means that what is set stays. */
  readonly keeps?: true
  /** Several values are separated by line breaks here. */
  readonly initial?: string
}

export interface Form {
  /** The command that is run with the values, e.g. `conf invite`. */
  readonly path: string
  readonly title: Span
  readonly submit: Span
  readonly fields: readonly FormField[]
  /** Input that is sent along without being shown (the conference, say). Never a secret. */
  readonly carried: Readonly<Record<string, string>>
  readonly note?: Span
  /** Paragraphs above the fields: what will be done, or what is wrong. */
  readonly lines?: readonly Line[]
  /** It asks whether to do what its lines say: submitting it confirms, also where it has no fields. */
  readonly confirms?: true
  /** Who is in no conversation is asked for one, too. */
  readonly happensHere?: boolean
}

/** What is wrong, by field name. */
export type FormProblems = Readonly<Record<string, Span>>
