/** What a member may do in a channel, computed as Discord documents it (topics/permissions, "Permission Overwrites"). Pure. */
import { type APIOverwrite, OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10'

export interface RolePermissions {
  readonly id: string
  /** A bit set, in decimal. */
  readonly permissions: string
}

export interface WhoseRights {
  readonly userId: string
  readonly roleIds: readonly string[]
}

const everything = ~0n

/** Everywhere in the server where no channel says otherwise. The role of everybody has the server's own id. */
export function rightsInServer(
  guild: { readonly id: string; readonly roles: readonly RolePermissions[]; readonly owner_id?: string },
  { userId, roleIds }: WhoseRights,
): bigint {
  if (userId === guild.owner_id) return everything
  const held = guild.roles.filter(({ id }) => id === guild.id || roleIds.includes(id))
  const rights = held.reduce((sum, { permissions }) => sum | BigInt(permissions), 0n)
  return has(rights, PermissionFlagsBits.Administrator) ? everything : rights
}

/** `overwrites`: of the channel, or of the one that a thread belongs to. */
export function rightsInChannel(
  base: bigint,
  guildId: string,
  overwrites: readonly APIOverwrite[],
  { userId, roleIds }: WhoseRights,
): bigint {
  if (base === everything) return everything
  const apply = (rights: bigint, those: readonly APIOverwrite[]) => {
    const denied = those.reduce((sum, { deny }) => sum | BigInt(deny), 0n)
    const allowed = those.reduce((sum, { allow }) => sum | BigInt(allow), 0n)
    return (rights & ~denied) | allowed
  }
  const ofRoles = overwrites.filter(({ type }) => type === OverwriteType.Role)
  const forEverybody = ofRoles.filter(({ id }) => id === guildId)
  const forRoles = ofRoles.filter(({ id }) => id !== guildId && roleIds.includes(id))
  const forMember = overwrites.filter(({ type, id }) => type === OverwriteType.Member && id === userId)
  return [forEverybody, forRoles, forMember].reduce(apply, base)
}

export const has = (rights: bigint, needed: bigint): boolean => (rights & needed) === needed
