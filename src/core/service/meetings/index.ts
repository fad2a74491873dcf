/** Meetings: what people do with them, and what happens to them by themselves. */
import type { Verbs } from '../deps.ts'
import { agenda } from './agenda.ts'
import { answer, liveOf, snooze } from './answer.ts'
import { cancel, reinstate } from './cancel.ts'
import { createCardJob } from './card-job.ts'
import { changeMeeting, draftChange } from './change.ts'
import { createCorrectJob } from './correct-job.ts'
import { draftMeeting } from './draft.ts'
import { findMeeting } from './find.ts'
import { whyNoEvents } from './on-event.ts'
import { createOpenJob } from './open-job.ts'
import { createPlanJob } from './plan.ts'
import { createReadEventsJob, noteEventHint } from './read-events-job.ts'
import { createReadPbxJob } from './read-pbx-job.ts'
import { remind } from './remind.ts'
import { createRemindJob } from './remind-job.ts'
import { schedule } from './schedule.ts'
import { settleConflict } from './settle-conflict.ts'
import { settleEvent } from './settle-event.ts'
import { meetingPin, showMeeting } from './show.ts'
import { restore, skip } from './skip.ts'
import { createSnoozeJob } from './snooze-job.ts'
import { createTellEventJob } from './tell-event-job.ts'
import { createTellPbxJob } from './tell-pbx-job.ts'
import type { MeetingJobs, MeetingVerbs } from './verbs.ts'
import { createWatchJob } from './watch-job.ts'

export const createMeetingVerbs = (verbs: Verbs): MeetingVerbs => ({
  draftMeeting: (attempt, input) => draftMeeting(verbs, attempt, input),
  schedule: (attempt, input) => schedule(verbs, attempt, input),
  findMeeting: (attempt, input) => findMeeting(verbs, attempt, input),
  showMeeting: (attempt, input) => showMeeting(verbs, attempt, input),
  meetingPin: (attempt, input) => meetingPin(verbs, attempt, input),
  draftChange: (attempt, input) => draftChange(verbs, attempt, input),
  changeMeeting: (attempt, input) => changeMeeting(verbs, attempt, input),
  skip: (attempt, input) => skip(verbs, attempt, input),
  restore: (attempt, input) => restore(verbs, attempt, input),
  cancel: (attempt, input) => cancel(verbs, attempt, input),
  reinstate: (attempt, input) => reinstate(verbs, attempt, input),
  remind: (attempt, input) => remind(verbs, attempt, input),
  agenda: (attempt, range) => agenda(verbs, attempt, range),
  answer: (attempt, input) => answer(verbs, attempt, input),
  snooze: (attempt, input) => snooze(verbs, attempt, input),
  liveOf: (attempt, input) => liveOf(verbs, attempt, input),
  settleConflict: (attempt, input) => settleConflict(verbs, attempt, input),
  settleEvent: (attempt, input) => settleEvent(verbs, attempt, input),
  whyNoEvents: (place) => whyNoEvents(verbs, place),
  noteEventHint: (platform, workspaceId) => noteEventHint(verbs, platform, workspaceId),
})

export const createMeetingJobs = (verbs: Verbs): MeetingJobs => ({
  plan: createPlanJob(verbs),
  remind: createRemindJob(verbs),
  open: createOpenJob(verbs),
  card: createCardJob(verbs),
  correct: createCorrectJob(verbs),
  snooze: createSnoozeJob(verbs),
  'tell-pbx': createTellPbxJob(verbs),
  'read-pbx': createReadPbxJob(verbs),
  'tell-event': createTellEventJob(verbs),
  'read-events': createReadEventsJob(verbs),
  watch: createWatchJob(verbs),
})
