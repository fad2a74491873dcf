/** Recordings of a conference: those of its room that lie within its time. */
import { say } from '#text/message.ts'
import { channelKey, type Place } from '../actor.ts'
import type { Attempt } from '../attempt.ts'
import type { Conference } from '../conference.ts'
import { recordingSet } from '../conference-schedule.ts'
import type { Pbx, Recording } from '../contracts/conference-provider.ts'
import type { Repositories } from '../contracts/store.ts'
import { ConfbotError } from '../errors.ts'
import type { Action } from '../permission.ts'
import { canDo, isOurs, need, permit, type Verbs } from './deps.ts'
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
  ): Promise<{ conference: Conference; recording: Recording; position: number; isHeard: boolean }>
  /** A link that whoever holds it can open; null: the PBX has none, and the file itself was given to the asker alone. */
  recordingLink(
    attempt: Attempt,
    input: { recording: string; in?: string | undefined },
  ): Promise<{ conference: Conference; recording: Recording; url: string | null }>
  /** Remembers it as read or unread: here, and on the PBX where it keeps that. */
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
  /** Ids of those that somebody marked as heard here. */
  readonly heard: ReadonlySet<string>
}

/** Clocks of PBXs are not ours: what they say of this conference is looked for a little around it. */
const clockMarginMs = 5 * 60_000

/** `now`: until then, where it has not ended. */
export async function recordingsOf(pbx: Pbx, conference: Conference, now: number): Promise<readonly Recording[]> {
  const all = await need(pbx, 'listRecordings').listRecordings(conference.roomId, {
    from: conference.startedAt - clockMarginMs,
    until: (conference.endedAt ?? now) + clockMarginMs,
  })
  const until = conference.endedAt ?? Number.POSITIVE_INFINITY
  return all
    .filter(({ startedAt, endedAt }) => {
      const from = startedAt ?? endedAt
      return from !== null && from <= until && (endedAt ?? from) >= conference.startedAt
    })
    .sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0))
}

/** Settings that name the recordings of a room which were heard. */
const heardScope = (pbx: Pick<Pbx, 'name'>, roomId: string) => `heard:${pbx.name}:${roomId}`

/** With its room nobody can hear them any more. */
export async function forgetHeard(tx: Pick<Repositories, 'settings'>, pbx: Pbx, roomId: string): Promise<void> {
  const scope = heardScope(pbx, roomId)
  for (const id of Object.keys(await tx.settings.list(scope))) await tx.settings.set(scope, id, null)
}

/** Files are held in memory on their way. Over an hour of what a telephone sounds like. */
const maxFileBytes = 64 * 1024 * 1024
const megabytes = (bytes: number) => Math.ceil(bytes / (1024 * 1024))
const tooLarge = (bytes: number) =>
  new ConfbotError('recording.too-large', { blanks: { size: megabytes(bytes), max: megabytes(maxFileBytes) } })

export function createRecordingVerbs(verbs: Verbs): RecordingVerbs {
  const { book, observer, events, store, clock, files } = verbs
  const lastEnded = (place: Place) => store.conferences.lastEndedInChannel(channelKey(place))

  const find = async (attempt: Attempt, given: string | undefined): Promise<{ pbx: Pbx; conference: Conference }> => {
    const conference = await findAny(book, lastEnded, attempt, given)
    attempt.about(conference.subject, conference.id)
    return { conference, pbx: verbs.pbxOf(conference.pbx) }
  }
  /** By position in the list (`1`) or by the PBX's id. */
  const one = async (attempt: Attempt, input: { recording: string; in?: string | undefined }) => {
    const { conference, pbx } = await find(attempt, input.in)
    const choose = async () => pick(await recordingsOf(pbx, conference, clock.now()), input.recording)
    return { conference, pbx, choose }
  }

  const listFor = async (
    attempt: Attempt,
    input: { in?: string | undefined },
    action: Action,
  ): Promise<RecordingList> => {
    const { conference, pbx } = await find(attempt, input.in)
    permit(attempt, action, conference)
    // Nobody is asked whether to delete what cannot be.
    if (action === 'recording.delete') need(pbx, 'deleteRecording')
    const [recordings, marks] = await Promise.all([
      recordingsOf(pbx, conference, clock.now()),
      store.settings.list(heardScope(pbx, conference.roomId)),
    ])
    return { conference, recordings, heard: new Set(Object.keys(marks)) }
  }

  const giveFile = async (attempt: Attempt, pbx: Pbx, conference: Conference, recording: Recording): Promise<void> => {
    const { fetchRecording } = need(pbx, 'fetchRecording')
    if ((recording.sizeBytes ?? 0) > maxFileBytes) throw tooLarge(recording.sizeBytes ?? 0)
    const file = await fetchRecording(conference.roomId, recording.id)
    if (file.content.byteLength > maxFileBytes) throw tooLarge(file.content.byteLength)
    await files.give(attempt.actor, file, say('command.record.file', { name: conference.subject }))
  }

  return {
    async record(attempt, { on, in: given }) {
      const conference = await findLive(book, attempt, given)
      permit(attempt, 'recording.control', conference)
      attempt.about(conference.subject, conference.id)
      const { startRecording, stopRecording } = need(verbs.pbxOf(conference.pbx), 'record', conference)
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
      const { conference, recordings, heard } = await listFor(attempt, input, action)
      const recording = pick(recordings, input.recording)
      return { conference, recording, position: recordings.indexOf(recording) + 1, isHeard: heard.has(recording.id) }
    },
    async recordingLink(attempt, input) {
      const { conference, pbx, choose } = await one(attempt, input)
      permit(attempt, 'recording.link', conference)
      if (!canDo(pbx, 'linkRecording') && canDo(pbx, 'fetchRecording')) {
        const recording = await choose()
        await giveFile(attempt, pbx, conference, recording)
        return { conference, recording, url: null }
      }
      const { linkRecording } = need(pbx, 'linkRecording')
      const recording = await choose()
      return { conference, recording, url: await linkRecording(conference.roomId, recording.id) }
    },
    async flagRecording(attempt, input) {
      const { conference, pbx, choose } = await one(attempt, input)
      permit(attempt, 'recording.view', conference)
      const recording = await choose()
      const isOnPbx = canDo(pbx, 'flagRecording') && !isOurs(pbx, 'flagRecording')
      if (isOnPbx) await need(pbx, 'flagRecording').setRecordingRead(conference.roomId, recording.id, input.read)
      const scope = heardScope(pbx, conference.roomId)
      await attempt.commit((tx) => tx.settings.set(scope, recording.id, input.read ? 'yes' : null))
      return recording
    },
    async deleteRecording(attempt, input) {
      const { conference, pbx, choose } = await one(attempt, input)
      permit(attempt, 'recording.delete', conference)
      const { deleteRecording } = need(pbx, 'deleteRecording')
      const recording = await choose()
      const doubt = await askOnce(() => deleteRecording(conference.roomId, recording.id))
      const left = await recordingsOf(pbx, conference, clock.now()).catch((error: unknown) => {
        throw doubt ?? error
      })
      if (left.some(({ id }) => id === recording.id))
        throw doubt ?? new ConfbotError('provider.unconfirmed', { blanks: { pbx: conference.pbx } })
      await attempt.commit((tx) => tx.settings.set(heardScope(pbx, conference.roomId), recording.id, null))
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
