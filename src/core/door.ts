/** The door: who is served at all (product.md, section 7). What they may then do is the matter of `permission.ts`. */
import { type Actor, channelKey, type Place, workspaceKey } from './actor.ts'
import type { PbxPolicy } from './contracts/conference-provider.ts'
import { ConfbotError } from './errors.ts'

export interface DoorPolicy {
  /** Workspaces and servers that are served, as `slack:T1`. */
  readonly workspaces: readonly string[]
  readonly allowGuests: boolean
  /** People of another organisation, such as those in a channel shared by Slack Connect. */
  readonly allowOutsiders: boolean
  readonly allowBots: boolean
}

/** Whether anything said here is listened to. */
export const isServed = (place: Place, { workspaces }: Pick<DoorPolicy, 'workspaces'>): boolean =>
  workspaces.includes(workspaceKey(place))

/** Throws `permission.workspace`, `permission.bot`, `permission.outsider` or `permission.guest`. */
export function admit(actor: Actor, place: Place, policy: DoorPolicy): void {
  if (!isServed(place, policy)) throw new ConfbotError('permission.workspace')
  if (actor.isBot && !policy.allowBots) throw new ConfbotError('permission.bot')
  if (actor.isOutsider && !policy.allowOutsiders) throw new ConfbotError('permission.outsider')
  if (actor.isGuest && !policy.allowGuests) throw new ConfbotError('permission.guest')
}

/** Throws `permission.pbx` (blank `pbx`) unless this PBX names the channel or its workspace, or names nobody. */
export function admitToPbx(
  place: Place,
  pbx: { readonly name: string; readonly policy: Pick<PbxPolicy, 'chats'> },
): void {
  if (!mayUsePbx(place, pbx)) throw new ConfbotError('permission.pbx', { blanks: { pbx: pbx.name } })
}

export function mayUsePbx(place: Place, { policy }: { readonly policy: Pick<PbxPolicy, 'chats'> }): boolean {
  const { chats } = policy
  return chats.length === 0 || chats.includes(channelKey(place)) || chats.includes(workspaceKey(place))
}
