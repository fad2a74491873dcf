/** What stands in the sidebar: channels, a direct message with everybody, whether there is one yet or not, and group messages. */
import type { Person } from '../person.ts'
import type { Channel } from './shapes.ts'

export interface Conversation {
  /** What calls name it by: a channel's id, or `@name` for the direct message with that person. */
  readonly key: string
  /** Undefined for a direct message that nobody has written yet. */
  readonly channel: Channel | undefined
  readonly kind: Channel['kind']
  readonly name: string
  /** The other one of a direct message. */
  readonly person?: Person
}

/** `nameOf`: how a person is shown. */
export function toConversations(
  channels: readonly Channel[],
  people: readonly Person[],
  me: Person,
  nameOf: (id: string) => string,
): readonly Conversation[] {
  const named = channels
    .filter(({ kind }) => kind === 'public' || kind === 'private')
    .map((channel): Conversation => ({ key: channel.id, channel, kind: channel.kind, name: channel.name }))
    .sort((a, b) => Number(a.channel?.isArchived) - Number(b.channel?.isArchived) || a.name.localeCompare(b.name, 'en'))
  const groups = channels
    .filter(({ kind, members }) => kind === 'mpim' && members.includes(me.id))
    .map((channel): Conversation => {
      const others = channel.members.filter((id) => id !== me.id)
      return { key: channel.id, channel, kind: 'mpim', name: others.map(nameOf).join(', ') }
    })
  const direct = people.flatMap((person): Conversation[] => {
    if (person.id === me.id) return []
    const channel = channels.find(
      ({ kind, members }) => kind === 'im' && members.includes(person.id) && members.includes(me.id),
    )
    return [{ key: `@${person.name}`, channel, kind: 'im', name: nameOf(person.id), person }]
  })
  return [...named, ...direct, ...groups]
}

/** By key, or by the id of the channel behind it. */
export const findConversation = (conversations: readonly Conversation[], keyOrId: string): Conversation | undefined =>
  conversations.find(({ key, channel }) => key === keyOrId || channel?.id === keyOrId)
