/** `conf help [command]` and `confadmin help [command]`: written from the definitions. */
import { defineCommand, type RootDefinition } from '#command-kit/define-command.ts'
import { commandHelpCard, rootHelpCard } from '#command-kit/help.ts'
import { option } from '#command-kit/options/index.ts'
import { isConfbotError } from '#core/errors.ts'

/** `roots` is asked when help is: help is itself one of the commands that it tells of. */
export const createHelp = (roots: () => readonly RootDefinition[], root: 'conf' | 'confadmin') =>
  defineCommand({
    path: `${root} help`,
    summary: 'command.help.summary',
    formWords: { title: 'form.title.help', submit: 'form.submit.help' },
    examples: root === 'conf' ? ['help', 'help record start'] : ['help', 'help room create'],
    options: { command: option.words({ summary: 'option.command', suggests: 'command' }) },
    permission: 'conference.view',
    effect: 'read',
    async run(input, { actor, place, service, asksByOption }) {
      const pbx = await service.choosePbx(place, undefined).catch((error: unknown) => {
        // Help is for those too whom no PBX serves here.
        if (isConfbotError(error, 'permission.pbx', 'input.unknown-pbx')) return null
        throw error
      })
      const view = {
        actor,
        asksByOption,
        ...(pbx && { pbx: { name: pbx.name, capabilities: pbx.definition.capabilities } }),
      }
      return {
        card: input.command === undefined ? rootHelpCard(roots(), view) : commandHelpCard(roots(), input.command, view),
      }
    },
  })
