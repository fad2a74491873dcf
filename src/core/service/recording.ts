/** Recordings of a conference: those of its room that lie within its time. */
import { channelKey, type Place } from '../actor.ts'
import type { Attempt } from '../attempt.ts'
import type { Conference } from '../conference.ts'
import { recordingSet } from '../conference-schedule.ts'
import type { Pbx, Recording } from '../contracts/conference-provider.ts'
import { ConfbotError } from '../errors.ts'
import type { Action } from '../permission.ts'
import { need, permit, type Verbs } from './deps.ts'
import { findAny, findLive } from './locate.ts'
import { askOnce } from './observe.ts'

export interface RecordingVerbs {
  record(attempt: Attempt, input: { on: boolean; in?: string | undefined }): Promise<Conference>
  recordings(attempt: Attempt, input: { in?: string | undefined }): Promise<RecordingList>
  /** One of them, with its place in that list, from 1; for who may do `action` with it. */
  recording(
    attempt: Attempt,
    input: { recording: string; in?: string | undefined },
    action: Action,
  ): Promise<{ conference: Conference; recording: Recording; position: number }>
  /** A link that whoever holds it can open. */
  recordingLink(
    attempt: Attempt,
    input: { recording: string; in?: string | undefined },
  ): Promise<{ conference: Conference; recording: Recording; url: string }>
  /** Remembers it as read or unread on the PBX. */
  flagRecording(
    attempt: Attempt,
    input: { recording: string; read: boolean; in?: string | undefined },
  ): Promise<Recording>
  deleteRecording(attempt: Attempt, input: { recording: string; in?: string | undefined }): Promise<Recording>
}

export interface RecordingList {
  readonly conference: Conference
  /** Oldest first. */
  readonly recordings: readonly Recording[]
}

export async function recordingsOf(pbx: Pbx, conference: Conference): Promise<readonly Recording[]> {
  const all = await need(pbx, 'listRecordings').listRecordings(conference.roomId)
  const until = conference.endedAt ?? Number.POSITIVE_INFINITY
  return all
    .filter(({ startedAt, endedAt }) => {
      const from = startedAt ?? endedAt
      return from !== null && from <= until && (endedAt ?? from) >= conference.startedAt
    })
    .sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0))
}

export function createRecordingVerbs(verbs: Verbs): RecordingVerbs {
  const { book, observer, events, store } = verbs
  const lastEnded = (place: Place) => store.conferences.lastEndedInChannel(channelKey(place))

  const find = async (attempt: Attempt, given: string | undefined): Promise<{ pbx: Pbx; conference: Conference }> => {
    const conference = await findAny(book, lastEnded, attempt, given)
    attempt.about(conference.subject, conference.id)
    return { conference, pbx: verbs.pbxOf(conference.pbx) }
  }
  /** By position in the list (`1`) or by the PBX's id. */
  const one = async (attempt: Attempt, input: { recording: string; in?: string | undefined }) => {
    const { conference, pbx } = await find(attempt, input.in)
    return { conference, pbx, choose: async () => pick(await recordingsOf(pbx, conference), input.recording) }
  }

  const listFor = async (
    attempt: Attempt,
    input: { in?: string | undefined },
    action: Action,
  ): Promise<RecordingList> => {
    const { conference, pbx } = await find(attempt, input.in)
    permit(attempt, action, conference)
    return { conference, recordings: await recordingsOf(pbx, conference) }
  }

  return {
    async record(attempt, { on, in: given }) {
      const conference = await findLive(book, attempt, given)
      permit(attempt, 'recording.control', conference)
      attempt.about(conference.subject, conference.id)
      const { startRecording, stopRecording } = need(verbs.pbxOf(conference.pbx), 'record')
      const seen = await observer.effect(
        conference,
        () => (on ? startRecording : stopRecording)(conference.roomId),
        (reading) => (reading.recording === null ? null : reading.recording === on),
      )
      let before: boolean | null = null
      const next = await book.record(
        conference.id,
        (current) => {
          before = current.recording
          return recordingSet(seen.apply(current), on)
        },
        attempt.commit,
      )
      // What was so before is no news to the channel.
      if ((before ?? false) !== on)
        events.publish({ kind: 'recording-changed', conference: next, actor: attempt.actor, recording: on })
      return next
    },
    recordings: (attempt, input) => listFor(attempt, input, 'recording.view'),
    async recording(attempt, input, action) {
      const { conference, recordings } = await listFor(attempt, input, action)
      const recording = pick(recordings, input.recording)
      return { conference, recording, position: recordings.indexOf(recording) + 1 }
    },
    async recordingLink(attempt, input) {
      const { conference, pbx, choose } = await one(attempt, input)
      permit(attempt, 'recording.link', conference)
      const { linkRecording } = need(pbx, 'linkRecording')
      const recording = await choose()
      return { conference, recording, url: await linkRecording(conference.roomId, recording.id) }
    },
    async flagRecording(attempt, input) {
      const { conference, pbx, choose } = await one(attempt, input)
      permit(attempt, 'recording.view', conference)
      const { setRecordingRead } = need(pbx, 'flagRecording')
      const recording = await choose()
      await setRecordingRead(conference.roomId, recording.id, input.read)
      return recording
    },
    async deleteRecording(attempt, input) {
      const { conference, pbx, choose } = await one(attempt, input)
      permit(attempt, 'recording.delete', conference)
      const { deleteRecording } = need(pbx, 'deleteRecording')
      const recording = await choose()
      const doubt = await askOnce(() => deleteRecording(conference.roomId, recording.id))
      const left = await recordingsOf(pbx, conference).catch((error: unknown) => {
        throw doubt ?? error
      })
      if (left.some(({ id }) => id === recording.id))
        throw doubt ?? new ConfbotError('provider.unconfirmed', { blanks: { pbx: conference.pbx } })
      return recording
    },
  }
}

function pick(recordings: readonly Recording[], given: string): Recording {
  // No list is longer; the id of a recording that is gone, which may be a number too, is not a position.
  const at = /^[1-9]\d{0,2}$/.test(given) ? Number(given) - 1 : -1
  const found = recordings.find(({ id }) => id === given) ?? recordings[at]
  if (!found) throw new ConfbotError('input.unknown-recording', { blanks: { typed: given } })
  return found
}
