/** A new meeting as it would be: all of what was typed read, and everybody in it known. */
import { createConferenceId } from '#lib/ids.ts'
import { instantToWall, type WallTime } from '#lib/wall-time.ts'
import { say } from '#text/message.ts'
import { asPerson } from '../../actor.ts'
import type { Attempt } from '../../attempt.ts'
import type { Pbx } from '../../contracts/conference-provider.ts'
import { ConfbotError, isConfbotError } from '../../errors.ts'
import { defaultMeetingOptions, type Meeting } from '../../meeting.ts'
import { checkPin } from '../../room-pin.ts'
import type { Word } from '../../word.ts'
import { pbxFor } from '../choose-pbx.ts'
import { permit, type Verbs } from '../deps.ts'
import { invitedOf } from '../directory.ts'
import { placeOf } from '../locate.ts'
import { remindersOf } from '../setting.ts'
import { nextFive } from './dates.ts'
import { requireEvents } from './on-event.ts'
import type { DetailInput, MeetingDraft, ScheduleInput } from './verbs.ts'
import { ambiguousTime, checkReach, defaultDurationMinutes, durationOf, readWhen } from './when.ts'
import { chooseZone, type MeantZone, orZone, readDefaults } from './zone.ts'

const maxLeadMinutes = 4 * 7 * 24 * 60

export async function draftMeeting(verbs: Verbs, attempt: Attempt, input: ScheduleInput): Promise<MeetingDraft> {
  permit(attempt, 'meeting.schedule')
  attempt.about(input.subject)
  return (await draftNew(verbs, attempt, input)).draft
}

export async function draftNew(
  verbs: Verbs,
  attempt: Attempt,
  input: ScheduleInput,
): Promise<{ readonly draft: MeetingDraft; readonly pbx: Pbx }> {
  const { clock } = verbs
  const place = placeOf(attempt)
  const defaults = await readDefaults(verbs, attempt)
  const pbx = await pbxFor(verbs, place, input.pbx ?? defaults.channel.pbx ?? verbs.defaultPbx)
  if (input.pin) checkPin(pbx.definition, input.pin)
  const when = input.when?.trim() ?? ''
  const repeat = input.repeat?.trim() ?? ''
  if (when === '' && repeat === '')
    throw new ConfbotError('input.missing', { option: 'when', blanks: { option: 'when' } })
  const now = clock.now()
  const meant = chooseZone(input.zone, defaults, pbx.policy.countries, now)
  const { start, rule } = readWhen({ when, repeat }, meant, now)
  checkDay({ when, repeat }, start, meant, defaults.personZone, now)
  const meeting: Meeting = {
    ...detailsOf(input, {
      subject: input.subject,
      who: [],
      reminderMinutes: leadTimes(remindersOf(defaults.channel.remind)),
      options: defaultMeetingOptions,
      externalInvitees: null,
    }),
    id: createConferenceId(),
    start,
    timeZone: meant.zone,
    durationMinutes: input.forMs === undefined ? defaultDurationMinutes : durationOf(input.forMs),
    rule,
    changes: {},
    state: 'scheduled',
    owner: asPerson(attempt.actor),
    place,
    pbx: pbx.name,
    room: null,
    areRemindersPaused: false,
    createdAt: now,
    changedAt: now,
    sequence: 0,
    onPbx: null,
    conflict: null,
    event: null,
    revision: 1,
  }
  checkReach(meeting, now)
  if (meeting.options.event) requireEvents(verbs, place)
  // Nobody is rung yet, but whoever could not be is told of now.
  const people = await peopleInvited(verbs, attempt, pbx, meeting.who).catch((error: unknown) => {
    throw input.zone === undefined ? orZone(error, meeting.who) : error
  })
  return { draft: draftOf({ ...meeting, ...people }, now), pbx }
}

/** Where it is another day than with who speaks, "tomorrow" may be counted from either. Throws `input.ambiguous-time`. */
function checkDay(
  typed: { readonly when: string; readonly repeat: string },
  start: WallTime,
  meant: MeantZone,
  ownZone: string | null,
  now: number,
): void {
  if (!meant.isGiven || ownZone === null || typed.repeat !== '') return
  const own = startFrom(instantToWall(now, ownZone))
  if (own !== null && own !== start) throw ambiguousTime([start, own].sort(), meant.zone, typed.when)

  function startFrom(today: WallTime): WallTime | null {
    try {
      return readWhen(typed, meant, now, today).start
    } catch (error) {
      if (isConfbotError(error)) return null
      throw error
    }
  }
}

/** As they were read, and what is known of those among them who are people of the chat. Throws as `readInvited` does. */
export async function peopleInvited(
  verbs: Verbs,
  attempt: Attempt,
  pbx: Pbx,
  who: readonly Word[],
): Promise<Required<Pick<Meeting, 'who' | 'names' | 'unnumbered'>>> {
  const { invitees, unnumbered, words } = await invitedOf(verbs, attempt, pbx, who)
  const people = [...invitees.flatMap(({ person }) => person ?? []), ...unnumbered]
  return {
    who: words,
    names: Object.fromEntries(people.map(({ userId, name }) => [userId, name])),
    unnumbered: unnumbered.map(({ userId }) => userId),
  }
}

type Details = Pick<Meeting, 'subject' | 'who' | 'reminderMinutes' | 'options' | 'externalInvitees'>

/** What was given in the place of what was. Throws `input.invalid`. */
export function detailsOf<M extends Details>(input: DetailInput, before: M): M {
  const { subject, who, reminderMinutes, options, externalInvitees } = input
  return {
    ...before,
    ...(subject !== undefined && { subject }),
    ...(who !== undefined && { who }),
    ...(reminderMinutes !== undefined && { reminderMinutes: leadTimes(reminderMinutes) }),
    ...(options !== undefined && { options: { ...before.options, ...options } }),
    ...(externalInvitees !== undefined && { externalInvitees: externalInvitees.trim() || null }),
  }
}

/** Each once, the largest first. Throws `input.invalid` unless each is up to four weeks. */
export function leadTimes(minutes: readonly number[]): readonly number[] {
  const isFine = minutes.every((one) => Number.isInteger(one) && one >= 0 && one <= maxLeadMinutes)
  if (!isFine)
    throw new ConfbotError('input.invalid', {
      option: 'remind',
      blanks: { option: 'remind', problem: say('form.problem.duration-range', { min: '0m', max: '28d' }) },
    })
  return [...new Set(minutes)].sort((a, b) => b - a)
}

export const draftOf = (meeting: Meeting, now: number): MeetingDraft => ({
  meeting,
  next: nextFive(meeting, now),
  exact: { when: meeting.start, repeat: meeting.rule ?? 'none', zone: meeting.timeZone },
})
