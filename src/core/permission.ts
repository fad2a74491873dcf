/** The table of actions × roles. One function decides. */
import { type Actor, isSamePerson } from './actor.ts'
import type { Conference } from './conference.ts'

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
  'channel.manage': 'administrator',
  'directory.view': 'participant',
  'directory.manage': 'administrator',
  'access.manage': 'administrator',
  'status.view': 'operator',
  'audit.view': 'operator',
} as const satisfies Record<string, Role>
export type Action = keyof typeof actions

/** The role that `actor` has, in `conference` where there is one. Who chairs it does so whatever else was granted. */
export function roleOf(actor: Actor, conference: Pick<Conference, 'chair'> | null): Role {
  if (actor.isAdministrator) return 'administrator'
  const own = actor.role ?? 'participant'
  return conference && isSamePerson(actor, conference.chair) ? strongerOf(own, 'chair') : own
}

export const strongerOf = (one: Role, other: Role): Role => (isAtLeast(one, other) ? one : other)
const isAtLeast = (one: Role, other: Role) => roles.indexOf(one) >= roles.indexOf(other)

export const isPermitted = (actor: Actor, action: Action, conference: Pick<Conference, 'chair'> | null): boolean =>
  isAtLeast(roleOf(actor, conference), actions[action])
