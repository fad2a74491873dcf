/**
 * What is shown, as data: a card is a title and a list of nodes. Renderers (one per platform, and plain text) are pure and
 * exhaustive over these nodes; what does not fit is said ("and 12 more"), what a platform cannot draw is written as text.
 */
import type { Span } from '#text/message.ts'

/** One line or paragraph: spans drawn one after the other. */
export type Line = readonly Span[] | Span

/**
 * The same request again: a command path with its input by option name, packed into a button or menu entry. Never a secret.
 * Input values are text exactly as a person would have typed them.
 */
export interface ActionRef {
  readonly path: string
  readonly input: Readonly<Record<string, string>>
  /** The person has been asked: by the card that holds this button, or by the platform's own dialog. */
  readonly confirmed?: true
  /** Opens the command's form, filled with the input, and runs nothing. */
  readonly asForm?: true
}

/** Asked before the action is sent. `confirm` is the label of yes. */
export interface Confirm {
  readonly title: Span
  readonly text: Span
  readonly confirm: Span
  readonly deny?: Span
}

export interface Button {
  readonly kind: 'button'
  readonly label: Span
  readonly action: ActionRef
  readonly style?: 'primary' | 'danger'
  readonly confirm?: Confirm
}

export interface LinkButton {
  readonly kind: 'link-button'
  readonly label: Span
  readonly url: string
}

/** A choice that acts at once. Each entry is an action of its own. */
export interface Menu {
  readonly kind: 'menu'
  readonly label: Span
  readonly entries: readonly Omit<Button, 'kind'>[]
}

/** One row of a roster or list: what it says and what can be done with it. */
export interface Row {
  readonly line: Line
  readonly menu?: Menu
  readonly button?: Button
  /** Shows this row alone, with its menu, to who asks: for platforms that have no room for a menu in each row. */
  readonly opens?: ActionRef
}

export type CardNode =
  | { readonly kind: 'text'; readonly line: Line }
  | { readonly kind: 'fields'; readonly fields: readonly { readonly label: Span; readonly value: Line }[] }
  | {
      readonly kind: 'list'
      readonly rows: readonly Row[] /** What is said of rows that do not fit. */
      readonly more?: Button
    }
  | { readonly kind: 'table'; readonly head: readonly Span[]; readonly rows: readonly (readonly Span[])[] }
  | { readonly kind: 'actions'; readonly actions: readonly (Button | LinkButton | Menu)[] }
  | { readonly kind: 'note'; readonly line: Line }
  | { readonly kind: 'divider' }

export interface Card {
  readonly title: Span
  readonly nodes: readonly CardNode[]
  /** The live conference, by id, that the message with this card is to show: a click on it tells so. */
  readonly shows?: string
}

export const text = (...line: Span[]): CardNode => ({ kind: 'text', line })
export const note = (...line: Span[]): CardNode => ({ kind: 'note', line })
export const divider: CardNode = { kind: 'divider' }
export const actions = (...list: (Button | LinkButton | Menu | undefined | false)[]): CardNode => ({
  kind: 'actions',
  actions: list.filter((entry) => entry !== undefined && entry !== false),
})
export const list = (rows: readonly Row[], more?: Button): CardNode => ({ kind: 'list', rows, ...(more && { more }) })
export const fields = (...pairs: [label: Span, value: Line][]): CardNode => ({
  kind: 'fields',
  fields: pairs.map(([label, value]) => ({ label, value })),
})
export const button = (label: Span, action: ActionRef, extra: Pick<Button, 'style' | 'confirm'> = {}): Button => ({
  kind: 'button',
  label,
  action,
  ...extra,
})
export const card = (title: Span, ...nodes: CardNode[]): Card => ({ title, nodes })
