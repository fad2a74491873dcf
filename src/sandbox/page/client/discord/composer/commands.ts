/** Commands as they are typed: each subcommand by its full name, its options with what was filled in, and the line that says both. */
import { type Command, type CommandOption, optionTypes } from '../shapes.ts'

/** A command that can be sent: one without subcommands, or a subcommand. */
export interface Leaf {
  /** `conf room list`, unique among all. */
  readonly name: string
  readonly description: string
  /** Required ones first, as Discord wants them registered. */
  readonly options: readonly CommandOption[]
}

/** An option with what was typed for it. */
export interface Filled {
  readonly name: string
  /** What is shown. */
  readonly text: string
  /** What a choice from the list stands for; what was typed stands for itself. */
  readonly value?: string
}

/** `Command.type` of what is typed with a slash. */
const ofComposer = 1

export function toLeaves(commands: readonly Command[]): readonly Leaf[] {
  return commands
    .filter(({ type = ofComposer }) => type === ofComposer)
    .flatMap((command) => leavesBelow(command.name, command.description, command.options ?? []))
}

function leavesBelow(name: string, description: string, options: readonly CommandOption[]): readonly Leaf[] {
  const inner = options.filter(({ type }) => type === optionTypes.subcommand || type === optionTypes.group)
  if (inner.length === 0) return [{ name, description, options }]
  return inner.flatMap((one) => leavesBelow(`${name} ${one.name}`, one.description, one.options ?? []))
}

/** Those that `/typed` may become: first those that begin so, then those in which each typed word begins one of theirs. */
export function findLeaves(leaves: readonly Leaf[], typed: string): readonly Leaf[] {
  const wanted = typed.replace(/^\//, '').trimStart().toLowerCase()
  const words = wanted.split(/\s+/).filter((word) => word !== '')
  const begins = leaves.filter(({ name }) => name.startsWith(wanted))
  const holds = leaves.filter(({ name }) => {
    const own = name.split(' ')
    return words.every((word) => own.some((one) => one.startsWith(word)))
  })
  return [...begins, ...holds.filter((leaf) => !begins.includes(leaf))]
}

/** The chips that a command begins with: one for each option that must be there. */
export const firstFilled = ({ options }: Leaf): readonly Filled[] =>
  options.filter(({ required }) => required).map(({ name }) => ({ name, text: '' }))

/** Options that must be there and are not. */
export const missing = ({ options }: Leaf, filled: readonly Filled[]): readonly string[] =>
  options
    .filter(({ name, required }) => required && !filled.some((one) => one.name === name && one.text.trim() !== ''))
    .map(({ name }) => name)

/** Options that are not filled in and may be, of which the name begins with `typed`. */
export const addable = ({ options }: Leaf, filled: readonly Filled[], typed: string): readonly CommandOption[] =>
  options.filter(({ name }) => !filled.some((one) => one.name === name) && name.startsWith(typed.trim().toLowerCase()))

/** Where `typed` ends in the name of an option that may be added and a colon: what stands before it, and the option's name. */
export function takeName(
  leaf: Leaf,
  filled: readonly Filled[],
  typed: string,
): { readonly before: string; readonly name: string } | null {
  const [, before, name = ''] = /^(|[\s\S]*\s)([^\s:]+):$/.exec(typed) ?? []
  if (before === undefined || !addable(leaf, filled, '').some((option) => option.name === name)) return null
  return { before: before.trimEnd(), name }
}

/** `conf mute who:Anna reason:"too loud"`: without what was left empty. `last` stands at the end, empty or not. */
export function toLine({ name }: Leaf, filled: readonly Filled[], last?: Filled): string {
  const given = filled.filter((one) => one.name !== last?.name && one.text.trim() !== '')
  return [name, ...given.map(toPart), ...(last ? [toPart(last)] : [])].join(' ')
}

const toPart = ({ name, text, value = text.trim() }: Filled) => `${name}:${quote(value)}`

const quote = (value: string) => (/[\s":]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value)

/**
 * A whole line as somebody types or pastes it, once it has a command's full name and something behind it; what stands behind
 * without a name goes to the first option.
 */
export function readLine(text: string, leaves: readonly Leaf[]): { leaf: Leaf; filled: readonly Filled[] } | null {
  const [, line] = /^\/([\s\S]*)$/.exec(text) ?? []
  if (line === undefined) return null
  const leaf = leaves
    .filter(({ name }) => line.startsWith(`${name} `))
    .sort((a, b) => b.name.length - a.name.length)
    .at(0)
  // A longer name may still be meant.
  if (!leaf || leaves.some(({ name }) => name !== leaf.name && name.startsWith(line))) return null
  const rest = line.slice(leaf.name.length + 1)
  const names = leaf.options.map(({ name }) => name)
  const marks = names.length === 0 ? [] : [...rest.matchAll(optionPattern(names.join('|')))]
  const given = new Map(
    marks.map(([, name = '', quoted, plain = '']) => [name, quoted?.replace(/\\(.)/gs, '$1') ?? plain.trim()]),
  )
  const bare = unquote(rest.slice(0, marks[0]?.index).trim())
  const [first] = names
  if (bare !== '' && first !== undefined && !given.has(first)) given.set(first, bare)
  const begun = firstFilled(leaf).filter(({ name }) => !given.has(name))
  return { leaf, filled: [...begun, ...[...given].map(([name, value]) => ({ name, text: value }))] }
}

/** `name:"a value"`, or `name:` and all up to the next such name. */
const optionPattern = (names: string) =>
  new RegExp(`(?:^|\\s)(${names}):\\s*(?:"((?:[^"\\\\]|\\\\.)*)"(?=\\s|$)|(.*?)(?=\\s(?:${names}):|$))`, 'gs')

const unquote = (words: string) => (/^".*"$/s.test(words) ? words.slice(1, -1) : words)
