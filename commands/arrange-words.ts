/** Words that were typed without names, sorted: what it is about, what is about time, and who. Pure. */
import { areLeads } from '#command-kit/options/leads.ts'
import { looksLikeNumber } from '#core/number-run.ts'
import type { Word } from '#core/word.ts'
import { readTimeSpan } from '#lib/time-span.ts'
import { type SplitWhen, splitWhen } from '#lib/when-words.ts'

type Arranged = Readonly<Record<string, readonly Word[]>>

interface AtTime extends SplitWhen<Word> {
  readonly before: readonly Word[]
}

/** `Standup every weekday 9:30 for 15m Europe/Berlin @bob @carol`; the subject may also stand after the time. */
export function arrangeSchedule(words: readonly Word[]): Arranged {
  const first = splitWhen(words)
  const hasNameAfter = first.rest.length > 0 && !isCallable(first.rest[0])
  const isTimeFirst = takes(first, words) && !splitAtTime(first.rest, 0) && (hasNameAfter || !isName(words))
  const { before, rest, ...time } = isTimeFirst
    ? { ...first, before: [] }
    : (splitAtTime(words, 1) ?? { ...nothing, before: words, rest: [] })
  const named = isTimeFirst ? rest : before
  const end = nameLength(named)
  const name = named.slice(0, end)
  return filled({
    // "Lunch with @bob"
    subject: oneText(end < named.length && isWord(name.at(-1), 'with') ? name.slice(0, -1) : name),
    ...timeWords(time),
    who: [...named.slice(end), ...(isTimeFirst ? [] : rest)],
  })
}

/** `Standup to Friday 10:00 for 30m`, `Standup Friday to 10:00`; without a name it is the only meeting here. */
export function arrangeMove(words: readonly Word[]): Arranged {
  const [lead, ...others] = words
  const said = isTo(lead) ? others : words
  const first = splitWhen(said)
  const isNameless = takes(first, said) && (first.rest.length === 0 || isTo(first.rest[0])) && !isName(said)
  const found = isNameless ? { ...first, before: [] } : splitAtTime(said, 1)
  if (!found) return filled({ meeting: oneText(said) })
  const { before, rest, ...time } = found
  if (isTo(rest[0]) && isDate(found)) {
    const date = textWord(time.when.replace(/^from\s+/i, ''))
    return filled({ meeting: oneText(before), date, ...movedTo(splitWhen(rest.slice(1))) })
  }
  return filled({ meeting: oneText(isTo(before.at(-1)) ? before.slice(0, -1) : before), ...movedTo({ ...time, rest }) })
}

function movedTo({ rest, ...time }: SplitWhen<Word>): Arranged {
  // What is left over belongs to nothing, so the time cannot be read with it.
  return timeWords({ ...time, when: [time.when, ...rest.map(({ text }) => text)].join(' ').trim() })
}

/** `Standup Friday`, `Friday`, `Standup` */
export function arrangeDate(words: readonly Word[]): Arranged {
  const first = splitWhen(words)
  if (takes(first, words) && first.rest.length === 0 && isDate(first)) return { date: oneText(words) }
  for (let at = 1; at < words.length; at++) {
    const split = splitWhen(words.slice(at))
    if (takes(split, words.slice(at)) && split.rest.length === 0 && isDate(split))
      return { meeting: oneText(words.slice(0, at)), date: oneText(words.slice(at)) }
  }
  return filled({ meeting: oneText(words) })
}

/** As `arrangeDate`, and at the end which dates are meant: `Standup all`. */
export function arrangeScope(words: readonly Word[]): Arranged {
  const last = words.at(-1)
  const isScope = last && !last.quoted && /^(?:this|later|all)$/i.test(last.text)
  return isScope ? { ...arrangeDate(words.slice(0, -1)), scope: [last] } : arrangeDate(words)
}

/** `Standup 1d 10m`, `Standup off`; without a name it is the only meeting here. */
export function arrangeLeads(words: readonly Word[]): Arranged {
  const at = words.findIndex((_, index) => areLeads(words.slice(index)))
  if (at === -1) return filled({ meeting: oneText(words) })
  return filled({ meeting: oneText(words.slice(0, at)), times: words.slice(at) })
}

/** The first place from `from` on where time begins. */
function splitAtTime(words: readonly Word[], from: number): AtTime | null {
  for (let at = from; at < words.length; at++) {
    const rest = words.slice(at)
    const split = splitWhen(rest)
    if (takes(split, rest)) return { ...split, before: words.slice(0, at) }
  }
  return null
}

const nothing = { when: '', repeat: '', duration: '', zone: '' } as const

const takes = ({ rest }: SplitWhen<Word>, words: readonly Word[]) => rest.length < words.length

const isDate = ({ when, repeat, duration, zone }: SplitWhen<Word>) => when !== '' && repeat + duration + zone === ''

/** "Daily 10:00" is rather the meeting of that name than a new repetition. */
const isName = ([first]: readonly Word[]) => first !== undefined && splitWhen([first]).repeat !== ''

const isWord = (word: Word | undefined, text: string) =>
  word !== undefined && !word.quoted && word.text.toLowerCase() === text
const isTo = (word: Word | undefined) => isWord(word, 'to')

/** How many of the first words are a name: up to somebody to ring. */
function nameLength([first, ...others]: readonly Word[]): number {
  if (!first || isCallable(first)) return 0
  if (first.quoted) return 1
  const end = others.findIndex((word) => word.quoted || word.afterComma || isCallable(word))
  return end === -1 ? others.length + 1 : end + 1
}

/** A mention, or a number as long as an extension. */
const isCallable = (word: Word | undefined): boolean =>
  word !== undefined &&
  !word.quoted &&
  (/^<@!?[A-Za-z0-9]+>$/.test(word.text) || (looksLikeNumber(word.text) && word.text.replace(/\D/g, '').length >= 3))

const oneText = (words: readonly Word[]): readonly Word[] =>
  words.length === 0
    ? []
    : [{ text: words.map(({ text }) => text).join(' '), quoted: words.some(({ quoted }) => quoted), afterComma: false }]

function timeWords(time: Omit<SplitWhen<Word>, 'rest'>): Arranged {
  const { when, repeat, duration, zone } = time.duration === '' ? withLength(time) : time
  return { when: textWord(when), repeat: textWord(repeat), for: textWord(duration), zone: textWord(zone) }
}

/** An end says how long it takes. */
function withLength<T extends Pick<SplitWhen<Word>, 'when' | 'repeat' | 'duration'>>(time: T): T {
  const [inWhen, inRepeat] = [readTimeSpan(time.when), readTimeSpan(time.repeat)]
  if (inWhen?.kind === 'span') return { ...time, when: inWhen.phrase, duration: `${inWhen.minutes}m` }
  if (inRepeat?.kind === 'span') return { ...time, repeat: inRepeat.phrase, duration: `${inRepeat.minutes}m` }
  return time
}

const textWord = (text: string): readonly Word[] => (text === '' ? [] : [{ text, quoted: false, afterComma: false }])

const filled = (arranged: Arranged): Arranged =>
  Object.fromEntries(Object.entries(arranged).filter(([, words]) => words.length > 0))
