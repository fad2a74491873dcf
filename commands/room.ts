/** `confadmin room …`: permanent rooms with all fields of the PBX. */
import { defineCommand } from '#command-kit/define-command.ts'
import { errorSentence } from '#command-kit/error-card.ts'
import { option } from '#command-kit/options/index.ts'
import type { FieldValue, Pbx, ProviderDefinition } from '#core/contracts/conference-provider.ts'
import { meetingHolder } from '#core/meeting.ts'
import { checkRoomFields } from '#core/room-field.ts'
import { roomName } from '#core/room-name.ts'
import type { ConferenceService } from '#core/service/index.ts'
import type { RoomOnPbx } from '#core/service/room-admin.ts'
import { code, moment, type Span, say } from '#text/message.ts'
import { actions, button, type Card, card, list, note, text } from '#view/card.ts'
import { abilitiesOf } from '#view/presenters/abilities.ts'
import { listed } from '#view/presenters/meeting-words.ts'
import { fieldWords, roomForm, shownFieldNodes } from '#view/presenters/room-form.ts'
import { isQuestion, listOptions, pages } from './list-query.ts'
import { onPbx } from './live-options.ts'
import { pinCard } from './pin-card.ts'

const room = option.text({ summary: 'option.room', required: true, suggests: 'room', max: 64 })

export const roomList = defineCommand({
  path: 'confadmin room list',
  summary: 'command.room-list.summary',
  formWords: { title: 'form.title.room-list', submit: 'form.submit.show' },
  help: 'command.list-query.help',
  examples: ['room list', 'room list search:board skip:20 top:20', 'room list pbx:portsip orderby:"subject desc"'],
  options: { ...listOptions, pbx: onPbx },
  permission: 'room.manage',
  effect: 'read',
  async run(input, { service, attempt }) {
    const { pbx, rooms, total, leases, resting } = await service.rooms(attempt, input)
    const title = say('command.room-list.title', { pbx: pbx.name, count: total ?? rooms.length })
    if (rooms.length === 0)
      return { card: card(title, note(say(isQuestion(input) ? 'command.list-query.none' : 'command.room-list.none'))) }
    return {
      card: card(
        title,
        list(
          rooms.map((one) => ({
            line: [
              code(roomName(one)),
              ' ',
              one.subject,
              ...usedBy(leases.get(one.number) ?? null, resting.get(one.number)).flatMap((words) => [' · ', words]),
            ],
            button: button(say('command.home.show'), {
              path: 'confadmin room show',
              input: { room: roomName(one), pbx: pbx.name },
            }),
          })),
        ),
        ...pages('confadmin room list', { ...input, pbx: pbx.name }, { shown: rooms.length, total }),
      ),
    }
  },
})

export const roomShow = defineCommand({
  path: 'confadmin room show',
  summary: 'command.room-show.summary',
  formWords: { title: 'form.title.room-show', submit: 'form.submit.show' },
  examples: ['room show 8001'],
  options: { room, pbx: onPbx },
  permission: 'room.manage',
  effect: 'read',
  run: async (input, { service, attempt }) => ({ card: roomCard(await service.room(attempt, input)) }),
})

export const roomPin = defineCommand({
  path: 'confadmin room pin',
  summary: 'command.room-pin.summary',
  formWords: { title: 'form.title.pin', submit: 'form.submit.show' },
  examples: ['room pin 8001'],
  options: { room, pbx: onPbx },
  permission: 'room.manage',
  needs: 'readPin',
  effect: 'sensitive',
  async run(input, { service, attempt }) {
    const { room: shown, pins } = await service.roomPins(attempt, input)
    return { card: pinCard(shown.subject || roomName(shown), roomName(shown), pins) }
  },
})

const assignments = option.assignments({ summary: 'option.fields', required: true })

/** As confbot itself would make a room of this kind. */
const exampleFields = ({ roomFields, planToFields }: ProviderDefinition<never>, purpose: 'create' | 'update') =>
  Object.entries(
    planToFields({ number: '8050', subject: 'Board room', pin: null, chairPin: null, capacity: 20 }, purpose),
  )
    .filter(([id, value]) => roomFields.every((field) => field.id !== id || field.preset !== value))
    .map(([id, value]) => `${id}=${valueToTyped(value)}`)
    .join(' ')

const valueToTyped = (value: FieldValue): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const text = String(value ?? '')
  return /\s/.test(text) ? `"${text}"` : text
}

export const roomCreate = defineCommand({
  path: 'confadmin room create',
  summary: 'command.room-create.summary',
  help: 'command.room.help',
  examples: ['room create extension_number=8050 mode=AUDIO subject="Board room" capacity=20'],
  examplesOn: (definition) => [`room create ${exampleFields(definition, 'create')}`],
  options: { fields: assignments, pbx: onPbx },
  permission: 'room.manage',
  needs: 'createRoom',
  effect: 'write',
  form(given, { service }) {
    const pbx = pbxOf(service, given.pbx)
    return roomForm('create', pbx, given, undefined, noteOf(service, pbx))
  },
  // Which PBX this channel has, and what there is to choose from, has to be asked for.
  isWhole: ({ pbx }, { service }) =>
    (pbx !== undefined || service.pbxNames.length === 1) &&
    pbxOf(service, pbx).definition.roomFields.every(({ options }) => !options),
  async fill(_form, given, { service, attempt }) {
    const { pbx, options } = await service.fieldOptions(attempt, { pbx: given.pbx })
    return roomForm('create', pbx, given, undefined, { options, ...noteOf(service, pbx) })
  },
  check: (input, { service }) => problemsOf('create', pbxOf(service, input.pbx), input.fields),
  run: async (input, { service, attempt }) => ({
    card: roomCard(
      await service.createRoom(attempt, { assignments: input.fields, pbx: input.pbx }),
      say('command.room-create.done'),
    ),
  }),
})

