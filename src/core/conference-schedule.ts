/**
 * What a meeting asks of its conference, and when it is due. What was done stands in the conference, so that nothing is done
 * twice after a restart, nor again when a person undid it.
 */
import {
  type Conference,
  type ConferenceSchedule,
  isPending,
  type Participant,
  presentParticipants,
} from './conference.ts'

export type ScheduledAct =
  /** `codes`: of the participants, if any are unmuted; null: all. */
  | { readonly do: 'mute'; readonly codes: readonly string[] | null; readonly through: number }
  | { readonly do: 'record' }
  | { readonly do: 'lock' }

/** Whom nobody rang needs a while to dial. */
const lockAfterMs = 120_000

/**
 * What is due at `now`, which must be the instant of a good reading that was just applied. A room is recorded and locked only with
 * somebody in it: a PBX may refuse to record an empty one, and nobody could come into one that is locked. It is locked once
 * everybody who was rung is there or will not come, and after two minutes at the latest.
 */
export function dueActs(conference: Conference, now: number): readonly ScheduledAct[] {
  const { schedule, startedAt, invitations, participants } = conference
  const present = participants.filter(isPresent)
  if (!schedule || conference.state !== 'live' || present.length === 0) return []
  const acts: ScheduledAct[] = []
  const come = schedule.mutedThrough === null ? [] : participants.slice(schedule.mutedThrough).filter(isPresent)
  if (come.length > 0) {
    const codes = come.filter(({ muted }) => muted !== true).map(({ code }) => code)
    const through = participants.length
    const isAll = codes.length > 0 && come.length === present.length
    acts.push({ do: 'mute', codes: isAll ? null : codes, through })
  }
  if (schedule.record === 'due' && conference.recording !== true) acts.push({ do: 'record' })
  const rung = invitations.filter(({ state }) => state !== 'not-rung')
  const isComplete = rung.length > 0 && !rung.some(isPending)
  if (schedule.lock === 'due' && conference.locked !== true && (isComplete || now >= startedAt + lockAfterMs))
    acts.push({ do: 'lock' })
  return acts
}

const isPresent = ({ leftAt }: Participant) => leftAt === null

/** As a reading shows it: what somebody else did needs not be done; with the last one who leaves a recording ends, too. */
export function scheduleSeen(conference: Conference): Conference {
  const { recording, locked } = conference
  const isEmpty = presentParticipants(conference).length === 0
  return withSchedule(conference, ({ record, lock }) => ({
    record: record === 'due' && recording ? 'done' : record === 'done' && isEmpty && !recording ? 'due' : record,
    lock: lock === 'due' && locked ? 'done' : lock,
  }))
}

/** Whoever stops the recording of a meeting does not want it to begin again. */
export const recordingSet = (conference: Conference, on: boolean): Conference =>
  withSchedule(conference, ({ record }) => ({ record: !on ? 'off' : record === 'due' ? 'done' : record }))

/** Whoever locks or unlocks a room has decided it. */
export const lockSet = (conference: Conference): Conference =>
  withSchedule(conference, ({ lock }) => ({ lock: lock === 'due' ? 'done' : lock }))

export const noteMutedThrough = (conference: Conference, through: number): Conference =>
  withSchedule(conference, (schedule) => ({
    mutedThrough: schedule.mutedThrough === null ? null : Math.max(schedule.mutedThrough, through),
  }))

/** The meeting was changed while it is live. An occurrence that was moved to later leaves it as it is. */
export function rescheduled(
  conference: Conference,
  now: { readonly startAt: number; readonly endAt: number; readonly closes: boolean },
  at: number,
): Conference {
  const { schedule, keepUntil } = conference
  const { startAt, endAt, closes } = now
  const isSame = keepUntil !== null && endAt === schedule?.endAt && closes === schedule.closes
  if (!schedule || startAt > at || isSame) return conference
  return {
    ...conference,
    schedule: { ...schedule, endAt, closes },
    keepUntil: keepUntil === schedule.endAt ? endAt : Math.max(keepUntil ?? endAt, endAt),
    longestUntil: closes ? endAt : null,
    warnedAt: null,
    changedAt: at,
  }
}

/** It does not take place any more: unless somebody wanted to keep it, it lives as any other. */
export const notKept = (conference: Conference): Conference =>
  conference.schedule?.endAt === conference.keepUntil ? { ...conference, keepUntil: null } : conference

function withSchedule(
  conference: Conference,
  change: (schedule: ConferenceSchedule) => Partial<ConferenceSchedule>,
): Conference {
  const { schedule } = conference
  if (!schedule) return conference
  const changed = { ...schedule, ...change(schedule) }
  const isSame = (Object.keys(changed) as (keyof ConferenceSchedule)[]).every((key) => changed[key] === schedule[key])
  return isSame ? conference : { ...conference, schedule: changed }
}
