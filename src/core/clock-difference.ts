/** How far the clock of another machine is from ours, by the Date of its answer (RFC 9110, 6.6.1). */
import { say } from '#text/message.ts'
import { type Finding, ok, warn } from './contracts/diagnosis.ts'

export interface DatedAnswer {
  /** When we asked and had the answer, by our clock. */
  readonly askedAt: number
  readonly answeredAt: number
  /** Its header `Date`; undefined where there is none. */
  readonly date: string | undefined
}

/** The least difference in milliseconds that explains the answer; positive: the other clock is ahead. null: it tells no time. */
export function clockDifferenceMs({ askedAt, answeredAt, date }: DatedAnswer): number | null {
  const second = Date.parse(date ?? '')
  if (Number.isNaN(second)) return null
  // The header leaves out the milliseconds, and was written at some time between question and answer.
  const [least, most] = [second - answeredAt, second + 999 - askedAt]
  return least > 0 ? least : Math.min(most, 0)
}

const noticedMs = 30_000

/** Nothing where the other side does not tell its time. `name`: whose clock it is. */
export function clockFindings(answer: DatedAnswer, name: string): readonly Finding[] {
  const differenceMs = clockDifferenceMs(answer)
  if (differenceMs === null) return []
  const seconds = Math.round(Math.abs(differenceMs) / 1000)
  if (Math.abs(differenceMs) < noticedMs) return [ok(say('doctor.clock.same', { name, seconds }))]
  const says = say(differenceMs > 0 ? 'doctor.clock.behind' : 'doctor.clock.ahead', { name, seconds })
  return [warn(says, say('doctor.clock.next'))]
}
