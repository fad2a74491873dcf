/** Words of `field=value`, where a value may be a list: `moderators=1001,1002` is one assignment, though a comma parts words. */
import type { Word } from '#core/word.ts'

const isAssignment = ({ text }: Word) => /^[A-Za-z][A-Za-z0-9_.-]{0,63}=/.test(text)

/** What follows a comma and is no assignment belongs to the value before. */
export function joinAssignments(words: readonly Word[]): readonly Word[] {
  const joined: Word[] = []
  for (const word of words) {
    const before = joined.at(-1)
    const isMore = before !== undefined && word.afterComma && isAssignment(before) && !isAssignment(word)
    if (isMore) joined[joined.length - 1] = { ...before, text: `${before.text},${word.text}` }
    else joined.push(word)
  }
  return joined
}
