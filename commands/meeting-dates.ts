/** Dates that do not take place: `conf skip` and `conf cancel`, and the ways back. */
import { defineCommand, type Question } from '#command-kit/define-command.ts'
import { type Meeting, type Scope, scopes } from '#core/meeting.ts'
import type { Occurrence } from '#core/occurrence.ts'
import { permit } from '#core/service/deps.ts'
import { whichDates } from '#core/service/meetings/change-input.ts'
import type { ChangedMeeting, FoundMeeting } from '#core/service/meetings/verbs.ts'
import { type Span, say } from '#text/message.ts'
import { actions, button, card, note, text } from '#view/card.ts'
import { meetingRef } from '#view/presenters/meeting-card.ts'
import { spanWords, whenWords } from '#view/presenters/meeting-words.ts'
import { arrangeDate, arrangeScope } from './arrange-words.ts'
import { onDate, scope, whichDate, whichMeeting } from './meeting-options.ts'

export const skip = defineCommand({
  path: 'conf skip',
  summary: 'command.skip.summary',
  help: 'command.skip.help',
  formWords: { title: 'form.title.skip', submit: 'form.submit.skip' },
  examples: ['skip', 'skip Standup', 'skip Standup Friday', 'skip k3x9ab 2026-12-24'],
  options: { meeting: whichMeeting, date: whichDate },
  arrange: arrangeDate,
  permission: 'meeting.change',
  effect: 'write',
  async run(input, { service, attempt }) {
    const { meeting, skipped, next } = await service.skip(attempt, input)
    if (meeting.state === 'cancelled') return { card: wholeCard(meeting) }
    return {
      card: card(
        say('command.skip.done', { name: meeting.subject, when: spanWords(meeting, skipped) }),
        nextNode(meeting, next),
        actions(button(say('card.button.undo'), meetingRef(meeting, 'conf restore', { date: skipped.date }))),
      ),
    }
  },
})

export const restore = defineCommand({
  path: 'conf restore',
  summary: 'command.restore.summary',
  examples: ['restore k3x9ab date:2026-12-24T09:30'],
  options: { meeting: whichMeeting, date: onDate },
  permission: 'meeting.change',
  effect: 'write',
  hidden: true,
  async run(input, { service, attempt }) {
    const { meeting, occurrence, next } = await service.restore(attempt, input)
    return {
      card: card(
        say('command.restore.done', { name: meeting.subject }),
        ...(occurrence ? [text(whenWords(meeting, occurrence))] : [nextNode(meeting, next)]),
        actions(occurrence !== null && button(say('meeting.button.skip-this'), skipRef(meeting, occurrence))),
      ),
    }
  },
})

export const cancel = defineCommand({
  path: 'conf cancel',
  summary: 'command.cancel.summary',
  help: 'command.cancel.help',
  formWords: { title: 'form.title.cancel', submit: 'form.submit.cancel' },
  examples: ['cancel "Sprint review"', 'cancel Standup Friday this', 'cancel Standup scope:all'],
  options: { meeting: whichMeeting, date: whichDate, scope },
  arrange: arrangeScope,
  permission: 'meeting.change',
  effect: 'write',
  async confirm(input, { service, attempt }) {
    const { meeting, occurrence } = await service.findMeeting(attempt, input)
    permit(attempt, 'meeting.change', { chair: meeting.owner })
    // What is cancelled or over already is told by the verb.
    if (meeting.state !== 'scheduled' || !occurrence) return undefined
    if (meeting.rule !== null && input.scope === undefined) throw whichDates(meeting, occurrence, scopes)
    return cancelQuestion(meeting, occurrence, meeting.rule === null ? 'all' : (input.scope ?? 'all'))
  },
  async run(input, { service, attempt }) {
    const before = await service.findMeeting(attempt, input)
    const changed = await service.cancel(attempt, input)
    return { card: cancelledCard(before, changed, input.scope) }
  },
})

function cancelQuestion(meeting: Meeting, occurrence: Occurrence, which: Scope): Question {
  const blanks = { name: meeting.subject, when: spanWords(meeting, occurrence) }
  const kind = meeting.rule === null ? 'once' : which
  return {
    question: {
      title: say('meeting.cancel.title', { name: meeting.subject }),
      text: say(`meeting.cancel.${kind}`, blanks),
      confirm: say('meeting.cancel.now'),
    },
    // What becomes of a single date meanwhile matters to no other.
    input: { meeting: meeting.id, scope: which, date: which === 'all' ? '' : occurrence.date },
  }
}

function cancelledCard(before: FoundMeeting, { meeting, next }: ChangedMeeting, given: Scope | undefined) {
  const name = meeting.subject
  if (meeting.state === 'cancelled') return wholeCard(meeting)
  const { occurrence } = before
  const when: Span = occurrence ? spanWords(meeting, occurrence) : name
  const isLater = given === 'later'
  return card(
    say(isLater ? 'command.cancel.later' : 'command.cancel.this', { name, when }),
    nextNode(meeting, next),
    actions(
      occurrence !== null &&
        !isLater &&
        button(say('card.button.undo'), meetingRef(meeting, 'conf restore', { date: occurrence.date })),
      isLater && next.length > 0 && canGoOn(before.meeting) && button(say('card.button.undo'), goOnRef(before.meeting)),
    ),
  )
}

/** No date of it takes place. */
const wholeCard = (meeting: Meeting) =>
  card(
    say('command.cancel.done', { name: meeting.subject }),
    actions(button(say('card.button.undo'), meetingRef(meeting, 'conf reinstate'))),
  )

/** Of how many are left nobody knows when it goes on. */
const canGoOn = ({ rule }: Meeting) => rule !== null && !rule.includes('COUNT')

/** The rule that it had. */
const goOnRef = (before: Meeting) => ({
  ...meetingRef(before, 'conf edit', { scope: 'all', repeat: before.rule ?? 'none' }),
  confirmed: true as const,
})

export const reinstate = defineCommand({
  path: 'conf reinstate',
  summary: 'command.reinstate.summary',
  examples: ['reinstate k3x9ab'],
  options: { meeting: whichMeeting },
  permission: 'meeting.change',
  effect: 'write',
  hidden: true,
  async run(input, { service, attempt }) {
    const { meeting, next } = await service.reinstate(attempt, input)
    return { card: card(say('command.reinstate.done', { name: meeting.subject }), nextNode(meeting, next)) }
  },
})

const skipRef = (meeting: Meeting, { date }: Occurrence) => meetingRef(meeting, 'conf skip', { date })

/** What comes next, or that nothing does. */
export function nextNode(meeting: Meeting, [next]: readonly Occurrence[]) {
  return next ? text(say('meeting.then', { when: whenWords(meeting, next) })) : note(say('meeting.no-more'))
}
