/** `confadmin server …`: the servers that carry the conferences of a PBX. */
import { defineCommand } from '#command-kit/define-command.ts'
import { errorSentence } from '#command-kit/error-card.ts'
import { option } from '#command-kit/options/index.ts'
import type { ConferenceServer, Pbx } from '#core/contracts/conference-provider.ts'
import { checkRoomFields } from '#core/room-field.ts'
import { canDo, need } from '#core/service/deps.ts'
import type { ConferenceService } from '#core/service/index.ts'
import type { ServerOnPbx } from '#core/service/server-admin.ts'
import { code, type Span, say } from '#text/message.ts'
import { actions, button, type Card, card, fields, list, note } from '#view/card.ts'
import { serverForm, shownFields } from '#view/presenters/room-form.ts'
import { isQuestion, listOptions, pages } from './list-query.ts'
import { onPbx } from './live-options.ts'

const server = option.text({ summary: 'option.server', required: true, max: 128 })
const shared = { permission: 'server.manage', needs: 'servers' } as const

export const serverList = defineCommand({
  ...shared,
  path: 'confadmin server list',
  summary: 'command.server-list.summary',
  help: 'command.list-query.help',
  formWords: { title: 'form.title.server-list', submit: 'form.submit.show' },
  examples: ['server list', 'server list filter:"enabled eq true" orderby:"name desc" skip:20 top:20 --count'],
  options: { ...listOptions, count: option.flag({ summary: 'option.list-count', named: true }), pbx: onPbx },
  effect: 'read',
  async run(input, { service, attempt }) {
    const { pbx, page } = await service.servers(attempt, input)
    const { items, total } = page
    const title = say('command.server-list.title', { pbx: pbx.name, count: total ?? items.length })
    if (items.length === 0)
      return {
        card: card(title, note(say(isQuestion(input) ? 'command.list-query.none' : 'command.server-list.none'))),
      }
    return {
      card: card(
        title,
        list(
          items.map((one) => ({
            line: [
              one.name,
              ...addressOf(one),
              ...(one.fields.enabled === false ? [' · ', say('server.disabled')] : []),
            ],
            button: button(say('command.home.show'), ref('confadmin server show', { pbx, server: one })),
          })),
        ),
        ...pages('confadmin server list', { ...input, pbx: pbx.name }, { shown: items.length, total }),
      ),
    }
  },
})

export const serverShow = defineCommand({
  ...shared,
  path: 'confadmin server show',
  summary: 'command.server-show.summary',
  formWords: { title: 'form.title.server-show', submit: 'form.submit.show' },
  examples: ['server show frankfurt'],
  options: { server, pbx: onPbx },
  effect: 'read',
  run: async (input, { service, attempt }) => ({ card: serverCard(await service.server(attempt, input)) }),
})

export const serverStatus = defineCommand({
  ...shared,
  path: 'confadmin server status',
  summary: 'command.server-status.summary',
  formWords: { title: 'form.title.server-status', submit: 'form.submit.show' },
  examples: ['server status frankfurt'],
  options: { server, pbx: onPbx },
  effect: 'read',
  async run(input, { service, attempt }) {
    const found = await service.serverStatus(attempt, input)
    const { isOnline, rooms, participants, cpuUsage, memoryUsage } = found.status
    const pairs: readonly (readonly [Span, Span | null])[] = [
      [
        say('server.status.state'),
        isOnline === null ? null : say(isOnline ? 'server.status.online' : 'server.status.offline'),
      ],
      [say('server.status.rooms'), amount(rooms)],
      [say('server.status.participants'), amount(participants)],
      [say('server.status.cpu'), percent(cpuUsage)],
      [say('server.status.memory'), percent(memoryUsage)],
    ]
    return {
      card: card(
        say('command.server-status.title', { name: found.server.name }),
        fields(...pairs.map(([label, value]): [Span, Span] => [label, value ?? say('server.status.unknown')])),
        actions(button(say('command.home.show'), ref('confadmin server show', found))),
      ),
    }
  },
})

const assignments = option.assignments({ summary: 'option.server-fields', required: true })

