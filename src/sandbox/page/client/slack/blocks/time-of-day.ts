/** Times of day as people write and read them. */

/** `HH:mm` from `15:07`, `3:07 pm`, `3pm`, `1507`, `9`; undefined for what is no time. */
export function parseTimeOfDay(words: string): string | undefined {
  const [, hours = '', minutes = '00', half] =
    /^(\d{1,2})(?:[:.]?(\d{2}))?\s*(?:([ap])\.?(?:m\.?)?)?$/i.exec(words.trim()) ?? []
  if (hours === '') return undefined
  const hour = Number(hours)
  const isAfternoon = half?.toLowerCase() === 'p'
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined
  const full = half === undefined ? hour : (hour % 12) + (isAfternoon ? 12 : 0)
  if (full > 23 || Number(minutes) > 59) return undefined
  return `${String(full).padStart(2, '0')}:${minutes}`
}

/** `3:07 PM` from `15:07`. */
export function timeOfDayToString(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return `${hours % 12 || 12}:${String(minutes).padStart(2, '0')} ${hours < 12 ? 'AM' : 'PM'}`
}

/** Every half hour of a day, and `also` where it is another time; of them those that begin with what is typed. */
export function offeredTimes(also?: string, typed = ''): string[] {
  const halfHours = Array.from({ length: 48 }, (_, index) => {
    return `${String(Math.floor(index / 2)).padStart(2, '0')}:${index % 2 === 0 ? '00' : '30'}`
  })
  const all = also === undefined || halfHours.includes(also) ? halfHours : [...halfHours, also].sort()
  const wanted = typed.trim().toLowerCase()
  return all.filter((time) => time.startsWith(wanted) || timeOfDayToString(time).toLowerCase().startsWith(wanted))
}
