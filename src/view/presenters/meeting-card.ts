/** The card of a scheduled meeting: when, where, who is invited, what happens at its start, and what can be done with it. */
import { mention } from '#core/actor.ts'
import type { Meeting, MeetingOptions } from '#core/meeting.ts'
import type { Occurrence } from '#core/occurrence.ts'
import { dialLink, formatPhoneNumber } from '#lib/phone-number.ts'
import { placeWallTime, type WallTime } from '#lib/wall-time.ts'
import { bold, code, link, quiet, type Span, say } from '#text/message.ts'
import {
  type ActionRef,
  actions,
  button,
  type Card,
  type CardNode,
  card,
  fields,
  list,
  note,
  type Row,
  text,
} from '../card.ts'
import { eventWords, interestedWords } from './event-words.ts'
import {
  dateLine,
  dateNotes,
  dateWords,
  durationWords,
  leadList,
  listed,
  spanWords,
  unnumberedWords,
  whenWords,
  whoWords,
  zoneWords,
} from './meeting-words.ts'
import { repeatWords } from './repeat-words.ts'

/** What the meeting itself does not say. */
export interface MeetingView {
  /** A date of it is going on. */
  readonly isLive?: boolean
  /** What it asks for and its PBX cannot do. */
  readonly unable?: readonly UnableAct[]
}

/** Of those invited; all are told by the details. */
const maxInvited = 20

/** `next`: its coming dates, at most five; none when it is cancelled or over. */
export function meetingCard(meeting: Meeting, next: readonly Occurrence[], view: MeetingView = {}): Card {
  const [first] = meeting.state === 'scheduled' ? next : []
  return card(
    meeting.subject,
    ...stateNodes(meeting),
    ...(first ? whenNodes(meeting, first, next) : pastNodes(meeting)),
    fields(...detailFields(meeting, view)),
    ...unnumberedNodes(meeting),
    ...(meeting.conflict ? [note(say('meeting.conflict'))] : []),
    ...(meeting.event?.conflict ? [note(say('event.card.conflict'))] : []),
    ...controls(meeting, first, view),
    note(...footLine(meeting)),
  )
}

function stateNodes({ state, rule, continuedBy }: Meeting): CardNode[] {
  return [
    ...(state === 'scheduled'
      ? []
      : [text(bold(say(`meeting.state.${rule === null && state === 'over' ? 'past' : state}`)))]),
    ...(continuedBy === undefined ? [] : [note(say('meeting.continued', { code: code(continuedBy) }))]),
  ]
}

function whenNodes(meeting: Meeting, first: Occurrence, next: readonly Occurrence[]): CardNode[] {
  const when = text(bold(say('meeting.when')), ': ', whenWords(meeting, first))
  const notes = dateNotes(meeting, first)
  if (meeting.rule === null) return [when, ...(notes.length === 0 ? [] : [note(listed(notes))])]
  return [
    when,
    text(bold(say('meeting.repeats')), ': ', ...repeatWords(meeting.rule)),
    text(bold(say('meeting.next')), ':'),
    list(dateRows(meeting, next)),
  ]
}

function unnumberedNodes(meeting: Meeting): CardNode[] {
  const words = meeting.state === 'scheduled' ? unnumberedWords(meeting, maxInvited) : null
  return words === null ? [] : [note(words)]
}

/** When it was, or would have been. */
const pastNodes = (meeting: Meeting): CardNode[] => [
  text(bold(say('meeting.when')), ': ', startWords(meeting)),
  ...(meeting.rule === null ? [] : [text(bold(say('meeting.repeats')), ': ', ...repeatWords(meeting.rule))]),
]

function startWords(meeting: Meeting): Span {
  const { at, offsetMinutes } = placeWallTime(meeting.start, meeting.timeZone)
  const endAt = at + meeting.durationMinutes * 60_000
  return say('meeting.span-zone', {
    span: spanWords(meeting, { startAt: at, endAt }),
    zone: zoneWords(meeting, { offsetMinutes }),
  })
}

/** Those that take place, and between them those that are skipped. */
function dateRows(meeting: Meeting, next: readonly Occurrence[]): Row[] {
  const lastAt = next.at(-1)?.startAt ?? 0
  const taken = next.map((one) => ({ at: one.startAt, row: { line: dateLine(meeting, one) } }))
  const skipped = skippedDates(meeting, lastAt).map(({ date, at }) => ({ at, row: skippedRow(meeting, date) }))
  return [...taken, ...skipped].sort((a, b) => a.at - b.at).map(({ row }) => row)
}

