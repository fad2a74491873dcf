/** `conf me …`: what confbot knows of the caller. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { noZone } from '#command-kit/options/zone.ts'
import { say } from '#text/message.ts'
import { card } from '#view/card.ts'
import { checkZone } from './zone.ts'

export const meZone = defineCommand({
  path: 'conf me zone',
  summary: 'command.me-zone.summary',
  formWords: { title: 'form.title.me-zone', submit: 'form.submit.save' },
  examples: ['me zone', 'me zone Europe/Berlin', 'me zone none'],
  options: { zone: option.zone({ summary: 'option.zone-or-none', orNone: true, orUnknown: true }) },
  check: checkZone,
  permission: 'person.self',
  effect: 'write',
  async run(input, { service, attempt, actor }) {
    if (input.zone === noZone) await service.setPerson(attempt, 'zone', null)
    else if (input.zone !== undefined) {
      await service.setPerson(attempt, 'zone', input.zone)
      return { card: card(say('command.me-zone.set', { zone: input.zone })) }
    }
    const { zone } = await service.personSettings(attempt)
    if (zone !== undefined) return { card: card(say('command.me-zone.own', { zone })) }
    if (actor.timeZone !== undefined) return { card: card(say('command.me-zone.profile', { zone: actor.timeZone })) }
    return { card: card(say('command.me-zone.none')) }
  },
})

export const meLanguage = defineCommand({
  path: 'conf me language',
  summary: 'command.me-language.summary',
  formWords: { title: 'form.title.me-language', submit: 'form.submit.save' },
  examples: ['me language', 'me language en'],
  options: {
    language: option.choice({
      summary: 'option.language',
      choices: [{ value: 'en', label: 'command.me-language.en' }],
    }),
  },
  permission: 'person.self',
  effect: 'write',
  async run(input, { service, attempt }) {
    if (input.language !== undefined) await service.setPerson(attempt, 'language', input.language)
    return { card: card(say('command.me-language.done', { language: say('command.me-language.en') })) }
  },
})
