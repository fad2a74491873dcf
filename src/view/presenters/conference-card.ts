/** The live card of a conference, and the record that it becomes. */

import { isSamePerson, mention } from '#core/actor.ts'
import { turnedAway } from '#core/closed-room.ts'
import { type Conference, type ConferenceSchedule, presentParticipants } from '#core/conference.ts'
import { missingInvitations } from '#core/roster.ts'
import { nameOf } from '#core/service/locate.ts'
import { dialLink, formatPhoneNumber } from '#lib/phone-number.ts'
import { bold, link, moment, type Span, say } from '#text/message.ts'
import { actions, button, type Card, type CardNode, type Confirm, card, list, note, type Row, text } from '../card.ts'
import type { PbxAbilities } from './abilities.ts'
import { attendanceRows, durationOf } from './attendance.ts'
import { ref, rosterRows } from './roster.ts'

/** Rows of people on the channel's card; all are shown by `All N`. Slack's 50 blocks leave room for little more. */
const maxRows = 30

/** Whether the PBX shows what the card says. */
export interface Confirmation {
  /** No good reading of it since then; null: there are. */
  readonly missingSince: number | null
  /** When it was read again after that; null: it always was. */
  readonly againAt: number | null
}

export function conferenceCard(
  conference: Conference,
  can: PbxAbilities,
  confirmation: Confirmation = { missingSince: null, againAt: null },
): Card {
  return conference.state === 'live' ? liveCard(conference, can, confirmation) : recordCard(conference, can)
}

function liveCard(conference: Conference, can: PbxAbilities, { missingSince, againAt }: Confirmation): Card {
  const rows = rosterRows(conference, can)
  const drawn = card(
    conference.subject,
    text(...stateLine(conference, can)),
    text(bold(say('card.join')), ': ', ...joinLine(conference)),
    ...(can.hidesRoster ? [note(say('card.roster.unseen'))] : []),
    ...(rows.length > 0 ? [peopleList(conference, rows)] : can.hidesRoster ? [] : [note(say('card.roster.empty'))]),
    ...(conference.closed ? [note(say('card.locked-by-us'), ...turnedAwayWords(conference))] : []),
    ...(can.hidesMutes && presentParticipants(conference).some(({ muted }) => muted)
      ? [note(say('card.muted-as-asked'))]
      : []),
    ...controls(conference, can),
    note(
      missingSince === null
        ? say('card.as-of', { at: moment(Math.max(conference.changedAt, againAt ?? 0), 'time') })
        : say('card.unconfirmed', { since: moment(missingSince, 'time') }),
      ' · ',
      say('card.chair', { chair: mention(conference.chair) }),
      ' · ',
      say('card.pbx', { room: conference.roomNumber, pbx: can.pbxName }),
    ),
  )
  return { ...drawn, shows: conference.id }
}

function turnedAwayWords(conference: Conference): Span[] {
  const away = turnedAway(conference)
  const last = away.at(-1)
  return last ? [' ', say('card.turned-away', { count: away.length, who: nameOf(last) })] : []
}

function peopleList(conference: Conference, rows: readonly Row[]): CardNode {
  const all = button(say('card.button.all', { count: rows.length }), ref(conference, 'conf roster'))
  return list(rows.slice(0, maxRows), rows.length > maxRows ? all : undefined)
}

function stateLine(conference: Conference, can: PbxAbilities): Span[] {
  const words: Span[] = [say('card.state.live', { since: moment(conference.startedAt, 'relative') })]
  if (!can.hidesRoster) words.push(say('card.state.people', { count: presentParticipants(conference).length }))
  if (conference.locked) words.push(bold(say('card.state.locked')))
  if (conference.recording) words.push(bold(say('card.state.recording')))
  if (conference.schedule) words.push(scheduledEnd(conference.schedule, conference.keepUntil))
  return words.flatMap((word, index) => (index === 0 ? [word] : [' · ', word]))
}

function scheduledEnd({ endAt, closes }: ConferenceSchedule, keepUntil: number | null): Span {
  const at = moment(closes ? Math.max(endAt, keepUntil ?? endAt) : endAt, 'time')
  return say(closes ? 'card.state.closes' : 'card.state.scheduled', { at })
}

