/** A change as it was asked for, applied to a meeting: pure, so that it can be applied again when somebody else was first. */
import { say } from '#text/message.ts'
import { ConfbotError } from '../../errors.ts'
import type { Meeting, Scope } from '../../meeting.ts'
import { type Occurrence, occurrenceOf, splitSeries } from '../../occurrence.ts'
import { dateInWords } from './dates.ts'
import { detailsOf } from './draft.ts'
import { changeAll, changeOne } from './reschedule.ts'
import type { ChangeInput } from './verbs.ts'
import { checkReach, durationOf } from './when.ts'
import { readNewTimes } from './when-changed.ts'
import type { MeantZone } from './zone.ts'

export interface Asked {
  readonly input: ChangeInput
  /** Who is invited, as they were read; absent: those who were. */
  readonly people?: Pick<Meeting, 'who' | 'names' | 'unnumbered'>
  /** `all` for what takes place once. */
  readonly scope: Scope
  readonly date: string
  readonly meant: MeantZone
  /** Of the meeting that later dates become, if they do. */
  readonly newId: string
  readonly now: number
}

export interface Applied {
  /** What was changed; for `later` where earlier dates stay, under its new id and with no room yet. */
  readonly meeting: Meeting
  /** The earlier dates, which stay; null: all are in `meeting`. */
  readonly earlier: Meeting | null
  /** What the date in question is called in `meeting` now. */
  readonly date: string
  readonly dropped: readonly string[]
}

/** Throws `input.which-dates` for a series without a scope, or where one date cannot have what is asked. */
export function scopeOf(
  meeting: Meeting,
  occurrence: Occurrence,
  input: Omit<ChangeInput, 'when' | 'forMs' | 'subject'> & Pick<ChangeInput, 'when'>,
): Scope {
  if (meeting.rule === null) return 'all'
  const { scope } = input
  const isForAll =
    [input.repeat, input.who, input.reminderMinutes, input.options, input.externalInvitees].some(
      (one) => one !== undefined,
    ) ||
    (input.zone !== undefined && input.when === undefined)
  if (scope !== undefined && !(scope === 'this' && isForAll)) return scope
  throw whichDates(meeting, occurrence, isForAll ? ['later', 'all'] : ['this', 'later', 'all'])
}

export function whichDates(meeting: Meeting, occurrence: Occurrence, offered: readonly Scope[]): ConfbotError {
  const date = dateInWords(meeting, occurrence)
  const labels = {
    this: say('choice.scope.this', { date }),
    later: say('choice.scope.later', { date }),
    all: say('choice.scope.all'),
  }
  return new ConfbotError('input.which-dates', {
    option: 'scope',
    blanks: { name: meeting.subject },
    choices: offered.map((scope) => ({
      label: labels[scope],
      input: { meeting: meeting.id, date: occurrence.date, scope },
    })),
  })
}

export function applyChange(current: Meeting, asked: Asked): Applied {
  const occurrence = occurrenceOf(current, asked.date)
  if (!occurrence)
    throw new ConfbotError('input.unknown-date', {
      option: 'date',
      blanks: { typed: asked.date, name: current.subject },
    })
  if (asked.scope === 'this') return applyToOne(current, occurrence, asked)
  const { before, after } =
    asked.scope === 'later' ? splitSeries(current, asked.date) : { before: null, after: current }
  if (before === null) return { ...applyToAll(current, asked), earlier: null }
  const { now, newId } = asked
  const applied = applyToAll({ ...current, ...after }, asked)
  return {
    ...applied,
    meeting: {
      ...applied.meeting,
      id: newId,
      room: null,
      createdAt: now,
      changedAt: now,
      sequence: 0,
      onPbx: null,
      conflict: null,
      event: null,
      revision: 1,
    },
    earlier: { ...current, ...before, continuedBy: newId, sequence: current.sequence + 1 },
  }
}

function applyToOne(current: Meeting, { date, start }: Occurrence, { input, meant, now }: Asked): Applied {
  const times = readNewTimes(typedIn(input), start, current, meant, current.timeZone, now)
  const to = {
    ...(times.start !== undefined && { start: times.start }),
    ...(input.forMs !== undefined && { durationMinutes: durationOf(input.forMs) }),
    ...(input.subject !== undefined && { subject: input.subject }),
  }
  const meeting = { ...changeOne(current, date, to, current.subject), sequence: current.sequence + 1 }
  if (times.start !== undefined) checkReach({ ...meeting, start: times.start, rule: null, changes: {} }, now)
  return { meeting, earlier: null, date, dropped: [] }
}

function applyToAll(current: Meeting, asked: Asked): Omit<Applied, 'earlier'> {
  const { input, date, meant, now } = asked
  const timeZone = meant.isGiven ? meant.zone : current.timeZone
  const times = readNewTimes(typedIn(input), date, current, meant, timeZone, now)
  const to = {
    ...times,
    timeZone,
    ...(input.forMs !== undefined && { durationMinutes: durationOf(input.forMs) }),
  }
  const changed = changeAll(current, date, to, now)
  // Which days are meant instead cannot be told from one of them.
  if (!changed) throw new ConfbotError('input.missing', { option: 'repeat', blanks: { option: 'repeat' } })
  checkReach(changed.series, now)
  const meeting = { ...detailsOf(input, changed.series), ...asked.people }
  const isMoved = JSON.stringify(whenOf(current)) !== JSON.stringify(whenOf(meeting))
  return {
    meeting: isMoved ? { ...meeting, sequence: current.sequence + 1 } : meeting,
    date: changed.date,
    dropped: changed.dropped,
  }
}

const whenOf = ({ start, timeZone, durationMinutes, rule, changes }: Meeting) => [
  start,
  timeZone,
  durationMinutes,
  rule,
  changes,
]

const typedIn = ({ when, repeat }: ChangeInput) => ({ when: when?.trim() ?? '', repeat: repeat?.trim() ?? '' })
