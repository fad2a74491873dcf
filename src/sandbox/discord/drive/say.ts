/** Writing messages and starting threads, and deleting messages by hand. */
import { DriveRefusal } from '../../drive-call.ts'
import { channelTypes } from '../directory.ts'
import { guildId } from '../identity.ts'
import { resolveMentions } from '../rules/mentions.ts'
import { channelToWire } from '../wire-object.ts'
import { findChannel, findMessage, findOwnChannel, findPerson, type MessageName, need, type Stage } from './stage.ts'
import { withMentions } from './typed-mentions.ts'

const maxLength = 2000

/** The app is told of it as far as its intents go; `id` is the message's. */
export function say(stage: Stage, request: { user: string; channel: string; text: string }): { ok: true; id: string } {
  const { directory, messages } = stage.server
  const person = findPerson(stage, request.user)
  const channel = findOwnChannel(stage, request.channel, person)
  if (channel.thread?.isLocked) throw new DriveRefusal(409, 'This thread is locked.')
  if (request.text.length > maxLength) throw new DriveRefusal(409, 'Your message is too long.')
  if (channel.thread) {
    // Writing brings a thread back, and whoever writes into it.
    channel.thread.isArchived = false
    channel.thread.members.add(person.id)
  }
  const content = withMentions(request.text, person.id, directory)
  const message = messages.add({
    channelId: channel.id,
    authorId: person.id,
    type: 0,
    content,
    components: [],
    embeds: [],
    attachments: [],
    flags: 0,
    mentions: resolveMentions(content, { directory, channel, authorId: person.id, allowed: undefined }),
  })
  return { ok: true, id: message.id }
}

/** A public thread, or a private one, below a channel of the server. */
export function startThread(
  stage: Stage,
  request: { user: string; channel: string; name: string; private: boolean },
): { ok: true; id: string } {
  const { directory } = stage.server
  const person = findPerson(stage, request.user)
  const parent = findChannel(stage, request.channel, person)
  if (parent.type !== channelTypes.text) throw new DriveRefusal(409, 'No thread can be started here.')
  need(stage, person, parent, request.private ? 'CREATE_PRIVATE_THREADS' : 'CREATE_PUBLIC_THREADS')
  const thread = directory.createThread({ parent, name: request.name, ownerId: person.id, isPrivate: request.private })
  // The app hears of a private thread only when it is added.
  if (!request.private) {
    const d = { ...channelToWire(thread, directory, null), newly_created: true }
    stage.gateway.dispatch({ t: 'THREAD_CREATE', d, guildId })
  }
  return { ok: true, id: thread.id }
}

/** One's own message, or anybody's with MANAGE_MESSAGES; what only the person sees is dismissed. */
export function deleteMessage(stage: Stage, request: { user: string; message: MessageName }): { ok: true } {
  const person = findPerson(stage, request.user)
  const { channel, message } = findMessage(stage, request.message, person)
  const isTheirs = message.authorId === person.id || message.visibleTo === person.id
  if (!isTheirs) need(stage, person, channel, 'MANAGE_MESSAGES')
  stage.server.messages.remove(message)
  return { ok: true }
}
