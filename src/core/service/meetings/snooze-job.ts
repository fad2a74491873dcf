/** Reminds one person again, who asked for it: a message to them alone, as long as the occurrence is not over. */

import { occurrenceOf } from '../../occurrence.ts'
import { heldOccurrence } from '../../plan.ts'
import { createTellOnce, type Telling } from './tell-once.ts'
import type { MeetingJobs } from './verbs.ts'

export function createSnoozeJob(telling: Telling): MeetingJobs['snooze'] {
  const { store } = telling
  const tellOnce = createTellOnce(telling)

  return async (job) => {
    const { does } = job
    if (does.kind !== 'snooze') return
    const { meetingId, date, person, at } = does
    const meeting = await store.meetings.get(meetingId)
    const occurrence = meeting && occurrenceOf(meeting, date)
    if (!meeting || !occurrence) return void (await store.jobs.finish(job))
    const { platform, workspaceId, userId } = person
    // The job's key is that of whoever asks again.
    const key = `snooze:${meetingId}:${date}:${userId}:${at}`
    const outcome = await tellOnce({
      job,
      delivery: {
        key,
        meetingId,
        date,
        kind: 'reminder',
        startAt: occurrence.startAt,
        leadMinutes: null,
        place: { platform, workspaceId, channelId: userId, kind: 'direct' },
      },
      to: person,
      owner: meeting.owner,
      async words() {
        const current = await store.meetings.get(meetingId)
        const now = current && heldOccurrence(current, does)
        return current && now && { what: { kind: 'snoozed', meeting: current, occurrence: now }, until: now.endAt }
      },
      isCurrent: async (shown) =>
        shown.kind === 'snoozed' && (await store.meetings.revisionOf(meetingId)) === shown.meeting.revision,
    })
    if (outcome !== 'told' && outcome !== 'later') await store.jobs.finish(job)
  }
}
