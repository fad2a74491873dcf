/** The people, roles and channels of the sandbox server, its threads and direct messages, and who may do what where. */
import { directPermissions, firstChannels, firstMembers, firstRoles, people } from './first-guild.ts'
import { type Channel, channelTypes, type Member, type Person, type Role } from './guild.ts'
import { botUserId, guildId, personIds, roleIds } from './identity.ts'
import {
  computeBasePermissions,
  computeOverwrites,
  type Holder,
  type PermissionName,
  permissionBits,
  permissionSet,
  type RoleTable,
} from './permissions.ts'

export { type Channel, type ChannelType, channelTypes, type Member, type Person, type Role } from './guild.ts'

export interface Directory {
  people(): readonly Person[]
  person(id: string): Person | undefined
  /** By id, name, display name or mention. */
  personByName(nameOrId: string): Person | undefined
  members(): readonly Member[]
  member(userId: string): Member | undefined
  /** Lets somebody in (no roles) or out; the bot, too. */
  setMember(userId: string, isIn: boolean): void
  roles(): readonly Role[]
  role(id: string): Role | undefined
  roleByName(nameOrId: string): Role | undefined
  channels(): readonly Channel[]
  channel(id: string): Channel | undefined
  /** By id, `name`, `#name` or mention; `dm` is the direct message of `as` with the bot. */
  channelByName(nameOrId: string, as: string): Channel | undefined
  /** The bot's direct message with that person, made when there is none. */
  openDirect(userId: string): Channel
  createThread(options: { parent: Channel; name: string; ownerId: string; isPrivate?: boolean }): Channel
  /** What a person may do: in that channel, or by their roles alone. Nothing for whom the server does not know. */
  permissions(userId: string, channel?: Channel): bigint
  /** All of them. */
  can(userId: string, channel: Channel | undefined, ...names: readonly PermissionName[]): boolean
  /** Sees it, and for a private thread is in it or manages threads. */
  canSee(userId: string, channel: Channel): boolean
  reset(): void
}

/** `nextId` makes ids for direct messages and threads; `now` is the sandbox's time in UTC milliseconds. */
export function createDirectory({ nextId, now }: { nextId: () => string; now: () => number }): Directory {
  let roles = firstRoles()
  let members = firstMembers()
  let channels = firstChannels()

  const byId = (id: string) => channels.find((channel) => channel.id === id)
  const person = (id: string) => people.find((one) => one.id === id)
  const roleTable: RoleTable = {
    everyoneId: roleIds.everyone,
    permissionsOf: (id) => roles.find((role) => role.id === id)?.permissions ?? 0n,
  }

  const permissions = (userId: string, channel?: Channel): bigint => {
    if (channel?.type === channelTypes.dm) {
      return userId === botUserId || userId === channel.recipientId ? directPermissions : 0n
    }
    const member = members.get(userId)
    if (!member) return 0n
    const holder: Holder = { id: userId, isOwner: userId === ownerId, roles: member.roles }
    const base = computeBasePermissions(holder, roleTable)
    if (!channel) return base
    const { overwrites } = (channel.thread && byId(channel.thread.parentId)) ?? channel
    return computeOverwrites(base, holder, roleTable, overwrites)
  }
  const can = (userId: string, channel: Channel | undefined, ...names: readonly PermissionName[]) => {
    const needed = permissionSet(...names)
    return (permissions(userId, channel) & needed) === needed
  }
  const openDirect = (userId: string) => {
    const found = channels.find((channel) => channel.recipientId === userId)
    if (found) return found
    const made: Channel = {
      id: nextId(),
      type: channelTypes.dm,
      name: '',
      position: 0,
      overwrites: [],
      recipientId: userId,
    }
    channels.push(made)
    return made
  }

  return {
    people: () => people,
    person,
    personByName(nameOrId) {
      const text = nameOrId.replace(/^<@!?(\d+)>$/, '$1').replace(/^@/, '')
      const isNamed = (one: Person) => one.id === text || one.name === text || one.globalName === text
      return people.find(isNamed)
    },
    members: () => [...members.values()],
    member: (userId) => members.get(userId),
    setMember(userId, isIn) {
      if (!isIn) members.delete(userId)
      else if (!members.has(userId)) {
        const own = roles.filter((role) => role.botId === userId).map((role) => role.id)
        members.set(userId, { userId, nick: null, roles: new Set(own), joinedAt: now() })
      }
    },
    roles: () => roles,
    role: (id) => roles.find((role) => role.id === id),
    roleByName(nameOrId) {
      const text = nameOrId.replace(/^<@&(\d+)>$/, '$1').replace(/^@/, '')
      return roles.find((role) => role.id === text || role.name.replace(/^@/, '') === text)
    },
    channels: () => channels,
    channel: byId,
    channelByName(nameOrId, as) {
      if (nameOrId === 'dm') return openDirect(as)
      const text = nameOrId.replace(/^<#(\d+)>$/, '$1').replace(/^#/, '')
      return channels.find((channel) => channel.id === text || (channel.name !== '' && channel.name === text))
    },
    openDirect,
    createThread({ parent, name, ownerId: creatorId, isPrivate = false }) {
      const made: Channel = {
        id: nextId(),
        type: isPrivate ? channelTypes.privateThread : channelTypes.publicThread,
        name,
        position: 0,
        overwrites: [],
        thread: {
          parentId: parent.id,
          ownerId: creatorId,
          members: new Set([creatorId]),
          isArchived: false,
          isLocked: false,
          createdAt: now(),
        },
      }
      channels.push(made)
      return made
    },
    permissions,
    can,
    canSee(userId, channel) {
      if (!can(userId, channel, 'VIEW_CHANNEL')) return false
      if (channel.type !== channelTypes.privateThread) return true
      return channel.thread?.members.has(userId) === true || can(userId, channel, 'MANAGE_THREADS')
    },
    reset() {
      roles = firstRoles()
      members = firstMembers()
      channels = firstChannels()
    },
  }
}

/** The owner of the server. */
export const ownerId = personIds.alice

/** Whether everybody of the server may see it, so that no secret is told there. */
export function isPublic(channel: Channel, directory: Directory): boolean {
  if (channel.type === channelTypes.dm || channel.type === channelTypes.privateThread) return false
  const { overwrites } = (channel.thread && directory.channel(channel.thread.parentId)) ?? channel
  const everyone: Holder = { id: guildId, isOwner: false, roles: [] }
  const table: RoleTable = { everyoneId: guildId, permissionsOf: (id) => directory.role(id)?.permissions ?? 0n }
  const set = computeOverwrites(computeBasePermissions(everyone, table), everyone, table, overwrites)
  return (set & permissionBits.VIEW_CHANNEL) !== 0n
}
