/** The sandbox server as it begins: its people, roles, members and channels. */
import { type Channel, type ChannelType, channelTypes, type Member, type Person, type Role } from './guild.ts'
import { applicationId, botUserId, channelIds, personIds, roleIds } from './identity.ts'
import { type Overwrite, permissionBits, permissionSet } from './permissions.ts'

/** When the first members joined, UTC milliseconds. */
const joinedAt = Date.UTC(2024, 0, 15)

export const people: readonly Person[] = [
  { id: personIds.alice, name: 'alice', globalName: 'Alice', isBot: false },
  { id: personIds.bob, name: 'bob', globalName: 'Bob', isBot: false },
  { id: personIds.carol, name: 'carol', globalName: 'Carol', isBot: false },
  { id: personIds.stranger, name: 'stranger', globalName: 'Stranger', isBot: false },
  { id: botUserId, name: 'confbot', globalName: 'confbot', isBot: true },
]

/** What Discord gives everybody of a new server. */
const everyonePermissions = permissionSet(
  'CREATE_INSTANT_INVITE',
  'ADD_REACTIONS',
  'STREAM',
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'EMBED_LINKS',
  'ATTACH_FILES',
  'READ_MESSAGE_HISTORY',
  'MENTION_EVERYONE',
  'USE_EXTERNAL_EMOJIS',
  'CONNECT',
  'SPEAK',
  'USE_VAD',
  'CHANGE_NICKNAME',
  'USE_APPLICATION_COMMANDS',
  'REQUEST_TO_SPEAK',
  'CREATE_PUBLIC_THREADS',
  'CREATE_PRIVATE_THREADS',
  'SEND_MESSAGES_IN_THREADS',
)
/** What the bot's invitation asked for. */
const botPermissions = permissionSet(
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'SEND_MESSAGES_IN_THREADS',
  'EMBED_LINKS',
  'ATTACH_FILES',
  'READ_MESSAGE_HISTORY',
  'CREATE_EVENTS',
  'MANAGE_EVENTS',
)
/** In a direct message, where no roles count. */
export const directPermissions = permissionSet(
  'ADD_REACTIONS',
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'EMBED_LINKS',
  'ATTACH_FILES',
  'READ_MESSAGE_HISTORY',
  'USE_EXTERNAL_EMOJIS',
  'USE_APPLICATION_COMMANDS',
)

export const firstRoles = (): Role[] => [
  { id: roleIds.everyone, name: '@everyone', permissions: everyonePermissions, position: 0 },
  { id: roleIds.bot, name: 'confbot', permissions: botPermissions, position: 1, botId: applicationId },
  { id: roleIds.staff, name: 'Staff', permissions: 0n, position: 2 },
  { id: roleIds.administrators, name: 'Administrators', permissions: permissionBits.ADMINISTRATOR, position: 3 },
]

export function firstMembers(): Map<string, Member> {
  const member = (userId: string, ...roles: readonly string[]): [string, Member] => [
    userId,
    { userId, nick: null, roles: new Set(roles), joinedAt },
  ]
  return new Map([
    member(personIds.alice, roleIds.administrators),
    member(personIds.bob, roleIds.staff),
    member(personIds.carol),
    member(botUserId, roleIds.bot),
  ])
}

export function firstChannels(): Channel[] {
  const channel = (id: string, type: ChannelType, name: string, position: number, overwrites: Overwrite[] = []) => ({
    id,
    type,
    name,
    position,
    overwrites,
  })
  const see = permissionBits.VIEW_CHANNEL
  const closed: Overwrite = { id: roleIds.everyone, type: 0, allow: 0n, deny: see }
  const open = (id: string, type: 0 | 1): Overwrite => ({ id, type, allow: see, deny: 0n })
  return [
    channel(channelIds.general, channelTypes.text, 'general', 0),
    channel(channelIds.ops, channelTypes.text, 'ops', 1),
    channel(channelIds.staff, channelTypes.text, 'staff', 2, [
      { ...closed },
      open(roleIds.staff, 0),
      open(botUserId, 1),
    ]),
    channel(channelIds.board, channelTypes.text, 'board', 3, [{ ...closed }, open(roleIds.staff, 0)]),
    channel(channelIds.lounge, channelTypes.voice, 'lounge', 4),
  ]
}
