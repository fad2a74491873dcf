/** An interaction as the app gets it, with what Discord computes for it (discord-api-docs, interactions/receiving-and-responding, "Interaction Object"). */
import { randomBytes } from 'node:crypto'
import { type Channel, channelTypes, type Person } from '../directory.ts'
import { applicationId, botUserId, guildId } from '../identity.ts'
import { type Interaction, type InteractionType, interactionTypes } from '../interaction-store.ts'
import type { StoredMessage } from '../message-store.ts'
import { permissionSet } from '../permissions.ts'
import type { DiscordServer } from '../server.ts'
import { channelToWire, memberToPartial, personToUser, roleToWire } from '../wire-object.ts'

export interface InteractionDraft {
  type: InteractionType
  person: Person
  channel: Channel
  data: Record<string, unknown>
  /** The message clicked on, or whose component opened the modal. */
  message?: StoredMessage | undefined
  /** The full name of the command. */
  commandName?: string | undefined
}

const language = 'en-US'
const attachmentSizeLimit = 10 * 1024 * 1024
/** What the app may do in its own direct messages. */
const directAppPermissions = permissionSet('ATTACH_FILES', 'EMBED_LINKS', 'MENTION_EVERYONE', 'USE_EXTERNAL_EMOJIS')

/** Makes an interaction and keeps it; it is not sent yet. */
export function createInteraction(server: DiscordServer, draft: InteractionDraft): Interaction {
  const { directory, messages } = server
  const { type, person, channel, message } = draft
  const id = server.nextId()
  const token = Buffer.from(`interaction:${id}:${randomBytes(96).toString('base64url')}`).toString('base64url')
  const isDirect = channel.type === channelTypes.dm
  const member = directory.member(person.id)
  const user = personToUser(person)
  const raw = {
    id,
    application_id: applicationId,
    type,
    data: draft.data,
    ...(!isDirect && {
      guild: { id: guildId, locale: language, features: [] },
      guild_id: guildId,
      guild_locale: language,
      ...(member && {
        member: { ...memberToPartial(member), user, permissions: String(directory.permissions(person.id, channel)) },
      }),
    }),
    ...(isDirect && { user }),
    channel: channelToWire(channel, directory, messages.lastId(channel.id)),
    channel_id: channel.id,
    token,
    version: 1,
    ...(message && { message: messages.present(message) }),
    app_permissions: String(isDirect ? directAppPermissions : directory.permissions(botUserId, channel)),
    locale: language,
    entitlements: [],
    authorizing_integration_owners: { '0': isDirect ? '0' : guildId },
    context: isDirect ? 1 : 0,
    attachment_size_limit: attachmentSizeLimit,
  }
  const interaction: Interaction = {
    id,
    token,
    type,
    userId: person.id,
    channelId: channel.id,
    createdAt: server.systemNow(),
    raw,
    ...(message && { messageId: message.id }),
    ...(draft.commandName !== undefined && { commandName: draft.commandName }),
  }
  server.interactions.add(interaction)
  return interaction
}

/** What is sent to an address to see whether an app listens there. */
export function createPing(server: DiscordServer): object {
  const bot = server.directory.person(botUserId)
  return {
    id: server.nextId(),
    application_id: applicationId,
    type: interactionTypes.ping,
    token: randomBytes(24).toString('base64url'),
    version: 1,
    ...(bot && { user: personToUser(bot) }),
    entitlements: [],
  }
}

/** Ids of what somebody chose. */
export interface Chosen {
  users: Set<string>
  roles: Set<string>
  channels: Set<string>
}

export const nothingChosen = (): Chosen => ({ users: new Set(), roles: new Set(), channels: new Set() })

/**
 * What the ids stand for, as the person who chose them is shown it ("Resolved Data"); undefined where nothing was chosen. Members
 * come without user, deaf and mute.
 */
export function resolve(
  { directory, messages }: DiscordServer,
  personId: string,
  { users, roles, channels }: Chosen,
): Record<string, object> | undefined {
  const table = <T extends object>(ids: Iterable<string>, find: (id: string) => T | undefined) =>
    Object.fromEntries([...ids].flatMap((id) => [[id, find(id)] as const]).filter(([, found]) => found !== undefined))
  const resolved = {
    users: table(users, (id) => {
      const person = directory.person(id)
      return person && personToUser(person)
    }),
    members: table(users, (id) => {
      const member = directory.member(id)
      if (!member) return undefined
      const { deaf, mute, ...partial } = memberToPartial(member)
      return { ...partial, permissions: String(directory.permissions(id)) }
    }),
    roles: table(roles, (id) => {
      const role = directory.role(id)
      return role && roleToWire(role)
    }),
    channels: table(channels, (id) => {
      const channel = directory.channel(id)
      if (!channel) return undefined
      const { permission_overwrites, ...partial } = channelToWire(channel, directory, messages.lastId(id))
      return {
        ...partial,
        permissions: String(directory.permissions(personId, channel)),
        app_permissions: String(directory.permissions(botUserId, channel)),
      }
    }),
  }
  const filled = Object.entries(resolved).filter(([, found]) => Object.keys(found).length > 0)
  return filled.length > 0 ? Object.fromEntries(filled) : undefined
}
