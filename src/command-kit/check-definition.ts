/**
 * What a definition must fulfil so that every platform can take it. Checked when the program loads; Discord's bounds (its
 * documentation, Interactions: Application Commands) are the narrowest.
 */
import { type Language, spanToString } from '#text/format.ts'
import type { MessageKey } from '#text/message.ts'
import type { AnyCommand, Option, RootDefinition } from './define-command.ts'
import { heldName } from './held-input.ts'

const limits = {
  options: 25,
  choices: 25,
  entries: 25,
  words: 3,
  summary: 100,
  choice: 100,
  rootCharacters: 8000,
} as const

/** Of commands and options, stricter than Discord's: a letter first. */
const namePattern = /^[a-z][-_a-z0-9]{0,31}$/

/** The compiler asks for every language. */
const languages = Object.keys({ en: true } satisfies Record<Language, true>) as Language[]

export function checkCommand(command: AnyCommand): void {
  const refuse = refusal(command.path)
  checkPath(command.path)
  for (const alias of command.aliases ?? []) {
    checkPath(alias)
    if (rootOf(alias) !== rootOf(command.path)) refuse(`alias "${alias}" belongs to another root`)
  }
  if (!command.path.includes(' ')) refuse('the root alone is no path: make it an alias')
  checkSummary(command.summary, refuse)
  if (command.examples.length === 0 && !command.hidden) refuse('has no example')
  checkOptions(command, refuse)
}

export function checkRoot(root: RootDefinition): void {
  const refuse = refusal(root.name)
  if (!namePattern.test(root.name)) refuse('is not a name')
  checkSummary(root.summary, refuse)
  const seen = new Set<string>()
  for (const command of root.commands) {
    for (const path of [command.path, ...(command.aliases ?? [])]) {
      if (rootOf(path) !== root.name) refuse(`"${path}" belongs to another root`)
      if (seen.has(path)) refuse(`"${path}" is there twice`)
      seen.add(path)
    }
  }
  const shown = root.commands.filter((command) => !command.hidden)
  const groups = Map.groupBy(shown, (command) => command.path.split(' ')[1])
  if (groups.size > limits.entries) refuse(`${groups.size} entries, at most ${limits.entries}`)
  for (const [entry, commands] of groups) {
    if (commands.length > limits.entries) refuse(`${commands.length} commands in "${entry}", at most ${limits.entries}`)
    if (commands.length > 1 && commands.some((command) => command.path === `${root.name} ${entry}`))
      refuse(`"${entry}" is a command and a group`)
  }
  for (const language of languages) {
    const characters = rootCharacters(root, shown, language)
    if (characters > limits.rootCharacters)
      refuse(`${characters} characters in "${language}", at most ${limits.rootCharacters}`)
  }
}

type Refuse = (problem: string) => never
const refusal =
  (path: string): Refuse =>
  (problem) => {
    throw new Error(`Command "${path}": ${problem}.`)
  }

function checkPath(path: string): void {
  const words = path.split(' ')
  if (words.length > limits.words) refusal(path)(`${words.length} words, at most ${limits.words}`)
  for (const word of words)
    if (!namePattern.test(word)) refusal(path)(`"${word}" is not a name (${namePattern.source})`)
}

function checkSummary(key: MessageKey, refuse: Refuse): void {
  for (const language of languages) {
    const { length } = textOf(key, language)
    if (length < 1 || length > limits.summary)
      refuse(`${key} has ${length} characters in "${language}", 1 to ${limits.summary}`)
  }
}

function checkOptions(command: AnyCommand, refuse: Refuse): void {
  const options = Object.entries(command.options)
  if (options.length > limits.options) refuse(`${options.length} options, at most ${limits.options}`)
  for (const [name, option] of options) {
    if (!namePattern.test(name)) refuse(`option "${name}" is not a name (${namePattern.source})`)
    checkSummary(option.summary, refuse)
    checkChoices(name, option, refuse)
    if (name === heldName) refuse(`option "${name}" is what buttons call the input that waits elsewhere`)
  }
  for (const name of (command.oneOf ?? []).flat())
    if (!Object.hasOwn(command.options, name)) refuse(`there is no option "${name}"`)
  const positional = options.filter(([, option]) => !option.named)
  for (const [index, [name, option]] of positional.entries()) {
    const before = positional[index - 1]
    if (before && option.required && !before[1].required)
      refuse(`required "${name}" stands after optional "${before[0]}"`)
    if (before?.[1].facts.rest) refuse(`"${before[0]}" takes the words that are left, so "${name}" gets none`)
  }
}

function checkChoices(name: string, { facts }: Option, refuse: Refuse): void {
  const { choices = [] } = facts
  if (facts.base === 'choice' && choices.length === 0) refuse(`option "${name}" has no choices`)
  if (choices.length > limits.choices) refuse(`${choices.length} choices of "${name}", at most ${limits.choices}`)
  if (new Set(choices.map(({ value }) => value)).size < choices.length) refuse(`option "${name}" has a choice twice`)
  for (const { value, label } of choices) {
    const longest = Math.max(value.length, ...languages.map((language) => textOf(label, language).length))
    if (value === '' || longest > limits.choice)
      refuse(`choice "${value}" of "${name}": 1 to ${limits.choice} characters`)
  }
}

/** Names, descriptions and choices, as Discord counts them; a group is described by the names of its members. */
function rootCharacters(root: RootDefinition, shown: readonly AnyCommand[], language: Language): number {
  const described = (name: string, summary: MessageKey) => name.length + textOf(summary, language).length
  let sum = described(root.name, root.summary)
  const groups = new Map<string, string[]>()
  for (const { path, summary, options } of shown) {
    const [, entry = '', member] = path.split(' ')
    if (member !== undefined) groups.set(entry, [...(groups.get(entry) ?? []), member])
    sum += described(member ?? entry, summary)
    for (const [name, option] of Object.entries(options)) {
      sum += described(name, option.summary)
      for (const { value, label } of option.facts.choices ?? []) sum += value.length + textOf(label, language).length
    }
  }
  for (const [group, members] of groups) sum += group.length + Math.min(members.join(', ').length, limits.summary)
  return sum
}

const rootOf = (path: string) => path.split(' ')[0] ?? ''
const textOf = (key: MessageKey, language: Language) => spanToString({ kind: 'message', key, blanks: {} }, language)
