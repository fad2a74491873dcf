/** `conf kick`: asked first, and with a way back; `conf let-in` is the way back for a number that is kept out. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import type { Conference, Participant } from '#core/conference.ts'
import { need } from '#core/service/deps.ts'
import { nameOf } from '#core/service/locate.ts'
import { moment, say } from '#text/message.ts'
import { actions, button, card, text } from '#view/card.ts'
import { durationOf } from '#view/presenters/attendance.ts'
import { ref } from '#view/presenters/roster.ts'
import { inConference, oneParticipant } from './live-options.ts'

export const kick = defineCommand({
  path: 'conf kick',
  summary: 'command.kick.summary',
  help: 'command.kick.help',
  formWords: { title: 'form.title.kick', submit: 'form.submit.remove' },
  examples: ['kick Anna', 'kick 1001 out:30m'],
  options: { who: oneParticipant, out: option.duration({ summary: 'option.out', named: true }), in: inConference },
  permission: 'participant.kick',
  needs: 'kick',
  ofLive: true,
  effect: 'write',
  async confirm(input, { service, attempt }) {
    const { pbx } = await service.live(attempt, input, 'participant.kick')
    // Where nobody can be put out, that is said whoever is meant.
    need(service.pbxOf(pbx), 'kick')
    const { conference, participant } = await service.participant(attempt, input, 'participant.kick')
    const name = nameOf(participant)
    return {
      question: {
        title: say('card.kick.title', { name }),
        text:
          input.out === undefined
            ? say('card.kick.text', { name })
            : say('card.kick.text-out', { name, duration: durationOf(input.out) }),
        confirm: say('card.button.kick-now'),
      },
      input: { who: participant.code, in: conference.id },
    }
  },
  async run(input, { service, attempt, now }) {
    const { conference, kicked } = await service.kick(attempt, { who: input.who, outMs: input.out, in: input.in })
    const back =
      kicked.number !== null &&
      button(say('card.button.call-back'), ref(conference, 'conf callback', { who: kicked.code }))
    return {
      card: card(
        say('command.kick.done', { name: nameOf(kicked) }),
        ...(input.out === undefined ? [] : [text(say('command.kick.out', { until: moment(now + input.out, 'time') }))]),
        actions(input.out === undefined ? back : letInButton(conference, kicked)),
      ),
    }
  },
})

export const letInButton = (conference: Conference, { code }: Pick<Participant, 'code'>) =>
  button(say('card.button.let-in'), ref(conference, 'conf let-in', { who: code }))

export const letIn = defineCommand({
  path: 'conf participant let-in',
  aliases: ['conf let-in'],
  summary: 'command.let-in.summary',
  formWords: { title: 'form.title.let-in', submit: 'form.submit.let-in' },
  examples: ['let-in Anna', 'let-in 1001'],
  options: { who: option.text({ summary: 'option.kept-out', required: true, max: 100 }), in: inConference },
  permission: 'participant.kick',
  needs: 'kick',
  ofLive: true,
  effect: 'write',
  async run(input, { service, attempt }) {
    const { conference, who } = await service.letIn(attempt, input)
    return {
      card: card(
        say('command.let-in.done', { name: nameOf(who) }),
        actions(button(say('card.button.call-back'), ref(conference, 'conf callback', { who: who.code }))),
      ),
    }
  },
})
