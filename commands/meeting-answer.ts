/** What people say to a reminder by its buttons: that they join, come late, or cannot come; or to be reminded again. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import type { Conference } from '#core/conference.ts'
import { isConfbotError } from '#core/errors.ts'
import type { Answer } from '#core/meeting.ts'
import { dialLink, formatPhoneNumber } from '#lib/phone-number.ts'
import { link, moment, say } from '#text/message.ts'
import { actions, button, type Card, card, note, text } from '#view/card.ts'
import { dialResultNodes } from '#view/presenters/dial-result.ts'
import { meetingRef } from '#view/presenters/meeting-card.ts'
import { ref } from '#view/presenters/roster.ts'
import { onDate, whichMeeting } from './meeting-options.ts'

const occurrence = { meeting: whichMeeting, date: onDate }

export const join = defineCommand({
  path: 'conf join',
  summary: 'command.join.summary',
  examples: ['join Standup', 'join k3x9ab date:2026-12-01T15:00'],
  options: occurrence,
  permission: 'participant.call-self',
  effect: 'write',
  hidden: true,
  async run(input, { service, attempt }) {
    const conference = await service.liveOf(attempt, input)
    try {
      const { results } = await service.callMe(attempt, { in: conference.id })
      return { card: card(say('command.join.done', { name: conference.subject }), ...dialResultNodes(results)) }
    } catch (error) {
      if (!isConfbotError(error, 'person.no-phone')) throw error
      return { card: dialInCard(conference) }
    }
  },
})

/** Whom nobody can ring can still dial in. */
function dialInCard(conference: Conference): Card {
  const { dialIn, roomNumber, hasPin, subject } = conference
  return card(
    say('command.join.yourself', { name: subject }),
    text(
      ...(dialIn ? [link(dialLink(dialIn), formatPhoneNumber(dialIn)), ' · '] : []),
      say('card.join.room', { room: roomNumber }),
      ...(hasPin ? [' ', say('card.join.pin')] : []),
    ),
    note(say('command.join.no-phone')),
    actions(hasPin && button(say('card.button.pin'), ref(conference, 'conf pin'))),
  )
}

const answers = ['coming', 'late', 'declined'] as const satisfies readonly Answer[]
const paths: Record<Answer, string> = { coming: 'conf coming', late: 'conf late', declined: 'conf decline' }

const answerCommand = (answer: Answer) =>
  defineCommand({
    path: paths[answer],
    summary: `command.answer.${answer}.summary`,
    examples: [`${paths[answer].slice('conf '.length)} Standup`],
    options: occurrence,
    permission: 'meeting.answer',
    effect: 'write',
    hidden: true,
    async run({ meeting, date }, { service, attempt }) {
      const found = await service.findMeeting(attempt, { meeting, date })
      await service.answer(attempt, { meeting: found.meeting.id, date: found.occurrence?.date, answer })
      const on = found.occurrence ? { date: found.occurrence.date } : {}
      return {
        card: card(
          say(`command.answer.${answer}.done`, { name: found.meeting.subject }),
          actions(
            ...answers
              .filter((other) => other !== answer)
              .map((other) => button(say(`command.answer.${other}`), meetingRef(found.meeting, paths[other], on))),
          ),
        ),
      }
    },
  })

export const coming = answerCommand('coming')
export const late = answerCommand('late')
export const decline = answerCommand('declined')

const defaultSnoozeMs = 5 * 60_000

export const snooze = defineCommand({
  path: 'conf snooze',
  summary: 'command.snooze.summary',
  examples: ['snooze Standup', 'snooze k3x9ab for:10m'],
  options: { ...occurrence, for: option.duration({ summary: 'option.snooze-for', named: true }) },
  permission: 'meeting.answer',
  effect: 'write',
  hidden: true,
  async run({ meeting, date, for: forMs = defaultSnoozeMs }, { service, attempt }) {
    const { at } = await service.snooze(attempt, { meeting, date, forMs })
    return { card: card(say('command.snooze.done', { at: moment(at, 'time') })) }
  },
})
