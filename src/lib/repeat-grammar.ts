/** The sentences in which people say how often: each to a repetition rule. */
import { wordToMonth, wordToOrdinal, wordToWeekday } from './phrase-words.ts'
import { everyDay, type RuleDay, type RuleParts, ruleWeekdays } from './repeat-rule.ts'

export interface Repetition {
  readonly parts: RuleParts
  /** Words that are read as this repetition and no other. */
  readonly phrase: string
}

/**
 * `words` without time and end. Several: it is not certain which; none: it is not to be read. Words become marks first (`every #2
 * TU`), of which the forms below are made: `#2` is an ordinal, `m6` a month, `WD` Monday to Friday, `WE` the weekend.
 */
export function readRepetition(words: readonly string[]): readonly Repetition[] {
  const marks = words
    .map(wordToMark)
    .filter((mark) => mark !== '')
    .join(' ')
    .replace(/(?:working|business) day/g, 'WD')
    .replace(/^once (?=every )/, '')
  const phrase = words.join(' ')
  for (const [form, make] of forms) {
    const groups = form.exec(marks)?.groups
    if (!groups) continue
    const made = make(groups)
    return made === null ? [] : 'freq' in made ? [{ parts: made, phrase }] : made
  }
  return []
}

const weekdayMark = '(?:SU|MO|TU|WE|TH|FR|SA)'
const list = (item: string) => `${item}(?: ${item})*`
const daysMark = list('(?:SU|MO|TU|WE|TH|FR|SA|WD|WN)')
const ordinal = '#-?\\d{1,2}'
/** `every 2 week`, `every other week`, `every #3 week`. */
const every = (unit: string) => `every (?:(?<interval>\\d{1,2}|other|#\\d{1,2}) )?${unit}`
const date = '(?:(?<day>#?\\d{1,2}) (?:of )?m(?<month>\\d+)|m(?<month2>\\d+) (?<day2>#?\\d{1,2}))'
const nth = `(?<nth>${list(ordinal)}) (?<which>${weekdayMark}|WD|day)`

type Groups = Readonly<Record<string, string | undefined>>
type Make = (groups: Groups) => RuleParts | readonly Repetition[] | null

const forms: readonly (readonly [RegExp, Make])[] = (
  [
    [every('day'), (groups) => withInterval(groups, everyDay)],
    [
      `(?:${every('week')}(?: (?<after>${daysMark}))?|(?<before>${daysMark}) ${every('week').replace('interval', 'interval2')})`,
      (groups) =>
        withInterval(groups, { ...everyDay, freq: 'weekly', days: toDays(groups.after ?? groups.before ?? '') }),
    ],
    [`(?:every )?(?<days>${daysMark})`, ({ days = '' }) => ({ ...everyDay, freq: 'weekly', days: toDays(days) })],
    // "every second Tuesday", "every 3 Fridays"; every second Tuesday *of the month* comes below.
    [
      `every (?<interval>other|#2|\\d{1,2}) (?<days>${list(weekdayMark)})`,
      (groups) => withInterval(groups, { ...everyDay, freq: 'weekly', days: toDays(groups.days ?? '') }),
    ],
    [`every (?<nth>#1|#-1|${ordinal}(?: ${ordinal})+) (?<which>${weekdayMark})`, monthlyNth],
    [`every #(?<count>[345]) (?<weekday>${weekdayMark})`, everyThird],
    [every('month'), (groups) => withInterval(groups, { ...everyDay, freq: 'monthly' })],
    [`${every('month')} ${nth}`, monthlyNth],
    [`(?:every )?${nth} (?:of )?${every('month')}`, monthlyNth],
    [`(?:every )?${nth} of month`, monthlyNth],
    [`${every('month')} (?:day )?(?<dates>${list('#?\\d{1,2}')})`, monthlyDates],
    [`(?:every )?(?<dates>${list('#\\d{1,2}')}) (?:of )?${every('month')}`, monthlyDates],
    [`(?:every )?(?<dates>${list('#\\d{1,2}')}) of month`, monthlyDates],
    [every('year'), (groups) => withInterval(groups, { ...everyDay, freq: 'yearly' })],
    [`${every('year')} ${date}`, yearlyDate],
    [`${date} ${every('year')}`, yearlyDate],
    [`every ${date}`, yearlyDate],
    [`${every('year')} ${nth} (?:of )?m(?<month>\\d+)`, yearlyNth],
    [`every ${nth} of m(?<month>\\d+)`, yearlyNth],
    [`${nth} of m(?<month>\\d+) ${every('year')}`, yearlyNth],
  ] satisfies (readonly [string, Make])[]
).map(([form, make]) => [new RegExp(`^${form}$`), make] as const)

