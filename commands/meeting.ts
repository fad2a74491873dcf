/** Looks at one meeting that buttons offer: its details, and which of two differing schedules (or events) holds. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { say } from '#text/message.ts'
import { card } from '#view/card.ts'
import { meetingCard } from '#view/presenters/meeting-card.ts'
import { nextNode } from './meeting-dates.ts'
import { onDate, whichMeeting } from './meeting-options.ts'

export const meeting = defineCommand({
  path: 'conf meeting',
  summary: 'command.meeting.summary',
  examples: ['meeting Standup', 'meeting k3x9ab date:2026-12-01T15:00'],
  options: { meeting: whichMeeting, date: onDate },
  permission: 'meeting.view',
  effect: 'read',
  hidden: true,
  async run(input, { service, attempt }) {
    const found = await service.findMeeting(attempt, { meeting: input.meeting })
    const isLive = service.allLive().some(({ occurrence }) => occurrence?.meetingId === found.meeting.id)
    return { card: meetingCard(found.meeting, found.next, { isLive, unable: service.unableActs(found.meeting) }) }
  },
})

export const conflict = defineCommand({
  path: 'conf conflict',
  summary: 'command.conflict.summary',
  formWords: { title: 'form.title.conflict', submit: 'form.submit.save' },
  examples: ['conflict k3x9ab keep:confbot'],
  options: {
    meeting: whichMeeting,
    keep: option.choice({
      summary: 'option.keep',
      named: true,
      required: true,
      choices: [
        { value: 'confbot', label: 'meeting.keep.confbot' },
        { value: 'pbx', label: 'meeting.keep.pbx' },
        { value: 'event', label: 'meeting.keep.event' },
        { value: 'skip', label: 'meeting.keep.skip' },
        { value: 'none', label: 'meeting.keep.none' },
      ],
    }),
  },
  permission: 'meeting.change',
  effect: 'write',
  hidden: true,
  async run(input, { service, attempt }) {
    const { meeting: which, keep } = input
    if (keep === 'confbot' || keep === 'pbx') {
      const { meeting, next } = await service.settleConflict(attempt, { meeting: which, keep })
      const done = say('command.conflict.done', { name: meeting.subject, keep: say(`meeting.keep.${keep}`) })
      return { card: card(done, nextNode(meeting, next)) }
    }
    const { meeting, next } = await service.settleEvent(attempt, { meeting: which, keep })
    return { card: card(say(`command.conflict.${keep}`, { name: meeting.subject }), nextNode(meeting, next)) }
  },
})
