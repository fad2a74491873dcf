/** The messages of a conversation as the acting person sees them, less the answers that this person has put away. */
import { useMemo } from 'react'
import { useActing } from '../acting.tsx'
import { withQuery } from '../api.ts'
import { createHeld } from '../held.ts'
import { useLive } from '../use-live.ts'
import type { Message } from './shapes.ts'

/** What only one person sees is put away for that person alone; nobody else is told. By ts. */
const putAway = createHeld<ReadonlySet<string>>(new Set())

export const putMessageAway = (ts: string): void => putAway.set(new Set([...putAway.get(), ts]))

/** Undefined until they are known. `channel`: the id, also where the conversation was named by `@name`. */
export function useMessages(key: string): { channel: string; messages: readonly Message[] } | undefined {
  const { person } = useActing()
  const hidden = putAway.use()
  const found = useLive<{ channel: string; messages: readonly Message[] }>(
    withQuery('slack/messages', { channel: key, user: person.id }),
  )
  return useMemo(() => {
    if (!found?.ok) return undefined
    const { channel = key, messages = [] } = found
    const isLeft = ({ ts }: Message) => !hidden.has(ts)
    return {
      channel,
      messages: messages.filter(isLeft).map((message) => {
        return message.replies ? { ...message, replies: message.replies.filter(isLeft) } : message
      }),
    }
  }, [found, hidden, key])
}