/** Skipped since they can no longer be past at the last change, and no later than the last date that is shown. */
const skippedDates = ({ changes, timeZone, changedAt }: Meeting, untilAt: number) =>
  Object.entries(changes)
    .filter(([, { kind }]) => kind === 'skipped')
    .map(([date]) => ({ date, at: placeWallTime(date, timeZone).at }))
    .filter(({ at }) => at >= changedAt && at <= untilAt)

const skippedRow = (meeting: Meeting, date: WallTime): Row => ({
  line: quiet(say('meeting.skipped', { date: dateWords(date) })),
  button: button(say('meeting.button.restore'), meetingRef(meeting, 'conf restore', { date })),
})

/** What is to come of one that is cancelled or over is nothing: its room is somebody else's by then. */
function detailFields(meeting: Meeting, { unable }: MeetingView): [Span, Span[]][] {
  const length: [Span, Span[]] = [say('meeting.length'), [durationWords(meeting.durationMinutes)]]
  const invited: [Span, Span[]] = [say('meeting.invited'), [whoWords(meeting, maxInvited)]]
  if (meeting.state !== 'scheduled') return [length, invited]
  return [
    length,
    [say('meeting.room'), roomWords(meeting)],
    invited,
    [
      say('meeting.reminders'),
      [
        leadList(meeting.reminderMinutes),
        ...(meeting.areRemindersPaused ? [' · ', bold(say('meeting.reminders.paused'))] : []),
      ],
    ],
    [say('meeting.options'), [optionWords(meeting.options, unable)]],
    ...eventFields(meeting),
  ]
}

function eventFields(meeting: Meeting): [Span, Span[]][] {
  if (!meeting.options.event) return []
  const interested = interestedWords(meeting)
  return [
    [say('event.card'), [eventWords(meeting)]],
    ...(interested === null ? [] : [[say('event.interested'), [interested]] satisfies [Span, Span[]]]),
  ]
}

function roomWords({ room, pbx }: Meeting): Span[] {
  const onPbx = say('meeting.on-pbx', { pbx })
  if (!room) return [say('meeting.room.at-start'), ' ', onPbx]
  const { dialIn, number, hasPin } = room
  return [
    ...(dialIn ? [link(dialLink(dialIn), formatPhoneNumber(dialIn)), ' · '] : []),
    say('card.join.room', { room: number }),
    ...(hasPin ? [' ', say('card.join.pin')] : []),
    ' · ',
    onPbx,
  ]
}

export type UnableAct = 'mute' | 'record' | 'lock'

/** What is done at the start, in words, without what its PBX cannot do; also shown before it is saved. */
export const optionWords = (
  { ring, record, lock, muteOnEntry, close }: MeetingOptions,
  unable: readonly UnableAct[] = [],
): Span =>
  listed([
    say(ring ? 'meeting.option.ring' : 'meeting.option.silent'),
    ...(record && !unable.includes('record') ? [say('meeting.option.record')] : []),
    ...(lock && !unable.includes('lock') ? [say('meeting.option.lock')] : []),
    ...(muteOnEntry && !unable.includes('mute') ? [say('meeting.option.mute')] : []),
    ...(close ? [say('meeting.option.close')] : []),
  ])

function controls(meeting: Meeting, first: Occurrence | undefined, { isLive = false }: MeetingView): CardNode[] {
  const control = (label: Span, path: string, input: Readonly<Record<string, string>> = {}) =>
    button(label, meetingRef(meeting, path, input))
  const file = control(say('meeting.button.calendar'), 'conf calendar-file')
  // The file of a cancelled meeting takes it out of the calendar.
  if (meeting.state === 'cancelled') return [actions(control(say('meeting.button.reinstate'), 'conf reinstate'), file)]
  if (!first) return []
  const { date } = first
  return [
    actions(
      isLive && control(say('card.button.call-me'), 'conf join', { date }),
      button(say('meeting.button.edit'), { ...meetingRef(meeting, 'conf edit'), asForm: true }),
      button(say('meeting.button.move'), { ...meetingRef(meeting, 'conf move', { date }), asForm: true }),
      meeting.rule !== null && control(say('meeting.button.skip'), 'conf skip', { date }),
      control(say('meeting.button.remind'), 'conf remind'),
      file,
      meeting.room?.hasPin && control(say('card.button.pin'), 'conf pin'),
      button(say('meeting.button.cancel'), meetingRef(meeting, 'conf cancel'), { style: 'danger' }),
    ),
  ]
}

const footLine = ({ owner, id }: Meeting): Span[] => [
  say('meeting.by', { owner: mention(owner) }),
  ' · ',
  say('meeting.code', { code: code(id) }),
]

/** An action on this very meeting, whatever it is called. */
export const meetingRef = (
  { id }: Pick<Meeting, 'id'>,
  path: string,
  input: Readonly<Record<string, string>> = {},
): ActionRef => ({ path, input: { meeting: id, ...input } })
