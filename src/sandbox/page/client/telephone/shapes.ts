/** What the API answers about a PBX: rooms, the lines in them, and calls that the bot had placed. */

export type ConsoleAct = 'lock' | 'record' | 'mute'

export interface Pbx {
  readonly name: string
  readonly kind: string
  /** Whose telephones it knows, by number or extension. */
  readonly names: Readonly<Record<string, string>>
  /** What an operator can do at the console of that vendor, beside putting somebody out. */
  readonly console: readonly ConsoleAct[]
  readonly liveRooms: number
  /** In them, those that ring among them. */
  readonly calls: number
  readonly ringing: number
}

/** One that the sandbox does not stand in for: nothing of it can be seen or done here. */
export interface RealPbx {
  readonly name: string
  readonly kind: string
}

export interface Room {
  readonly id: string
  readonly number: string
  readonly subject: string
  readonly capacity: number
  readonly locked: boolean
  /** Null: not recording. */
  readonly recordingSince: string | null
  /** Finished ones. */
  readonly recordings: number
  readonly legs: readonly Line[]
}

export interface Line {
  readonly id: string
  /** Null: withheld. */
  readonly number: string | null
  readonly name: string | null
  /** `out`: the room rang the phone. */
  readonly direction: 'in' | 'out'
  readonly state: 'ringing' | 'joined'
  readonly since: string
  readonly muted: boolean
  readonly talking: boolean
  readonly chairman: boolean
  /** Came with the moderators’ PIN. */
  readonly moderator: boolean
  /** All keys pressed so far. */
  readonly keys: string
}

export interface Call {
  readonly leg: string
  readonly number: string
  /** Number of the room it was for. */
  readonly room: string
  readonly outcome: string
  /** When it was answered or came to nothing; null: it still rings. */
  readonly settledAt: string | null
}
