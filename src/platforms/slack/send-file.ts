/**
 * A file for one person, in three steps (files.getUploadURLExternal): ask for an address, put the bytes there, and let Slack share
 * them. Until the last step nobody sees anything, so only that one must not happen twice.
 */
import type { Person } from '#core/actor.ts'
import { ConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import { say } from '#text/message.ts'
import type { Notifier } from '#view/notifier.ts'
import type { SlackClients } from './clients.ts'
import type { DirectChannels } from './direct-channels.ts'
import { failureOf, failureWords, toChatError } from './failure.ts'
import { withPatience } from './patience.ts'
import { renderCard } from './render-card.ts'

const filesScope = 'files:write'

export function createSendFile(deps: {
  clients: SlackClients
  direct: DirectChannels
  clock: Clock
}): Notifier['sendFile'] {
  const { clients, direct, clock } = deps
  const { files } = clients.repeatable

  const prepare = async (filename: string, mimeType: string, content: Buffer): Promise<string> => {
    const { upload_url, file_id } = await withPatience(clock, () =>
      files.getUploadURLExternal({ filename, length: content.length }),
    )
    if (upload_url === undefined || file_id === undefined) throw new Error('files.getUploadURLExternal gave no address')
    await withPatience(clock, () => clients.upload(upload_url, content, mimeType))
    return file_id
  }

  return async (person, { name, mimeType, content }, said) => {
    const failed = (error: unknown) => toFileError(error, person)
    const channel = await direct.open(person.userId).catch((error: unknown) => {
      throw toChatError(error, person.name)
    })
    const id = await prepare(name, mimeType, bytesOf(content)).catch((error: unknown) => {
      throw failed(error)
    })
    const { blocks } = renderCard(said, { mentions: 'native' })
    const share = () =>
      clients.once.files.completeUploadExternal({ files: [{ id, title: name }], channel_id: channel, blocks })
    await withPatience(clock, share).catch((error: unknown) => {
      if (failureOf(error).kind !== 'unclear') throw failed(error)
      throw new ConfbotError('chat.unconfirmed', { cause: new Error(failureWords(error)) })
    })
  }
}

const bytesOf = (content: string | Uint8Array): Buffer =>
  typeof content === 'string' ? Buffer.from(content) : Buffer.from(content)

/** What no patience mends, since the workspace or who installed the app wants no files. */
const unwantedFile = /^file_(?:uploads?_|type_)/

function toFileError(error: unknown, person: Person): ConfbotError {
  const failure = failureOf(error)
  if (failure.kind !== 'refused') return toChatError(error, person.name)
  const refused = (problem: Parameters<typeof toChatError>[1]) =>
    new ConfbotError('chat.no-files', { blanks: { problem }, cause: new Error(failureWords(error)) })
  if (failure.error === 'missing_scope') return refused(say('slack.no-files', { scope: filesScope }))
  if (unwantedFile.test(failure.error)) return refused(say('slack.files-unwanted', { problem: failure.error }))
  return toChatError(error, person.name)
}
