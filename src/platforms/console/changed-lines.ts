/** What an update changed, line by line: a whole card again for one person who joined would bury what was read before. */

/** Lines that went, marked `-`, and that came, marked `+`, each where it stands. Equal texts give none. */
export function changedLines(before: string, after: string): string[] {
  const old = before.split('\n')
  const fresh = after.split('\n')
  const went = old.filter((line) => !fresh.includes(line))
  const came = fresh.filter((line) => !old.includes(line))
  return [...went.map((line) => `- ${line}`), ...came.map((line) => `+ ${line}`)]
}
