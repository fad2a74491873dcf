/** Who asks and from where. */
import type { Mention } from '#text/message.ts'
import type { Role } from './permission.ts'

/** A person of a chat platform. Two are the same when `personKey` is. */
export interface Person {
  readonly platform: string
  /** Slack team, Discord server, `local` in the terminal. */
  readonly workspaceId: string
  readonly userId: string
  /** The name shown when it was last seen; not an identity. */
  readonly name: string
}

/** The same person without what else is known of who acts, such as a phone number: what is stored. */
export const asPerson = ({ platform, workspaceId, userId, name }: Person): Person => ({
  platform,
  workspaceId,
  userId,
  name,
})

export const personKey = (person: Omit<Person, 'name'>) => `${person.platform}:${person.workspaceId}:${person.userId}`
export const isSamePerson = (a: Omit<Person, 'name'> | null, b: Omit<Person, 'name'> | null) =>
  a !== null && b !== null && personKey(a) === personKey(b)
export const mention = (person: Person): Mention => ({ kind: 'mention', ...asPerson(person) })

/** A channel, thread or private conversation. */
export interface Place {
  readonly platform: string
  readonly workspaceId: string
  readonly channelId: string
  /** The thread's parent message; absent outside threads. */
  readonly threadId?: string
  /** `direct`: one person and the bot; `people`: a conversation of people that the bot is not part of. */
  readonly kind: 'channel' | 'direct' | 'people'
  /** Not everybody of the workspace can read it, or the platform does not say. Other kinds than channels never are public. */
  readonly isPrivate?: true
}

/** Whether what happens there is the matter of those alone who are in it. */
export const isPrivatePlace = ({ kind, isPrivate }: Place) => kind !== 'channel' || isPrivate === true

/** The workspace or server, as settings, leases and audit name it: `slack:T1`. */
export const workspaceKey = ({ platform, workspaceId }: Pick<Place, 'platform' | 'workspaceId'>) =>
  `${platform}:${workspaceId}`

/** The channel as a whole: where settings hold and conferences are looked for. */
export const channelKey = (place: Place) => `${place.platform}:${place.workspaceId}:${place.channelId}`

export interface RoleInChannel {
  readonly channelKey: string
  readonly role: Role
}

/** A person who asks, with what the platform says of them at this moment. */
export interface Actor extends Person {
  /** Owner or administrator of the workspace. */
  readonly isAdministrator: boolean
  readonly isGuest: boolean
  readonly isBot: boolean
  /** Belongs to another organisation than the workspace in which they speak. */
  readonly isOutsider: boolean
  /** Ids of the platform's own roles or groups that this person has, as far as it tells. */
  readonly groups?: readonly string[]
  /** What was granted to this person in the whole workspace; absent: nothing. */
  readonly role?: Role
  /** What was granted in the channel where they ask: for what belongs to that channel, in the place of `role`. */
  readonly roleHere?: RoleInChannel
  /** The same of another channel, to which belongs what they ask for. */
  readonly roleThere?: RoleInChannel
  /** IANA zone from the profile. */
  readonly timeZone?: string
  /** From the profile: unverified. */
  readonly phone?: string
}

/** Jobs and watchers act under this name. */
export const systemActor: Actor = {
  platform: 'confbot',
  workspaceId: 'local',
  userId: 'confbot',
  name: 'confbot',
  isAdministrator: true,
  isGuest: false,
  isBot: false,
  isOutsider: false,
}