function withInterval(groups: Groups, parts: RuleParts): RuleParts | null {
  const said = groups.interval ?? groups.interval2
  const interval = said === undefined ? 1 : said === 'other' ? 2 : Number(said.replace('#', ''))
  // "every first week" is every week to nobody.
  if (interval < 1 || said === '#1') return null
  return { ...parts, interval: interval * parts.interval }
}

function toDays(marks: string): RuleDay[] {
  const weekdays = marks
    .split(' ')
    .filter((mark) => mark !== '')
    .flatMap((mark) => (mark === 'WD' ? [1, 2, 3, 4, 5] : mark === 'WN' ? [6, 0] : [ruleWeekdays.indexOf(mark)]))
  // From Monday on.
  return [...new Set(weekdays)].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7)).map((weekday) => ({ weekday, nth: null }))
}

const toNumbers = (marks: string) => marks.split(' ').map((mark) => Number(mark.replace('#', '')))

function monthlyNth(groups: Groups): RuleParts | null {
  const parts = ofNth(groups)
  return parts && withInterval(groups, { ...parts, freq: 'monthly' })
}

function ofNth({ nth: marks = '', which = '' }: Groups): RuleParts | null {
  const numbers = toNumbers(marks)
  if (numbers.some((number) => number > (which === 'day' ? 31 : 5) || number === 0)) return null
  if (which === 'day') return { ...everyDay, monthDays: numbers }
  if (which === 'WD') return { ...everyDay, days: toDays('WD'), setPos: numbers }
  const weekday = ruleWeekdays.indexOf(which)
  return { ...everyDay, days: numbers.map((number) => ({ weekday, nth: number })) }
}

function monthlyDates(groups: Groups): RuleParts | null {
  const monthDays = toNumbers(groups.dates ?? '')
  if (!monthDays.every((day) => day >= 1 && day <= 31)) return null
  return withInterval(groups, { ...everyDay, freq: 'monthly', monthDays })
}

function yearlyDate(groups: Groups): RuleParts | null {
  const month = Number(groups.month ?? groups.month2)
  const day = Number((groups.day ?? groups.day2 ?? '').replace('#', ''))
  const longest = month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31
  if (day < 1 || day > longest) return null
  return withInterval(groups, { ...everyDay, freq: 'yearly', months: [month], monthDays: [day] })
}

function yearlyNth(groups: Groups): RuleParts | null {
  const parts = ofNth(groups)
  return parts && withInterval(groups, { ...parts, freq: 'yearly', months: [Number(groups.month)] })
}

/** "every third Friday": each of these phrases is read in one way. */
function everyThird({ count = '', weekday = '' }: Groups): readonly Repetition[] {
  const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
  const name = names[ruleWeekdays.indexOf(weekday)] ?? ''
  const phrases = [
    `every ${count} weeks on ${name}`,
    `${name === '' ? '' : `every ${count}${count === '3' ? 'rd' : 'th'} ${name} of the month`}`,
  ]
  return phrases.flatMap((phrase) => readRepetition(phrase.split(' ')).map(({ parts }) => ({ parts, phrase })))
}

const marks = new Map<string, string>([
  ...['on', 'the', 'at', 'in', 'and', 'repeat', 'repeats', 'repeating'].map((word) => [word, ''] as const),
  ...['every', 'each', 'per', 'a'].map((word) => [word, 'every'] as const),
  ...['day', 'days'].map((word) => [word, 'day'] as const),
  ...['week', 'weeks'].map((word) => [word, 'week'] as const),
  ...['month', 'months'].map((word) => [word, 'month'] as const),
  ...['year', 'years'].map((word) => [word, 'year'] as const),
  ['daily', 'every day'],
  ['weekly', 'every week'],
  ...['fortnightly', 'biweekly', 'bi-weekly'].map((word) => [word, 'every 2 week'] as const),
  ['fortnight', '2 week'],
  ['monthly', 'every month'],
  ['quarterly', 'every 3 month'],
  ['quarter', '3 month'],
  ...['yearly', 'annually'].map((word) => [word, 'every year'] as const),
  ...['weekday', 'weekdays', 'workday', 'workdays'].map((word) => [word, 'WD'] as const),
  ...['weekend', 'weekends'].map((word) => [word, 'WN'] as const),
  ['last', '#-1'],
])

/** A word that none knows stays as it is, and no form has it. */
function wordToMark(word: string): string {
  const mark = marks.get(word)
  if (mark !== undefined) return mark
  const weekday = wordToWeekday(word) ?? wordToWeekday(word.replace(/s$/, ''))
  if (weekday !== undefined) return ruleWeekdays[weekday] ?? ''
  const month = wordToMonth(word)
  const number = wordToOrdinal(word)
  return month !== undefined ? `m${month}` : number !== undefined ? `#${number}` : word
}
