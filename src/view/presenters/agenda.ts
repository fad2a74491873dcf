/** What is live and what comes next, as rows. */
import type { Actor } from '#core/actor.ts'
import { type Conference, presentParticipants } from '#core/conference.ts'
import { isPermitted } from '#core/permission.ts'
import type { AgendaEntry } from '#core/service/meetings/verbs.ts'
import { bold, moment, say } from '#text/message.ts'
import { type Button, button, type Row } from '../card.ts'
import type { PbxAbilities } from './abilities.ts'
import { meetingRef } from './meeting-card.ts'
import { dateNotes, whenWords } from './meeting-words.ts'
import { ref } from './roster.ts'

export const liveRow = (conference: Conference, { hidesRoster }: Pick<PbxAbilities, 'hidesRoster'>): Row => ({
  line: [
    bold(conference.subject),
    ' · ',
    say('card.state.live', { since: moment(conference.startedAt, 'relative') }),
    ' · ',
    hidesRoster
      ? say('card.state.people-unseen')
      : say('card.state.people', { count: presentParticipants(conference).length }),
  ],
  button: button(say('command.home.show'), ref(conference, 'conf show')),
})

/** Those that are not live, and so shown as conferences. */
export const notLive = (entries: readonly AgendaEntry[], live: readonly Conference[]): readonly AgendaEntry[] =>
  entries.filter(
    ({ meeting, occurrence }) =>
      !live.some((one) => one.occurrence?.meetingId === meeting.id && one.occurrence.date === occurrence.date),
  )

/** With a menu of what this person may do about it. */
export function agendaRow({ meeting, occurrence, answer }: AgendaEntry, asker: Actor): Row {
  const subject = occurrence.subject ?? meeting.subject
  const notes = dateNotes(meeting, { ...occurrence, subject: null })
  return {
    line: [
      bold(subject),
      ' · ',
      whenWords(meeting, occurrence),
      ...(meeting.rule === null ? [] : [' · ', say('agenda.series')]),
      ...notes.flatMap((one) => [' · ', one]),
      ...(answer === null ? [] : [' · ', bold(say(`agenda.answer.${answer}`))]),
    ],
    menu: { kind: 'menu', label: say('card.person.menu', { name: subject }), entries: entriesFor(asker) },
    opens: meetingRef(meeting, 'conf date', { date: occurrence.date }),
  }

  function entriesFor(actor: Actor): Omit<Button, 'kind'>[] {
    const on = { date: occurrence.date }
    const entry = (label: Button['label'], path: string, asForm = false) => ({
      label,
      action: { ...meetingRef(meeting, path, on), ...(asForm && { asForm: true as const }) },
    })
    const mayChange = isPermitted(actor, 'meeting.change', { chair: meeting.owner, place: meeting.place })
    return [
      entry(say('agenda.show'), 'conf meeting'),
      answer === 'declined'
        ? entry(say('command.answer.coming'), 'conf coming')
        : entry(say('command.answer.declined'), 'conf decline'),
      ...(mayChange
        ? [
            entry(say('meeting.button.move'), 'conf move', true),
            ...(meeting.rule === null ? [] : [entry(say('meeting.button.skip-this'), 'conf skip')]),
            entry(say('meeting.button.cancel'), 'conf cancel'),
          ]
        : []),
    ]
  }
}
