/** What each person has not read yet: how many messages of others a conversation holds, less those that were there when it was last open. */
import { useEffect } from 'react'
import { useActing } from '../acting.tsx'
import { createHeld } from '../held.ts'
import type { Conversation } from './conversations.ts'

/** By person and channel. */
const seen = createHeld<Readonly<Record<string, number>>>({})

export function useUnread(conversations: readonly Conversation[]): (conversation: Conversation) => number {
  const { person } = useActing()
  const known = seen.use()
  useEffect(() => {
    // What was deleted, or went with a reset, was read as little as what comes in its place.
    const fewer = conversations.flatMap(({ channel }) => {
      const key = `${person.id} ${channel?.id}`
      return channel && channel.posts < (seen.get()[key] ?? 0) ? [[key, channel.posts] as const] : []
    })
    if (fewer.length > 0) seen.set({ ...seen.get(), ...Object.fromEntries(fewer) })
  }, [conversations, person.id])
  return ({ channel }) => {
    if (!channel?.isMember || channel.isArchived) return 0
    return Math.max(0, channel.posts - (known[`${person.id} ${channel.id}`] ?? 0))
  }
}

/** Marks what the conversation holds as read, for as long as it is open. */
export function useReading({ channel }: Conversation): void {
  const { person } = useActing()
  useEffect(() => {
    if (channel) seen.set({ ...seen.get(), [`${person.id} ${channel.id}`]: channel.posts })
  }, [channel, person.id])
}
