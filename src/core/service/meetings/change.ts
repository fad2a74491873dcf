/** Changing a meeting: one date, it and all later ones, which become a meeting of their own, or the series. */
import { createConferenceId } from '#lib/ids.ts'
import type { Attempt } from '../../attempt.ts'
import type { Repositories } from '../../contracts/store.ts'
import { type Meeting, meetingHolder } from '../../meeting.ts'
import { type Occurrence, occurrenceOf, occurrencesFrom } from '../../occurrence.ts'
import { permit, type Verbs } from '../deps.ts'
import { type Applied, type Asked, applyChange, scopeOf } from './change-input.ts'
import { nextFive, nextOccurrence } from './dates.ts'
import { draftOf, peopleInvited } from './draft.ts'
import { findComing, refuseCancelled } from './find.ts'
import { giveUpHeld, holdRoom, isOnPbx } from './hold-room.ts'
import { passLive } from './live-occurrences.ts'
import { noteOpenEvent, requireEvents } from './on-event.ts'
import { noteBeingTold, readBeingTold } from './on-pbx.ts'
import { orUndone, type PostedMeeting, postNew } from './post-card.ts'
import type { ChangedMeeting, ChangeInput, MeetingDraft } from './verbs.ts'
import { changeStored } from './write-meeting.ts'
import { chooseZone, readDefaults } from './zone.ts'

/** May `attempt` change it? Throws `permission.denied`. */
export const permitChange = (attempt: Attempt, { owner, place }: Meeting): void =>
  permit(attempt, 'meeting.change', { chair: owner, place })

/** All that has to be asked of others, once. */
async function prepare(
  verbs: Verbs,
  attempt: Attempt,
  input: ChangeInput,
): Promise<{ readonly meeting: Meeting; readonly asked: Asked }> {
  const { meeting, occurrence } = await findComing(verbs, attempt, input)
  permitChange(attempt, meeting)
  if (input.options?.event) requireEvents(verbs, meeting.place)
  const scope = scopeOf(meeting, occurrence, input)
  const now = verbs.clock.now()
  const defaults = await readDefaults(verbs, attempt)
  const people = input.who && (await peopleInvited(verbs, attempt, verbs.pbxOf(meeting.pbx), input.who))
  return {
    meeting,
    asked: {
      ...(people && { people }),
      input,
      scope,
      date: occurrence.date,
      meant: chooseZone(input.zone, defaults, [], now, meeting.timeZone),
      newId: createConferenceId(),
      now,
    },
  }
}

export async function draftChange(verbs: Verbs, attempt: Attempt, input: ChangeInput): Promise<MeetingDraft> {
  const { meeting: current, asked } = await prepare(verbs, attempt, input)
  const { meeting, date } = applyChange(current, asked)
  const draft = draftOf(meeting, asked.now)
  const changed = occurrenceOf(meeting, date)
  if (asked.scope !== 'this' || !changed) return { ...draft, exact: { ...draft.exact, when: date } }
  return {
    ...draft,
    next: [changed, ...after(meeting, changed)],
    exact: { ...draft.exact, when: changed.start },
  }
}

const after = (meeting: Meeting, { startAt, date }: Occurrence) =>
  occurrencesFrom(meeting, startAt, 6)
    .filter((one) => one.date !== date && one.startAt >= startAt)
    .slice(0, 4)

export async function changeMeeting(verbs: Verbs, attempt: Attempt, input: ChangeInput): Promise<ChangedMeeting> {
  const { meeting: found, asked } = await prepare(verbs, attempt, input)
  let split: Split | null = null
  const store = () =>
    changeStored(verbs, attempt, found, async (current) => {
      refuseCancelled(current)
      const applied = applyChange(current, asked)
      if (!applied.earlier) return { meeting: applied.meeting, applied, later: null }
      split ??= await prepareSplit(verbs, current, applied.meeting, applied.earlier, asked.date)
      return { ...split.apply(current, applied.meeting, applied.earlier), applied }
    })
  const undo = async () => split?.posted.undo()
  const made = await orUndone(undo, store)
  // Somebody took the earlier dates away meanwhile.
  if (!made.applied.earlier) await undo()
  if (made.later) await passLive(verbs, made.before, made.later)
  return changed(verbs, made.applied, made)
}

function changed(
  verbs: Verbs,
  { date, dropped, earlier }: Applied,
  made: { readonly meeting: Meeting; readonly later: Meeting | null },
): ChangedMeeting {
  const meeting = made.later ?? made.meeting
  if (made.later) verbs.events.publish({ kind: 'meeting-changed', meeting: made.later })
  return {
    ...changedMeeting(verbs, meeting, occurrenceOf(meeting, date)),
    before: earlier && made.meeting,
    dropped,
  }
}

/** What is answered after a change of one meeting. */
export function changedMeeting(verbs: Verbs, meeting: Meeting, occurrence?: Occurrence | null): ChangedMeeting {
  const next = nextFive(meeting, verbs.clock.now())
  return {
    meeting,
    occurrence: occurrence ?? next[0] ?? null,
    next,
    before: null,
    isOnPbx: isOnPbx(verbs, meeting),
    dropped: [],
  }
}

interface Split {
  readonly posted: PostedMeeting
  /** `meeting` is the earlier one, which keeps its id. */
  apply(
    current: Meeting,
    later: Meeting,
    earlier: Meeting,
  ): { readonly meeting: Meeting; readonly later: Meeting; readonly also: (tx: Repositories) => Promise<void> }
}

/**
 * The room goes with the next date: where no earlier one is left, the later ones take it over, with its number and PIN; else they
 * get one of their own.
 */
async function prepareSplit(
  verbs: Verbs,
  current: Meeting,
  later: Meeting,
  earlier: Meeting,
  date: string,
): Promise<Split> {
  const { clock } = verbs
  const takesRoom = nextOccurrence(earlier, clock.now()) === null
  const pbx = verbs.pbxOf(current.pbx)
  const own = takesRoom ? null : await holdRoom(verbs, pbx, later)
  const roomOf = (meeting: Meeting) => (takesRoom ? meeting.room : own)
  const posted = await postNew(verbs, { ...later, room: roomOf(current) }, () => giveUpHeld(verbs, pbx, later, own))
  return {
    posted,
    apply(newest, changedLater, changedEarlier) {
      const room = roomOf(newest)
      // So does the event, with those who are interested in it.
      const event = takesRoom && changedLater.options.event ? newest.event : null
      const next: Meeting = { ...changedLater, room, onPbx: takesRoom ? newest.onPbx : null, event }
      return {
        meeting: takesRoom
          ? { ...changedEarlier, room: null, onPbx: null, conflict: null, event: event ? null : newest.event }
          : changedEarlier,
        later: next,
        async also(tx) {
          await posted.write(tx, next, clock.now(), newest)
          await tx.answers.pass({ meetingId: newest.id, date }, next.id)
          if (event) {
            await noteOpenEvent(tx, newest.id, newest.place, null, clock.now())
            await noteOpenEvent(tx, next.id, next.place, event.id, clock.now())
          }
          if (!takesRoom || !room) return
          // Where a conference is in it, the room is passed on at its end.
          await tx.roomLeases.pass(newest.pbx, room.number, meetingHolder(newest.id), meetingHolder(next.id))
          await noteBeingTold(tx, next.id, await readBeingTold(tx, newest.id))
        },
      }
    },
  }
}
