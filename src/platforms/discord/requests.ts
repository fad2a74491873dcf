/** Discord's payloads as what a request needs: who, where, and the key that all deliveries of one intent share. Pure. */
import {
  type APIInteraction,
  type APIMessage,
  type APIMessageComponentInteraction,
  type APIPingInteraction,
  ChannelType,
  ComponentType,
  InteractionContextType,
  MessageFlags,
} from 'discord-api-types/v10'
import type { Place } from '#core/actor.ts'
import type { PostedCard } from '#core/contracts/store.ts'
import type { Channels } from './channels.ts'
import { type CustomId, readCustomId } from './custom-ids.ts'
import { shownIn } from './render-card.ts'

export interface Caller {
  readonly intent: string
  /** The server in which the app was called; of a direct message, the one that it counts to. */
  readonly workspaceId: string
  readonly userId: string
}

/** All but the one that only asks whether we are there. */
export type Asking = Exclude<APIInteraction, APIPingInteraction>

/** `serverOf`: the server that a person's direct messages count to. */
export function callerOf(interaction: Asking, serverOf: (userId: string) => string): Caller {
  const userId = interaction.member?.user.id ?? interaction.user?.id ?? ''
  return {
    intent: `discord:${interaction.id}`,
    workspaceId: interaction.guild_id ?? serverOf(userId),
    userId,
  }
}

const threadTypes: readonly ChannelType[] = [
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
]

/** A thread is a channel of its own: it stands beside the channel that it belongs to. */
export function placeOf(interaction: Asking, workspaceId: string, channels: Pick<Channels, 'of'>): Place {
  const { channel, guild_id: guildId } = interaction
  const ownId = channel?.id ?? interaction.channel_id ?? ''
  if (guildId === undefined) {
    const isOurs = interaction.context === InteractionContextType.BotDM || channel?.type === ChannelType.DM
    const kind = isOurs ? 'direct' : 'people'
    return { platform: 'discord', workspaceId, channelId: ownId, kind, isPrivate: true }
  }
  const known = channels.of(guildId, ownId)
  const isThread = threadTypes.includes(channel?.type ?? known?.type ?? ChannelType.GuildText)
  const told = channel && 'parent_id' in channel ? channel.parent_id : null
  const parentId = isThread ? (told ?? known?.parentId ?? null) : null
  return {
    platform: 'discord',
    workspaceId,
    channelId: parentId ?? ownId,
    ...(parentId !== null && { threadId: ownId }),
    kind: 'channel',
    ...(known?.isPrivate !== false && { isPrivate: true }),
  }
}

/** Whether only one person sees it: it is the answer to somebody. */
export const isEphemeral = (message: Pick<APIMessage, 'flags'> | undefined): boolean =>
  ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0

/** The live card on which it was clicked. */
export function clickedCard(message: APIMessage | undefined, place: Place): PostedCard | null {
  if (!message || isEphemeral(message)) return null
  const conferenceId = shownIn(message)
  return conferenceId === null ? null : { conferenceId, place, messageId: message.id }
}

/** What the button, or the chosen entry of a select, says; null when it is nothing that we write. */
export function clickedId({ data }: APIMessageComponentInteraction): CustomId | null {
  const own = readCustomId(data.custom_id)
  if (own?.kind !== 'menu') return own
  const chosen = data.component_type === ComponentType.StringSelect ? readCustomId(data.values[0] ?? '') : null
  return chosen?.kind === 'menu' ? null : chosen
}
