/** A time zone by its IANA name, spelt as Intl spells it. Offsets (`+01:00`) are no zones: they know no clock changes. */
import { isTimeZone } from '#lib/time.ts'
import { say } from '#text/message.ts'
import { makeOption, type OptionBuilder, problem, readOne } from './make-option.ts'

export const zone: OptionBuilder<string> = (spec) =>
  makeOption(
    { suggests: 'zone', ...spec },
    { base: 'string', max: 64 },
    readOne((typed) => {
      const name = typed.trim().replace(/\s+/g, '_')
      return isTimeZone(name)
        ? new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
        : problem(say('form.problem.zone'))
    }),
  )
