/** What a member may do in a channel, computed as Discord documents it (topics/permissions, "Permission Overwrites"). */

/** Bits by the names of the document. */
export const permissionBits = {
  CREATE_INSTANT_INVITE: 1n << 0n,
  KICK_MEMBERS: 1n << 1n,
  BAN_MEMBERS: 1n << 2n,
  ADMINISTRATOR: 1n << 3n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_GUILD: 1n << 5n,
  ADD_REACTIONS: 1n << 6n,
  VIEW_AUDIT_LOG: 1n << 7n,
  PRIORITY_SPEAKER: 1n << 8n,
  STREAM: 1n << 9n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  SEND_TTS_MESSAGES: 1n << 12n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  USE_EXTERNAL_EMOJIS: 1n << 18n,
  VIEW_GUILD_INSIGHTS: 1n << 19n,
  CONNECT: 1n << 20n,
  SPEAK: 1n << 21n,
  MUTE_MEMBERS: 1n << 22n,
  DEAFEN_MEMBERS: 1n << 23n,
  MOVE_MEMBERS: 1n << 24n,
  USE_VAD: 1n << 25n,
  CHANGE_NICKNAME: 1n << 26n,
  MANAGE_NICKNAMES: 1n << 27n,
  MANAGE_ROLES: 1n << 28n,
  MANAGE_WEBHOOKS: 1n << 29n,
  MANAGE_GUILD_EXPRESSIONS: 1n << 30n,
  USE_APPLICATION_COMMANDS: 1n << 31n,
  REQUEST_TO_SPEAK: 1n << 32n,
  MANAGE_EVENTS: 1n << 33n,
  MANAGE_THREADS: 1n << 34n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  CREATE_PRIVATE_THREADS: 1n << 36n,
  USE_EXTERNAL_STICKERS: 1n << 37n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
  USE_EMBEDDED_ACTIVITIES: 1n << 39n,
  MODERATE_MEMBERS: 1n << 40n,
  VIEW_CREATOR_MONETIZATION_ANALYTICS: 1n << 41n,
  USE_SOUNDBOARD: 1n << 42n,
  CREATE_GUILD_EXPRESSIONS: 1n << 43n,
  CREATE_EVENTS: 1n << 44n,
  USE_EXTERNAL_SOUNDS: 1n << 45n,
  SEND_VOICE_MESSAGES: 1n << 46n,
  SEND_POLLS: 1n << 49n,
  USE_EXTERNAL_APPS: 1n << 50n,
  PIN_MESSAGES: 1n << 51n,
  BYPASS_SLOWMODE: 1n << 52n,
} as const
export type PermissionName = keyof typeof permissionBits

export const allPermissions = Object.values(permissionBits).reduce((sum, bit) => sum | bit, 0n)

export const permissionSet = (...names: readonly PermissionName[]): bigint =>
  names.reduce((sum, name) => sum | permissionBits[name], 0n)

export const permissionNames = (set: bigint): PermissionName[] =>
  (Object.keys(permissionBits) as PermissionName[]).filter((name) => (set & permissionBits[name]) !== 0n)

export interface Overwrite {
  /** Of the role or member. */
  id: string
  /** 0 role, 1 member. */
  type: 0 | 1
  allow: bigint
  deny: bigint
}

/** What the computation needs of a member of the server. */
export interface Holder {
  id: string
  isOwner: boolean
  /** The roles given, without the role of everybody. */
  roles: Iterable<string>
}

/** Roles by their permissions; `everyoneId` is the server's id. */
export interface RoleTable {
  everyoneId: string
  permissionsOf(roleId: string): bigint
}

export function computeBasePermissions(holder: Holder, roles: RoleTable): bigint {
  if (holder.isOwner) return allPermissions
  let permissions = roles.permissionsOf(roles.everyoneId)
  for (const role of holder.roles) permissions |= roles.permissionsOf(role)
  return permissions & permissionBits.ADMINISTRATOR ? allPermissions : permissions
}

/** With the overwrites of a channel (for a thread: its parent's): everybody's, then all roles' together, then the member's. */
export function computeOverwrites(
  base: bigint,
  holder: Holder,
  roles: RoleTable,
  overwrites: readonly Overwrite[],
): bigint {
  if (base & permissionBits.ADMINISTRATOR) return allPermissions
  let permissions = base
  const apply = ({ allow, deny }: { allow: bigint; deny: bigint }) => {
    permissions = (permissions & ~deny) | allow
  }
  const find = (id: string) => overwrites.find((overwrite) => overwrite.id === id)

  const everyone = find(roles.everyoneId)
  if (everyone) apply(everyone)
  const ofRoles = { allow: 0n, deny: 0n }
  for (const role of holder.roles) {
    ofRoles.allow |= find(role)?.allow ?? 0n
    ofRoles.deny |= find(role)?.deny ?? 0n
  }
  apply(ofRoles)
  const own = find(holder.id)
  if (own) apply(own)
  return withImplied(permissions)
}

/** Without seeing a channel nothing can be done there; without sending, nothing that belongs to sending ("Implicit Permissions"). */
function withImplied(permissions: bigint): bigint {
  if (!(permissions & permissionBits.VIEW_CHANNEL)) return 0n
  if (permissions & permissionBits.SEND_MESSAGES) return permissions
  return permissions & ~permissionSet('MENTION_EVERYONE', 'SEND_TTS_MESSAGES', 'ATTACH_FILES', 'EMBED_LINKS')
}
