/** What each person has not read yet: how many messages of others a place holds, less those that were there when it was last open. */
import { useEffect } from 'react'
import { useActing } from '../acting.tsx'
import { createHeld } from '../held.ts'

interface Readable {
  /** Of a channel; unique among all chats. */
  readonly id: string
  /** Messages of others. */
  readonly posts: number
}

/** By person and channel. */
const seen = createHeld<Readonly<Record<string, number>>>({})

export function useUnread(channels: readonly Readable[]): (channel: Readable) => number {
  const { person } = useActing()
  const known = seen.use()
  useEffect(() => {
    // What was deleted, or went with a reset, was read as little as what comes in its place.
    const fewer = channels.flatMap(({ id, posts }) => {
      const key = `${person.id} ${id}`
      return posts < (seen.get()[key] ?? 0) ? [[key, posts] as const] : []
    })
    if (fewer.length > 0) seen.set({ ...seen.get(), ...Object.fromEntries(fewer) })
  }, [channels, person.id])
  return ({ id, posts }) => Math.max(0, posts - (known[`${person.id} ${id}`] ?? 0))
}

/** Marks what the channel holds as read, for as long as it is open. */
export function useReading(channel: Readable | undefined): void {
  const { person } = useActing()
  useEffect(() => {
    if (channel) seen.set({ ...seen.get(), [`${person.id} ${channel.id}`]: channel.posts })
  }, [channel, person.id])
}
