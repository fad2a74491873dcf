/** Meetings as a large company has them: of mixed kinds, over ten zones, most of them series that began up to three years ago. */
import type { Person } from '#core/actor.ts'
import { defaultMeetingOptions, type Meeting, type OccurrenceChange } from '#core/meeting.ts'
import { occurrencesFrom } from '#core/occurrence.ts'
import { addDays } from '#lib/calendar-date.ts'
import { addMinutes, instantToWall, type WallTime, wallClock, wallDate } from '#lib/wall-time.ts'

export const teamId = 'T0BENCH'
/** As one is called that is configured by the environment. */
export const pbxName = 'portsip'

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Europe/London',
  'America/Los_Angeles',
  'Australia/Sydney',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Asia/Tokyo',
  'UTC',
]
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
const longAgoDays = 3 * 365
const hourMs = 3_600_000

interface Kind {
  /** Of one that is first held on `day`. */
  readonly ruleOf: (day: string) => string | null
  /** After how many days it is surely held again; null: not always after the same. */
  readonly everyDays: number | null
}

const kinds: readonly Kind[] = [
  { everyDays: null, ruleOf: () => null },
  { everyDays: 1, ruleOf: () => 'FREQ=DAILY' },
  { everyDays: null, ruleOf: () => 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' },
  { everyDays: 14, ruleOf: (day) => `FREQ=WEEKLY;INTERVAL=2;BYDAY=${weekdayOf(day)}` },
  { everyDays: null, ruleOf: (day) => `FREQ=MONTHLY;BYDAY=${nthOf(day)}${weekdayOf(day)}` },
  { everyDays: 7, ruleOf: (day) => `FREQ=WEEKLY;COUNT=300;BYDAY=${weekdayOf(day)}` },
]
const regularKinds = kinds.filter(({ everyDays }) => everyDays !== null)

export const channelOf = (index: number) => `C${String(index).padStart(7, '0')}`
export const personOf = (index: number): Person => ({
  platform: 'slack',
  workspaceId: teamId,
  userId: `U${String(index).padStart(7, '0')}`,
  name: `Person ${index}`,
})

/** Of each channel's meetings, in order, every so manieth begins when all others of these do. */
export const rushEvery = 10

/**
 * The `index`th of them, in one of so many channels. None of them has anything to do from six hours before `at` to four hours
 * after it, so that nothing disturbs what is measured; they begin at full and half hours. A few have one date skipped and one
 * moved.
 */
export function sampleMeeting(index: number, channels: number, at: number): Meeting {
  const isRush = Math.floor(index / channels) % rushEvery === rushEvery - 1
  const { ruleOf, everyDays } = pick(isRush ? regularKinds : kinds, Math.floor(index / 7))
  const timeZone = pick(zones, index)
  const shown = instantToWall(slotOf(at, isRush ? 8 : (index * 37) % 28), timeZone)
  const isSeries = ruleOf(wallDate(shown)) !== null
  const daysAgo = isSeries ? (index * 7919) % longAgoDays : -(index % 60)
  const day = addDays(wallDate(shown), -(isRush ? daysAgo - (daysAgo % (everyDays ?? 1)) : daysAgo)) ?? wallDate(shown)
  const plain: Meeting = {
    id: idOf(index),
    start: `${day}T${wallClock(shown)}`,
    timeZone,
    durationMinutes: [15, 30, 45, 60][index % 4] ?? 30,
    rule: ruleOf(day),
    changes: {},
    subject: `Review ${index} of the things that are under way`,
    state: 'scheduled',
    owner: personOf(index % 2000),
    place: { platform: 'slack', workspaceId: teamId, channelId: channelOf(index % channels), kind: 'channel' },
    pbx: pbxName,
    room: roomOf(index),
    who: [1, 2].map((step) => ({
      text: `<@${personOf((index * 3 + step) % 2000).userId}>`,
      quoted: false,
      afterComma: false,
    })),
    externalInvitees: null,
    reminderMinutes: [60, 10],
    areRemindersPaused: false,
    options: defaultMeetingOptions,
    createdAt: at - hourMs,
    changedAt: at - hourMs,
    sequence: 0,
    onPbx: null,
    conflict: null,
    event: null,
    revision: 1,
  }
  return isSeries && index % 11 === 0 ? { ...plain, changes: changesOf(plain, at) } : plain
}

/** Full and half hours from six hours after `at` on. */
const slotOf = (at: number, slot: number) =>
  Math.ceil(at / (hourMs / 2)) * (hourMs / 2) + 6 * hourMs + (slot * hourMs) / 2

/** The third date from now is skipped, the fourth held an hour later. */
function changesOf(meeting: Meeting, at: number): Readonly<Record<WallTime, OccurrenceChange>> {
  const [, , third, fourth] = occurrencesFrom(meeting, at, 4)
  return {
    ...(third && { [third.date]: { kind: 'skipped' } }),
    ...(fourth && { [fourth.date]: { kind: 'changed', start: addMinutes(fourth.date, 60) } }),
  }
}

/** Few are on a PBX that keeps schedules, and hold a room. */
const roomOf = (index: number): Meeting['room'] =>
  index % 50 === 0
    ? { id: `room-${index}`, number: String(100_000 + index), dialIn: '+4930901800', hasPin: true }
    : null

const idOf = (index: number) => `m${index.toString(36).padStart(5, '0')}`
const weekdayOf = (day: string) => weekdays[new Date(`${day}T00:00Z`).getUTCDay()] ?? 'MO'
const nthOf = (day: string) => {
  const nth = Math.ceil(Number(day.slice(8)) / 7)
  return nth === 5 ? -1 : nth
}

const pick = <T>(from: readonly [T, ...T[]] | readonly T[], index: number): T => {
  const picked = from[index % from.length]
  if (picked === undefined) throw new RangeError('nothing to choose from')
  return picked
}
