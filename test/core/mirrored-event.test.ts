import { expect, it } from 'vitest'
import type { Meeting } from '#core/meeting.ts'
import { eventContentOf } from '#core/mirrored-event.ts'
import type { Occurrence } from '#core/occurrence.ts'

const meeting = { subject: '😀'.repeat(64) } as Partial<Meeting> as Meeting
const occurrence = { startAt: 0, endAt: 60_000 } as Partial<Occurrence> as Occurrence

it.each([
  [100, `${'😀'.repeat(49)}…`],
  [128, '😀'.repeat(64)],
])('an event is called what the platform does not cut by itself: %i units', (max, subject) => {
  const content = eventContentOf(meeting, occurrence, null, max)
  expect(content.subject).toBe(subject)
  expect(content.subject.length).toBeLessThanOrEqual(max)
})
