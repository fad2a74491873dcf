/** `conf mute` and `conf unmute`. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { nameOf } from '#core/service/locate.ts'
import type { MessageKey } from '#text/message.ts'
import { say } from '#text/message.ts'
import { actions, button, card } from '#view/card.ts'
import { ref } from '#view/presenters/roster.ts'
import { inConference } from './live-options.ts'

const muteCommand = (name: 'mute' | 'unmute', summary: MessageKey) =>
  defineCommand({
    path: `conf ${name}`,
    summary,
    help: 'command.mute.help',
    examples: [`${name} Anna`, `${name} others`, `${name} all in:8001`],
    options: {
      who: option.participant({ summary: 'option.participants', required: true, allows: 'all' }),
      in: inConference,
    },
    permission: 'participant.mute',
    needs: 'mute',
    effect: 'write',
    async run(input, { service, attempt }) {
      const muted = name === 'mute'
      const { conference, changed } = await service.mute(attempt, { ...input, muted })
      const [only, ...others] = changed
      if (!only || others.length > 0)
        return { card: card(say(muted ? 'command.mute.many' : 'command.unmute.many', { count: changed.length })) }
      const said = say(muted ? 'command.mute.one' : 'command.unmute.one', { name: nameOf(only) })
      // Only for one, who was not so before: what others did is not taken back.
      if (only.muted === muted) return { card: card(said) }
      const undo = ref(conference, muted ? 'conf unmute' : 'conf mute', { who: only.code })
      return { card: card(said, actions(button(say('card.button.undo'), undo))) }
    },
  })

export const mute = muteCommand('mute', 'command.mute.summary')
export const unmute = muteCommand('unmute', 'command.unmute.summary')
