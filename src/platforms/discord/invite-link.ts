/** The address that invites the bot with what it needs (topics/oauth2, "Bot Authorization Flow"). */
import { PermissionFlagsBits } from 'discord-api-types/v10'

/** Names as in the settings of Discord's channels (those of its roles say "View Channels"). Everything else works without them, or asks for nothing. */
export const neededPermissions = {
  'View Channel': PermissionFlagsBits.ViewChannel,
  'Send Messages': PermissionFlagsBits.SendMessages,
  'Send Messages in Threads': PermissionFlagsBits.SendMessagesInThreads,
  'Read Message History': PermissionFlagsBits.ReadMessageHistory,
  'Create Events': PermissionFlagsBits.CreateEvents,
} as const

const all = Object.values(neededPermissions).reduce((sum, bit) => sum | bit, 0n)

export const inviteLink = (applicationId: string, guildId: string): string =>
  `https://discord.com/oauth2/authorize?${new URLSearchParams({
    client_id: applicationId,
    scope: 'bot applications.commands',
    permissions: String(all),
    guild_id: guildId,
  })}`
