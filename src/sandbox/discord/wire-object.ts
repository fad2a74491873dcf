/** People, members, roles and channels as Discord returns them (resources/user, guild, channel; topics/permissions). */
import {
  type Channel,
  channelTypes,
  type Directory,
  type Member,
  ownerId,
  type Person,
  type Role,
} from './directory.ts'
import { botUserId, guildId } from './identity.ts'

export const toTimestamp = (instant: number): string => new Date(instant).toISOString().replace('Z', '000+00:00')

export function personToUser(person: Person) {
  return {
    id: person.id,
    username: person.name,
    // A bot has a discriminator still, and no display name.
    discriminator: person.isBot ? '4242' : '0',
    global_name: person.isBot ? null : person.globalName,
    avatar: null,
    public_flags: 0,
    ...(person.isBot && { bot: true }),
  }
}

/** A member without its user, as interactions and messages carry it. */
export function memberToPartial(member: Member) {
  return {
    nick: member.nick,
    avatar: null,
    roles: [...member.roles],
    joined_at: toTimestamp(member.joinedAt),
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
  }
}

export function memberToWire(member: Member, person: Person) {
  return { ...memberToPartial(member), user: personToUser(person) }
}

export function roleToWire(role: Role) {
  return {
    id: role.id,
    name: role.name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: role.position,
    permissions: String(role.permissions),
    managed: role.botId !== undefined,
    mentionable: false,
    flags: 0,
    ...(role.botId !== undefined && { tags: { bot_id: role.botId } }),
  }
}

/** A channel as the bot gets it; a thread with the bot's own membership while it is in it. */
export function channelToWire(
  channel: Channel,
  directory: Directory,
  lastMessageId: string | null,
): Record<string, unknown> {
  const { id, type, name, thread } = channel
  if (type === channelTypes.dm) {
    const recipient = directory.person(channel.recipientId ?? '')
    return {
      id,
      type,
      last_message_id: lastMessageId,
      flags: 0,
      recipients: recipient ? [personToUser(recipient)] : [],
    }
  }
  const shared = { id, type, guild_id: guildId, name, last_message_id: lastMessageId, rate_limit_per_user: 0, flags: 0 }
  if (thread) {
    return {
      ...shared,
      parent_id: thread.parentId,
      owner_id: thread.ownerId,
      message_count: 0,
      member_count: thread.members.size,
      total_message_sent: 0,
      thread_metadata: {
        archived: thread.isArchived,
        auto_archive_duration: 4320,
        archive_timestamp: toTimestamp(thread.createdAt),
        locked: thread.isLocked,
        create_timestamp: toTimestamp(thread.createdAt),
        ...(type === channelTypes.privateThread && { invitable: true }),
      },
      ...(thread.members.has(botUserId) && {
        member: { id, user_id: botUserId, join_timestamp: toTimestamp(thread.createdAt), flags: 0 },
      }),
    }
  }
  return {
    ...shared,
    parent_id: null,
    position: channel.position,
    nsfw: false,
    permission_overwrites: channel.overwrites.map((overwrite) => ({
      id: overwrite.id,
      type: overwrite.type,
      allow: String(overwrite.allow),
      deny: String(overwrite.deny),
    })),
    ...(type === channelTypes.text && { topic: null }),
    ...(type === channelTypes.voice && { bitrate: 64_000, user_limit: 0, rtc_region: null }),
  }
}

/** The server as GET /guilds/{id} returns it. */
export function guildToWire(directory: Directory): Record<string, unknown> {
  return {
    id: guildId,
    name: 'Sandbox',
    icon: null,
    description: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    owner_id: ownerId,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    nsfw: false,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: 'en-US',
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    application_id: null,
    vanity_url_code: null,
    max_presences: null,
    max_members: 500_000,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
    features: [],
    emojis: [],
    stickers: [],
    roles: directory.roles().map(roleToWire),
  }
}
