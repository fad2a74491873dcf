/** The server as the gateway shows it when it becomes available (discord-api-docs, events/gateway-events, "Guild Create"). */
import { channelTypes } from './directory.ts'
import { botUserId } from './identity.ts'
import type { DiscordServer } from './server.ts'
import { channelToWire, guildToWire, memberToWire, toTimestamp } from './wire-object.ts'

/** All channels, also those that the bot does not see; without GUILD_PRESENCES only the bot itself of the members. */
export function describeGuild({ directory, messages, events }: DiscordServer): Record<string, unknown> {
  const wire = (channel: Parameters<typeof channelToWire>[0]) =>
    channelToWire(channel, directory, messages.lastId(channel.id))
  const ofServer = directory.channels().filter(({ type }) => type !== channelTypes.dm)
  const member = directory.member(botUserId)
  const bot = directory.person(botUserId)
  return {
    ...guildToWire(directory),
    joined_at: toTimestamp(member?.joinedAt ?? 0),
    large: false,
    unavailable: false,
    member_count: directory.members().length,
    voice_states: [],
    members: member && bot ? [memberToWire(member, bot)] : [],
    channels: ofServer.filter(({ thread }) => !thread).map(wire),
    threads: ofServer
      .filter((one) => one.thread && !one.thread.isArchived && directory.canSee(botUserId, one))
      .map(wire),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [...events.list()],
    soundboard_sounds: [],
  }
}
