/**
 * Typed text to a command and the words for each of its options: `name:value`, `name: value`, `--name value`, `--name=value`,
 * `--flag`, and by position. Only names that the command has are options in `name:value`, so `http://x` and `10:30` stay words.
 */
import { ConfbotError, type ErrorChoice, isConfbotError } from '#core/errors.ts'
import type { Word } from '#core/word.ts'
import { toPlainCharacters } from '#lib/plain-characters.ts'
import { say } from '#text/message.ts'
import type { CommandIndex, Match } from './command-index.ts'
import type { AnyCommand } from './define-command.ts'
import { nearestWords } from './nearest-words.ts'
import { normalizeText } from './normalize.ts'
import { optionNamed, type RawInput, rawToValues } from './raw-input.ts'
import { type Token, tokenize, tokenToWord } from './tokenize.ts'

export interface ParsedText {
  readonly command: AnyCommand
  readonly raw: RawInput
}

/** `text` is what was typed after the root. Throws ConfbotErrors of `input.…` alone. */
export function parseText(index: CommandIndex, root: string, text: string): ParsedText {
  const tokens = tokenize(normalizeText(text))
  const words = pathWords(tokens)
  const found = index.match(root, words)
  if (!found || (found.used === 0 && tokens.length > 0)) throw unknownCommand(index, root, words, tokens)
  return { command: found.command, raw: parseOptions(found.command, tokens.slice(found.used)) }
}

/** The leading words that can be a path: neither quoted nor after a comma. */
function pathWords(tokens: readonly Token[]): string[] {
  const end = tokens.findIndex(({ quoted, afterComma }) => quoted || afterComma)
  return tokens.slice(0, end === -1 ? 2 : Math.min(end, 2)).map(({ text }) => toPlainCharacters(text))
}

function unknownCommand(index: CommandIndex, root: string, words: string[], tokens: readonly Token[]): ConfbotError {
  const typed = (words.length > 0 ? words.join(' ') : (tokens[0]?.text ?? '')).slice(0, 80)
  const membersIn = (name: string) => (tokens.length === 1 ? index.group(name, typed) : [])
  const members = membersIn(root)
  if (members.length > 0)
    return new ConfbotError('input.incomplete-command', {
      blanks: { typed: typed.toLowerCase() },
      choices: members.map(pathChoice),
    })
  const elsewhere = index.roots.flatMap(({ name }): readonly ErrorChoice[] => {
    const match = name !== root && words.length > 0 && index.match(name, words)
    return match ? [choiceOf(match, tokens)] : membersIn(name).map(pathChoice)
  })
  const near = index.nearest(root, words).map((match) => choiceOf(match, tokens))
  return new ConfbotError('input.unknown-command', { blanks: { typed }, choices: [...elsewhere, ...near] })
}

const pathChoice = ({ path }: AnyCommand): ErrorChoice => ({ label: `/${path}`, path, input: {} })

/** The same words for another command, as far as it takes them. */
function choiceOf({ command, used }: Match, tokens: readonly Token[]): ErrorChoice {
  return { label: `/${command.path}`, path: command.path, input: valuesFrom(command, tokens.slice(used)) ?? {} }
}

function valuesFrom(command: AnyCommand, tokens: readonly Token[]): Record<string, string> | null {
  try {
    return rawToValues(command, parseOptions(command, tokens, { suggests: false }))
  } catch (error) {
    if (isConfbotError(error)) return null
    throw error
  }
}

/** `suggests`: an unknown option's error offers corrections, each of which is parsed in turn (but never their own). */
function parseOptions(command: AnyCommand, tokens: readonly Token[], { suggests } = { suggests: true }): RawInput {
  const raw = new Map<string, Word[]>()
  const give = (name: string, word: Word) => {
    const words = raw.get(name)
    if (words) words.push(word)
    else raw.set(name, [{ ...word, afterComma: false }])
  }
  const plain: Word[] = []
  /** A list given by name, which takes what follows after commas: `who:1001, 1002`. */
  let openList: string | null = null
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (!token) break
    const named = readName(command, token)
    if (named === null) {
      if (openList !== null && token.afterComma) give(openList, tokenToWord(token))
      else {
        openList = null
        plain.push(tokenToWord(token))
      }
      continue
    }
    const option = optionNamed(command, named.name)
    if (!option) throw unknownOption(named.name, suggests ? corrections(command, named.name, tokens, at) : [])
    let { value } = named
    if (value === null && option.facts.base === 'boolean' && named.isMarked) value = word('yes')
    if (value === null) {
      const next = tokens[at + 1]
      if (!next || readName(command, next) !== null)
        throw new ConfbotError('input.invalid', {
          option: named.name,
          blanks: { option: named.name, problem: say('form.problem.missing') },
        })
      value = tokenToWord(next)
      at++
    }
    give(named.name, value)
    openList = option.facts.rest ? named.name : null
  }
  if (command.arrange) giveArranged(command, command.arrange(plain), give)
  else givePlain(command, plain, raw, give)
  return raw
}

