/** How long before a meeting to remind of it, in minutes, the longest first: `1d, 10m`, `start`, `off`; also `pause`, `resume`. */
import type { Word } from '#core/word.ts'
import { durationToText, textToDuration } from '#lib/duration.ts'
import { toPlainCharacters } from '#lib/plain-characters.ts'
import { say } from '#text/message.ts'
import { makeOption, type OptionBuilder, type Problem, problem } from './make-option.ts'

/** None: no reminders. */
export type Leads = readonly number[]
export type LeadsOr = Leads | 'pause' | 'resume'

const minuteMs = 60_000
/** Four weeks. */
const maxMinutes = 40_320
const maxLeads = 10

export const leads: OptionBuilder<Leads> = (spec) => makeOption(spec, facts, readLeads)

/** Also to pause them all, and to go on. */
export const leadsOrPause: OptionBuilder<LeadsOr> = (spec) =>
  makeOption(spec, facts, (words) => {
    const word = words.length === 1 ? plain(words[0]) : ''
    return word === 'pause' || word === 'resume' ? word : readLeads(words)
  })

const facts = { base: 'string', max: 100, rest: true } as const

/** Whether the words can be read as lead times and nothing else. */
export const areLeads = (words: readonly Word[]): boolean =>
  ['pause', 'resume'].includes(plain(words[0])) ? words.length === 1 : Array.isArray(readLeads(words))

const plain = (word: Word | undefined) => toPlainCharacters(word?.text ?? '').toLowerCase()

function readLeads(words: readonly Word[]): Leads | Problem {
  const first = plain(words[0])
  if (words.length === 1 && (first === 'off' || first === 'none')) return []
  const minutes: number[] = []
  for (const group of groupsOf(words)) {
    // Each by itself where each can be: "1d 10m" is two, "1 day" is one.
    const apart = group.map((word) => leadOf(plain(word)))
    const read = apart.includes(null) ? [leadOf(group.map(plain).join(' '))] : apart
    for (const one of read) {
      if (one === null) return problem(say('form.problem.leads'))
      minutes.push(one)
    }
  }
  const each = [...new Set(minutes)].sort((a, b) => b - a)
  if (each.length === 0) return problem(say('form.problem.leads'))
  return each.length > maxLeads ? problem(say('form.problem.leads-many', { max: maxLeads })) : each
}

/** null: no length of time, of no whole minutes, or too long. */
function leadOf(text: string): number | null {
  if (text === 'start' || text === 'at start' || text === 'at the start' || text === '0') return 0
  const ms = textToDuration(text)
  return ms === null || ms % minuteMs !== 0 || ms > maxMinutes * minuteMs ? null : ms / minuteMs
}

/** What stands between two commas, or two of "and". */
function groupsOf(words: readonly Word[]): readonly (readonly Word[])[] {
  const groups: Word[][] = [[]]
  for (const word of words) {
    const said = word.quoted ? '' : plain(word)
    if (said === 'before' || said === 'earlier') continue
    if (word.afterComma || word.quoted || said === 'and') groups.push([])
    if (said !== 'and') groups.at(-1)?.push(word)
  }
  return groups.filter((group) => group.length > 0)
}

/** `1d, 10m`: what `leads` reads back. */
export const leadsToText = (minutes: readonly number[]): string =>
  minutes.length === 0 ? 'off' : minutes.map((one) => (one === 0 ? 'start' : durationToText(one * minuteMs))).join(', ')