function joinLine(conference: Conference): Span[] {
  const { dialIn, roomNumber, instant } = conference
  if (instant) return [say('card.join.instant', { room: roomNumber })]
  const where: Span[] = dialIn
    ? [link(dialLink(dialIn), formatPhoneNumber(dialIn)), ' · ', say('card.join.room', { room: roomNumber })]
    : [say('card.join.room', { room: roomNumber })]
  return conference.hasPin ? [...where, ' ', say('card.join.pin')] : where
}

function controls(conference: Conference, can: PbxAbilities): CardNode[] {
  const present = presentParticipants(conference)
  const unmuted = present.filter((one) => one.muted !== true)
  // The chair's own leg is not meant; where it is not in the room, everybody is.
  const meant = present.filter((one) => !isSamePerson(one.person, conference.chair))
  const toMute = meant.filter((one) => unmuted.includes(one)).length
  const whom = toMute < meant.length ? 'more' : meant.length < present.length ? 'others' : 'all'
  const missing = missingInvitations(conference).length
  const control = (label: Span, path: string, input: Readonly<Record<string, string>> = {}) =>
    button(label, ref(conference, path, input))
  return [
    actions(
      can.mute &&
        toMute > 0 &&
        control(say(`card.button.mute-${whom}`, { count: toMute }), 'conf mute', { who: 'others' }),
      can.mute &&
        toMute === 0 &&
        unmuted.length < present.length &&
        control(say('card.button.unmute-all'), 'conf unmute', { who: 'all' }),
      can.lock &&
        (conference.locked
          ? control(say('card.button.unlock'), 'conf unlock')
          : control(say('card.button.lock'), 'conf lock')),
      can.record &&
        (conference.recording
          ? control(say('card.button.stop-recording'), 'conf record stop')
          : control(say('card.button.record'), 'conf record start')),
      control(say('card.button.invite'), 'conf invite'),
      missing > 0 && control(say('card.button.missing', { count: missing }), 'conf missing'),
      control(say('card.button.call-me'), 'conf callme'),
      conference.hasPin && can.readPin && control(say('card.button.pin'), 'conf pin'),
      control(say('card.button.more'), 'conf more'),
      can.end
        ? button(say('card.button.end'), ref(conference, 'conf end'), {
            style: 'danger',
            confirm: endQuestion(conference, can),
          })
        : button(say('card.button.end-here'), ref(conference, 'conf end', { force: 'yes' }), {
            style: 'danger',
            confirm: endQuestion(conference, can),
          }),
    ),
  ]
}

/** Asked before a conference is ended; where the PBX cannot, before it is for confbot alone. */
export function endQuestion(conference: Conference, can: PbxAbilities): Confirm {
  const name = conference.subject
  if (!can.end)
    return {
      title: say('card.end-here.title', { name }),
      text: say('card.end-here.text'),
      confirm: say('card.end-here.now'),
    }
  return {
    title: say('card.end.title', { name }),
    text: can.hidesRoster
      ? say('card.end.text-unseen')
      : say('card.end.text', { count: presentParticipants(conference).length }),
    confirm: say('card.button.end'),
  }
}

function recordCard(conference: Conference, can: PbxAbilities): Card {
  const endedAt = conference.endedAt ?? conference.changedAt
  const { recordingCount } = conference
  const people = attendanceRows(conference)
  return card(
    conference.subject,
    text(
      say('card.state.ended', { at: moment(endedAt) }),
      ' · ',
      say('card.record.lasted', { duration: durationOf(endedAt - conference.startedAt) }),
    ),
    text(bold(say('card.record.who'))),
    people.length > 0
      ? peopleList(conference, people)
      : note(say(can.hidesRoster ? 'card.record.unseen' : 'card.record.nobody')),
    text(
      recordingCount === null
        ? say('card.record.unknown-recordings')
        : say('card.record.recordings', { count: recordingCount }),
    ),
    ...(can.listRecordings && recordingCount !== 0
      ? [actions(button(say('card.button.recordings'), ref(conference, 'conf record list')))]
      : []),
    note(endLine(conference)),
    ...(conference.mayGoOn ? [note(say('card.may-go-on'))] : []),
  )
}

function endLine(conference: Conference): Span {
  const { endReason, endedBy } = conference
  if (endReason === null || endReason === 'command')
    return say('card.ended.command', { who: endedBy ? mention(endedBy) : say('card.who.administrator') })
  return say(`card.ended.${endReason}`)
}
