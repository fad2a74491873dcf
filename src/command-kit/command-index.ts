/** The commands by path and alias: finding the one that was typed, and those that may have been meant. */
import type { AnyCommand, RootDefinition } from './define-command.ts'
import { nearestWords } from './nearest-words.ts'

export interface CommandIndex {
  readonly roots: readonly RootDefinition[]
  /** By path or alias, hidden ones too. */
  at(path: string): AnyCommand | undefined
  /** The command with the longest path that `words` begin with, and how many words that took. Never a hidden one. */
  match(root: string, words: readonly string[]): Match | undefined
  /** The commands that begin with this word, where there are several and it is none itself. */
  group(root: string, word: string): readonly AnyCommand[]
  /** Up to `limit` commands near to what was typed. */
  nearest(root: string, words: readonly string[], limit?: number): readonly Match[]
}

export interface Match {
  readonly command: AnyCommand
  /** How many of the words are its path. */
  readonly used: number
}

export function createCommandIndex(roots: readonly RootDefinition[]): CommandIndex {
  const all = new Map<string, AnyCommand>()
  const shown = new Map<string, AnyCommand>()
  for (const command of roots.flatMap((root) => root.commands)) {
    for (const path of [command.path, ...(command.aliases ?? [])]) {
      all.set(path, command)
      if (!command.hidden) shown.set(path, command)
    }
  }

  const match: CommandIndex['match'] = (root, words) => {
    const path = [root, ...words.slice(0, 2).map((word) => word.toLowerCase())]
    // The root alone is only meant when nothing else was typed.
    for (let length = path.length; length > (words.length === 0 ? 0 : 1); length--) {
      const command = shown.get(path.slice(0, length).join(' '))
      if (command) return { command, used: length - 1 }
    }
    return undefined
  }

  return {
    roots,
    at: (path) => all.get(path),
    match,
    group: (root, word) => [
      ...new Set(
        [...shown].filter(([path]) => path.startsWith(`${root} ${word.toLowerCase()} `)).map(([, one]) => one),
      ),
    ],
    nearest(root, [first = '', second], limit = 3) {
      const paths = [...shown.keys()].map((path) => path.split(' ')).filter(([name]) => name === root)
      const entries = new Set(paths.flatMap(([, entry]) => entry ?? []))
      const found = new Map<AnyCommand, Match>()
      const exact = entries.has(first.toLowerCase()) ? [first.toLowerCase()] : nearestWords(first, entries)
      for (const entry of exact) {
        const members = paths.flatMap(([, name, member]) => (name === entry && member !== undefined ? [member] : []))
        const near = second === undefined ? members : nearestWords(second, members)
        for (const member of near.length > 0 ? near : members) {
          const command = shown.get(`${root} ${entry} ${member}`)
          if (command && !found.has(command)) found.set(command, { command, used: second === undefined ? 1 : 2 })
        }
        const command = shown.get(`${root} ${entry}`)
        if (command && !found.has(command)) found.set(command, { command, used: 1 })
      }
      return [...found.values()].slice(0, limit)
    },
  }
}
