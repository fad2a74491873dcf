/** `conf record …`: recording a conference, and what was recorded. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import type { Conference } from '#core/conference.ts'
import type { Recording } from '#core/contracts/conference-provider.ts'
import type { RecordingList } from '#core/service/recording.ts'
import type { MessageKey } from '#text/message.ts'
import { link, moment, type Span, say } from '#text/message.ts'
import { actions, button, type Card, card, list, note, type Row, text } from '#view/card.ts'
import { abilitiesOf, type PbxAbilities } from '#view/presenters/abilities.ts'
import { durationOf } from '#view/presenters/attendance.ts'
import { ref } from '#view/presenters/roster.ts'
import { inConference } from './live-options.ts'

const whichRecording = { summary: 'option.recording', suggests: 'recording', max: 128 } as const
const recording = option.text({ ...whichRecording, required: true })

const switchCommand = (on: boolean, path: string, summary: MessageKey) =>
  defineCommand({
    path,
    summary,
    examples: [path.slice('conf '.length)],
    options: { in: inConference },
    permission: 'recording.control',
    needs: 'record',
    effect: 'write',
    async run(input, { service, attempt }) {
      const before = await service.live(attempt, input)
      const { subject: name } = await service.record(attempt, { on, in: before.id })
      if ((before.recording ?? false) === on)
        return { card: card(say(on ? 'command.record.already' : 'command.record.not-running', { name })) }
      return { card: card(say(on ? 'command.record.started' : 'command.record.stopped', { name })) }
    },
  })

export const recordStart = switchCommand(true, 'conf record start', 'command.record-start.summary')
export const recordStop = switchCommand(false, 'conf record stop', 'command.record-stop.summary')

export const recordList = defineCommand({
  path: 'conf record list',
  aliases: ['conf recordings'],
  summary: 'command.record-list.summary',
  formWords: { title: 'form.title.record-list', submit: 'form.submit.show' },
  examples: ['record list', 'record list 2'],
  options: { recording: option.text(whichRecording), in: inConference },
  permission: 'recording.view',
  needs: 'listRecordings',
  effect: 'read',
  async run({ recording: given, in: where }, { service, attempt }) {
    if (given === undefined) {
      const found = await service.recordings(attempt, { in: where })
      return { card: listCard(found, abilitiesOf(service.pbxOf(found.conference.pbx))) }
    }
    const one = await service.recording(attempt, { recording: given, in: where }, 'recording.view')
    const title = say('command.record.list', { name: one.conference.subject })
    const can = abilitiesOf(service.pbxOf(one.conference.pbx))
    return { card: card(title, list([rowOf(one, can)])) }
  },
})

export const recordLink = defineCommand({
  path: 'conf record link',
  summary: 'command.record-link.summary',
  formWords: { title: 'form.title.record-link', submit: 'form.submit.record-link' },
  examples: ['record link 1'],
  options: { recording, in: inConference },
  permission: 'recording.link',
  needs: ['linkRecording', 'fetchRecording'],
  effect: 'sensitive',
  async run(input, { service, attempt }) {
    const found = await service.recordingLink(attempt, input)
    if (found.url === null)
      return {
        card: card(
          say('command.record.link', { name: found.conference.subject }),
          text(say('command.record.given', { name: nameOfRecording(found.recording) })),
        ),
      }
    return {
      card: card(
        say('command.record.link', { name: found.conference.subject }),
        text(link(found.url, nameOfRecording(found.recording))),
        note(say('command.record.link-secret')),
      ),
    }
  },
})

const flagCommand = (read: boolean, path: string, summary: MessageKey) =>
  defineCommand({
    path,
    summary,
    formWords: { title: 'form.title.record-mark', submit: read ? 'form.submit.heard' : 'form.submit.not-heard' },
    examples: [`${path.slice('conf '.length)} 1`],
    options: { recording, in: inConference },
    permission: 'recording.view',
    needs: 'flagRecording',
    effect: 'write',
    async run(input, { service, attempt }) {
      const found = await service.flagRecording(attempt, { ...input, read })
      return {
        card: card(
          say(read ? 'command.record.read' : 'command.record.unread', { name: nameOfRecording(found) }),
          backToList(input),
        ),
      }
    },
  })

export const recordRead = flagCommand(true, 'conf record read', 'command.record-read.summary')
export const recordUnread = flagCommand(false, 'conf record unread', 'command.record-unread.summary')

export const recordDelete = defineCommand({
  path: 'conf record delete',
  summary: 'command.record-delete.summary',
  formWords: { title: 'form.title.record-delete', submit: 'form.submit.delete' },
  examples: ['record delete 2'],
  options: { recording, in: inConference },
  permission: 'recording.delete',
  needs: 'deleteRecording',
  effect: 'write',
  async confirm(input, { service, attempt }) {
    const { conference, recording: found, position } = await service.recording(attempt, input, 'recording.delete')
    const when = found.startedAt === null ? nameOfRecording(found) : moment(found.startedAt)
    return {
      question: {
        title: say('command.record.delete-title'),
        text: say('command.record.delete-text', { number: position, name: conference.subject, when }),
        confirm: say('command.record.delete-now'),
      },
      input: { recording: found.id, in: conference.id },
    }
  },
  async run(input, { service, attempt }) {
    const found = await service.deleteRecording(attempt, input)
    return { card: card(say('command.record.deleted', { name: nameOfRecording(found) }), backToList(input)) }
  },
})

function listCard({ conference, recordings, heard }: RecordingList, can: PbxAbilities): Card {
  const title = say('command.record.list', { name: conference.subject })
  if (recordings.length === 0)
    return card(title, note(say(conference.recording ? 'command.record.running' : 'command.record.none')))
  const rows = recordings.map((recording, index) =>
    rowOf({ conference, recording, position: index + 1, isHeard: heard.has(recording.id) }, can),
  )
  return card(title, list(rows), note(say('command.record.marks')))
}

/** Where the answer to a click stands in the place of the list. */
const backToList = ({ in: where }: { readonly in?: string | undefined }) =>
  actions(
    button(say('command.record.to-list'), {
      path: 'conf record list',
      input: where === undefined ? {} : { in: where },
    }),
  )

interface Listed {
  readonly conference: Conference
  readonly recording: Recording
  readonly position: number
  readonly isHeard: boolean
}

function rowOf({ conference, recording: one, position, isHeard }: Listed, can: PbxAbilities): Row {
  const entry = (label: Span, path: string) => ({ label, action: ref(conference, path, { recording: one.id }) })
  return {
    line: [
      `${position}. `,
      ...(one.startedAt === null ? [nameOfRecording(one)] : [moment(one.startedAt)]),
      ...(one.durationSeconds === null ? [] : [' · ', durationOf(one.durationSeconds * 1000)]),
      ' · ',
      say(isHeard ? 'command.record.heard' : 'command.record.not-heard'),
    ],
    menu: {
      kind: 'menu',
      label: say('command.record.menu', { number: position }),
      entries: [
        ...(can.linkRecording ? [entry(say('command.record.entry-link'), 'conf record link')] : []),
        ...(!can.linkRecording && can.fetchRecording
          ? [entry(say('command.record.entry-file'), 'conf record link')]
          : []),
        isHeard
          ? entry(say('command.record.entry-unread'), 'conf record unread')
          : entry(say('command.record.entry-read'), 'conf record read'),
        ...(can.deleteRecording ? [entry(say('command.record.entry-delete'), 'conf record delete')] : []),
      ],
    },
    opens: ref(conference, 'conf record list', { recording: one.id }),
  }
}

const nameOfRecording = (one: Recording): string => one.fileName ?? one.id