export const serverCreate = defineCommand({
  ...shared,
  path: 'confadmin server create',
  summary: 'command.server-create.summary',
  help: 'command.room.help',
  examples: ['server create name=frankfurt ipv4=192.0.2.7 max_rooms=50 max_participants=400'],
  options: { fields: assignments, pbx: onPbx },
  effect: 'write',
  form: (given, { service }) => formOn(pbxOf(service, given.pbx), 'create', given),
  // Which PBX this channel has, has to be asked for.
  isWhole: ({ pbx }, { service }) =>
    (pbx !== undefined || service.pbxNames.length === 1) && canDo(pbxOf(service, pbx), 'servers'),
  async fill(_form, given, { service, place }) {
    const pbx = await service.choosePbx(place, given.pbx)
    need(pbx, 'servers')
    return serverForm('create', pbx, given)
  },
  check: (input, { service }) => problemsOf('create', pbxOf(service, input.pbx), input.fields),
  run: async (input, { service, attempt }) => ({
    card: serverCard(
      await service.createServer(attempt, { assignments: input.fields, pbx: input.pbx }),
      say('command.server-create.done'),
    ),
  }),
})

export const serverEdit = defineCommand({
  ...shared,
  path: 'confadmin server edit',
  summary: 'command.server-edit.summary',
  help: 'command.room.help',
  examples: ['server edit frankfurt enabled=no max_rooms=60'],
  options: { server, fields: assignments, pbx: onPbx },
  effect: 'write',
  form: (given, { service }) => formOn(pbxOf(service, given.pbx), 'update', given),
  async fill(form, given, { service, attempt }) {
    if (given.server === undefined) return form
    const found = await service.server(attempt, { server: given.server, pbx: given.pbx })
    return serverForm('update', found.pbx, given, found.server)
  },
  check: (input, { service }) => problemsOf('update', pbxOf(service, input.pbx), input.fields),
  run: async (input, { service, attempt }) => ({
    card: serverCard(
      await service.editServer(attempt, { server: input.server, assignments: input.fields, pbx: input.pbx }),
      say('command.server-edit.done'),
    ),
  }),
})

export const serverDelete = defineCommand({
  ...shared,
  path: 'confadmin server delete',
  summary: 'command.server-delete.summary',
  formWords: { title: 'form.title.server-delete', submit: 'form.submit.delete' },
  examples: ['server delete frankfurt'],
  options: { server, pbx: onPbx },
  effect: 'write',
  async confirm(input, { service, attempt }) {
    const found = await service.serverStatus(attempt, input)
    const { rooms, participants } = found.status
    return {
      question: {
        title: say('command.server-delete.title', { name: found.server.name }),
        text:
          rooms === null || participants === null
            ? say('command.server-delete.text')
            : say('command.server-delete.text-load', { rooms, people: participants }),
        confirm: say('command.server-delete.now'),
      },
      input: { server: found.server.id, pbx: found.pbx.name },
    }
  },
  async run(input, { service, attempt }) {
    const gone = await service.deleteServer(attempt, input)
    return { card: card(say('command.server-delete.done', { name: gone.server.name })) }
  },
})

const pbxOf = (service: ConferenceService, name: string | undefined) => service.pbxOf(name ?? service.defaultPbx)

/** None where the PBX cannot: that is said rather than a form shown. */
const formOn = (pbx: Pbx, purpose: 'create' | 'update', given: Readonly<Record<string, string>>) =>
  canDo(pbx, 'servers') ? serverForm(purpose, pbx, given) : undefined

/** Under the names that the form's fields have, so that none has to be named again. */
const problemsOf = (purpose: 'create' | 'update', pbx: Pbx, given: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    checkRoomFields(pbx.definition.serverFields ?? [], given, purpose).problems.map((problem) => [
      `fields.${problem.details.option}`,
      problem.details.blanks?.problem ?? errorSentence(problem),
    ]),
  )

const ref = (path: string, { pbx, server: { id } }: { readonly pbx: Pbx; readonly server: ConferenceServer }) => ({
  path,
  input: { server: id, pbx: pbx.name },
})

const addressOf = ({ fields: { ipv4, ipv6 } }: ConferenceServer): Span[] =>
  [ipv4, ipv6].flatMap((address) => (typeof address === 'string' && address !== '' ? [' · ', code(address)] : []))

const amount = (value: number | null): Span | null => (value === null ? null : say('server.status.amount', { value }))
const percent = (value: number | null): Span | null => (value === null ? null : say('server.status.percent', { value }))

const serverCard = (found: ServerOnPbx, done?: Span): Card =>
  card(
    say('command.server-show.title', { name: found.server.name }),
    ...(done ? [note(done)] : []),
    fields(...shownFields(found.pbx.definition.serverFields ?? [], found.server.fields)),
    actions(
      button(say('command.server-show.status'), ref('confadmin server status', found)),
      button(say('command.room-show.edit'), ref('confadmin server edit', found)),
      button(say('command.room-show.delete'), ref('confadmin server delete', found), { style: 'danger' }),
    ),
  )
