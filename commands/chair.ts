/** `conf chair`: hands over the chair, on the PBX and in chat. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { mention } from '#core/actor.ts'
import { nameOf } from '#core/service/locate.ts'
import { say } from '#text/message.ts'
import { card, note } from '#view/card.ts'
import { inConference } from './live-options.ts'

export const chair = defineCommand({
  path: 'conf chair',
  summary: 'command.chair.summary',
  help: 'command.chair.help',
  formWords: { title: 'form.title.chair', submit: 'form.submit.chair' },
  examples: ['chair Anna', 'chair @bob'],
  options: {
    who: option.participant({ summary: 'option.participant', required: true, allows: 'one', people: true }),
    in: inConference,
  },
  permission: 'participant.chair',
  ofLive: true,
  effect: 'write',
  async run(input, { service, attempt }) {
    const { participant, chair: person, marked, conference } = await service.handChair(attempt, input)
    const name = person ? mention(person) : participant ? nameOf(participant) : input.who
    return {
      card: card(
        say('command.chair.done', { name, subject: conference.subject }),
        ...(person ? [] : [note(say('command.chair.stays', { chair: mention(conference.chair) }))]),
        ...(marked ? [] : [note(say('command.chair.own'))]),
      ),
    }
  },
})
