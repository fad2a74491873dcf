/** `confadmin contact …` and `confadmin list …`: names, numbers and groups to invite in one go. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { mention, type Person } from '#core/actor.ts'
import { looksLikeNumber } from '#core/number-run.ts'
import { maskPhoneNumber, toPlainNumber } from '#lib/phone-number.ts'
import type { MessageKey } from '#text/message.ts'
import { bold, type Span, say } from '#text/message.ts'
import { card, list, note } from '#view/card.ts'
import { onPbx } from './live-options.ts'

const contactName = option.text({ summary: 'option.contact', required: true, suggests: 'contact', max: 64 })

export const contactList = defineCommand({
  path: 'confadmin contact list',
  summary: 'command.contact-list.summary',
  examples: ['contact list'],
  options: {},
  permission: 'directory.view',
  effect: 'read',
  async run(_input, { service, attempt, place }) {
    const contacts = await service.contacts(attempt)
    const title = say('command.contact-list.title', { count: contacts.length })
    if (contacts.length === 0) return { card: card(title, note(say('command.contact-list.none'))) }
    const { platform, workspaceId } = place
    return {
      card: card(
        title,
        list(
          contacts.map(({ name, number, userId }) => ({
            line: [
              bold(name),
              ' · ',
              maskPhoneNumber(number),
              ...(userId === null ? [] : [' · ', { kind: 'mention' as const, platform, workspaceId, userId, name }]),
            ],
          })),
        ),
      ),
    }
  },
})

const putCommand = (path: string, replace: boolean, summary: MessageKey) =>
  defineCommand({
    path,
    summary,
    help: 'command.contact.help',
    formWords: { title: replace ? 'form.title.contact-edit' : 'form.title.contact-add', submit: 'form.submit.save' },
    examples: [
      `contact ${replace ? 'edit' : 'add'} "Anna Berg" +4930901801`,
      `contact ${replace ? 'edit' : 'add'} Bob 1002 person:@bob`,
    ],
    options: {
      name: option.text({
        summary: 'option.contact',
        required: true,
        max: 64,
        ...(replace && { suggests: 'contact' as const }),
      }),
      number: option.words({ summary: 'option.number', required: true, max: 40 }),
      person: option.user({ summary: 'option.person', named: true }),
      pbx: onPbx,
    },
    permission: 'directory.manage',
    effect: 'write',
    async run(input, { service, attempt, place }) {
      const pbx = await service.choosePbx(place, input.pbx)
      const userId = input.person ?? null
      const contact = await service.putContact(attempt, pbx, { ...splitName(input), userId }, replace)
      return {
        card: card(say('command.contact.saved', { name: contact.name, number: maskPhoneNumber(contact.number) })),
      }
    },
  })

/** `contact add Anna Berg +49…`: words before the number can only belong to the name. */
function splitName({ name, number }: { readonly name: string; readonly number: string }) {
  const [, words, rest] = /^((?:[^\d+\s]\S*\s+)+)([+\d].*)$/.exec(number) ?? []
  return words === undefined || rest === undefined
    ? { name, number }
    : { name: `${name} ${words.trim()}`, number: rest }
}

export const contactAdd = putCommand('confadmin contact add', false, 'command.contact-add.summary')
export const contactEdit = putCommand('confadmin contact edit', true, 'command.contact-edit.summary')

export const contactRemove = defineCommand({
  path: 'confadmin contact remove',
  summary: 'command.contact-remove.summary',
  formWords: { title: 'form.title.contact-remove', submit: 'form.submit.remove' },
  examples: ['contact remove Anna'],
  options: { name: contactName },
  permission: 'directory.manage',
  effect: 'write',
  async confirm(input, { service, attempt }) {
    const { name } = await service.contact(attempt, input.name)
    return {
      question: {
        title: say('command.contact-remove.title', { name }),
        text: say('command.contact-remove.text'),
        confirm: say('command.contact-remove.now'),
      },
      input: { name },
    }
  },
  async run(input, { service, attempt }) {
    await service.removeContact(attempt, input.name)
    return { card: card(say('command.contact-remove.done', { name: input.name })) }
  },
})

export const listShow = defineCommand({
  path: 'confadmin list show',
  summary: 'command.list-show.summary',
  formWords: { title: 'form.title.list-show', submit: 'form.submit.show' },
  examples: ['list show', 'list show on-call'],
  options: { name: option.text({ summary: 'option.list', suggests: 'list', max: 64 }) },
  permission: 'directory.view',
  effect: 'read',
  async run(input, { service, attempt }) {
    const lists = input.name === undefined ? await service.lists(attempt) : [await service.list(attempt, input.name)]
    const title = say('command.list-show.title', { count: lists.length })
    if (lists.length === 0) return { card: card(title, note(say('command.list-show.none'))) }
    const people = await service.membersInChat(attempt, lists)
    return {
      card: card(
        title,
        list(
          lists.map(({ name, members }) => ({
            line: [
              bold(name),
              ...members.flatMap((member, index) => [index === 0 ? ' · ' : ', ', shown(member, people)]),
            ],
          })),
        ),
      ),
    }
  },
})

/** A member's whole number belongs to nobody's screen, however it was written when it was stored. */
function shown(member: string, people: ReadonlyMap<string, Person>): Span {
  const person = people.get(/^<@!?([A-Za-z0-9]+)>$/.exec(member)?.[1] ?? '')
  if (person) return mention(person)
  return looksLikeNumber(toPlainNumber(member)) ? maskPhoneNumber(toPlainNumber(member).replace(/[^+\d]/g, '')) : member
}

export const listPut = defineCommand({
  path: 'confadmin list put',
  summary: 'command.list-put.summary',
  formWords: { title: 'form.title.list-put', submit: 'form.submit.save' },
  examples: ['list put on-call Anna 1002 +4930901803'],
  options: {
    name: option.text({ summary: 'option.list', required: true, suggests: 'list', max: 64 }),
    members: option.invitees({ summary: 'option.members', required: true }),
  },
  permission: 'directory.manage',
  effect: 'write',
  async run(input, { service, attempt }) {
    const saved = await service.putList(attempt, input.name, input.members)
    return { card: card(say('command.list-put.done', { name: saved.name, count: saved.members.length })) }
  },
})

export const listRemove = defineCommand({
  path: 'confadmin list remove',
  summary: 'command.list-remove.summary',
  formWords: { title: 'form.title.list-remove', submit: 'form.submit.remove' },
  examples: ['list remove on-call'],
  options: { name: option.text({ summary: 'option.list', required: true, suggests: 'list', max: 64 }) },
  permission: 'directory.manage',
  effect: 'write',
  async confirm(input, { service, attempt }) {
    const { name } = await service.list(attempt, input.name)
    return {
      question: {
        title: say('command.list-remove.title', { name }),
        text: say('command.list-remove.text'),
        confirm: say('command.contact-remove.now'),
      },
      input: { name },
    }
  },
  async run(input, { service, attempt }) {
    await service.removeList(attempt, input.name)
    return { card: card(say('command.list-remove.done', { name: input.name })) }
  },
})
