/** Help, written from the definitions: what there is, how to write it, what this person may use and this PBX can do. */
import type { Actor } from '#core/actor.ts'
import {
  type Answer,
  type Answers,
  type Capability,
  isDone,
  type ProviderDefinition,
} from '#core/contracts/conference-provider.ts'
import { ConfbotError } from '#core/errors.ts'
import { type Action, actions as actionRoles, isPermitted } from '#core/permission.ts'
import { byKeypad } from '#core/service/deps.ts'
import { bold, code, type Message, type MessageKey, type Span, say } from '#text/message.ts'
import { type Card, type CardNode, card, fields, list, note, text } from '#view/card.ts'
import { type CommandIndex, createCommandIndex } from './command-index.ts'
import { type AnyCommand, needsOf, type Option, type RootDefinition } from './define-command.ts'
import { type ParsedText, parseText } from './parse-text.ts'
import { wordsToOptionText } from './raw-input.ts'

/** For whom help is written, and about which PBXs where they are known. */
export interface HelpView {
  readonly actor: Actor
  /** Commands are typed option by option, each by its name. */
  readonly asksByOption?: boolean
  /** What is not about a live conference is done there. */
  readonly pbx?: HelpPbx
  /** Those of what is live here; none: what will be live is on `pbx`. */
  readonly live?: readonly HelpPbx[]
}

export interface HelpPbx {
  readonly name: string
  readonly capabilities: Answers
  readonly definition?: ProviderDefinition<never>
}

/** Everything that this person may use. */
export function rootHelpCard(roots: readonly RootDefinition[], view: HelpView): Card {
  const commands = roots.flatMap((root) => root.commands).filter((command) => !command.hidden && mayUse(command, view))
  const impossible = commands.filter((command) => isImpossible(command, view))
  return card(
    say('help.title'),
    text(say('help.intro')),
    ...roots.flatMap((root) => {
      const own = root.commands.filter((command) => commands.includes(command) && !impossible.includes(command))
      return sectionsOf(root, own)
    }),
    ...impossibleNotes(commands, view),
    note(say('help.more', { command: code(view.asksByOption ? '/conf help command:start' : '/conf help start') })),
  )
}

type Subject<Of extends string = Action> = Of extends `${infer Name}.${string}` ? Name : never

/** What is about none of these stands first, under what the root is for. */
const headings: ReadonlyMap<string, MessageKey> = new Map<Subject, MessageKey>([
  ['meeting', 'help.heading.meeting'],
  ['participant', 'help.heading.participant'],
  ['recording', 'help.heading.recording'],
  ['person', 'help.heading.person'],
  ['room', 'help.heading.room'],
  ['server', 'help.heading.server'],
  ['channel', 'help.heading.channel'],
  ['directory', 'help.heading.directory'],
])

/** By the subject of the right that each command asks for. */
function sectionsOf(root: RootDefinition, commands: readonly AnyCommand[]): CardNode[] {
  const sections = Map.groupBy(commands, ({ permission }) => headings.get(permission.split('.')[0] ?? ''))
  const general = sections.get(undefined) ?? []
  sections.delete(undefined)
  return [[root.summary, general] as const, ...sections].flatMap(([heading, members]) =>
    members.length === 0 || heading === undefined
      ? []
      : [text(bold(sayKey(heading))), list(members.map((command) => ({ line: summaryLine(command) })))],
  )
}

