/** `conf end` and `conf keep`: the end of a conference, and putting it off. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { moment, say } from '#text/message.ts'
import { card, note, text } from '#view/card.ts'
import { abilitiesOf } from '#view/presenters/abilities.ts'
import { endQuestion } from '#view/presenters/conference-card.ts'
import { inConference } from './live-options.ts'

export const end = defineCommand({
  path: 'conf end',
  summary: 'command.end.summary',
  formWords: { title: 'form.title.end', submit: 'form.submit.end' },
  help: 'command.end.help',
  examples: ['end', 'end in:8001', 'end --force'],
  options: { in: inConference, force: option.flag({ summary: 'option.force', named: true }) },
  permission: 'conference.end',
  needs: 'end',
  effect: 'write',
  async confirm(input, { service, attempt }) {
    const conference = await service.live(attempt, input, 'conference.end')
    const can = abilitiesOf(service.pbxOf(conference.pbx))
    // It is refused, with the reason and what can be done here all the same.
    if (!can.end && !input.force) return undefined
    return { question: endQuestion(conference, can), input: { in: conference.id } }
  },
  async run(input, { service, attempt }) {
    const conference = await service.end(attempt, input)
    return {
      card: card(
        say('command.end.done', { name: conference.subject }),
        text(say('command.end.record')),
        ...(conference.mayGoOn ? [note(say('card.may-go-on'))] : []),
      ),
    }
  },
})

const defaultKeepMs = 3_600_000

export const keep = defineCommand({
  path: 'conf keep',
  summary: 'command.keep.summary',
  examples: ['keep', 'keep for:2h'],
  options: { for: option.duration({ summary: 'option.keep-for', named: true }), in: inConference },
  permission: 'conference.keep',
  effect: 'write',
  hidden: true,
  async run(input, { service, attempt }) {
    const conference = await service.keepOpen(attempt, { forMs: input.for ?? defaultKeepMs, in: input.in })
    const until = moment(conference.keepUntil ?? conference.changedAt, 'time')
    return { card: card(say('command.keep.done', { name: conference.subject, until })) }
  },
})
