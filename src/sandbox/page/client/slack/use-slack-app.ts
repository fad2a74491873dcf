/** What the app adds to Slack's menus: its slash commands and shortcuts. Its manifest does not change, so it is asked for once. */
import { useEffect } from 'react'
import { call } from '../api.ts'
import { createHeld } from '../held.ts'
import type { SlashCommand } from './suggest.ts'

export interface Shortcut {
  readonly type: 'global' | 'message'
  readonly name: string
  readonly callback: string
  readonly description: string
}

interface SlackApp {
  readonly commands: readonly SlashCommand[]
  readonly shortcuts: readonly Shortcut[]
}

const app = createHeld<SlackApp | null>(null)
const unknown: SlackApp = { commands: [], shortcuts: [] }
let isAsked = false

export function useSlackApp(): SlackApp {
  useEffect(() => {
    if (isAsked) return
    isAsked = true
    call<SlackApp>('GET', 'slack/app')
      .then(({ commands = [], shortcuts = [] }) => app.set({ commands, shortcuts }))
      .catch(() => {
        isAsked = false
      })
  }, [])
  return app.use() ?? unknown
}
