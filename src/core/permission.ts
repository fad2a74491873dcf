/** The table of actions × roles. One function decides. */
import { type Actor, channelKey, isSamePerson, type Person, type Place } from './actor.ts'

/** Weakest first: each role may do what those before it may. */
export const roles = ['viewer', 'participant', 'chair', 'operator', 'administrator'] as const
export type Role = (typeof roles)[number]

/** The weakest role that may do it. `chair` is meant of the conference in question. */
export const actions = {
  'conference.view': 'viewer',
  'conference.start': 'participant',
  'conference.end': 'chair',
  'conference.keep': 'chair',
  'conference.lock': 'chair',
  'conference.pin': 'participant',
  'conference.chair-pin': 'chair',
  'conference.picture': 'chair',
  'participant.invite': 'participant',
  'participant.call-self': 'participant',
  'participant.mute': 'chair',
  'participant.kick': 'chair',
  'participant.name': 'participant',
  'participant.chair': 'chair',
  'recording.control': 'chair',
  'recording.view': 'participant',
  'recording.link': 'chair',
  'recording.delete': 'chair',
  'person.self': 'participant',
  'meeting.view': 'viewer',
  'meeting.schedule': 'participant',
  /** `chair` is its owner. */
  'meeting.change': 'chair',
  'meeting.answer': 'participant',
  'room.manage': 'administrator',
  'server.manage': 'administrator',
  'channel.manage': 'administrator',
  'directory.view': 'participant',
  'directory.manage': 'administrator',
  'access.manage': 'administrator',
  'status.view': 'operator',
  'audit.view': 'operator',
} as const satisfies Record<string, Role>
export type Action = keyof typeof actions

/** What reaches beyond any channel: what was granted in one alone gives nobody these. */
const ofWorkspace: readonly Action[] = ['room.manage', 'server.manage', 'directory.manage', 'status.view', 'audit.view']

/** What it is done to: a conference, or a meeting with its owner as the chair. Without a place it is where `actor` asks. */
export interface Matter {
  readonly chair: Person | null
  readonly place?: Place
}

/** The role that `actor` has, in `matter` where there is one. Who chairs it does so whatever else was granted. */
export function roleOf(actor: Actor, matter: Matter | null): Role {
  if (actor.isAdministrator) return 'administrator'
  const own = grantedRole(actor, matter)
  return matter && isSamePerson(actor, matter.chair) ? strongerOf(own, 'chair') : own
}

function grantedRole({ role = 'participant', roleHere, roleThere }: Actor, matter: Matter | null): Role {
  if (!matter?.place) return roleHere?.role ?? role
  const channel = channelKey(matter.place)
  return [roleHere, roleThere].find((one) => one?.channelKey === channel)?.role ?? role
}

/** As who they are in the rest of the workspace. */
export const withoutRoleHere = ({ roleHere: _, roleThere: __, ...actor }: Actor): Actor => actor

export const strongerOf = (one: Role, other: Role): Role => (isAtLeast(one, other) ? one : other)
const isAtLeast = (one: Role, other: Role) => roles.indexOf(one) >= roles.indexOf(other)

export function isPermitted(actor: Actor, action: Action, matter: Matter | null): boolean {
  const who = ofWorkspace.includes(action) ? withoutRoleHere(actor) : actor
  return isAtLeast(roleOf(who, matter), actions[action])
}
