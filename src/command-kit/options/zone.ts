/** A time zone by its IANA name, or by the city in it alone. Offsets (`+01:00`) are no zones: they know no clock changes. */
import { isTimeZone } from '#lib/time.ts'
import { placeToZone, zonesLike } from '#lib/zone-names.ts'
import { type Message, say } from '#text/message.ts'
import { makeOption, type OptionBuilder, problem, readOne } from './make-option.ts'
import { checkLength } from './text.ts'

/** `none` is taken where a zone that was set can be taken back. */
export const noZone = 'none'

interface ZoneSpec {
  readonly orNone?: boolean
  /** What is no zone is kept as it was typed, for the service to say which are near. */
  readonly orUnknown?: boolean
}

export const zone: OptionBuilder<string, ZoneSpec> = (spec) =>
  makeOption(
    { suggests: 'zone', ...spec },
    { base: 'string', max: 64 },
    readOne((typed) => {
      if (spec.orNone && typed.trim().toLowerCase() === noZone) return noZone
      const zone = textToZone(typed)
      if (zone !== null) return zone
      return spec.orUnknown ? checkLength(typed.trim(), 1, 64) : problem(noSuchZone(typed))
    }),
  )

/** null: there is none of that name. */
export function textToZone(typed: string): string | null {
  const name = typed.trim().replace(/\s+/g, '_')
  return isTimeZone(name) ? spell(name) : placeToZone(typed)
}

/** With those for example that are spelt nearly so. */
export function noSuchZone(typed: string): Message {
  const near = zonesLike(typed, maxNear)
  return say('form.problem.zone', { zones: near.length === 0 ? 'Europe/Berlin' : near.join(', ') })
}
const maxNear = 3

/** As Intl spells it, unless Intl gives another name for the zone: `Europe/Kyiv` stays, though Intl says `Europe/Kiev`. */
function spell(name: string): string {
  const spelt = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  if (spelt.toLowerCase() === name.toLowerCase()) return spelt
  return name.includes('/') ? name.toLowerCase().replace(/(^|[/_-])[a-z]/g, (start) => start.toUpperCase()) : name
}
