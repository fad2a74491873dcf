/** What confbot runs on: Node, and whether its zone data know the latest changes of clocks. */
import { type Check, fail, ok } from '#core/contracts/diagnosis.ts'
import { formatInZone } from '#lib/time.ts'
import { say } from '#text/message.ts'

export interface Versions {
  readonly node: string
  readonly icu?: string | undefined
  readonly tz?: string | undefined
}

/** An instant with what clocks in a zone show then. */
export interface KnownTime {
  readonly at: number
  readonly zone: string
  readonly shows: string
}

/** One that is old and often needed, and changes of the law that only newer data know (tz database, NEWS). */
const knownTimes: readonly KnownTime[] = [
  { at: Date.UTC(2026, 2, 29, 1), zone: 'Europe/Berlin', shows: 'Sun 29 Mar 2026, 03:00 +02:00' },
  { at: Date.UTC(2026, 2, 8, 7), zone: 'America/New_York', shows: 'Sun 8 Mar 2026, 03:00 -04:00' },
  // Mexico gave up summer time in October 2022 (2022f).
  { at: Date.UTC(2026, 6, 1, 12), zone: 'America/Mexico_City', shows: 'Wed 1 Jul 2026, 06:00 -06:00' },
  // All of Kazakhstan has one time since March 2024 (2024a).
  { at: Date.UTC(2026, 6, 1, 12), zone: 'Asia/Almaty', shows: 'Wed 1 Jul 2026, 17:00 +05:00' },
  // Paraguay keeps summer time for good since October 2024 (2025a).
  { at: Date.UTC(2026, 6, 1, 12), zone: 'America/Asuncion', shows: 'Wed 1 Jul 2026, 09:00 -03:00' },
]

export function machineChecks(versions: Versions, times: readonly KnownTime[] = knownTimes): readonly Check[] {
  const { node, icu = '?', tz = '?' } = versions
  return [
    { what: say('doctor.machine.what.node'), run: async () => [ok(say('doctor.machine.node', { version: node }))] },
    {
      what: say('doctor.machine.what.zones'),
      async run() {
        const wrong = times.filter(({ at, zone, shows }) => formatInZone(at, zone, 'date-time') !== shows)
        if (wrong.length === 0) return [ok(say('doctor.machine.zones', { version: tz, icu }))]
        return wrong.map(({ at, zone }) => {
          const day = formatInZone(at, zone, 'date')
          return fail(
            say('doctor.machine.zones-wrong', { version: tz, zone, day }),
            say('doctor.machine.zones-wrong.next'),
          )
        })
      },
    },
  ]
}
