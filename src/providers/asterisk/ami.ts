/** The manager interface of an Asterisk as the adapter uses it: actions, lists and events over one line, which is opened when needed. */
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import { isConfbotError } from '#core/errors.ts'
import type { ConnectionSettings } from '../connection.ts'
import type { AmiAction, AmiMessage } from './ami-message.ts'

export type { AmiAction, AmiMessage } from './ami-message.ts'

export interface AmiSettings extends Pick<ConnectionSettings, 'tlsCertificate' | 'tlsFingerprint'> {
  readonly host: string
  readonly port: number
  /** By TLS from the first byte (`tlsenable` of Asterisk's manager.conf); otherwise what is said there can be read on the way. */
  readonly tls?: boolean | undefined
  readonly user: string
  readonly secret: string
  /** For the opening of the line with its login, and for each answer. */
  readonly timeoutMs: number
}

/** An event, or that events may have been missed: after each opening of the line. */
export type AmiListener = (event: AmiMessage | 'gap') => void

export interface Ami {
  /**
   * The answer to an action. An `ActionID` of the caller's own (unique among all that Asterisk serves) is sent as it is. Rejects with
   * `provider.rejected` where Asterisk answers with an error (see `amiMessageOf`), `provider.forbidden` where the login lacks the right,
   * `provider.unanswered` where it was sent and not answered; of actions that only read that is `provider.timeout` or `.unreachable`.
   */
  ask(action: AmiAction): Promise<AmiMessage>
  /** The events of a list, without the answer before and the event that closes it. Rejects like an `ask` that only reads. */
  list(action: AmiAction): Promise<readonly AmiMessage[]>
  /** Opens the line, and keeps it open until the last listener is gone. Items of lists are no events. */
  subscribe(listener: AmiListener): () => void
  /** Logged in, and heard from lately. */
  isOpen(): boolean
  /** Logs off; what is under way rejects, and so does what is asked later. */
  close(): Promise<void>
}

/** Asterisk's own words of an error that `ask` or `list` rejected with as `provider.rejected`; null: it is none. */
export function amiMessageOf(error: unknown): string | null {
  if (!isConfbotError(error, 'provider.rejected')) return null
  const message = error.details.blanks?.message
  return typeof message === 'string' ? message : null
}

/** Nothing is opened before it is needed. */
export function createAmi(_settings: AmiSettings, _deps: Pick<ProviderDeps, 'name' | 'clock' | 'logger'>): Ami {
  throw new Error('not there yet')
}
