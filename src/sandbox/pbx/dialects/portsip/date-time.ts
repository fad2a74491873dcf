/** Date-times as PortSIP's REST API takes and writes them: RFC 3339, section 5.6. */

const dateTimePattern = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** UTC milliseconds; undefined when `value` is not such a date-time or names a day that does not exist. Leap seconds are not taken. */
export function dateTimeToInstant(value: string): number | undefined {
  const upper = value.toUpperCase()
  const date = dateTimePattern.exec(upper)?.[1]
  if (date === undefined) return undefined
  // Date rolls 30 February over into March, so the day must come back as it went in.
  const day = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) return undefined
  return Date.parse(upper)
}

/** The one form the API writes: UTC, whole seconds with Z. */
export function instantToWire(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z')
}
