/** `conf lock` and `conf unlock`. */
import { defineCommand } from '#command-kit/define-command.ts'
import type { MessageKey } from '#text/message.ts'
import { say } from '#text/message.ts'
import { actions, button, card, note } from '#view/card.ts'
import { ref } from '#view/presenters/roster.ts'
import { inConference } from './live-options.ts'

const lockCommand = (name: 'lock' | 'unlock', summary: MessageKey) =>
  defineCommand({
    path: `conf ${name}`,
    summary,
    examples: [name, `${name} in:8001`],
    options: { in: inConference },
    permission: 'conference.lock',
    needs: 'lock',
    effect: 'write',
    async run(input, { service, attempt }) {
      const locked = name === 'lock'
      const before = await service.live(attempt, input)
      const conference = await service.lock(attempt, { locked, in: before.id })
      const { subject } = conference
      // What others did is not taken back.
      if (before.locked === locked)
        return { card: card(say(locked ? 'command.lock.already' : 'command.unlock.already', { name: subject })) }
      const undo = button(say('card.button.undo'), ref(conference, locked ? 'conf unlock' : 'conf lock'))
      return {
        card: card(
          say(locked ? 'command.lock.done' : 'command.unlock.done', { name: subject }),
          ...(conference.closed ? [note(say('card.locked-by-us'))] : []),
          actions(undo),
        ),
      }
    },
  })

export const lock = lockCommand('lock', 'command.lock.summary')
export const unlock = lockCommand('unlock', 'command.unlock.summary')
