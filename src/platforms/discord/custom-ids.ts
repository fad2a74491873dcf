/**
 * What a component's custom_id (or a select option's value) says: a packed command, a reference to one that is too long, or a
 * control of a form. At most 100 characters; never a secret, and never trusted.
 */
import { createHash } from 'node:crypto'
import { decodeAction, encodeAction } from '#command-kit/action-ref.ts'
import type { ActionRef } from '#view/card.ts'
import { limits } from './limits.ts'

/** A command that is longer than a custom_id, kept under the key that the custom_id names. */
export interface LongAction {
  /** `discord:action:<token>` */
  readonly key: string
  /** The encoded command. */
  readonly text: string
}

export type CustomId =
  | { readonly kind: 'action'; readonly ref: ActionRef }
  | { readonly kind: 'long'; readonly key: string }
  /** Of a form: a button or select of its draft message, or the modal of one of its sections. */
  | ({ readonly kind: 'draft' } & DraftControl)
  /** A select whose chosen value is itself a custom id. */
  | { readonly kind: 'menu' }

/** `revision`: of the draft as it was when the control was drawn; what was submitted meanwhile is not submitted again. */
export interface DraftControl {
  readonly id: string
  readonly verb: DraftVerb
  readonly section: number
  readonly revision: number
}

/** `edit`: open the modal of a section; `sections`: the select of sections; `save`: submit; `back`: from a question to its form. */
export const draftVerbs = ['edit', 'sections', 'save', 'back', 'discard', 'modal'] as const
export type DraftVerb = (typeof draftVerbs)[number]

export const longActionKey = (token: string): string => `discord:action:${token}`
export const draftKey = (id: string): string => `discord:draft:${id}`

/**
 * Kept for one control of a card that shows a live conference, which names it by its `in`: a click on the message tells so
 * (see `shownIn`). The ids of components cannot: they tell messages apart that were posted twice.
 */
export const livePosition = 0

/** `position`, 1 to 99, makes it unique in its message: two buttons may do the same. */
export function actionToCustomId(action: ActionRef, position: number): { customId: string; long: LongAction | null } {
  const text = encodeAction(action)
  const short = `${position}|${text}`
  if (short.length <= limits.customId) return { customId: short, long: null }
  const token = createHash('sha256').update(text).digest('base64url').slice(0, 32)
  return { customId: `${position}#${token}`, long: { key: longActionKey(token), text } }
}

export const menuCustomId = (position: number): string => `${position}$`
export const draftCustomId = ({ id, verb, section, revision }: DraftControl): string =>
  `/${id}/${verb}/${section}/${revision}`

/** null for anything that is not written here. */
export function readCustomId(customId: string): CustomId | null {
  const draft = /^\/([A-Za-z0-9_-]{1,40})\/([a-z]+)\/(\d{1,2})\/(\d{1,6})$/.exec(customId)
  if (draft) {
    const verb = draftVerbs.find((one) => one === draft[2])
    return verb
      ? { kind: 'draft', id: draft[1] ?? '', verb, section: Number(draft[3]), revision: Number(draft[4]) }
      : null
  }
  const [, sign, rest = ''] = /^\d{1,2}([|#$])(.*)$/s.exec(customId) ?? []
  if (sign === '$') return rest === '' ? { kind: 'menu' } : null
  if (sign === '#') return /^[A-Za-z0-9_-]{32}$/.test(rest) ? { kind: 'long', key: longActionKey(rest) } : null
  const ref = sign === '|' ? decodeAction(rest) : null
  return ref && { kind: 'action', ref }
}
