/** In which time zone somebody means what they type: the one given, their own, the channel's; never that of the server. */
import { formatInZone, isTimeZone, toPresentName } from '#lib/time.ts'
import { commonZones, placeToZone, zonesLike } from '#lib/zone-names.ts'
import { say } from '#text/message.ts'
import type { Attempt } from '../../attempt.ts'
import { ConfbotError, type ErrorChoice, isConfbotError } from '../../errors.ts'
import type { Word } from '../../word.ts'
import { channelScope, personScope, type Verbs } from '../deps.ts'
import { placeOf } from '../locate.ts'

export interface Defaults {
  /** What was chosen in this channel, by name. */
  readonly channel: Readonly<Record<string, string>>
  /** The person's own zone, as they chose it, else from their profile. */
  readonly personZone: string | null
  readonly channelZone: string | null
}

/** Of the person and the channel, in one round trip to the store. */
export async function readDefaults({ store }: Pick<Verbs, 'store'>, attempt: Attempt): Promise<Defaults> {
  const [own, channel] = await Promise.all([
    store.settings.get(personScope(attempt.actor), 'zone'),
    store.settings.list(channelScope(placeOf(attempt))),
  ])
  const known = (zone: string | null | undefined) => (zone && isTimeZone(zone) ? zone : null)
  return {
    channel,
    personZone: known(own) ?? known(attempt.actor.timeZone),
    channelZone: known(channel.zone),
  }
}

export interface MeantZone {
  readonly zone: string
  readonly isGiven: boolean
  /** What could be given. */
  readonly offered: readonly string[]
}

/** As many as an answer has buttons. */
const maxOffered = 10

/**
 * Where no zone is known, those of `countries` (ISO 3166 alpha-2) are offered, then the common ones; `otherwise`: the zone that is
 * left. Throws `input.no-zone` and `input.unknown-zone` with choices.
 */
export function chooseZone(
  given: string | undefined,
  { personZone, channelZone }: Defaults,
  countries: readonly string[],
  now: number,
  otherwise: string | null = null,
): MeantZone {
  const known = [personZone, channelZone, otherwise].filter((zone) => zone !== null)
  const others = known.length > 0 ? [] : [...countries.flatMap(zonesOf), ...commonZones]
  const first = [...new Set([...known, ...others])].filter((zone) => zone !== 'UTC').slice(0, maxOffered - 1)
  const offered = [...first, 'UTC']
  if (given !== undefined) {
    if (isTimeZone(given)) return { zone: given, isGiven: true, offered }
    throw unknownZone(given)
  }
  const [zone] = known
  if (zone !== undefined) return { zone, isGiven: false, offered }
  throw new ConfbotError('input.no-zone', { option: 'zone', choices: zoneChoices(offered, now) })
}

/** Refused: a choice for each that is spelt nearly so. */
export const unknownZone = (typed: string): ConfbotError =>
  new ConfbotError('input.unknown-zone', {
    option: 'zone',
    blanks: { typed },
    choices: zonesLike(typed, maxOffered).map((zone) => ({ label: say('choice.zone', { zone }), input: { zone } })),
  })

/** Where nobody is known by the name of a city, the choice that its zone was meant: `tomorrow 3pm New York`. */
export function orZone(error: unknown, who: readonly Word[]): unknown {
  if (!isConfbotError(error, 'input.unknown-person')) return error
  for (const length of [3, 2, 1])
    for (let at = 0; at + length <= who.length; at++) {
      const words = who.slice(at, at + length)
      const zone = words.some(({ quoted }) => quoted) ? null : placeToZone(words.map(({ text }) => text).join(' '))
      if (zone === null) continue
      const others = who.toSpliced(at, length).map(({ text, quoted }) => (quoted ? `"${text}"` : text))
      const choice = { label: say('choice.as-zone', { zone }), input: { zone, who: others.join(' ') } }
      return new ConfbotError(error.code, { ...error.details, choices: [choice, ...(error.details.choices ?? [])] })
    }
  return error
}

export const zoneChoices = (zones: readonly string[], now: number): readonly ErrorChoice[] =>
  zones.map((zone) => ({
    label: say('choice.zone-now', { zone, time: formatInZone(now, zone, 'time') }),
    input: { zone },
  }))

/** A country with more zones and none that is common has islands and deserts before the one that is meant. */
const maxUncommon = 3

/** Those in which a country lies that are common, else its own, as Intl knows them (ECMA-402, 14.3.18: not in every type library yet). */
function zonesOf(region: string): readonly string[] {
  const locale: Intl.Locale & { getTimeZones?(): string[] | undefined } = new Intl.Locale('und', { region })
  const own = (locale.getTimeZones?.() ?? []).map(toPresentName)
  const common = commonZones.filter((zone) => own.includes(zone))
  return common.length > 0 ? common : own.length <= maxUncommon ? own : []
}
