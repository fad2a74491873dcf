/** Recurrence rules of many shapes, and their dates by the words of RFC 5545 section 3.3.10, a day at a time. */
import fc from 'fast-check'

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const
export type DayName = (typeof weekdays)[number]

export interface RuleShape {
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  readonly interval: number
  readonly byMonth: readonly number[]
  readonly byMonthDay: readonly number[]
  /** The ordinal is 0 for every such day. */
  readonly byDay: readonly (readonly [nth: number, day: DayName])[]
  readonly bySetPos: readonly number[]
  readonly weekStart: DayName
}

export function shapeText(shape: RuleShape): string {
  const days = shape.byDay.map(([nth, day]) => `${nth || ''}${day}`)
  return [
    `FREQ=${shape.frequency}`,
    `INTERVAL=${shape.interval}`,
    ...(shape.byMonth.length > 0 ? [`BYMONTH=${shape.byMonth}`] : []),
    ...(shape.byMonthDay.length > 0 ? [`BYMONTHDAY=${shape.byMonthDay}`] : []),
    ...(days.length > 0 ? [`BYDAY=${days}`] : []),
    ...(shape.bySetPos.length > 0 ? [`BYSETPOS=${shape.bySetPos}`] : []),
    `WKST=${shape.weekStart}`,
  ].join(';')
}

const few = <T>(...values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
const perhaps = <T>(values: fc.Arbitrary<T[]>) => fc.oneof({ weight: 2, arbitrary: fc.constant<T[]>([]) }, values)
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const nths = {
  none: fc.constant(0),
  ofMonth: fc.constantFrom(1, 2, 3, 4, 5, -1, -2, -5),
  ofYear: fc.constantFrom(1, 2, 10, 20, 51, 52, -1, -10, -52),
}

/** Whatever meetings can have, as daft as it may be. */
export const ruleShape: fc.Arbitrary<RuleShape> = fc
  .record({
    frequency: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
    interval: fc.constantFrom(1, 1, 1, 2, 3, 4, 7),
    byMonth: perhaps(few(...upTo(12))),
    byMonthDay: perhaps(few(...upTo(31), -1, -2, -15, -31)),
    byDay: perhaps(few(...weekdays)),
    bySetPos: perhaps(few(1, 2, 3, -1, -2)),
    weekStart: fc.constantFrom('MO', 'MO', 'SU', 'WE'),
    withOrdinals: fc.boolean(),
    ordinal: fc.record(nths),
  })
  .map(({ withOrdinals, ordinal, ...shape }) => {
    const byMonthDay = shape.frequency === 'WEEKLY' ? [] : shape.byMonthDay
    const isOfMonth = shape.frequency === 'MONTHLY' || (shape.frequency === 'YEARLY' && shape.byMonth.length > 0)
    const isOfYear = shape.frequency === 'YEARLY' && !isOfMonth && byMonthDay.length === 0
    const nth = !withOrdinals ? 0 : isOfMonth ? ordinal.ofMonth : isOfYear ? ordinal.ofYear : 0
    const canSelect = byMonthDay.length + shape.byDay.length + shape.byMonth.length > 0
    return {
      ...shape,
      byMonthDay,
      byDay: shape.byDay.map((day) => [nth, day] as const),
      bySetPos: canSelect ? shape.bySetPos : [],
    }
  })

/** From 2015 to 2027, so that a leap day is not far. */
export const startTime: fc.Arbitrary<string> = fc
  .integer({ min: Date.UTC(2015, 0, 1) / 60_000, max: Date.UTC(2027, 11, 31) / 60_000 })
  .map((minute) => new Date(minute * 60_000).toISOString().slice(0, 16))

const dayMs = 86_400_000

/** The first dates of a rule within `years` of the start, at most `limit`, each with the start's time of day. */
export function datesByDefinition(shape: RuleShape, start: string, limit: number, years = 12): readonly string[] {
  const [startDay = '', clock] = start.split('T')
  const first = Date.parse(startDay)
  const dates: string[] = []
  for (let period = 0; ; period++) {
    const [from, to] = periodOf(shape, new Date(first), period * shape.interval)
    if (from > first + years * 366 * dayMs) return dates
    const days = Array.from({ length: (to - from) / dayMs }, (_, index) => new Date(from + index * dayMs))
    const matching = days.filter((day) => isMatch(shape, new Date(first), day))
    const chosen = matching.filter(
      (_, index) =>
        shape.bySetPos.length === 0 || shape.bySetPos.some((at) => at === index + 1 || at === index - matching.length),
    )
    for (const day of chosen) {
      if (day.getTime() >= first) dates.push(`${day.toISOString().slice(0, 10)}T${clock}`)
      if (dates.length === limit) return dates
    }
  }
}

/** First day of the period that many periods after the start's own, and the day after its last. */
function periodOf({ frequency, weekStart }: RuleShape, start: Date, later: number): readonly [number, number] {
  const year = start.getUTCFullYear()
  const month = start.getUTCMonth()
  if (frequency === 'YEARLY') return [Date.UTC(year + later, 0, 1), Date.UTC(year + later + 1, 0, 1)]
  if (frequency === 'MONTHLY') return [Date.UTC(year, month + later, 1), Date.UTC(year, month + later + 1, 1)]
  const length = frequency === 'WEEKLY' ? 7 * dayMs : dayMs
  const intoWeek = frequency === 'WEEKLY' ? (start.getUTCDay() - weekdays.indexOf(weekStart) + 7) % 7 : 0
  const from = start.getTime() - intoWeek * dayMs + later * length
  return [from, from + length]
}

function isMatch(shape: RuleShape, start: Date, day: Date): boolean {
  const { frequency, byMonth, byMonthDay, byDay } = shape
  const year = day.getUTCFullYear()
  const month = day.getUTCMonth()
  const monthDay = day.getUTCDate()
  const monthLength = (Date.UTC(year, month + 1, 1) - Date.UTC(year, month, 1)) / dayMs
  if (byMonth.length > 0 && !byMonth.includes(month + 1)) return false
  if (byMonthDay.length > 0 && !byMonthDay.some((at) => at === monthDay || at === monthDay - monthLength - 1))
    return false
  if (byDay.length > 0) {
    const isOfMonth = frequency === 'MONTHLY' || byMonth.length > 0
    const spanFrom = isOfMonth ? Date.UTC(year, month, 1) : Date.UTC(year, 0, 1)
    const spanTo = isOfMonth ? Date.UTC(year, month + 1, 1) : Date.UTC(year + 1, 0, 1)
    const nth = Math.floor((day.getTime() - spanFrom) / dayMs / 7) + 1
    const nthFromEnd = -(Math.floor((spanTo - dayMs - day.getTime()) / dayMs / 7) + 1)
    return byDay.some(([at, name]) => name === weekdays[day.getUTCDay()] && [0, nth, nthFromEnd].includes(at))
  }
  if (byMonthDay.length > 0 || frequency === 'DAILY') return true
  // What no part says is as on the first day.
  if (frequency === 'WEEKLY') return day.getUTCDay() === start.getUTCDay()
  if (monthDay !== start.getUTCDate()) return false
  return frequency === 'MONTHLY' || byMonth.length > 0 || month === start.getUTCMonth()
}
