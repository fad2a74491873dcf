/** What is told of meetings unasked, as cards: reminders, what became of them, and what their owners must know. */
import { mention, type Person } from '#core/actor.ts'
import type { Announcement, OwnerNotice } from '#core/announcement.ts'
import type { ErrorCode } from '#core/errors.ts'
import type { Answer, Meeting, PersonAnswer } from '#core/meeting.ts'
import type { Occurrence } from '#core/occurrence.ts'
import { dialLink, formatPhoneNumber } from '#lib/phone-number.ts'
import { bold, link, type MessageKey, moment, type Span, say } from '#text/message.ts'
import { actions, button, type Card, type CardNode, card, fields, note, text } from '../card.ts'
import { interestedWords } from './event-words.ts'
import { type MeetingView, meetingCard, meetingRef } from './meeting-card.ts'
import { leadWords, listed, whenWords } from './meeting-words.ts'

/** People named on a reminder; a message for all stays short. */
const maxListed = 15

type Kind<K extends Announcement['kind']> = Extract<Announcement, { readonly kind: K }>

/** `view`: of a meeting's own card. */
export function announcementCard(what: Announcement, view: Pick<MeetingView, 'unable'> = {}): Card {
  switch (what.kind) {
    case 'meeting':
      return meetingCard(what.meeting, what.next, view)
    case 'reminder':
      return reminderCard(what)
    case 'corrected':
      return correctedCard(what)
    case 'snoozed':
      return snoozedCard(what)
    case 'cannot-open':
      return cannotOpenCard(what)
    case 'moved-on-pbx':
    case 'moved-by-event':
      return movedElsewhereCard(what)
    case 'owner-gone':
      return ownerGoneCard(what)
    default:
      return noticeCard(what)
  }
}

function reminderCard({ meeting, occurrence, leadMinutes, isLate, answers }: Kind<'reminder'>): Card {
  return card(
    nameOf(meeting, occurrence),
    text(bold(leadMinutes === 0 && !isLate ? say('reminder.starts-now') : startsWords(occurrence))),
    text(whenWords(meeting, occurrence)),
    ...whereNodes(meeting),
    ...answerNodes(answers),
    ...interestedNodes(meeting, occurrence),
    ...(isLate ? [note(say('reminder.late'))] : []),
    controls(meeting, occurrence),
  )
}

function correctedCard({ meeting, was, now }: Kind<'corrected'>): Card {
  if (!now)
    return card(
      meeting.subject,
      text(bold(say(meeting.state === 'cancelled' ? 'reminder.cancelled' : 'reminder.skipped'))),
      note(wasWords(was)),
    )
  return card(
    nameOf(meeting, now),
    text(bold(say('reminder.moved', { ago: moment(now.startAt, 'relative') }))),
    text(whenWords(meeting, now)),
    note(wasWords(was)),
    ...whereNodes(meeting),
    controls(meeting, now),
  )
}

const snoozedCard = ({ meeting, occurrence }: Kind<'snoozed'>): Card =>
  card(
    nameOf(meeting, occurrence),
    text(bold(startsWords(occurrence))),
    text(whenWords(meeting, occurrence)),
    ...whereNodes(meeting),
    controls(meeting, occurrence),
    note(say('reminder.again')),
  )

function cannotOpenCard({ meeting, occurrence, reason }: Kind<'cannot-open'>): Card {
  const blanks = { reason: reasonWords(meeting, reason), at: moment(occurrence.endAt, 'time') }
  return card(
    nameOf(meeting, occurrence),
    text(say('reminder.cannot-open', blanks)),
    text(whenWords(meeting, occurrence)),
  )
}

function movedElsewhereCard({ kind, meeting, was, now }: Kind<'moved-on-pbx' | 'moved-by-event'>): Card {
  const ago = moment(now.startAt, 'relative')
  return card(
    nameOf(meeting, now),
    text(bold(kind === 'moved-on-pbx' ? say('reminder.moved-on-pbx', { ago }) : say('event.moved', { ago }))),
    text(whenWords(meeting, now)),
    note(wasWords(was)),
  )
}

function ownerGoneCard({ meeting, notice }: Kind<'owner-gone'>): Card {
  const told = noticeCard(notice)
  return { ...told, nodes: [...told.nodes, note(say('reminder.owner.gone', { who: mention(meeting.owner) }))] }
}

