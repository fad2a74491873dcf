/** The commands that the acting person finds in a channel, as the app has registered them. */
import { useActing } from '../acting.tsx'
import { withQuery } from '../api.ts'
import { useLive } from '../use-live.ts'
import type { Command } from './shapes.ts'

const none: readonly Command[] = []

/** `channel`: its id. */
export function useCommands(channel: string): readonly Command[] {
  const { person } = useActing()
  const path = withQuery('discord/commands', { user: person.name, channel })
  return useLive<{ commands: readonly Command[] }>(path)?.commands ?? none
}
