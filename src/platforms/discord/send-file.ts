/** A file for one person: in their direct message with the bot, below what is said of it. */
import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10'
import type { Person } from '#core/actor.ts'
import { ConfbotError } from '#core/errors.ts'
import { say } from '#text/message.ts'
import type { Notifier } from '#view/notifier.ts'
import type { DirectChannels } from './direct-channels.ts'
import { failureOf, failureWords, isRefusal, toChatError } from './failure.ts'
import { limits } from './limits.ts'
import type { Draw, Post } from './posting.ts'

export function createSendFile(deps: {
  readonly direct: DirectChannels
  readonly post: Post
  readonly draw: Draw
}): Notifier['sendFile'] {
  const { direct, post, draw } = deps
  return async (person, { name, mimeType, content }, said) => {
    if (Buffer.byteLength(content) > limits.fileBytes) throw unwanted('10 MB')
    // `attachment://` takes only these.
    const data = typeof content === 'string' ? content : Buffer.from(content)
    const file = { name: name.replace(/[^A-Za-z0-9._-]/g, '_'), data, contentType: mimeType }
    const message = await draw(said)
    try {
      await post(await direct.open(person.userId), message, { file })
    } catch (error) {
      throw toFileError(error, person)
    }
  }
}

/** What no patience mends: they say it of the file itself. */
const unwantedFile = [
  Code.RequestEntityTooLarge,
  Code.FileUploadedExceedsMaximumSize,
  Code.InvalidFileUploaded,
  Code.ProvidedFileTypeIsInvalid,
]

const unwanted = (problem: string, cause?: unknown) =>
  new ConfbotError('chat.no-files', { blanks: { problem: say('discord.files-unwanted', { problem }) }, cause })

function toFileError(error: unknown, person: Person): ConfbotError {
  const failure = failureOf(error)
  if (failure.kind === 'refused' && isRefusal(failure, ...unwantedFile))
    return unwanted(String(failure.code), new Error(failureWords(error)))
  return toChatError(error, person.name, 'tell')
}
