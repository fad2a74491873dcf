/** Messages as the bot gets them: without the MESSAGE_CONTENT intent, what others say is kept from it (events/gateway, "Message Content Intent"). */
import { botUserId } from './identity.ts'
import type { StoredMessage, WireMessage } from './message-store.ts'
import type { DiscordServer } from './server.ts'

/** Told all the same: its own messages, those of its direct messages, and those that mention it. */
export function presentToBot(server: DiscordServer, message: StoredMessage): WireMessage {
  const wire = server.messages.present(message)
  const isDirect = server.directory.channel(message.channelId)?.recipientId !== undefined
  const isTold =
    server.hasPrivilegedIntents ||
    isDirect ||
    message.authorId === botUserId ||
    message.mentions.users.includes(botUserId)
  return isTold ? wire : { ...wire, content: '', embeds: [], attachments: [], components: [] }
}
