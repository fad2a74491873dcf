/** What a person sees: people, channels, messages, scheduled events. */
import { type Channel, channelTypes, isPublic } from '../directory.ts'
import { guildId } from '../identity.ts'
import { personToUser } from '../wire-object.ts'
import { findChannel, findPerson, type Stage, writePermission } from './stage.ts'

export function readPeople({ server }: Stage) {
  const { directory } = server
  const people = directory.people().map((person) => {
    const member = directory.member(person.id)
    return {
      id: person.id,
      name: person.name,
      displayName: member?.nick ?? person.globalName,
      isBot: person.isBot,
      isMember: member !== undefined,
      isAdmin: directory.can(person.id, undefined, 'ADMINISTRATOR'),
      roles: [...(member?.roles ?? [])].map((id) => directory.role(id)?.name ?? id),
    }
  })
  const roles = directory.roles().map(({ id, name }) => ({ id, name }))
  return { ok: true, server: { id: guildId, name: 'Sandbox' }, people, roles }
}

const kinds: Record<Channel['type'], string> = {
  [channelTypes.text]: 'text',
  [channelTypes.dm]: 'dm',
  [channelTypes.voice]: 'voice',
  [channelTypes.publicThread]: 'thread',
  [channelTypes.privateThread]: 'thread',
}

/** `posts`: how many messages of others the person finds there, without those that nobody else sees. */
export function readChannels(stage: Stage, { user }: { user: string }) {
  const person = findPerson(stage, user)
  const { directory, messages } = stage.server
  directory.openDirect(person.id)
  const visible = directory.channels().filter((channel) => directory.canSee(person.id, channel))
  const channels = visible.map((channel) => ({
    id: channel.id,
    name: channel.type === channelTypes.dm ? 'dm' : channel.name,
    kind: kinds[channel.type],
    ...(channel.thread && { parent: channel.thread.parentId, isArchived: channel.thread.isArchived }),
    isPublic: isPublic(channel, directory),
    canWrite: directory.can(person.id, channel, writePermission(channel)),
    posts: messages.inChannel(channel.id).filter(({ authorId }) => authorId !== person.id).length,
  }))
  return { ok: true, channels }
}

/** Oldest first, as Discord returns them; those that only this person sees have the flag EPHEMERAL (64). */
export function readMessages(stage: Stage, { channel: name, user }: { channel: string; user: string }) {
  const person = findPerson(stage, user)
  const channel = findChannel(stage, name, person)
  const { messages } = stage.server
  return { ok: true, channel: channel.id, messages: messages.inChannel(channel.id, person.id).map(messages.present) }
}

/** With the people who said that they are interested. */
export function readEvents({ server }: Stage) {
  const { directory, events } = server
  const shown = events.list().map((event) => ({
    ...event,
    interested: events.users(event.id).flatMap((id) => {
      const person = directory.person(id)
      return person ? [personToUser(person)] : []
    }),
  }))
  return { ok: true, events: shown }
}
