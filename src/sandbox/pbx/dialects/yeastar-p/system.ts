/** What the simulated P-Series says of itself. Source: OpenAPI v1.0, "Query PBX Information". */
import type { Clock } from '#lib/clock.ts'
import type { Route } from './route.ts'
import { succeed } from './wire.ts'

export const serialNumber = '3631A2124001'

/** As its display format has it: `MM/DD/YYYY HH:mm:ss`. The zone of the simulated one is UTC. */
export function instantToShown(at: number): string {
  const [, year, month, day, time] = /^(\d+)-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(new Date(at).toISOString()) ?? []
  return `${month}/${day}/${year} ${time}`
}

export const systemRoutes = (clock: Clock): Route[] => [
  {
    method: 'GET',
    endpoint: 'system/information',
    run: () =>
      succeed({
        data: {
          device_name: 'PBX',
          model_name: 'Yeastar P550',
          sn: serialNumber,
          hardware_version: 'V1.00 0000-0000',
          firmware_version: '37.20.0.21',
          system_time: instantToShown(clock.now()),
          up_time: 24_852,
          system_date_format: 'MM/DD/YYYY',
          system_time_format: 'hh:mm:ss',
          timestamp: Math.floor(clock.now() / 1000),
        },
      }),
  },
]
