/** What the store's tests put into it, and the clock they give it. */
import type { Person, Place } from '#core/actor.ts'
import { type Conference, openConference } from '#core/conference.ts'
import type { AuditEntry, Delivery } from '#core/contracts/store.ts'
import { defaultMeetingOptions, type Meeting } from '#core/meeting.ts'
import type { Clock } from '#lib/clock.ts'

export const alice: Person = { platform: 'slack', workspaceId: 'T1', userId: 'U1', name: 'Alice' }
export const general: Place = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' }
export const thread: Place = { ...general, threadId: '1700000000.000100' }

export function sampleConference(id: string, given: Partial<Conference> = {}): Conference {
  const room = { id: `room-${id}`, number: '8000', dialIn: '+4930901800' }
  const start = { id, subject: 'Sprint review', pbx: 'main', room, hasPin: true, by: alice, place: general }
  return { ...openConference({ ...start, at: 1_000, longestUntil: null }), ...given }
}
export const sampleEntry = (given: Partial<AuditEntry> = {}): AuditEntry => ({
  at: 2_000,
  actor: alice,
  place: general,
  action: 'conf mute',
  target: 'Bob (+49 30 ••• 02)',
  result: 'done',
  detail: '',
  intent: 'slack:1',
  conferenceId: 'abc001',
  ...given,
})

export const sampleMeeting = (id: string, given: Partial<Meeting> = {}): Meeting => ({
  id,
  start: '2026-12-01T15:00',
  timeZone: 'Europe/Berlin',
  durationMinutes: 30,
  rule: 'FREQ=WEEKLY;BYDAY=TU',
  changes: {
    '2026-12-08T15:00': { kind: 'skipped' },
    '2026-12-15T15:00': { kind: 'changed', start: '2026-12-16T09:30', subject: 'Review, moved' },
  },
  subject: 'Weekly review',
  state: 'scheduled',
  owner: alice,
  place: general,
  pbx: 'main',
  room: { id: `room-${id}`, number: '8000', dialIn: '+4930901800', hasPin: true },
  who: [],
  externalInvitees: null,
  reminderMinutes: [60, 10],
  areRemindersPaused: false,
  options: defaultMeetingOptions,
  createdAt: 1_000,
  changedAt: 1_000,
  sequence: 0,
  onPbx: null,
  conflict: null,
  event: null,
  revision: 1,
  ...given,
})

export const sampleDelivery = (key: string, given: Partial<Delivery> = {}): Delivery => ({
  key,
  meetingId: 'm00001',
  date: '2026-12-01T15:00',
  kind: 'reminder',
  startAt: 3_600_000,
  leadMinutes: 10,
  place: general,
  state: 'sending',
  beganAt: 3_000_000,
  settledAt: null,
  message: null,
  ...given,
})

/** A clock that shows what the test says, also something earlier. Nothing is timed by it. */
export interface SetClock extends Clock {
  set(at: number): void
}
export function createSetClock(at: number): SetClock {
  let now = at
  return {
    now: () => now,
    set(next) {
      now = next
    },
    schedule: () => () => {},
  }
}