function noticeCard(what: OwnerNotice): Card {
  const { meeting } = what
  const name = meeting.subject
  switch (what.kind) {
    case 'reminder-missed':
      return card(say('reminder.owner.missed', { name }), text(say('reminder.owner.missed-why', reminderBlanks(what))))
    case 'reminder-unconfirmed':
      return card(
        say('reminder.owner.unconfirmed', { name }),
        text(say('reminder.owner.unconfirmed-why', { ...reminderBlanks(what), place: placeWords(meeting) })),
        note(say('reminder.owner.unconfirmed-admin')),
      )
    case 'place-closed':
      return card(
        say('reminder.owner.closed', { name }),
        text(say('reminder.owner.closed-why', { place: placeWords(meeting) })),
        ...(what.startAt === null ? [] : [note(say('reminder.owner.closed-start', { at: moment(what.startAt) }))]),
      )
    case 'start-missed':
      return card(
        say('reminder.owner.start-missed', { name }),
        text(
          say('reminder.owner.start-missed-why', {
            at: moment(what.startAt),
            reason: what.reason === null ? say('reminder.owner.not-running') : reasonWords(meeting, what.reason),
          }),
        ),
      )
    case 'not-carried-out':
      return card(
        say(`reminder.owner.not-${what.what}`, { name }),
        text(
          say(what.isFinal ? 'reminder.owner.not-carried-out-for-all' : 'reminder.owner.not-carried-out', {
            reason: reasonWords(meeting, what.reason),
          }),
        ),
      )
    case 'invitees-unknown':
      return card(
        say('reminder.owner.invitees', { name }),
        text(say('reminder.owner.invitees-why', { typed: some(what.typed) })),
        actions(button(say('reminder.button.edit'), { ...meetingRef(meeting, 'conf edit'), asForm: true })),
      )
    case 'room-gone':
      return card(
        say('reminder.owner.room-gone', { name }),
        text(say('reminder.owner.room-gone-why', { number: what.number, pbx: meeting.pbx })),
        ...(meeting.room
          ? [...whereNodes(meeting), note(say('reminder.owner.room-new'))]
          : [note(say('reminder.owner.room-none'))]),
      )
    case 'event-refused':
      return card(
        say('event.owner.refused', { name }),
        text(say('event.owner.refused-why')),
        ...(what.remedy ? [text(what.remedy)] : []),
      )
    case 'event-conflict':
      return eventConflictCard(what)
    case 'conflict':
      return conflictCard(what)
  }
}

function conflictCard({ meeting, now }: Kind<'conflict'>): Card {
  const found = meeting.conflict?.found ?? null
  const keep = (label: MessageKey & `reminder.button.${string}`, holds: string) =>
    button(say(label), meetingRef(meeting, 'conf conflict', { keep: holds }))
  return card(
    say('reminder.owner.conflict', { name: meeting.subject }),
    fields(
      [say('reminder.owner.on-pbx'), scheduleWords(found, found?.subject)],
      [say('reminder.owner.here'), scheduleWords(now, now && nameOf(meeting, now))],
    ),
    ...(found && found.externalInvitees !== meeting.externalInvitees
      ? [note(say('reminder.owner.conflict-mail'))]
      : []),
    text(say('reminder.owner.conflict-why')),
    actions(keep('reminder.button.keep-ours', 'confbot'), keep('reminder.button.keep-pbx', 'pbx')),
  )
}

function eventConflictCard({ meeting, now }: Kind<'event-conflict'>): Card {
  const found = meeting.event?.conflict?.found ?? null
  const choose = (label: MessageKey & `event.button.${string}`, keep: string) =>
    button(say(label), meetingRef(meeting, 'conf conflict', { keep }))
  const name = meeting.subject
  return card(
    say(found ? 'event.owner.changed' : 'event.owner.gone', { name }),
    fields(
      ...(found ? [[say('event.owner.there'), scheduleWords(found, found.subject)] satisfies [Span, Span[]]] : []),
      [say('reminder.owner.here'), scheduleWords(now, now && nameOf(meeting, now))],
    ),
    text(say(found ? 'event.owner.changed-why' : 'event.owner.gone-why')),
    actions(
      choose(found ? 'event.button.back' : 'event.button.anew', 'event'),
      choose(meeting.rule === null ? 'event.button.cancel' : 'event.button.skip', 'skip'),
      choose(found ? 'event.button.leave' : 'event.button.none', 'none'),
    ),
  )
}

