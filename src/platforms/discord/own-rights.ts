/** What the bot itself may do in a channel of a server, as Discord tells at this moment. */
import type { APIGuild, APIGuildMember, APIOverwrite } from 'discord-api-types/v10'
import type { DiscordApi } from './api.ts'
import { rightsInChannel, rightsInServer } from './permissions.ts'

/** `channelId`: of a channel, not of a thread. Rejects with what `failureOf` reads. */
export async function ownRights(api: DiscordApi, userId: string, guildId: string, channelId: string): Promise<bigint> {
  const options = { isRepeatable: true, patienceMs: 10_000 }
  const [guild, { roles: roleIds }, { permission_overwrites = [] }] = await Promise.all([
    api.call<APIGuild>('GET', `/guilds/${guildId}`, options),
    api.call<APIGuildMember>('GET', `/guilds/${guildId}/members/${userId}`, options),
    api.call<{ permission_overwrites?: APIOverwrite[] }>('GET', `/channels/${channelId}`, options),
  ])
  const who = { userId, roleIds }
  return rightsInChannel(rightsInServer(guild, who), guildId, permission_overwrites, who)
}
