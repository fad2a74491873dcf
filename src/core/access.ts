/** Who was given which role where, and what follows from it for one person. Pure. */
import { type Actor, channelKey, type Place, workspaceKey } from './actor.ts'
import { strongerOf } from './permission.ts'

/** `chair` belongs to a conference and is handed over there. */
export const grantableRoles = ['viewer', 'participant', 'operator', 'administrator'] as const
export type GrantableRole = (typeof grantableRoles)[number]

export type Grantee =
  | { readonly kind: 'everybody' }
  | { readonly kind: 'user'; readonly id: string }
  /** A role or group of the platform. */
  | { readonly kind: 'group'; readonly id: string }

export const grantees = {
  everybody: { kind: 'everybody' },
  user: (id: string): Grantee => ({ kind: 'user', id }),
  group: (id: string): Grantee => ({ kind: 'group', id }),
} as const

export interface Grant {
  readonly to: Grantee
  readonly role: GrantableRole
  /** In this channel alone; else in the whole workspace. */
  readonly isHere: boolean
}

/**
 * What holds for this person among the grants of where they ask: the strongest that names them or a group of theirs, so that a grant
 * never takes anything from somebody else's; else what everybody has in the channel, else in the workspace. null: nothing was said.
 */
export function grantFor(actor: Pick<Actor, 'userId' | 'groups'>, grants: readonly Grant[]): Grant | null {
  const named = grants.filter(
    ({ to }) =>
      (to.kind === 'user' && to.id === actor.userId) || (to.kind === 'group' && actor.groups?.includes(to.id) === true),
  )
  const general = grants.filter(({ to }) => to.kind === 'everybody')
  const strongest = named.reduce<Grant | null>(
    (best, grant) => (best && strongerOf(best.role, grant.role) === best.role ? best : grant),
    null,
  )
  return strongest ?? general.find(({ isHere }) => isHere) ?? general[0] ?? null
}

/** `channel`: the key of the one in which they ask, where `isHere` grants are of. */
export function withGrants(actor: Actor, grants: readonly Grant[], channel: string): Actor {
  const everywhere = grantFor(
    actor,
    grants.filter(({ isHere }) => !isHere),
  )
  const here = grantFor(actor, grants)
  return {
    ...actor,
    ...(everywhere && { role: everywhere.role }),
    ...(here?.isHere && { roleHere: { channelKey: channel, role: here.role } }),
  }
}

/**
 * The person with what holds for them in another channel, of which the grants are. Nobody is known in another workspace: there holds
 * what everybody has, and no more than they may where they ask.
 */
export function withGrantsThere(actor: Actor, grants: readonly Grant[], there: Place): Actor {
  const own = actor.role ?? 'participant'
  const isStranger = workspaceKey(actor) !== workspaceKey(there)
  const grant = grantFor(isStranger ? { userId: '' } : actor, grants)
  const role = grant && isStranger && strongerOf(own, grant.role) === grant.role ? own : grant?.role
  return role ? { ...actor, roleThere: { channelKey: channelKey(there), role } } : actor
}

/** As it is stored: `everybody`, `user:U1`, `group:123`. */
export const granteeToText = (to: Grantee): string => (to.kind === 'everybody' ? to.kind : `${to.kind}:${to.id}`)

/** null for anything that `granteeToText` does not write. */
export function textToGrantee(text: string): Grantee | null {
  if (text === 'everybody') return grantees.everybody
  const [, kind, id = ''] = /^(user|group):([A-Za-z0-9_-]{1,40})$/.exec(text) ?? []
  return kind === 'user' || kind === 'group' ? { kind, id } : null
}
