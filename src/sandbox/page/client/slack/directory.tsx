/** Names of people and conversations as the acting person knows them, and the way from a name to the conversation. */
import { createContext, type ReactNode, use, useCallback, useMemo } from 'react'
import { useActing } from '../acting.tsx'
import { type Person, shownName, type UserGroup } from '../person.ts'
import { useLive } from '../use-live.ts'
import type { Channel } from './shapes.ts'

export interface Directory {
  readonly people: readonly Person[]
  readonly groups: readonly UserGroup[]
  /** Those that the acting person can see. */
  readonly channels: readonly Channel[]
  /** As Slack shows it, without `@`; the id where nobody has it. */
  readonly personName: (id: string) => string
  /** Without `#`; a direct message has the other one's name. */
  readonly channelName: (id: string) => string
  /** Opens a conversation by id, or by `@name` the direct message with that one; with `threadTs` the thread beside it. */
  readonly go: (channelId: string, threadTs?: string) => void
}

const Context = createContext<Directory | null>(null)
const none: readonly Channel[] = []

export function DirectoryProvider({ go, children }: { readonly go: Directory['go']; readonly children: ReactNode }) {
  const { people, groups, person } = useActing()
  const channels = useLive<{ channels: readonly Channel[] }>(`slack/channels?user=${person.id}`)?.channels ?? none
  const personName = useCallback(
    (id: string) => {
      const found = people.find((one) => one.id === id)
      return found ? shownName(found) : id
    },
    [people],
  )
  const directory = useMemo(() => {
    const channelName = (id: string) => {
      const found = channels.find((one) => one.id === id)
      if (!found) return id
      if (found.kind === 'public' || found.kind === 'private') return found.name
      return found.members
        .filter((member) => member !== person.id)
        .map(personName)
        .join(', ')
    }
    return { people, groups, channels, personName, channelName, go }
  }, [people, groups, channels, personName, person.id, go])
  return <Context value={directory}>{children}</Context>
}

export function useDirectory(): Directory {
  const directory = use(Context)
  if (!directory) throw new Error('used outside of its provider')
  return directory
}
