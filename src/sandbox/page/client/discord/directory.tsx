/** Who and what there is in the server as the acting person knows it, and the way from a name to the channel. */
import { createContext, type ReactNode, use, useCallback, useMemo } from 'react'
import { useActing } from '../acting.tsx'
import { withQuery } from '../api.ts'
import { useLive } from '../use-live.ts'
import type { Channel, Member, Role } from './shapes.ts'

export interface Directory {
  /** The acting person, where this one is in the server. */
  readonly me: Member | undefined
  readonly people: readonly Member[]
  /** Those that the acting person can see. */
  readonly channels: readonly Channel[]
  readonly find: (id: string) => Member | undefined
  /** Without `@`; the id where nobody has it. */
  readonly personName: (id: string) => string
  /** Without `#`. */
  readonly channelName: (id: string) => string
  /** Without `@`. */
  readonly roleName: (id: string) => string
  /** Opens a channel or a thread. */
  readonly go: (channelId: string) => void
}

const Context = createContext<Directory | null>(null)
const noPeople: readonly Member[] = []
const noRoles: readonly Role[] = []
const noChannels: readonly Channel[] = []

export function DirectoryProvider({ go, children }: { readonly go: Directory['go']; readonly children: ReactNode }) {
  const { person } = useActing()
  const user = { user: person.name }
  const { people = noPeople, roles = noRoles } =
    useLive<{ people: readonly Member[]; roles: readonly Role[] }>('discord/people') ?? {}
  const { channels = noChannels } = useLive<{ channels: readonly Channel[] }>(withQuery('discord/channels', user)) ?? {}
  const find = useCallback((id: string) => people.find((one) => one.id === id), [people])
  const directory = useMemo(
    (): Directory => ({
      me: people.find(({ name, isMember }) => name === person.name && isMember),
      people,
      channels,
      find,
      personName: (id) => find(id)?.displayName ?? id,
      channelName: (id) => channels.find((one) => one.id === id)?.name ?? 'unknown',
      roleName: (id) => roles.find((one) => one.id === id)?.name ?? 'unknown-role',
      go,
    }),
    [people, roles, channels, find, go, person.name],
  )
  return <Context value={directory}>{children}</Context>
}

export function useDirectory(): Directory {
  const directory = use(Context)
  if (!directory) throw new Error('used outside of its provider')
  return directory
}
