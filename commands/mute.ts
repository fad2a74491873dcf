/** `conf mute` and `conf unmute`. */
import { defineCommand } from '#command-kit/define-command.ts'
import { errorSentence } from '#command-kit/error-card.ts'
import { option } from '#command-kit/options/index.ts'
import { nameOf } from '#core/service/locate.ts'
import type { MuteResult } from '#core/service/mute.ts'
import type { MessageKey, Span } from '#text/message.ts'
import { say } from '#text/message.ts'
import { actions, button, type Card, card, list, note, text } from '#view/card.ts'
import { abilitiesOf } from '#view/presenters/abilities.ts'
import { ref } from '#view/presenters/roster.ts'
import { inConference } from './live-options.ts'

const muteCommand = (name: 'mute' | 'unmute', summary: MessageKey) =>
  defineCommand({
    path: `conf ${name}`,
    summary,
    help: 'command.mute.help',
    formWords: { title: `form.title.${name}`, submit: `form.submit.${name}` },
    examples: [`${name} Anna`, `${name} others`, `${name} all in:8001`],
    options: {
      who: option.participant({ summary: 'option.participants', required: true, allows: 'all' }),
      in: inConference,
    },
    permission: 'participant.mute',
    needs: ['mute', 'muteAll'],
    ofLive: true,
    effect: 'write',
    async run(input, { service, attempt }) {
      const muted = name === 'mute'
      const result = await service.mute(attempt, { ...input, muted })
      const { hidesMutes } = abilitiesOf(service.pbxOf(result.conference.pbx))
      return { card: resultCard(result, muted, input.who, hidesMutes) }
    },
  })

function resultCard(
  { conference, changed, failed }: MuteResult,
  muted: boolean,
  who: string,
  hidesMutes = false,
): Card {
  // Whoever was so before is left as others wanted it.
  const codes = changed.filter((one) => one.muted !== muted).map(({ code }) => code)
  const undo = ref(conference, muted ? 'conf unmute' : 'conf mute', { who: codes.join() })
  const again = ref(conference, muted ? 'conf mute' : 'conf unmute', { who })
  return card(
    saidOf(changed, muted),
    ...(hidesMutes && muted && changed.length > 0 ? [note(say('card.muted-as-asked'))] : []),
    ...(failed
      ? [
          text(errorSentence(failed.error)),
          ...(failed.left.length === 0 ? [] : [text(say(muted ? 'command.mute.left' : 'command.unmute.left'))]),
          list(failed.left.map((one) => ({ line: nameOf(one) }))),
        ]
      : []),
    actions(
      codes.length > 0 && button(say('card.button.undo'), undo),
      failed !== null && failed.left.length > 0 && button(say('error.card.retry'), again),
    ),
  )
}

function saidOf(changed: MuteResult['changed'], muted: boolean): Span {
  const [only, ...others] = changed
  if (only && others.length === 0) return say(muted ? 'command.mute.one' : 'command.unmute.one', { name: nameOf(only) })
  return say(muted ? 'command.mute.many' : 'command.unmute.many', { count: changed.length })
}

export const mute = muteCommand('mute', 'command.mute.summary')
export const unmute = muteCommand('unmute', 'command.unmute.summary')