/** Words of an option that is no list are one text. */
function giveArranged(
  { options }: AnyCommand,
  arranged: Readonly<Record<string, readonly Word[]>>,
  give: (name: string, word: Word) => void,
) {
  for (const [name, words] of Object.entries(arranged)) {
    const isText = !options[name]?.facts.rest && words.length > 1
    for (const one of isText ? [word(words.map(({ text }) => text).join(' '))] : words) give(name, one)
  }
}

const word = (text: string, quoted = false): Word => ({ text, quoted, afterComma: false })

/** By position: one word each; the last one takes what is left, as a list or as one text. */
function givePlain(
  command: AnyCommand,
  plain: readonly Word[],
  raw: RawInput,
  give: (name: string, word: Word) => void,
) {
  const open = Object.entries(command.options).filter(([name, option]) => !option.named && !raw.has(name))
  let used = 0
  for (const [index, [name, option]] of open.entries()) {
    const left = plain.slice(used)
    const [first] = left
    if (!first) return
    if (option.facts.rest) {
      for (const one of left) give(name, one)
      return
    }
    const isLast = index === open.length - 1 && !left.slice(1).some((one) => one.afterComma)
    give(name, isLast && left.length > 1 ? word(left.map((one) => one.text).join(' ')) : first)
    used += isLast ? left.length : 1
  }
  const extra = plain[used]
  if (extra) throw new ConfbotError('input.too-much', { blanks: { typed: extra.text.slice(0, 80) } })
}

interface NamedToken {
  readonly name: string
  /** Begun with `--`. */
  readonly isMarked: boolean
  /** null: the next word is meant. */
  readonly value: Word | null
}

/** Keyboards turn `--` into a dash of their own, so any dash but a single hyphen marks an option. */
const namePattern =
  /^((?:--|[\u2010-\u2015\u2212][-\u2010-\u2015\u2212]?)?)([A-Za-z][-_A-Za-z0-9]{0,31})(?:([:=：])(.*))?$/s

/** null when the token is a plain word. */
function readName(command: AnyCommand, token: Token): NamedToken | null {
  if (token.quoted && token.prefix === '') return null
  const [, mark, typedName = '', sign, inline = ''] = namePattern.exec(token.prefix || token.text) ?? []
  if (mark === undefined) return null
  const name = typedName.toLowerCase()
  const isMarked = mark !== ''
  if (!isMarked && (sign === undefined || sign === '=' || !optionNamed(command, name))) return null
  if (token.prefix !== '') return { name, isMarked, value: word(inline + token.text, inline === '') }
  return { name, isMarked, value: inline === '' ? null : word(inline) }
}

const unknownOption = (name: string, choices: readonly ErrorChoice[]) =>
  new ConfbotError('input.unknown-option', { blanks: { typed: `--${name}` }, choices })

/** The command again with the nearest names in the unknown one's place. */
function corrections(command: AnyCommand, name: string, tokens: readonly Token[], at: number): ErrorChoice[] {
  return nearestWords(name, Object.keys(command.options))
    .slice(0, 3)
    .flatMap((near) => {
      const input = valuesFrom(
        command,
        tokens.map((token, index) => (index === at ? renamed(token, near) : token)),
      )
      return input === null ? [] : [{ label: `--${near}`, path: command.path, input }]
    })
}

function renamed(token: Token, name: string): Token {
  const rename = (text: string) =>
    text.replace(namePattern, (_all, _mark, _name, sign = '', inline = '') => `--${name}${sign}${inline}`)
  return token.prefix === '' ? { ...token, text: rename(token.text) } : { ...token, prefix: rename(token.prefix) }
}