export const roomEdit = defineCommand({
  path: 'confadmin room edit',
  summary: 'command.room-edit.summary',
  help: 'command.room.help',
  examples: ['room edit 8001 subject="Board room" capacity=30'],
  examplesOn: (definition) => [`room edit 8001 ${exampleFields(definition, 'update')}`],
  options: { room, fields: assignments, pbx: onPbx },
  permission: 'room.manage',
  needs: 'updateRoom',
  effect: 'write',
  form: (given, { service }) => roomForm('update', pbxOf(service, given.pbx), given),
  async fill(_form, given, { service, attempt }) {
    const { pbx, options } = await service.fieldOptions(attempt, { pbx: given.pbx })
    const present =
      given.room === undefined ? undefined : await service.room(attempt, { room: given.room, pbx: pbx.name })
    return roomForm('update', pbx, given, present?.room, {
      options,
      ...(present?.secrets && { secrets: present.secrets }),
      ...noteOf(service, pbx),
    })
  },
  check: (input, { service }) => problemsOf('update', pbxOf(service, input.pbx), input.fields),
  run: async (input, { service, attempt }) => ({
    card: roomCard(
      await service.editRoom(attempt, { room: input.room, assignments: input.fields, pbx: input.pbx }),
      say('command.room-edit.done'),
    ),
  }),
})

/** Which one it is for, where there are several. */
const noteOf = ({ pbxNames }: ConferenceService, { name }: Pbx): { note?: Span } =>
  pbxNames.length > 1 ? { note: say('admin.room-form.for-pbx', { pbx: name }) } : {}

const pbxOf = (service: ConferenceService, name: string | undefined) => service.pbxOf(name ?? service.defaultPbx)

/** Without what may be a label: only the PBX knows what it stands for. */
const typed = ({ definition }: Pbx, fields: Readonly<Record<string, string>>) => {
  const chosen = new Set(definition.roomFields.flatMap(({ id, options }) => (options ? [id] : [])))
  return Object.fromEntries(Object.entries(fields).filter(([id]) => !chosen.has(id)))
}

/** Under the names that the form's fields have, so that none has to be named again. */
const problemsOf = (purpose: 'create' | 'update', pbx: Pbx, fields: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    checkRoomFields(pbx.definition.roomFields, typed(pbx, fields), purpose).problems.map((problem) => [
      `fields.${problem.details.option}`,
      problem.details.blanks?.problem ?? errorSentence(problem),
    ]),
  )

export const roomDelete = defineCommand({
  path: 'confadmin room delete',
  summary: 'command.room-delete.summary',
  formWords: { title: 'form.title.room-delete', submit: 'form.submit.delete' },
  examples: ['room delete 8050'],
  options: { room, recordings: option.flag({ summary: 'option.recordings-too', named: true }), pbx: onPbx },
  permission: 'room.manage',
  needs: 'deleteRoom',
  effect: 'write',
  async confirm(input, { service, attempt }) {
    const found = await service.deletableRoom(attempt, { ...input, recordingsToo: input.recordings })
    return {
      question: {
        title: say('command.room-delete.title', { room: roomName(found.room) }),
        text: say(input.recordings ? 'command.room-delete.text-recordings' : 'command.room-delete.text'),
        confirm: say('command.room-delete.now'),
      },
      input: { room: found.room.id, pbx: found.pbx.name },
    }
  },
  async run(input, { service, attempt }) {
    const gone = await service.deleteRoom(attempt, {
      room: input.room,
      recordingsToo: input.recordings,
      pbx: input.pbx,
    })
    return { card: card(say('command.room-delete.done', { room: roomName(gone) })) }
  },
})

function usedBy(holder: string | null, restsUntil: number | undefined): Span[] {
  if (holder === null) return []
  if (restsUntil !== undefined) return [say('command.room-list.resting', { until: moment(restsUntil, 'time') })]
  return [say(holder.startsWith(meetingHolder('')) ? 'command.room-list.held' : 'command.room-list.leased')]
}

function roomCard(
  { pbx, room: shown, conferenceId, restsUntil, isOffered, options, secrets, notTaken = [], presets = [] }: RoomOnPbx,
  done?: Span,
): Card {
  const otherwise = notTaken.map(({ label }): Span => ({ kind: 'message', key: label, blanks: {} }))
  const input = { room: roomName(shown), pbx: pbx.name }
  const can = abilitiesOf(pbx)
  const preset = presets.map((field): Span => say('command.room.field-value', fieldWords(field, field.preset ?? '')))
  return card(
    say('command.room-show.title', { room: roomName(shown), name: shown.subject }),
    ...(done ? [note(done)] : []),
    ...(otherwise.length > 0 ? [text(say('command.room.otherwise', { fields: listed(otherwise) }))] : []),
    ...(preset.length > 0 ? [note(say('command.room-create.preset', { fields: listed(preset) }))] : []),
    ...shownFieldNodes(pbx.definition.roomFields, shown.fields, options, secrets),
    ...usedBy(conferenceId, restsUntil).map((words) => note(words)),
    actions(
      isOffered && !conferenceId && button(say('command.room-show.start'), { path: 'conf start', input, asForm: true }),
      can.readPin &&
        [...(secrets?.values() ?? [])].some((isSet) => isSet) &&
        button(say('command.room-show.pin'), { path: 'confadmin room pin', input }),
      can.updateRoom && button(say('command.room-show.edit'), { path: 'confadmin room edit', input }),
      can.deleteRoom &&
        button(say('command.room-show.delete'), { path: 'confadmin room delete', input }, { style: 'danger' }),
    ),
  )
}
