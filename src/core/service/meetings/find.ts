/** Which meeting and which of its dates are meant. What could be several is never guessed: the choices are offered. */
import { foldName } from '#lib/fold-name.ts'
import { moment, say } from '#text/message.ts'
import {
  type Actor,
  channelKey,
  isPrivatePlace,
  isSamePerson,
  type Place,
  personKey,
  workspaceKey,
} from '../../actor.ts'
import type { Attempt } from '../../attempt.ts'
import type { Store } from '../../contracts/store.ts'
import { ConfbotError, type ErrorChoice } from '../../errors.ts'
import type { Meeting } from '../../meeting.ts'
import type { Occurrence } from '../../occurrence.ts'
import type { Verbs } from '../deps.ts'
import { placeOf } from '../locate.ts'
import { dateInWords, dateTyped, nextFive, nextOccurrence, unknownDate } from './dates.ts'
import type { FoundMeeting, MeetingInput } from './verbs.ts'

/** Meetings of a channel, and of a workspace, among which a subject is looked for: the soonest. */
const maxHere = 200
const maxElsewhere = 1000
const maxChoices = 8

export type Finder = Pick<Verbs, 'store' | 'clock'>

/** Any meeting that is known by its code, also one that is cancelled or over; by its subject, one that is to come. */
export async function findMeeting(verbs: Finder, attempt: Attempt, input: MeetingInput): Promise<FoundMeeting> {
  const meeting = await meetingOf(verbs, attempt, input.meeting)
  return datedMeeting(verbs, attempt, meeting, input.date)
}

/** One whose named (or next) date is not over, in a meeting that is scheduled. */
export async function findComing(
  verbs: Finder,
  attempt: Attempt,
  input: MeetingInput,
): Promise<FoundMeeting & { readonly occurrence: Occurrence }> {
  const found = await findMeeting(verbs, attempt, input)
  const { meeting, occurrence } = found
  refuseCancelled(meeting)
  if (!occurrence) throw over(meeting)
  if (occurrence.endAt <= verbs.clock.now())
    throw new ConfbotError('input.past-time', { option: 'date', blanks: { time: dateInWords(meeting, occurrence) } })
  return { ...found, occurrence }
}

export function refuseCancelled(meeting: Meeting): void {
  if (meeting.state !== 'cancelled') return
  throw new ConfbotError('meeting.cancelled', {
    blanks: { name: meeting.subject },
    choices: [{ label: say('choice.reinstate'), path: 'conf reinstate', input: { meeting: meeting.id } }],
  })
}

export const over = ({ subject }: Meeting) => new ConfbotError('meeting.over', { blanks: { name: subject } })

/** The meeting alone. */
export async function meetingOf(verbs: Finder, attempt: Attempt, given: string | undefined): Promise<Meeting> {
  const meeting = await (given === undefined ? onlyHere(verbs, attempt) : named(verbs, attempt, given))
  attempt.about(meeting.subject, meeting.id)
  await attempt.learnRights(meeting.place)
  if (channelKey(meeting.place) !== channelKey(placeOf(attempt))) attempt.requirePbx?.(meeting.pbx)
  return meeting
}

async function onlyHere({ store, clock }: Finder, attempt: Attempt): Promise<Meeting> {
  const place = placeOf(attempt)
  const here = await store.meetings.upcoming({ channelKey: channelKey(place), limit: maxHere })
  const inThread = place.threadId === undefined ? [] : here.filter((one) => one.place.threadId === place.threadId)
  const candidates = inThread.length > 0 ? inThread : here
  const [only, ...others] = candidates
  if (only && others.length === 0) return only
  if (only) throw ambiguous(candidates, clock.now())
  const theirs = await store.meetings.upcoming({ personKey: personKey(attempt.actor), limit: maxChoices })
  throw new ConfbotError('meeting.none-here', {
    choices: [
      ...theirs.filter((one) => isMeetingVisible(one, place, attempt.actor)).map((one) => choiceOf(one, clock.now())),
      { label: say('choice.schedule'), path: 'conf schedule', input: {}, asForm: true },
    ],
  })
}

const isCode = (text: string) => /^[a-z0-9]{6}$/.test(text)

