/** Where people talk: what a platform provides and what it is handed. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RootDefinition } from '#command-kit/define-command.ts'
import type { CommandKit } from '#command-kit/request.ts'
import type { PeopleSource } from '#core/contracts/announcer.ts'
import type { Check } from '#core/contracts/diagnosis.ts'
import type { EventMirror } from '#core/contracts/event-mirror.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { Notifier } from '#view/notifier.ts'

export interface Platform {
  readonly id: string
  /** Connects; rejects when the platform refuses us. */
  start(): Promise<void>
  stop(): Promise<void>
  readonly notifier: Notifier
  readonly people: PeopleSource
  /** Where it has events of its own among which meetings can be shown. */
  readonly events?: EventMirror
  /** Paths of the public server that this platform answers, e.g. `/slack/events`. */
  readonly routes: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>>
  readonly status: () => PlatformStatus
}

export interface PlatformStatus {
  readonly isConnected: boolean
  /** When something last came from the platform or was answered by it. */
  readonly lastContactAt: number | null
  readonly detail: string
  /**
   * What becomes of a message when nobody knows whether it was posted: it is looked for and posted where it is not (`repaired`),
   * or never posted again and reported (`reported`). null: not known yet.
   */
  readonly unconfirmed: 'repaired' | 'reported' | null
}

export interface PlatformDeps {
  readonly kit: CommandKit
  readonly roots: readonly RootDefinition[]
  readonly clock: Clock
  readonly logger: Logger
}

/** What `npm run doctor` asks of a platform that is configured so, without connecting it. */
export type DiagnosePlatform<Settings> = (settings: Settings, deps: DiagnosisDeps) => readonly Check[]

export interface DiagnosisDeps {
  readonly clock: Clock
  readonly logger: Logger
  /** Channels of this platform that have defaults or a live conference. */
  readonly channelsInUse: () => Promise<readonly ChannelInUse[]>
}

export interface ChannelInUse {
  readonly workspaceId: string
  readonly channelId: string
  readonly isLive: boolean
}
