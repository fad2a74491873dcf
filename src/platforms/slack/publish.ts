/**
 * Definitions → the slash commands and shortcuts of Slack's app manifest (reference/app-manifest, version 2), the rest of which
 * is written by hand in manifest.yml.
 */
import { parseDocument } from 'yaml'
import type { RootDefinition } from '#command-kit/define-command.ts'
import { cutText } from '#lib/clean-text.ts'
import { spanToString } from '#text/format.ts'
import type { MessageKey } from '#text/message.ts'

/** What a shortcut opens: the form of a command. */
export interface Shortcut {
  readonly type: 'global' | 'message'
  readonly callbackId: string
  readonly name: MessageKey
  readonly description: MessageKey
  readonly path: string
}

export const shortcuts: readonly Shortcut[] = [
  {
    type: 'global',
    callbackId: 'start_here',
    name: 'slack.shortcut.start',
    description: 'slack.shortcut.start.description',
    path: 'conf start',
  },
  {
    type: 'message',
    callbackId: 'start_from_message',
    name: 'slack.shortcut.start',
    description: 'slack.shortcut.start-thread.description',
    path: 'conf start',
  },
  {
    type: 'global',
    callbackId: 'schedule_here',
    name: 'slack.shortcut.schedule',
    description: 'slack.shortcut.schedule.description',
    path: 'conf schedule',
  },
  {
    type: 'message',
    callbackId: 'schedule_from_message',
    name: 'slack.shortcut.schedule',
    description: 'slack.shortcut.schedule-thread.description',
    path: 'conf schedule',
  },
]

export interface ManifestCommand {
  readonly command: string
  readonly description: string
  readonly usage_hint: string
  /** Without it the ids of mentioned people never arrive. */
  readonly should_escape: true
  readonly url?: string
}

export interface ManifestShortcut {
  readonly type: 'global' | 'message'
  readonly name: string
  readonly callback_id: string
  readonly description: string
}

/** Of the manifest, not of Block Kit. The name of a shortcut by the app settings page, its description by @slack/web-api. */
const manifestLimits = { description: 2000, usageHint: 1000, shortcutName: 24, shortcutDescription: 150 } as const

export const eventsPath = '/slack/events'

/** `origin`, such as `https://conf.example.com`: Slack is to call us there; absent with Socket Mode. */
export function rootsToCommands(roots: readonly RootDefinition[], origin?: string): ManifestCommand[] {
  return roots.map((root) => ({
    command: `/${root.name}`,
    description: cutText(words(root.summary), manifestLimits.description),
    usage_hint: usageHint(root),
    should_escape: true,
    ...(origin !== undefined && { url: `${origin}${eventsPath}` }),
  }))
}

/** The words that may come next, each once: `[start | invite | record | …]`. */
function usageHint(root: RootDefinition): string {
  const entries = root.commands.filter(({ hidden }) => !hidden).map(({ path }) => path.split(' ')[1] ?? '')
  return cutText(`[${[...new Set(entries)].filter(Boolean).join(' | ')}]`, manifestLimits.usageHint)
}

export const manifestShortcuts = (): ManifestShortcut[] =>
  shortcuts.map(({ type, name, callbackId, description }) => ({
    type,
    name: cutText(words(name), manifestLimits.shortcutName),
    callback_id: callbackId,
    description: cutText(words(description), manifestLimits.shortcutDescription),
  }))

/** The manifest with its generated part new; its comments stay. With `origin`: the variant in which Slack calls us. */
export function fillManifest(template: string, roots: readonly RootDefinition[], origin?: string): string {
  const manifest = parseDocument(template)
  manifest.setIn(['features', 'shortcuts'], manifest.createNode(manifestShortcuts()))
  manifest.setIn(['features', 'slash_commands'], manifest.createNode(rootsToCommands(roots, origin)))
  if (origin !== undefined) {
    const url = `${origin}${eventsPath}`
    manifest.setIn(['settings', 'socket_mode_enabled'], false)
    manifest.setIn(['settings', 'event_subscriptions', 'request_url'], url)
    manifest.setIn(['settings', 'interactivity', 'request_url'], url)
    // Where Slack asks for the suggestions of a form's menus.
    manifest.setIn(['settings', 'interactivity', 'message_menu_options_url'], url)
  }
  return manifest.toString({ lineWidth: 120 })
}

const words = (key: MessageKey): string => spanToString({ kind: 'message', key, blanks: {} })
