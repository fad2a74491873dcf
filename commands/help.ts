/** `conf help [command]` and `confadmin help [command]`: written from the definitions. */
import { defineCommand, type RootDefinition } from '#command-kit/define-command.ts'
import { commandHelpCard, type HelpPbx, rootHelpCard } from '#command-kit/help.ts'
import { option } from '#command-kit/options/index.ts'
import type { Pbx } from '#core/contracts/conference-provider.ts'
import { isConfbotError } from '#core/errors.ts'
import { onPbx } from './live-options.ts'

const told = ({ name, definition }: Pbx): HelpPbx => ({ name, capabilities: definition.capabilities, definition })

/** `roots` is asked when help is: help is itself one of the commands that it tells of. */
export const createHelp = (roots: () => readonly RootDefinition[], root: 'conf' | 'confadmin') =>
  defineCommand({
    path: `${root} help`,
    summary: 'command.help.summary',
    formWords: { title: 'form.title.help', submit: 'form.submit.help' },
    examples: root === 'conf' ? ['help', 'help record start'] : ['help', 'help room create'],
    options: { command: option.words({ summary: 'option.command', suggests: 'command' }), pbx: onPbx },
    permission: 'conference.view',
    effect: 'read',
    async run(input, { actor, place, service, asksByOption }) {
      const pbx = await service.choosePbx(place, input.pbx).catch((error: unknown) => {
        // Help is for those too whom no PBX serves here.
        if (input.pbx === undefined && isConfbotError(error, 'permission.pbx', 'input.unknown-pbx')) return null
        throw error
      })
      const live = new Set(input.pbx === undefined ? service.liveHere(place, actor).here.map((one) => one.pbx) : [])
      const view = {
        actor,
        asksByOption,
        ...(pbx && { pbx: told(pbx) }),
        live: [...live].map((name) => told(service.pbxOf(name))),
      }
      return {
        card: input.command === undefined ? rootHelpCard(roots(), view) : commandHelpCard(roots(), input.command, view),
      }
    },
  })
