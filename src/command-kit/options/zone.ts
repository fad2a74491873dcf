/** A time zone by its IANA name. Offsets (`+01:00`) are no zones: they know no clock changes. */
import { isTimeZone } from '#lib/time.ts'
import { say } from '#text/message.ts'
import { makeOption, type OptionBuilder, problem, readOne } from './make-option.ts'

/** `none` is taken where a zone that was set can be taken back. */
export const noZone = 'none'

export const zone: OptionBuilder<string, { readonly orNone?: boolean }> = (spec) =>
  makeOption(
    { suggests: 'zone', ...spec },
    { base: 'string', max: 64 },
    readOne((typed) => {
      const name = typed.trim().replace(/\s+/g, '_')
      if (spec.orNone && name.toLowerCase() === noZone) return noZone
      return isTimeZone(name) ? spell(name) : problem(say('form.problem.zone'))
    }),
  )

/** As Intl spells it, unless Intl gives another name for the zone: `Europe/Kyiv` stays, though Intl says `Europe/Kiev`. */
function spell(name: string): string {
  const spelt = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  if (spelt.toLowerCase() === name.toLowerCase()) return spelt
  return name.includes('/') ? name.toLowerCase().replace(/(^|[/_-])[a-z]/g, (start) => start.toUpperCase()) : name
}
