/** `conf invite` and its kin: ringing people into the conference that is live. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { missingInvitations } from '#core/roster.ts'
import type { InviteResult } from '#core/service/invite.ts'
import { say } from '#text/message.ts'
import { actions, button, card } from '#view/card.ts'
import { dialResultNodes } from '#view/presenters/dial-result.ts'
import { ref } from '#view/presenters/roster.ts'
import { inConference } from './live-options.ts'

function resultCard({ conference, results }: InviteResult) {
  const missing = missingInvitations(conference).length
  return card(
    say('command.invite.done', { name: conference.subject }),
    ...dialResultNodes(results),
    ...(missing > 0
      ? [actions(button(say('card.button.missing', { count: missing }), ref(conference, 'conf missing')))]
      : []),
  )
}

export const invite = defineCommand({
  path: 'conf invite',
  summary: 'command.invite.summary',
  help: 'command.invite.help',
  formWords: { title: 'form.title.invite', submit: 'form.submit.invite' },
  examples: ['invite +4930901800', 'invite "+49 30 901801", 1002, @bob', 'invite on-call in:8001'],
  options: { who: option.invitees({ summary: 'option.who', required: true }), in: inConference },
  permission: 'participant.invite',
  ofLive: true,
  effect: 'write',
  run: async (input, { service, attempt }) => ({ card: resultCard(await service.invite(attempt, input)) }),
})

export const missing = defineCommand({
  path: 'conf missing',
  summary: 'command.missing.summary',
  examples: ['missing'],
  options: { in: inConference },
  permission: 'participant.invite',
  effect: 'write',
  hidden: true,
  run: async (input, { service, attempt }) => ({ card: resultCard(await service.inviteMissing(attempt, input)) }),
})

export const callback = defineCommand({
  path: 'conf callback',
  summary: 'command.callback.summary',
  formWords: { title: 'form.title.callback', submit: 'form.submit.callback' },
  examples: ['callback p3'],
  options: { who: option.text({ summary: 'option.participant', required: true }), in: inConference },
  permission: 'participant.invite',
  effect: 'write',
  hidden: true,
  run: async (input, { service, attempt }) => ({ card: resultCard(await service.callBack(attempt, input)) }),
})

export const callme = defineCommand({
  path: 'conf callme',
  summary: 'command.callme.summary',
  help: 'command.callme.help',
  examples: ['callme'],
  options: { in: inConference },
  permission: 'participant.call-self',
  effect: 'write',
  run: async (input, { service, attempt }) => ({ card: resultCard(await service.callMe(attempt, input)) }),
})
