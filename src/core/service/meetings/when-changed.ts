/** What somebody types for the new time of a date: a time alone stays on its day, a day alone keeps its time. Pure. */
import { readDatePhrase } from '#lib/date-phrase.ts'
import { phraseToWords } from '#lib/phrase-words.ts'
import { readRepeatPhrase } from '#lib/repeat-phrase.ts'
import { describeRule, saysDays } from '#lib/repeat-rule.ts'
import { readTime } from '#lib/time-of-day.ts'
import { instantToWall, placeWallTime, type WallTime, wallClock, wallDate } from '#lib/wall-time.ts'
import type { Series } from '../../meeting.ts'
import type { NewTimes } from './reschedule.ts'
import { ambiguousTime, readWhen } from './when.ts'
import type { MeantZone } from './zone.ts'

export interface TypedTimes {
  /** May be empty, as may `repeat`. */
  readonly when: string
  readonly repeat: string
}

/**
 * The new times of the date that begins at `was`, a wall time of the series; empty where nothing was typed. Read in the zone that
 * was meant, told in `timeZone`, that of the series afterwards. A repetition is always read in the latter. Throws `input.*`.
 */
export function readNewTimes(
  typed: TypedTimes,
  was: WallTime,
  series: Pick<Series, 'timeZone'>,
  meant: MeantZone,
  timeZone: string,
  now: number,
): Pick<NewTimes, 'start' | 'rule'> {
  if (typed.when === '' && typed.repeat === '') return {}
  const zone = typed.repeat === '' ? meant.zone : timeZone
  const here = instantToWall(placeWallTime(was, series.timeZone).at, zone)
  const read = { ...meant, zone }
  const today = instantToWall(now, zone)
  if (typed.repeat !== '') {
    const { from, ...full } = withRepeat(typed, here, today, zone)
    return readWhen(full, { ...read, isGiven: true }, now, from)
  }
  const { start } = readWhen(
    { when: withTime(typed.when, here, today, zone), repeat: 'none' },
    read,
    now,
    isTimeAlone(typed.when) ? `${wallDate(here)}T00:00` : today,
  )
  return { start: zone === timeZone ? start : instantToWall(placeWallTime(start, zone).at, timeZone) }
}

function isTimeAlone(phrase: string): boolean {
  const { time, rest } = readTime(phraseToWords(phrase))
  return time.kind === 'times' && rest.length === 0
}

/** A day alone keeps the time of day. */
function withTime(when: string, here: WallTime, today: WallTime, zone: string): string {
  const phrase = readDatePhrase(when, today)
  if (phrase.kind !== 'no-time') return when
  const walls = phrase.dates.map((date) => `${date}T${wallClock(here)}`)
  if (walls.length > 1) throw ambiguousTime(walls, zone, when)
  return walls[0] ?? when
}

/** A repetition alone keeps the time of day, and begins on its first day that is not before the date in question. */
function withRepeat(
  { when, repeat }: TypedTimes,
  here: WallTime,
  today: WallTime,
  zone: string,
): TypedTimes & { readonly from: WallTime } {
  const from = here > today ? `${wallDate(here)}T00:00` : today
  if (when !== '')
    return {
      when: isTimeAlone(when) ? when : withTime(when, here, today, zone),
      repeat,
      from: isTimeAlone(when) ? from : today,
    }
  const phrase = readRepeatPhrase(repeat, today)
  if (phrase.kind !== 'rule') return { when: here, repeat, from: today }
  const parts = describeRule(phrase.rule)
  if (parts && saysDays(parts)) return { when: phrase.time === null ? wallClock(here) : '', repeat, from }
  return { when: phrase.time === null ? here : `${wallDate(here)} ${phrase.time}`, repeat, from: today }
}
