/** What a PBX asks or tells of its own accord, at confbot's address. */

/** A request that came to `/pbx/<name>/events/<secret>` or `/pbx/<name>/entry/<secret>`. */
export interface PbxEventRequest {
  readonly method: string
  /** The last step of the path. */
  readonly secret: string
  readonly query: Readonly<Record<string, string>>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Of the socket's other end. */
  readonly remoteAddress: string
}

/** Somebody stands before a room, and the PBX asks whether they may enter. */
export interface EntryQuestion {
  readonly roomId: string
  /** Their number as the PBX shows it, or as confbot rang it; null: withheld, or not remembered. */
  readonly caller: string | null
  /** Of the call that confbot placed, as `invite` returned it; null: they dialled in. */
  readonly callId: string | null
  /** What they keyed, a secret; null: they were not asked yet. */
  readonly pin: string | null
}

export type EntryAnswer =
  | {
      readonly verdict: 'enter'
      /** They are to hear that the conference is recorded. */
      readonly recorded: boolean
      /** They may enter although it is locked. */
      readonly evenLocked: boolean
    }
  /** `closed`: nothing goes on there, or not for them. */
  | { readonly verdict: 'ask-pin' | 'wrong-pin' | 'locked' | 'full' | 'closed' }
