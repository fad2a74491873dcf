/** What owners and moderators change in the server's settings: permissions, roles, whether the bot is in it, scheduled events. */
import { DriveRefusal } from '../../drive-call.ts'
import { entityTypes, eventStatuses, type ScheduledEvent } from '../event-store.ts'
import { botUserId, guildId } from '../identity.ts'
import { type PermissionName, permissionSet } from '../permissions.ts'
import { channelToWire, memberToWire, personToUser, roleToWire } from '../wire-object.ts'
import { findPerson, findRole, isDirect, need, type Stage } from './stage.ts'

export interface PermissionsRequest {
  /** Absent: the role's permissions in the whole server. */
  channel?: string | undefined
  role?: string | undefined
  /** The bot, too. */
  user?: string | undefined
  allow: readonly PermissionName[]
  deny: readonly PermissionName[]
}

/** An overwrite of a channel, in place of the one that there was; or a role's own permissions, added and taken away. */
export function setPermissions(stage: Stage, request: PermissionsRequest): { ok: true } {
  const { directory, messages } = stage.server
  const allow = permissionSet(...request.allow)
  const deny = permissionSet(...request.deny)
  if ((request.role === undefined) === (request.user === undefined)) {
    throw new DriveRefusal(400, 'Name a role or a user.')
  }
  if (request.channel === undefined) {
    if (request.role === undefined) throw new DriveRefusal(400, 'Permissions in the whole server are those of a role.')
    const role = findRole(stage, request.role)
    role.permissions = (role.permissions & ~deny) | allow
    stage.gateway.dispatch({ t: 'GUILD_ROLE_UPDATE', d: { guild_id: guildId, role: roleToWire(role) }, guildId })
    return { ok: true }
  }
  const channel = directory
    .channels()
    .find((one) => one.name !== '' && [one.id, one.name].includes(request.channel ?? ''))
  if (!channel || isDirect(channel) || channel.thread) {
    throw new DriveRefusal(404, `There is no channel "${request.channel}" with permissions of its own.`)
  }
  const id = request.role === undefined ? anybody(stage, request.user ?? '').id : findRole(stage, request.role).id
  channel.overwrites = channel.overwrites.filter((overwrite) => overwrite.id !== id)
  if (allow !== 0n || deny !== 0n)
    channel.overwrites.push({ id, type: request.role === undefined ? 1 : 0, allow, deny })
  const d = channelToWire(channel, directory, messages.lastId(channel.id))
  stage.gateway.dispatch({ t: 'CHANNEL_UPDATE', d, guildId })
  return { ok: true }
}

function anybody({ server }: Stage, nameOrId: string) {
  const found = server.directory.personByName(nameOrId)
  if (found) return found
  throw new DriveRefusal(
    404,
    `There is no person "${nameOrId}".`,
    server.directory.people().map(({ name }) => name),
  )
}

/** Exactly these roles from now on. */
export function setRoles(stage: Stage, request: { user: string; roles: readonly string[] }): { ok: true } {
  const person = anybody(stage, request.user)
  const member = stage.server.directory.member(person.id)
  if (!member) throw new DriveRefusal(409, `${person.name} is not in the server.`)
  member.roles = new Set(request.roles.map((name) => findRole(stage, name).id))
  stage.gateway.dispatch({
    t: 'GUILD_MEMBER_UPDATE',
    d: { guild_id: guildId, ...memberToWire(member, person) },
    guildId,
    isOwn: person.id === botUserId,
  })
  return { ok: true }
}

/** Somebody joins the server, or leaves it. */
export function setPersonIn(stage: Stage, isIn: boolean) {
  return ({ user }: { user: string }): { ok: true } => {
    const { directory } = stage.server
    const person = findPerson(stage, user)
    if ((directory.member(person.id) !== undefined) === isIn) {
      throw new DriveRefusal(409, `${person.name} is ${isIn ? 'in the server already' : 'not in the server'}.`)
    }
    directory.setMember(person.id, isIn)
    const member = directory.member(person.id)
    const event = member
      ? { t: 'GUILD_MEMBER_ADD', d: { guild_id: guildId, ...memberToWire(member, person) } }
      : { t: 'GUILD_MEMBER_REMOVE', d: { guild_id: guildId, user: personToUser(person) } }
    stage.gateway.dispatch({ ...event, guildId })
    return { ok: true }
  }
}

/** Somebody's own setting: whether members of the server, and so the bot, may write to them directly. */
export function closeDirects(stage: Stage, request: { user: string; closed: boolean }): { ok: true } {
  const { id } = findPerson(stage, request.user)
  if (request.closed) stage.server.closedDirects.add(id)
  else stage.server.closedDirects.delete(id)
  return { ok: true }
}

/** Takes the bot into the server, or out of it. */
export function setBotIn(stage: Stage, isIn: boolean, describeGuild: () => object) {
  return ({ user }: { user: string }): { ok: true } => {
    const { directory } = stage.server
    const person = findPerson(stage, user)
    need(stage, person, undefined, isIn ? 'MANAGE_GUILD' : 'KICK_MEMBERS')
    if ((directory.member(botUserId) !== undefined) === isIn) {
      throw new DriveRefusal(409, isIn ? 'The bot is in the server already.' : 'The bot is not in the server.')
    }
    directory.setMember(botUserId, isIn)
    if (isIn) stage.gateway.dispatch({ t: 'GUILD_CREATE', d: describeGuild(), guildId })
    else stage.gateway.dispatch({ t: 'GUILD_DELETE', d: { id: guildId }, guildId })
    return { ok: true }
  }
}

export interface EventRequest {
  user: string
  /** Its id or name. */
  event: string
  change?:
    | {
        name?: string | undefined
        description?: string | null | undefined
        scheduled_start_time?: string | undefined
        scheduled_end_time?: string | undefined
        location?: string | undefined
      }
    | undefined
  cancel?: true | undefined
  interested?: boolean | undefined
}

/** Changes or cancels a scheduled event by hand, or says that one is interested. */
export function handleEvent(stage: Stage, request: EventRequest): { ok: true } {
  const { events } = stage.server
  const person = findPerson(stage, request.user)
  const event = events.list().find(({ id, name }) => id === request.event || name === request.event)
  if (!event || !stage.server.directory.member(person.id)) {
    const known = events.list().map(({ id, name }) => `${id}: ${name}`)
    throw new DriveRefusal(404, `${person.name} sees no event "${request.event}".`, known)
  }
  if (request.interested !== undefined) events.setInterested(event, person.id, request.interested)
  if (request.change === undefined && request.cancel === undefined) return { ok: true }
  need(stage, person, undefined, 'MANAGE_EVENTS')
  if (request.cancel) events.change(event, { status: eventStatuses.canceled })
  else if (request.change) events.change(event, changedFields(event, request.change))
  return { ok: true }
}

function changedFields(event: ScheduledEvent, change: NonNullable<EventRequest['change']>): Partial<ScheduledEvent> {
  const { location, description, ...named } = change
  if (location !== undefined && event.entity_type !== entityTypes.external) {
    throw new DriveRefusal(409, 'Only an event that is elsewhere has a location.')
  }
  const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
  return {
    ...given,
    ...(description !== undefined && { description }),
    ...(location !== undefined && { entity_metadata: { location } }),
  }
}
