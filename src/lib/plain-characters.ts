/**
 * One spelling for characters that keyboards and word processors vary. Only what confbot itself reads (numbers, durations,
 * option names) is made plain; words meant for people keep their own typography.
 */

const dashes = /[\u2010-\u2015\u2212\ufe58\ufe63]/g
const joiners = /[\u200c\u200d]/g
/** The full-width forms of the printable ASCII characters (Unicode, block Halfwidth and Fullwidth Forms). */
const fullWidth = /[\uff01-\uff5e]/g
const fullWidthOffset = 0xfee0

/** Typographic dashes become `-`, full-width letters, digits and signs their ASCII forms; joiners are dropped. */
export function toPlainCharacters(text: string): string {
  return text
    .replace(fullWidth, (character) => String.fromCharCode(character.charCodeAt(0) - fullWidthOffset))
    .replace(dashes, '-')
    .replace(joiners, '')
}
