/** The people of a conference as rows: who was invited, who is there, and what can be done with each. */

import { isSamePerson, mention, type Person } from '#core/actor.ts'
import { type Conference, type Invitation, isPending, type Participant, presentParticipants } from '#core/conference.ts'
import { missingInvitations } from '#core/roster.ts'
import { nameOf } from '#core/service/locate.ts'
import { maskPhoneNumber } from '#lib/phone-number.ts'
import { type MessageKey, type Span, say } from '#text/message.ts'
import type { Button, Row } from '../card.ts'
import type { PbxAbilities } from './abilities.ts'

export function rosterRows(conference: Conference, can: PbxAbilities): Row[] {
  const waiting = conference.invitations.filter(isPending)
  // They may be there: nobody knows, so that they are not missing either.
  const rung = conference.invitations.filter(({ state }) => state === 'rung')
  return [
    ...presentParticipants(conference).map((one) => participantRow(conference, one, can)),
    ...[...waiting, ...rung, ...missingInvitations(conference)].map((one) => invitationRow(conference, one)),
    ...notCalledRows(conference),
  ]
}

/** But those who were called by a click, or dialled in themselves. */
const notCalledRows = (conference: Conference): Row[] =>
  (conference.notCalled ?? [])
    .filter(({ person }) => !isThere(conference, person))
    .map(({ person, why }) => ({ line: [person.name, ' · ', say(`card.person.${why}`)] }))

const isThere = (conference: Conference, person: Person) =>
  [...presentParticipants(conference), ...conference.invitations].some(
    (one) => one.person !== null && isSamePerson(one.person, person),
  )

function participantRow(conference: Conference, one: Participant, can: PbxAbilities): Row {
  const state: Span[] = [say(one.talking ? 'card.person.talking' : 'card.person.joined')]
  if (one.muted)
    state.push(one.mutedBy ? say('card.person.muted-by', { who: mention(one.mutedBy) }) : say('card.person.muted'))
  if (one.chairman) state.push(say('card.person.chairman'))
  return {
    line: lineOf(nameOf(one), one.name === null ? null : one.number, joined(state)),
    ...menuOf(conference, one, can),
  }
}

function invitationRow(conference: Conference, one: Invitation): Row {
  const state = say(`card.person.${one.state}` satisfies MessageKey)
  const again = one.state !== 'invited' && one.state !== 'ringing'
  const line = lineOf(one.name ?? maskPhoneNumber(one.number), one.name === null ? null : one.number, [state])
  if (!again) return { line }
  return {
    line,
    button: {
      kind: 'button',
      label: say(one.state === 'not-rung' ? 'card.button.call' : 'card.button.call-back'),
      action: ref(conference, 'conf callback', { who: one.code }),
    },
  }
}

/** Name, masked number where the name does not say it already, and state, joined by dots. */
function lineOf(name: Span, number: string | null, state: readonly Span[]): readonly Span[] {
  return [name, ...(number === null ? [] : [' · ', maskPhoneNumber(number)]), ' · ', ...state]
}

const joined = (spans: readonly Span[]): Span[] => spans.flatMap((span, index) => (index === 0 ? [span] : [', ', span]))

function menuOf(conference: Conference, one: Participant, can: PbxAbilities): Pick<Row, 'menu' | 'opens'> {
  const input = { who: one.code }
  const entry = (label: Span, path: string): Omit<Button, 'kind'> => ({ label, action: ref(conference, path, input) })
  const entries = [
    can.mute && !one.muted && entry(say('card.button.mute'), 'conf mute'),
    can.mute && one.muted !== false && entry(say('card.button.unmute'), 'conf unmute'),
    can.kick && entry(say('card.button.kick'), 'conf kick'),
    (can.chairman || one.person !== null) && entry(say('card.button.chair'), 'conf chair'),
    one.name === null && entry(say('card.button.name'), 'conf name'),
  ].filter((found) => found !== false && found !== undefined)
  return entries.length === 0
    ? {}
    : {
        menu: { kind: 'menu', label: say('card.person.menu', { name: nameOf(one) }), entries },
        opens: ref(conference, 'conf show', input),
      }
}

/** An action on this very conference, whatever becomes of its room. */
export const ref = (conference: Conference, path: string, input: Readonly<Record<string, string>> = {}) => ({
  path,
  input: { ...input, in: conference.id },
})
