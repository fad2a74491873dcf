/** Private calendar addresses, of a person or a channel, and calendar files of single meetings. */
import { say } from '#text/message.ts'
import type { Attempt } from '../attempt.ts'
import { createCalendarSecret, hashCalendarSecret } from '../calendar-secret.ts'
import { ConfbotError } from '../errors.ts'
import type { Meeting } from '../meeting.ts'
import { channelScope, permit, personScope, type Verbs } from './deps.ts'
import { placeOf } from './locate.ts'
import { findMeeting } from './meetings/find.ts'
import type { MeetingInput } from './meetings/verbs.ts'

export type CalendarOf = 'person' | 'channel'

export interface CalendarVerbs {
  /** Since when there is an address; null: there is none. It cannot be shown again, for only its hash is kept. */
  calendarSince(attempt: Attempt, of: CalendarOf): Promise<number | null>
  /** Makes an address, and ends the one that was there. Rejects with `calendar.no-address` where nothing is served in public. */
  newCalendar(attempt: Attempt, of: CalendarOf): Promise<string>
  /** Ends the address. Rejects with `calendar.none`. */
  endCalendar(attempt: Attempt, of: CalendarOf): Promise<void>
  /** Gives the asker alone the meeting as a calendar file. */
  giveCalendarFile(attempt: Attempt, input: MeetingInput): Promise<Meeting>
}

export function createCalendarVerbs(verbs: Verbs): CalendarVerbs {
  const { store, clock, calendars, files } = verbs
  const allow = (attempt: Attempt, of: CalendarOf) =>
    permit(attempt, of === 'person' ? 'person.self' : 'channel.manage')
  const scopeOf = (attempt: Attempt, of: CalendarOf) =>
    of === 'person' ? personScope(attempt.actor) : channelScope(placeOf(attempt))
  return {
    async calendarSince(attempt, of) {
      allow(attempt, of)
      return (await store.calendars.ofScope(scopeOf(attempt, of)))?.createdAt ?? null
    },
    async newCalendar(attempt, of) {
      allow(attempt, of)
      attempt.about(`calendar address of this ${of}`)
      const secret = createCalendarSecret()
      const url = calendars.addressOf(secret)
      if (url === null) throw new ConfbotError('calendar.no-address')
      const made = { hash: hashCalendarSecret(secret), scope: scopeOf(attempt, of), createdAt: clock.now() }
      await attempt.commit((tx) => tx.calendars.put(made))
      return url
    },
    async endCalendar(attempt, of) {
      allow(attempt, of)
      attempt.about(`calendar address of this ${of}`)
      await attempt.commit(async (tx) => {
        if (!(await tx.calendars.remove(scopeOf(attempt, of)))) throw new ConfbotError('calendar.none')
      })
    },
    async giveCalendarFile(attempt, input) {
      permit(attempt, 'meeting.view')
      const { meeting } = await findMeeting(verbs, attempt, input)
      const content = calendars.fileOf(meeting, clock.now())
      await files.give(
        attempt.actor,
        { name: `${meeting.id}.ics`, mimeType: 'text/calendar', content },
        say('calendar.file', { name: meeting.subject }),
      )
      return meeting
    },
  }
}
