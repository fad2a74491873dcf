/** Suggestions for an option's value while it is typed, from memory alone. */
import type { Actor, Place } from '#core/actor.ts'
import { actions as actionRoles, isPermitted } from '#core/permission.ts'
import type { Suggestion, SuggestionSource } from '#core/suggestion.ts'
import { foldName } from '#lib/fold-name.ts'
import { zonesLike } from '#lib/zone-names.ts'
import { spanToString } from '#text/format.ts'
import type { CommandIndex } from './command-index.ts'
import type { AnyCommand, Option } from './define-command.ts'
import { normalizeCharacters } from './normalize.ts'
import { optionNamed } from './raw-input.ts'
import type { SuggestionQuery } from './request.ts'
import { wordsToText } from './tokenize.ts'

/** `source` answers for what changes; commands are known here. */
export function createSuggest(
  index: CommandIndex,
  source: SuggestionSource,
): (query: SuggestionQuery & { readonly asker: Actor }) => readonly Suggestion[] {
  const commands = index.roots
    .flatMap((root) => root.commands)
    .filter((command) => !command.hidden)
    .map(({ path }): Suggestion => ({ value: path, label: `/${path}` }))

  const known = (option: Option, place: Place, asker: Actor): readonly Suggestion[] => {
    const { choices, suggests, secret } = option.facts
    if (secret) return []
    if (choices)
      return choices.map(({ value, label }) => ({
        value,
        label: spanToString({ kind: 'message', key: label, blanks: {} }),
      }))
    if (suggests === 'command') return commands
    return suggests ? source(suggests, place, asker) : []
  }

  return ({ path, option: name, typed, place, asker, limit }) => {
    const command = index.at(path)
    const option = command && optionNamed(command, name)
    if (!option || !isOpenTo(asker, command, place)) return []
    const [kept, word] = splitTyped(normalizeCharacters(typed), option.facts.rest ?? false)
    const wanted = keyOf(word)
    const fitting = known(option, place, asker)
      .map((suggestion) => ({ suggestion, rank: rankOf(suggestion, wanted) }))
      .filter(({ rank }) => rank < unfit)
      .sort((a, b) => a.rank - b.rank)
    const found =
      fitting.length === 0 && option.facts.suggests === 'zone' ? zonesSpeltLike(word, limit) : fitting.slice(0, limit)
    return found.map(({ suggestion: { value, label } }) => ({
      value: kept + (option.facts.rest ? wordsToText([{ text: value, quoted: false, afterComma: false }]) : value),
      label: kept + label,
    }))
  }
}

/** What is typed can be chosen as it is, too, after the others: suggestions come from memory and need not know everything. */
export function withTyped(known: readonly Suggestion[], typed: string): readonly Suggestion[] {
  const isKnown = typed.trim() === '' || known.some(({ value }) => value === typed)
  return isKnown ? known : [...known, { value: typed, label: typed }]
}

const zonesSpeltLike = (typed: string, limit: number): readonly { readonly suggestion: Suggestion }[] =>
  zonesLike(typed, limit).map((zone) => ({ suggestion: { value: zone, label: zone } }))

/** Nobody learns by suggestions what the command would not tell them. A right of the chair depends on the conference. */
const isOpenTo = (asker: Actor, { permission }: AnyCommand, place: Place): boolean =>
  actionRoles[permission] === 'chair' || isPermitted(asker, permission, { chair: null, place })

/** In a list only the word that is being typed is looked up; what stands before it is kept. */
function splitTyped(typed: string, isList: boolean): [kept: string, word: string] {
  const [, kept = '', word = ''] = isList ? (/^(.*[\s,])?(.*)$/s.exec(typed) ?? []) : ['', '', typed]
  return [kept, word.trim()]
}

const unfit = 3
/** Begins so, has a word that begins so, holds it. */
function rankOf({ value, label }: Suggestion, wanted: string): number {
  const texts = [keyOf(label), keyOf(value)]
  if (texts.some((text) => text.startsWith(wanted))) return 0
  if (texts.some((text) => [' ', '/', '-'].some((gap) => text.includes(`${gap}${wanted}`)))) return 1
  return texts.some((text) => text.includes(wanted)) ? 2 : unfit
}

/** What is one name with underscores is typed with spaces: `New York`. */
const keyOf = (text: string) => foldName(text.replaceAll('_', ' '))