const scheduleWords = (
  times: { readonly startAt: number; readonly endAt: number } | null,
  subject: Span | null | undefined,
): Span[] =>
  times
    ? [moment(times.startAt), '–', moment(times.endAt, 'time'), ' · ', subject ?? '']
    : [say('reminder.owner.no-time')]

/** Of a date that was given one of its own, that one. */
const nameOf = (meeting: Meeting, { subject }: Occurrence): Span => subject ?? meeting.subject

const startsWords = ({ startAt }: Occurrence): Span => say('reminder.starts', { ago: moment(startAt, 'relative') })

const wasWords = (was: number): Span =>
  say('reminder.was', { was: { kind: 'styled', style: 'strike', of: moment(was) } })

function whereNodes({ room }: Meeting): CardNode[] {
  if (!room) return []
  const { dialIn, number, hasPin } = room
  return [
    text(
      bold(say('reminder.where')),
      ': ',
      ...(dialIn ? [link(dialLink(dialIn), formatPhoneNumber(dialIn)), ' · '] : []),
      say('card.join.room', { room: number }),
      ...(hasPin ? [' ', say('card.join.pin')] : []),
    ),
  ]
}

/** Where the event of this date is: that of another one says nothing of this. */
function interestedNodes(meeting: Meeting, { date }: Occurrence): CardNode[] {
  const words = meeting.event?.date === date ? interestedWords(meeting) : null
  return words === null ? [] : [text(bold(say('event.interested')), ': ', words)]
}

/** Those who said that they come need no line: they are who is expected. */
function answerNodes(answers: readonly PersonAnswer[]): CardNode[] {
  const line = (answer: Answer, label: MessageKey & `reminder.${'coming-late' | 'declined'}`): CardNode[] => {
    const people = answers.filter((one) => one.answer === answer).map(({ person }) => person)
    return people.length === 0 ? [] : [text(bold(say(label)), ': ', peopleWords(people))]
  }
  return [...line('late', 'reminder.coming-late'), ...line('declined', 'reminder.declined')]
}

const peopleWords = (people: readonly Person[]): Span => some(people.map(mention))

function some(all: readonly Span[]): Span {
  const shown = all.slice(0, maxListed)
  return listed(
    all.length <= maxListed ? shown : [...shown, say('reminder.people.more', { count: all.length - maxListed })],
  )
}

function controls(meeting: Meeting, { date }: Occurrence): CardNode {
  const control = (label: MessageKey & `reminder.button.${string}`, path: string) =>
    button(say(label), meetingRef(meeting, path, { date }))
  return actions(
    { ...control('reminder.button.join', 'conf join'), style: 'primary' },
    control('reminder.button.late', 'conf late'),
    control('reminder.button.decline', 'conf decline'),
    control('reminder.button.snooze', 'conf snooze'),
    meeting.room?.hasPin && button(say('card.button.pin'), meetingRef(meeting, 'conf pin')),
  )
}

const reminderBlanks = ({ startAt, leadMinutes }: Kind<'reminder-missed' | 'reminder-unconfirmed'>) => ({
  lead: leadWords(leadMinutes),
  due: moment(startAt - leadMinutes * 60_000),
  at: moment(startAt),
})

const placeWords = ({ place }: Meeting): Span =>
  place.kind === 'channel'
    ? { kind: 'channel', platform: place.platform, channelId: place.channelId }
    : say('reminder.conversation')

/** What can be said of a failure by its code alone. */
function reasonWords({ pbx, room }: Meeting, code: ErrorCode): Span {
  switch (code) {
    case 'provider.unreachable':
    case 'provider.timeout':
    case 'provider.unanswered':
    case 'provider.unauthorized':
    case 'provider.forbidden':
    case 'provider.rate-limited':
    case 'provider.failed':
    case 'provider.malformed':
    case 'provider.unconfirmed':
      return say(`error.${code}`, { pbx })
    case 'room.in-use':
      return say('reminder.reason.in-use', { room: room?.number ?? '' })
    case 'room.none-free':
      return say('reminder.reason.none-free', { pbx })
    case 'permission.pbx':
    case 'input.unknown-pbx':
      return say('reminder.reason.not-allowed', { pbx })
    default:
      return code.startsWith('chat.') ? say('reminder.reason.chat') : say('reminder.reason.other', { pbx })
  }
}
