/**
 * When a recording began. Its file's name begins with local time, then the call's unique id, which begins with the second of the call:
 * `20220112173629-1641980184.14-5566-5556-Internal.wav`. Else its `time` is read as the PBX shows times, whose format and distance from
 * UTC "Query PBX Information" tells.
 */
import type { Device } from './schema.ts'

const hourMs = 3_600_000
/** A call may ring before it is recorded. */
const slackMs = hourMs / 4

/** How a PBX shows times. */
export interface Times {
  /** An instant; null: it is no time as the PBX shows one. */
  toInstant(time: string): number | null
}

/** null: it is named otherwise, or the two times in it differ by more than zones do, so that the number is something else. */
export function fileToInstant(file: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)-(\d{9,11})\./.exec(file)?.slice(1).map(Number)
  if (!parts) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, epoch = 0] = parts
  const aheadMs = Date.UTC(year, month - 1, day, hour, minute, second) - epoch * 1000
  return aheadMs >= -12 * hourMs - slackMs && aheadMs <= 14 * hourMs + slackMs ? epoch * 1000 : null
}

/** A zone's summer time may have begun or ended since a recording was made: then this is wrong by an hour. */
export function deviceToTimes({ system_time, system_date_format, timestamp }: Device): Times {
  const order = ['YYYY', 'MM', 'DD']
    .map((part) => ({ part, at: (system_date_format ?? '').toUpperCase().indexOf(part) }))
    .sort((left, right) => left.at - right.at)
  const toLocal = (time: string): number | null => {
    const match = /^(\d+)\D(\d+)\D(\d+)\s+(\d\d?):(\d\d):(\d\d)(?:\s*([AP])M)?$/i.exec(time.trim())
    if (!match || order.some(({ at }) => at < 0)) return null
    const numbers = match.slice(1, 7).map(Number)
    const dateOf = (part: string) => numbers[order.findIndex((one) => one.part === part)] ?? 0
    const [hour = 0, minute = 0, second = 0] = numbers.slice(3)
    const half = match[7]?.toUpperCase()
    const hours = half === undefined ? hour : (hour % 12) + (half === 'P' ? 12 : 0)
    const at = Date.UTC(dateOf('YYYY'), dateOf('MM') - 1, dateOf('DD'), hours, minute, second)
    return Number.isNaN(at) ? null : at
  }
  const shownNow = toLocal(system_time ?? '')
  // Zones differ from UTC by quarters of an hour.
  const aheadMs =
    shownNow === null || typeof timestamp !== 'number'
      ? null
      : Math.round((shownNow - timestamp * 1000) / slackMs) * slackMs
  return {
    toInstant(time) {
      const local = toLocal(time)
      return local === null || aheadMs === null ? null : local - aheadMs
    },
  }
}
