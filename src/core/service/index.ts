/** The one conference service: gathers the verbs. Every verb takes the attempt it belongs to, and rejects with a ConfbotError. */

import type { Place } from '../actor.ts'
import type { Attempt } from '../attempt.ts'
import type { Conference } from '../conference.ts'
import type { Pbx } from '../contracts/conference-provider.ts'
import { ConfbotError } from '../errors.ts'
import { type AccessVerbs, createAccessVerbs } from './access.ts'
import { createBook } from './book.ts'
import { type CalendarVerbs, createCalendarVerbs } from './calendar.ts'
import { type CardVerbs, createCardVerbs, noteCutOffStart } from './cards.ts'
import { type CarryOutVerbs, createCarryOutVerbs } from './carry-out.ts'
import { pbxFor } from './choose-pbx.ts'
import { type ControlVerbs, createControlVerbs } from './control.ts'
import type { ServiceDeps, Verbs } from './deps.ts'
import { createDirectoryVerbs, type DirectoryVerbs } from './directory.ts'
import { createEndVerbs, type EndVerbs } from './end.ts'
import { createEntryVerbs, type EntryVerbs } from './entry.ts'
import { createInviteVerbs, type InviteVerbs } from './invite.ts'
import { isHeldForMeeting } from './meeting-room.ts'
import { createMeetingJobs, createMeetingVerbs } from './meetings/index.ts'
import { rescheduleAllLive, rescheduleLive } from './meetings/live-occurrences.ts'
import { tellEventOf } from './meetings/on-event.ts'
import { readSchedulesFromNowOn } from './meetings/read-pbx-job.ts'
import type { MeetingJobs, MeetingVerbs } from './meetings/verbs.ts'
import { createMuteVerbs, type MuteVerbs } from './mute.ts'
import { createObserver, type Observer } from './observe.ts'
import { createPhoneCheckVerbs, type PhoneCheckVerbs } from './phone-check.ts'
import { createRecordingVerbs, type RecordingVerbs } from './recording.ts'
import { createRoomAdminVerbs, type RoomAdminVerbs } from './room-admin.ts'
import { createServerAdminVerbs, type ServerAdminVerbs } from './server-admin.ts'
import { createSettingVerbs, type SettingVerbs } from './setting.ts'
import { createShowVerbs, type ShowVerbs } from './show.ts'
import { type StartInput, type StartResult, startConference } from './start.ts'
import { createVideoVerbs, type VideoVerbs } from './video.ts'

export interface ConferenceService
  extends AccessVerbs,
    CalendarVerbs,
    CardVerbs,
    CarryOutVerbs,
    ControlVerbs,
    DirectoryVerbs,
    EndVerbs,
    EntryVerbs,
    InviteVerbs,
    MeetingVerbs,
    MuteVerbs,
    PhoneCheckVerbs,
    RecordingVerbs,
    RoomAdminVerbs,
    ServerAdminVerbs,
    SettingVerbs,
    ShowVerbs,
    VideoVerbs {
  /** Takes up what was live when the process stopped; once, before anything else. The ended ones whose rooms are not given back. */
  resume(): Promise<readonly Conference[]>
  start(attempt: Attempt, input: StartInput): Promise<StartResult>
  observe: Observer['observe']
  /** All live conferences, from memory. */
  allLive(): readonly Conference[]
  get(conferenceId: string): Promise<Conference | null>
  /** The warning of the coming end was given. */
  noteWarned(conferenceId: string, at: number): Promise<void>
  /** The PBX named, or the one of this channel. */
  choosePbx(place: Place, named: string | undefined): Promise<Pbx>
  /** By configured name; rejects (throws) with `input.unknown-pbx`. */
  pbxOf(name: string): Pbx
  readonly pbxNames: readonly string[]
  readonly defaultPbx: string
  readonly meetingJobs: MeetingJobs
  parts: ServiceDeps['parts']
  readonly version: string
}

export function createConferenceService(deps: ServiceDeps): ConferenceService {
  const book = createBook(deps.store, deps.events, deps.companions)
  const pbxOf = (name: string): Pbx => {
    const pbx = deps.pbxs.get(name)
    if (!pbx)
      throw new ConfbotError('input.unknown-pbx', { blanks: { typed: name, names: [...deps.pbxs.keys()].join(', ') } })
    return pbx
  }
  const observer = createObserver({ book, pbxOf, clock: deps.clock })
  const verbs: Verbs = {
    ...deps,
    book,
    observer,
    pbxOf,
    opening: new Set(),
    unreleased: new Set(),
    beingOpened: new Map(),
  }
  const end = createEndVerbs(verbs)
  const control = createControlVerbs(verbs)
  const mute = createMuteVerbs(verbs)
  const recording = createRecordingVerbs(verbs)
  deps.events.subscribe((event) => {
    if (event.kind === 'meeting-changed') void rescheduleLive(verbs, event.meeting)
    if (event.kind === 'conference-started' || event.kind === 'conference-ended')
      void tellEventOf(verbs, event.conference)
  })
  return {
    ...createAccessVerbs(verbs),
    ...createCalendarVerbs(verbs),
    ...createCardVerbs(verbs),
    ...createCarryOutVerbs(verbs, { ...control, ...mute, ...recording }),
    ...control,
    ...createDirectoryVerbs(verbs),
    ...end,
    ...createEntryVerbs(verbs),
    ...createInviteVerbs(verbs),
    ...createMeetingVerbs(verbs),
    ...mute,
    ...createPhoneCheckVerbs(verbs),
    ...recording,
    ...createRoomAdminVerbs(verbs),
    ...createServerAdminVerbs(verbs),
    ...createSettingVerbs(verbs),
    ...createShowVerbs(verbs),
    ...createVideoVerbs(verbs),
    resume: () => resume(verbs, end),
    start: (attempt, input) => startConference(verbs, attempt, input),
    observe: observer.observe,
    allLive: book.live,
    get: book.get,
    async noteWarned(conferenceId, at) {
      await book.record(conferenceId, (current) => ({ ...current, warnedAt: at }))
    },
    choosePbx: (place, named) => pbxFor(verbs, place, named),
    pbxOf,
    pbxNames: [...deps.pbxs.keys()],
    defaultPbx: deps.defaultPbx,
    meetingJobs: createMeetingJobs(verbs),
    parts: deps.parts,
    version: deps.version,
  }
}

async function resume(verbs: Verbs, { endByRule }: EndVerbs): Promise<readonly Conference[]> {
  const { book, store, pbxs } = verbs
  await book.load()
  for (const conference of book.live()) if (!pbxs.has(conference.pbx)) await endByRule(conference, 'pbx-gone')
  await rescheduleAllLive(verbs)
  await readSchedulesFromNowOn(verbs)
  const unsettled: Conference[] = []
  for (const name of pbxs.keys()) {
    for (const lease of await store.roomLeases.list(name)) {
      if (await isHeldForMeeting(store, lease)) continue
      const conference = await book.get(lease.conferenceId)
      if (!conference) {
        // Left over from a start that was cut off before anything was rung.
        await noteCutOffStart(store, lease.conferenceId)
        await store.roomLeases.release(name, lease.roomNumber, lease.conferenceId)
      } else if (conference.state === 'ended') unsettled.push(conference)
    }
  }
  return unsettled
}
