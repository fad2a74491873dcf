/** Remembers what was found out for a key, within bounds. */

/** Asks `find` for what it does not remember. Once it remembers `max` answers it forgets them all, which costs nothing to track. */
export function createMemo<V extends NonNullable<unknown>>(max: number): (key: string, find: () => V) => V {
  const answers = new Map<string, V>()
  return (key, find) => {
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = find()
    if (answers.size >= max) answers.clear()
    answers.set(key, answer)
    return answer
  }
}