async function named({ store, clock }: Finder, attempt: Attempt, given: string): Promise<Meeting> {
  const place = placeOf(attempt)
  const typed = given.trim()
  const byCode = isCode(typed) ? await store.meetings.get(typed) : null
  if (byCode && isMeetingVisible(byCode, place, attempt.actor)) return byCode
  const all = await visibleUpcoming(store, attempt)
  const [only, ...others] = preferredHere(bySubject(all, typed), place)
  if (only && others.length === 0) return only
  if (only) throw ambiguous([only, ...others], clock.now())
  throw new ConfbotError('input.unknown-meeting', {
    option: 'meeting',
    blanks: { typed: given },
    choices: all.slice(0, maxChoices).map((one) => choiceOf(one, clock.now())),
  })
}

/** Both of this channel and of the workspace, the soonest first. */
async function visibleUpcoming(store: Store, attempt: Attempt): Promise<readonly Meeting[]> {
  const place = placeOf(attempt)
  const [here, all] = await Promise.all([
    store.meetings.upcoming({ channelKey: channelKey(place), limit: maxHere }),
    store.meetings.upcoming({ workspaceKey: workspaceKey(place), limit: maxElsewhere }),
  ])
  const known = new Map([...here, ...all].map((one) => [one.id, one]))
  return [...known.values()].filter((one) => isMeetingVisible(one, place, attempt.actor))
}

function bySubject(all: readonly Meeting[], typed: string): readonly Meeting[] {
  const wanted = foldName(typed)
  const exact = all.filter(({ subject }) => foldName(subject) === wanted)
  return exact.length > 0 ? exact : all.filter(({ subject }) => foldName(subject).startsWith(wanted))
}

function preferredHere(candidates: readonly Meeting[], place: Place): readonly Meeting[] {
  const here = candidates.filter((one) => channelKey(one.place) === channelKey(place))
  return here.length > 0 ? here : candidates
}

/**
 * Whether a meeting may be known to who asks in `place`: everybody in its own channel; elsewhere in the workspace, what belongs to
 * a private place only to its owner, who is invited by mention, and administrators.
 */
export function isMeetingVisible(meeting: Meeting, place: Place, actor: Actor): boolean {
  if (channelKey(meeting.place) === channelKey(place)) return true
  if (workspaceKey(meeting.place) !== workspaceKey(place)) return false
  if (!isPrivatePlace(meeting.place) || actor.isAdministrator || isSamePerson(meeting.owner, actor)) return true
  return workspaceKey(actor) === workspaceKey(meeting.place) && isMentioned(meeting, actor)
}

const isMentioned = ({ who }: Meeting, { userId }: Actor) =>
  who.some(({ text }) => /^<@!?([A-Za-z0-9]+)>$/.exec(text)?.[1] === userId)

const ambiguous = (candidates: readonly Meeting[], now: number) =>
  new ConfbotError('input.ambiguous-meeting', {
    option: 'meeting',
    choices: candidates.slice(0, maxChoices).map((one) => choiceOf(one, now)),
  })

function choiceOf(meeting: Meeting, now: number): ErrorChoice {
  const next = nextOccurrence(meeting, now)
  return {
    label: next ? say('choice.meeting', { name: meeting.subject, time: dateInWords(meeting, next) }) : meeting.subject,
    input: { meeting: meeting.id },
  }
}

async function datedMeeting(
  verbs: Finder,
  attempt: Attempt,
  meeting: Meeting,
  typed: string | undefined,
): Promise<FoundMeeting> {
  const now = verbs.clock.now()
  const next = nextFive(meeting, now)
  if (typed === undefined) return { meeting, occurrence: next[0] ?? null, next }
  const date = dateTyped(meeting, typed, now)
  switch (date.kind) {
    case 'found':
      return { meeting, occurrence: date.occurrence, next }
    case 'several':
      throw unknownDate(meeting, typed, date.occurrences)
    case 'skipped':
      throw skipped(meeting, date.occurrence)
    case 'unknown': {
      const later = meeting.continuedBy === undefined ? null : await verbs.store.meetings.get(meeting.continuedBy)
      if (later && isMeetingVisible(later, placeOf(attempt), attempt.actor))
        return datedMeeting(verbs, attempt, later, typed)
      throw unknownDate(meeting, typed, next)
    }
  }
}

const skipped = (meeting: Meeting, { date, startAt }: Occurrence) =>
  new ConfbotError('meeting.skipped', {
    blanks: { name: meeting.subject, at: moment(startAt) },
    choices: [{ label: say('choice.restore'), path: 'conf restore', input: { meeting: meeting.id, date } }],
  })
