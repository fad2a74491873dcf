/** Date-times as PortSIP's REST API takes and writes them: RFC 3339, section 5.6. */

const dateTimePattern = /^(\d{4}-\d\d-\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** UTC milliseconds; undefined when `value` is not such a date-time, or names a day or time that does not exist. */
export function dateTimeToInstant(value: string): number | undefined {
  const [, date, hour, minute, second] = dateTimePattern.exec(value) ?? []
  if (!date || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined
  const day = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) return undefined
  // Date knows no leap second; it is the instant after :59.
  const parsed = Date.parse(second === '60' ? value.replace(/:60/, ':59') : value)
  return Number.isNaN(parsed) ? undefined : parsed + (second === '60' ? 1_000 : 0)
}

/** The one form the API writes: UTC, whole seconds with Z. */
export function instantToWire(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z')
}
