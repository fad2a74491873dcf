/** A length of time in milliseconds: `90m`, `1h30`, `2 hours`, or ISO 8601 (`PT1H30M`). */
import { durationToText, textToDuration } from '#lib/duration.ts'
import { say } from '#text/message.ts'
import { makeOption, type OptionBuilder, problem, readOne } from './make-option.ts'

interface DurationLimits {
  /** 1 minute to 31 days unless told. */
  readonly minMs?: number
  readonly maxMs?: number
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

export const duration: OptionBuilder<number, DurationLimits> = (spec) => {
  const { minMs = minuteMs, maxMs = 31 * dayMs } = spec
  return makeOption(
    spec,
    { base: 'string', max: 50 },
    readOne((typed) => {
      const ms = textToDuration(typed)
      if (ms === null) return problem(say('form.problem.duration'))
      return ms < minMs || ms > maxMs
        ? problem(say('form.problem.duration-range', { min: durationToText(minMs), max: durationToText(maxMs) }))
        : ms
    }),
  )
}
