/** The people and conversations of the sandbox workspace, and who may see what. */
import { botUserId, partnerTeamId, teamId } from './identity.ts'

export interface Person {
  id: string
  name: string
  realName: string
  teamId: string
  timeZone: string
  phone: string
  isAdmin: boolean
  /** A guest of many channels. */
  isRestricted: boolean
  isBot: boolean
}

export interface Channel {
  id: string
  /** Without `#`; for a direct message the id of nobody: empty. */
  name: string
  kind: 'public' | 'private' | 'im' | 'mpim'
  members: Set<string>
  isExtShared: boolean
  isArchived: boolean
}

interface UserGroup {
  id: string
  handle: string
  name: string
  users: readonly string[]
}

const person = (id: string, name: string, timeZone: string, facts: Partial<Person> = {}): Person => ({
  id,
  name,
  realName: name.charAt(0).toUpperCase() + name.slice(1),
  teamId,
  timeZone,
  phone: '',
  isAdmin: false,
  isRestricted: false,
  isBot: false,
  ...facts,
})

const people: readonly Person[] = [
  person('U0ALICE', 'alice', 'Europe/Berlin', { phone: '+49 30 901804', isAdmin: true }),
  person('U0BOB', 'bob', 'Europe/Berlin'),
  person('U0CAROL', 'carol', 'America/New_York'),
  person('U0GUEST', 'guest', 'Europe/Berlin', { isRestricted: true }),
  person('U0STRANGER', 'stranger', 'Europe/London', { teamId: partnerTeamId }),
  person('U0ROBOT', 'robot', 'Etc/UTC', { isBot: true }),
  person(botUserId, 'confbot', 'Etc/UTC', { isBot: true }),
]

const userGroups: readonly UserGroup[] = [
  { id: 'S0LEADS', handle: 'leads', name: 'Leads', users: ['U0ALICE', 'U0BOB'] },
]

const everyone = ['U0ALICE', 'U0BOB', 'U0CAROL', 'U0GUEST', 'U0ROBOT', botUserId]

function firstChannels(): Channel[] {
  const channel = (id: string, name: string, members: readonly string[], facts: Partial<Channel> = {}): Channel => ({
    id,
    name,
    kind: 'public',
    members: new Set(members),
    isExtShared: false,
    isArchived: false,
    ...facts,
  })
  return [
    channel('C0GENERAL', 'general', everyone),
    channel('C0OPS', 'ops', everyone),
    channel('C0LOUNGE', 'lounge', ['U0ALICE', 'U0BOB', 'U0CAROL']),
    channel('C0SHARED', 'shared', ['U0ALICE', 'U0BOB', 'U0STRANGER', botUserId], { isExtShared: true }),
    channel('C0SECRET', 'secret', ['U0ALICE', 'U0BOB'], { kind: 'private' }),
    channel('C0ATTIC', 'attic', ['U0ALICE', 'U0BOB', botUserId], { isArchived: true }),
    channel('D0ALICEBOB', '', ['U0ALICE', 'U0BOB'], { kind: 'im' }),
    channel('C0TRIO', 'mpdm-alice--bob--carol-1', ['U0ALICE', 'U0BOB', 'U0CAROL'], { kind: 'mpim' }),
    channel('D0ALICE', '', ['U0ALICE', botUserId], { kind: 'im' }),
  ]
}

export interface Directory {
  people(): readonly Person[]
  userGroups(): readonly UserGroup[]
  channels(): readonly Channel[]
  person(id: string): Person | undefined
  personByName(nameOrId: string): Person | undefined
  isDeactivated(id: string): boolean
  setDeactivated(id: string, isDeactivated: boolean): void
  channel(id: string): Channel | undefined
  /** By id, `name`, `#name`, or `@name`: the direct message that `as` has with that person. */
  channelByName(nameOrId: string, as: string): Channel | undefined
  /** The conversation of exactly these people, made when there is none. */
  openDirect(users: readonly string[]): Channel
  reset(): void
}

export function createDirectory(): Directory {
  let channels = firstChannels()
  const deactivated = new Set<string>()

  const findDirect = (users: readonly string[]) =>
    channels.find(
      (channel) =>
        (channel.kind === 'im' || channel.kind === 'mpim') &&
        channel.members.size === users.length &&
        users.every((user) => channel.members.has(user)),
    )
  const personByName = (nameOrId: string) =>
    people.find((one) => one.id === nameOrId || one.name === nameOrId.replace(/^@/, ''))

  const openDirect = (users: readonly string[]) => {
    const found = findDirect(users)
    if (found) return found
    const kind = users.length === 2 ? 'im' : 'mpim'
    const names = users.map((id) => people.find((one) => one.id === id)?.name ?? id)
    const made: Channel = {
      id: `${kind === 'im' ? 'D' : 'C'}0${kind === 'im' ? 'DIRECT' : 'GROUP'}${channels.length}`,
      name: kind === 'im' ? '' : `mpdm-${names.join('--')}-1`,
      kind,
      members: new Set(users),
      isExtShared: false,
      isArchived: false,
    }
    channels.push(made)
    return made
  }

  return {
    people: () => people,
    userGroups: () => userGroups,
    channels: () => channels,
    person: (id) => people.find((one) => one.id === id),
    personByName,
    isDeactivated: (id) => deactivated.has(id),
    setDeactivated(id, isDeactivated) {
      if (isDeactivated) deactivated.add(id)
      else deactivated.delete(id)
    },
    channel: (id) => channels.find((one) => one.id === id),
    channelByName(nameOrId, as) {
      if (nameOrId.startsWith('@')) {
        const other = personByName(nameOrId)
        return other && other.id !== as ? openDirect([as, other.id]) : undefined
      }
      return channels.find((one) => one.id === nameOrId || (one.name !== '' && one.name === nameOrId.replace(/^#/, '')))
    },
    openDirect,
    reset() {
      channels = firstChannels()
      deactivated.clear()
    },
  }
}

/** Whether the person may read the channel without joining it first: members, and anyone of the team in a public one but guests. */
export function canSee(channel: Channel, user: Person): boolean {
  return channel.members.has(user.id) || (channel.kind === 'public' && user.teamId === teamId && !user.isRestricted)
}

/** The other end of a direct message. */
export function counterpart(channel: Channel, user: string): string {
  return [...channel.members].find((member) => member !== user) ?? user
}
