/** A field of a room or of a conference server as data: what may be set, within which limits, and what is never shown. */
import type { MessageKey } from '#text/message.ts'

export type FieldValue = string | number | boolean | null

/** A field of a room, as the vendor documents it. */
export interface RoomField {
  /** The vendor's own name. */
  readonly id: string
  readonly kind:
    | 'text'
    | 'lines'
    | 'digits'
    | 'integer'
    | 'boolean'
    | 'choice'
    | 'time'
    | 'zone'
    | 'language'
    | 'json'
    | 'list'
  readonly label: MessageKey
  /** What each entry of a `list` is, whose value is its entries joined by commas; text unless said. */
  readonly entries?: 'text' | 'digits'
  /** Length for texts and digits, value for integers, number of entries for lists. */
  readonly min?: number
  readonly max?: number
  readonly choices?: readonly string[]
  /** What a choice means, shown before the vendor's word for it. */
  readonly choiceLabels?: Readonly<Record<string, MessageKey>>
  /** A text may not hold any of these characters. */
  readonly forbids?: string
  /** Digits may have these characters among them. */
  readonly also?: string
  /** What it may be set to is asked of the PBX (`fieldOptions`). */
  readonly options?: true
  /** Only together with this other field: where that is empty, this one cannot be set. */
  readonly requires?: string
  /** At least one of the two must be given to create. */
  readonly requiredUnless?: string
  readonly group: 'room' | 'access' | 'audio' | 'video' | 'schedule' | 'other'
  /** Never shown in a channel, a log or a button. */
  readonly secret?: true
  /** The PIN of callers or of moderators (`readPin`, `readChairPin`). `clears`: the documents say how to take it away. */
  readonly pin?: { readonly of: 'callers' | 'moderators'; readonly clears?: true }
  /** An integer: how many people may be in the room at once, where confbot is asked who may enter (capability `entry`). */
  readonly holds?: 'people'
  readonly create: 'required' | 'optional' | 'never'
  readonly update: 'optional' | 'never'
  /** Sent for a new room unless another value is given: where the vendor's default would surprise. */
  readonly preset?: FieldValue
  /** The vendor's default: shown, never sent. */
  readonly default?: FieldValue
  /** Only with these values of another field. */
  readonly onlyWith?: { readonly field: string; readonly values: readonly string[] }
}
