/** The state of the sandbox workspace, held together for the Web API, the response URLs and the people who act in it. */
import type { MovableClock } from '#lib/clock.ts'
import { createDirectory, type Directory } from './directory.ts'
import { createFileStore, type FileStore } from './file-store.ts'
import type { SlackSecrets } from './identity.ts'
import { createMessageStore, type MessageStore } from './message-store.ts'
import { createRateLimits, type RateLimits } from './rate-limits.ts'
import { createResponseUrls, type ResponseUrls } from './response-urls.ts'
import { botScopes } from './scopes.ts'
import { createTimestamps } from './timestamps.ts'
import { createTriggers, type Triggers } from './triggers.ts'
import { createViewStore, type ViewStore } from './view-store.ts'

export interface Workspace {
  readonly clock: MovableClock
  /** UTC milliseconds on the system's clock: deadlines of a few seconds and signatures do not move with the sandbox's. */
  systemNow(): number
  readonly secrets: SlackSecrets
  /** Where the sandbox is served, without a slash at the end. */
  baseUrl(): string
  readonly directory: Directory
  readonly messages: MessageStore
  readonly files: FileStore
  readonly views: ViewStore
  readonly triggers: Triggers
  readonly responseUrls: ResponseUrls
  readonly limits: RateLimits
  /** What the bot token may do. */
  scopes: readonly string[]
  /** What the bot token is answered with; null while it is good. */
  tokenError: string | null
  reset(): void
}

export interface WorkspaceOptions {
  clock: MovableClock
  secrets: SlackSecrets
  baseUrl: () => string
}

export function createWorkspace({ clock, secrets, baseUrl }: WorkspaceOptions): Workspace {
  const systemNow = () => clock.now() - clock.offsetMs
  const directory = createDirectory()
  const messages = createMessageStore(createTimestamps(clock), directory)
  const files = createFileStore(clock)
  const views = createViewStore(systemNow, directory)
  const triggers = createTriggers(systemNow)
  const limits = createRateLimits(clock)
  const responseUrls = createResponseUrls({ clock, baseUrl, messages, limits })
  const workspace: Workspace = {
    clock,
    systemNow,
    secrets,
    baseUrl,
    directory,
    messages,
    files,
    views,
    triggers,
    responseUrls,
    limits,
    scopes: botScopes,
    tokenError: null,
    reset() {
      for (const part of [messages, files, views, triggers, limits, responseUrls]) part.clear()
      directory.reset()
      workspace.scopes = botScopes
      workspace.tokenError = null
    },
  }
  return workspace
}
