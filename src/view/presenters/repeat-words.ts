/** A repetition rule in words: `every 2 weeks on Tue, Thu until Tue 30 Jun 2026`. */
import { describeRule, type RuleDay, type RuleParts } from '#lib/repeat-rule.ts'
import { type Span, say } from '#text/message.ts'
import { dateWords, listed, monthWords, weekdayWords } from './meeting-words.ts'

/** null: once. A rule that cannot be taken apart is shown as it is. */
export function repeatWords(rule: string | null): Span[] {
  if (rule === null) return [say('meeting.repeat.once')]
  const parts = describeRule(rule)
  if (!parts) return [rule]
  const words = [...oftenParts(parts), ...endParts(parts)]
  return words.flatMap((span, index) => (index === 0 ? [span] : [' ', span]))
}

function oftenParts(parts: RuleParts): Span[] {
  const { freq, interval, days, months } = parts
  if (freq === 'weekly' && interval === 1 && isWorkingWeek(days) && months.length === 0)
    return [say('meeting.repeat.every-weekday')]
  return [say(`meeting.repeat.${freq}`, { count: interval }), ...dayParts(parts)]
}

function dayParts({ months, monthDays, days, setPos }: RuleParts): Span[] {
  const on = (spans: readonly Span[]) => (spans.length === 0 ? [] : [say('meeting.repeat.on', { days: listed(spans) })])
  return [
    ...(isWorkingWeek(days) ? [say('meeting.repeat.weekdays')] : on(days.map(dayWords))),
    ...on(monthDays.map(monthDayWords)),
    ...(setPos.length === 0 ? [] : [say('meeting.repeat.of-these', { positions: listed(setPos.map(positionWords)) })]),
    ...(months.length === 0 ? [] : [say('meeting.repeat.in', { months: listed(months.map(monthWords)) })]),
  ]
}

const isWorkingWeek = (days: readonly RuleDay[]) =>
  days.length === 5 &&
  [1, 2, 3, 4, 5].every((weekday) => days.some((day) => day.weekday === weekday && day.nth === null))

function dayWords({ weekday, nth }: RuleDay): Span {
  const day = weekdayWords(weekday)
  return nth === null ? day : say('meeting.repeat.nth', { position: positionWords(nth), day })
}

const monthDayWords = (day: number): Span =>
  say('meeting.repeat.nth', { position: positionWords(day), day: say('meeting.repeat.day') })

/** `3rd`, `last`, `2nd last` */
function positionWords(position: number): Span {
  if (position > 0) return say('meeting.repeat.position', { position })
  return position === -1 ? say('meeting.repeat.last') : say('meeting.repeat.from-last', { position: -position })
}

function endParts({ count, until }: RuleParts): Span[] {
  if (count !== null) return [say('meeting.repeat.count', { count })]
  return until === null ? [] : [say('meeting.repeat.until', { date: dateWords(until) })]
}
