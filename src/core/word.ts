/** A word as it was typed, quotes taken off; all that is known of it before anybody's rules are asked. */
export interface Word {
  readonly text: string
  readonly quoted: boolean
  /** A comma (or a line break) stood between this word and the one before. */
  readonly afterComma: boolean
}
