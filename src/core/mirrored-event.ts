/** What an event shows of a meeting, and whether what it shows is that. Pure. */
import { cutText } from '#lib/clean-text.ts'
import type { EventChange, EventContent, EventRoom, ShownEvent } from './contracts/event-mirror.ts'
import type { FoundEvent, Meeting, MeetingEvent } from './meeting.ts'
import { isSkipped, type Occurrence, occurrenceOf, occurrencesFrom } from './occurrence.ts'
import { type Differences, differences } from './pbx-schedule.ts'

/** By which an event is known as that of this date. */
export const eventMark = (meetingId: string, date: string): string => `confbot:${meetingId}:${date}`
export const isMarkOf = (mark: string | null, meetingId: string): boolean =>
  mark?.startsWith(eventMark(meetingId, '')) === true

/** The date that is to be shown: the one that goes on or comes next; one that was moved behind others keeps its event. */
export function occurrenceToShow(meeting: Meeting, now: number): Occurrence | null {
  if (meeting.state !== 'scheduled' || !meeting.options.event) return null
  const own = meeting.event && occurrenceOf(meeting, meeting.event.date)
  if (own?.isMoved && own.endAt > now) return own
  return occurrencesFrom(meeting, now, 1)[0] ?? null
}

/** Whether it is the event of this occurrence, whatever that is called since the meeting was changed. */
export const isEventOf = (meeting: Meeting, event: MeetingEvent, { date }: Occurrence, now: number): boolean =>
  event.date === date ||
  (event.told.endAt > now && !isSkipped(meeting, event.date) && !occurrenceOf(meeting, event.date))

/** `subjectMax`: in UTF-16 units, in which the platform would cut it otherwise; and what it shows would then be somebody's change. */
export const eventContentOf = (
  meeting: Meeting,
  { subject, startAt, endAt }: Occurrence,
  room: EventRoom | null,
  subjectMax: number,
): EventContent => ({
  subject: cutText(subject ?? meeting.subject, subjectMax).trim(),
  startAt,
  endAt,
  room: room && { number: room.number, dialIn: room.dialIn, hasPin: room.hasPin },
})

/** In the shape of a PBX's schedule, which says less of it. */
export const asSchedule = ({ subject, startAt, endAt }: FoundEvent) => ({
  subject,
  startAt,
  endAt,
  timeZone: null,
  externalInvitees: null,
})

export const eventDifferences = (a: FoundEvent, b: FoundEvent): Differences => differences(asSchedule(a), asSchedule(b))

export function isSameEvent(a: FoundEvent, b: FoundEvent): boolean {
  const { times, subject } = eventDifferences(a, b)
  return !times && !subject
}

/** What people made of an event that was told `told`. The start of one that goes on is what it was; one without an end takes as long. */
export function foundIn({ subject, startAt: shownAt, endAt, state }: ShownEvent, told: FoundEvent): FoundEvent {
  const startAt = state === 'live' ? told.startAt : shownAt
  return { subject, startAt, endAt: endAt ?? startAt + told.endAt - told.startAt }
}

/** What it has to be told. */
export function changesOf(told: EventContent, wanted: EventContent, shown: ShownEvent, mark: string): EventChange {
  const { times, subject } = eventDifferences(told, wanted)
  return {
    ...(subject && { subject: wanted.subject }),
    ...(times && { startAt: wanted.startAt, endAt: wanted.endAt }),
    ...(JSON.stringify(told.room) !== JSON.stringify(wanted.room) && { room: wanted.room }),
    // Where somebody took the mark away, what they wrote stays as it is.
    ...(shown.mark !== null && shown.mark !== mark && { mark }),
  }
}
