/** The messages of a channel as the acting person sees them. */
import { useActing } from '../acting.tsx'
import { withQuery } from '../api.ts'
import { useLive } from '../use-live.ts'
import type { Message } from './shapes.ts'

/** Oldest first; undefined until they are known. `channel`: its id. */
export function useMessages(channel: string): readonly Message[] | undefined {
  const { person } = useActing()
  const found = useLive<{ messages: readonly Message[] }>(withQuery('discord/messages', { channel, user: person.name }))
  return found?.ok ? found.messages : undefined
}