/** One command, or the commands of a group. `topic`: its path, with or without the root. Throws `input.unknown-command`. */
export function commandHelpCard(roots: readonly RootDefinition[], topic: string, view: HelpView): Card {
  const words = topic.trim().replace(/^\//, '').toLowerCase().split(/\s+/)
  const index = createCommandIndex(roots)
  const isFull = roots.some((root) => root.name === words[0])
  const paths = isFull ? [words.join(' ')] : roots.map((root) => [root.name, ...words].join(' '))
  for (const path of paths) {
    const command = index.at(path)
    if (command && !command.hidden) return oneCommandCard(command, view, index)
    const members = roots
      .flatMap((root) => root.commands)
      .filter((one) => !one.hidden && one.path.startsWith(`${path} `))
    if (members.length > 0) return groupCard(path, members, view)
  }
  const near = roots.flatMap((root) => index.nearest(root.name, isFull ? words.slice(1) : words))
  throw new ConfbotError('input.unknown-command', {
    blanks: { typed: topic.slice(0, 80) },
    choices: near.slice(0, 3).map(({ command }) => ({
      label: `/${command.path}`,
      path: 'conf help',
      input: { command: command.path },
    })),
  })
}

const groupCard = (path: string, members: readonly AnyCommand[], view: HelpView): Card =>
  card(
    say('help.title.command', { command: path }),
    list(members.map((command) => ({ line: summaryLine(command) }))),
    ...impossibleNotes(members, view),
  )

function oneCommandCard(command: AnyCommand, view: HelpView, index: CommandIndex): Card {
  const options = Object.entries(command.options)
  const nodes: (CardNode | false | undefined)[] = [
    text(sayKey(command.help ?? command.summary)),
    fields(
      [say('help.usage'), code(usageOf(command, view.asksByOption))],
      ...(command.aliases?.length ? [also(command.aliases)] : []),
    ),
    options.length > 0 && list(options.map(([name, option]) => ({ line: optionLine(name, option) }))),
    text(say('help.examples')),
    list(examplesOf(command, view, index).map((example) => ({ line: code(example) }))),
    !mayUse(command, view) && note(say('help.denied', { role: roleOf(command) })),
    ...supportOf(command, view).map(({ message }) => note(message)),
  ]
  return card(
    say('help.title.command', { command: command.path }),
    ...nodes.filter((node) => node !== undefined && node !== false),
  )
}

const also = (aliases: readonly string[]): [Span, Span] => [
  say('help.also'),
  code(aliases.map((alias) => `/${alias}`).join(', ')),
]
const summaryLine = (command: AnyCommand) =>
  say('help.command-line', { usage: code(`/${command.path}`), summary: sayKey(command.summary) })

function optionLine(name: string, { summary, facts }: Option): Span {
  const shared = { name: code(name), summary: sayKey(summary) }
  return facts.choices
    ? say('help.option-choices', { ...shared, choices: facts.choices.map(({ value }) => value).join(', ') })
    : say('help.option-line', shared)
}

function examplesOf(command: AnyCommand, { asksByOption, pbx }: HelpView, index: CommandIndex): readonly string[] {
  const root = rootOf(command)
  const examples = (pbx?.definition && command.examplesOn?.(pbx.definition)) ?? command.examples
  if (!asksByOption) return examples.map((example) => `/${root} ${example}`)
  return [...new Set(examples.map((example) => exampleByOption(parseText(index, root, example))))]
}

/** `/conf start subject:Sprint review who:+4930901800 1001` */
const exampleByOption = ({ command, raw }: ParsedText): string =>
  [
    `/${command.path}`,
    ...Object.entries(command.options).flatMap(([name, option]) => {
      const words = raw.get(name)
      return words ? [`${name}:${wordsToOptionText(option, words)}`] : []
    }),
  ].join(' ')

/** `/conf invite <who…> [in:…]`; by option `/conf invite who:… [in:…]`. */
export function usageOf(command: AnyCommand, asksByOption = false): string {
  const parts = Object.entries(command.options).map(([name, { facts, required, named }]) => {
    if (asksByOption) return required ? `${name}:…` : `[${name}:…]`
    const written = named ? (facts.base === 'boolean' ? `--${name}` : `${name}:…`) : facts.rest ? `${name}…` : name
    return required ? (named ? written : `<${written}>`) : `[${written}]`
  })
  return [`/${command.path}`, ...parts].join(' ')
}

/** A right of the chair may be everybody's, in a conference of their own. */
const mayUse = (command: AnyCommand, { actor }: HelpView) =>
  actionRoles[command.permission] === 'chair' || isPermitted(actor, command.permission, null)

const roleOf = (command: AnyCommand) => say(`help.role.${actionRoles[command.permission]}`)

interface Support {
  readonly pbx: string
  readonly isPossible: boolean
  readonly answer: Answer
  readonly message: Message
}

/** Where it would be done: on each PBX of what is live here, where it is done to that. */
function pbxsOf({ options }: AnyCommand, { pbx, live = [] }: HelpView): readonly HelpPbx[] {
  return options.in && live.length > 0 ? live : pbx ? [pbx] : []
}

/** On each PBX of which something is to be said. */
const supportOf = (command: AnyCommand, view: HelpView): readonly Support[] =>
  pbxsOf(command, view).flatMap((pbx) => supportOn(command, pbx) ?? [])

/** On none of them. */
const isImpossible = (command: AnyCommand, view: HelpView): boolean => {
  const pbxs = pbxsOf(command, view)
  return pbxs.length > 0 && pbxs.every((pbx) => supportOn(command, pbx)?.isPossible === false)
}

/** undefined: nothing is to be said of it. Of several capabilities that will do, the one that can be had. */
function supportOn(command: AnyCommand, pbx: HelpPbx): Support | undefined {
  const needs = needsOf(command)
  const needed = needs.find((one) => isDone(pbx.capabilities[one])) ?? needs[0]
  if (needed === undefined) return undefined
  const answer = pbx.capabilities[needed]
  const message = supportWords(needed, answer, pbx.name)
  return message === null ? undefined : { pbx: pbx.name, isPossible: isDone(answer), answer, message }
}

function supportWords(capability: Capability, answer: Answer, pbx: string): Message | null {
  switch (answer.support) {
    case 'yes':
      return null
    case 'detour':
      return say('help.support.detour', { pbx, how: sayKey(answer.how) })
    case 'policy':
      return say('help.support.policy', { pbx, how: sayKey(answer.how) })
    case 'keypad': {
      const does = byKeypad[capability]
      const { code: keys } = answer
      return does
        ? say('help.support.keypad-does', { pbx, code: keys, does: say(does) })
        : say('help.support.keypad', { pbx, code: keys })
    }
    case 'no':
      return say('help.support.no', { pbx, why: sayKey(answer.why) })
    case 'unknown':
      return say('help.support.unknown', { pbx })
  }
}

/** What cannot be done from here, PBX by PBX: on the telephone with its code, by a setting, or not at all. */
function impossibleNotes(commands: readonly AnyCommand[], view: HelpView): CardNode[] {
  const told = commands.flatMap((command) =>
    supportOf(command, view).flatMap(({ pbx, isPossible, answer }) =>
      isPossible ? [] : [{ pbx, path: `/${command.path}`, answer }],
    ),
  )
  return [...Map.groupBy(told, ({ pbx }) => pbx)].flatMap(([pbx, of]) => impossibleOn(pbx, of))
}

function impossibleOn(pbx: string, told: readonly { readonly path: string; readonly answer: Answer }[]): CardNode[] {
  const byTelephone = told.flatMap(({ path, answer }) =>
    answer.support === 'keypad' ? [`${path} (${answer.code})`] : [],
  )
  const bySetting = told.flatMap(({ path, answer }) => (answer.support === 'policy' ? [path] : []))
  const notAtAll = told.flatMap(({ path, answer }) =>
    answer.support === 'no' || answer.support === 'unknown' ? [path] : [],
  )
  const line = (key: MessageKey & `help.unavailable${string}`, paths: readonly string[]): CardNode[] =>
    paths.length === 0 ? [] : [note(say(key, { pbx, commands: paths.join(', ') }))]
  return [
    ...line('help.unavailable-keypad', byTelephone),
    ...line('help.unavailable-setting', bySetting),
    ...line('help.unavailable', notAtAll),
  ]
}

const rootOf = (command: AnyCommand) => command.path.split(' ')[0] ?? ''
const sayKey = (key: MessageKey): Message => ({ kind: 'message', key, blanks: {} })
