/** The manager interface of an Asterisk as the adapter uses it: actions, lists and events over one line, which is opened when needed. */
import { randomUUID } from 'node:crypto'
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import { errorFacts, isConfbotError } from '#core/errors.ts'
import { cleanText, cutText } from '#lib/clean-text.ts'
import { redact, secretsIn } from '#lib/redact.ts'
import type { ConnectionSettings } from '../connection.ts'
import { connectionError, providerError } from '../failure.ts'
import type { AmiReply } from './ami-exchanges.ts'
import { createAmiKeeper } from './ami-keeper.ts'
import { type AmiAction, AmiEncodingError, type AmiMessage } from './ami-message.ts'
import { AmiLineError } from './ami-socket.ts'

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

/** Repeated once where the line breaks, since they change nothing. */
const readActions: ReadonlySet<string> = new Set([
  'ConfbridgeList',
  'ConfbridgeListRooms',
  'CoreSettings',
  'CoreShowChannels',
  'CoreStatus',
  'Getvar',
  'ListCommands',
  'Ping',
  'Status',
])

const messageMax = 200

/** Nothing is opened before it is needed. */
export function createAmi(settings: AmiSettings, deps: Pick<ProviderDeps, 'name' | 'clock' | 'logger'>): Ami {
  const { name } = deps
  const logger = deps.logger.child({ pbx: name })
  const listeners = new Set<AmiListener>()
  // Asterisk tells everybody's events to all of its clients: nobody else's ActionIDs may be the same.
  const prefix = `confbot-${randomUUID()}`
  let count = 0

  const tell = (event: AmiMessage | 'gap') => {
    for (const listener of [...listeners]) {
      try {
        listener(event)
      } catch (error) {
        logger.error({ ...errorFacts(error) }, 'an event of the PBX could not be taken')
      }
    }
  }
  const keeper = createAmiKeeper(settings, { ...deps, logger }, { isWanted: () => listeners.size > 0, tell })

  const exchange = async (action: AmiAction, isList: boolean): Promise<AmiReply> => {
    const isRead = isList || readActions.has(action.Action)
    count += 1
    const ActionID = typeof action.ActionID === 'string' ? action.ActionID : `${prefix}-${count}`
    let wasSent = false
    /** A line that breaks may have been dead for long, without anybody having told. */
    const attempt = async (mayRepeat: boolean): Promise<AmiReply> => {
      const line = await keeper.line()
      wasSent = true
      try {
        return await line.request({ ...action, ActionID }, isList)
      } catch (error) {
        if (mayRepeat && error instanceof AmiLineError && error.reason === 'broken') return attempt(false)
        throw error
      }
    }
    try {
      const reply = await attempt(isRead)
      if (reply.answer.Response === 'Error') throw refusal(action, reply.answer)
      return reply
    } catch (error) {
      if (error instanceof AmiEncodingError)
        throw providerError('provider.rejected', name, error, { message: error.message })
      if (!(error instanceof AmiLineError)) throw error
      throw error.reason === 'refused'
        ? providerError('provider.unauthorized', name, error)
        : connectionError(name, error.reason, error, wasSent && !isRead)
    }
  }

  const refusal = (action: AmiAction, { Message: words = 'Error' }: AmiMessage) => {
    const secrets = [settings.secret, ...secretsIn(action)].filter((secret) => secret !== '')
    const message = cutText(redact(cleanText(words), secrets), messageMax)
    const cause = new Error(`${action.Action} was refused: ${message}`)
    return /^permission denied$/i.test(words)
      ? providerError('provider.forbidden', name, cause)
      : providerError('provider.rejected', name, cause, { message })
  }

  return {
    ask: async (action) => (await exchange(action, false)).answer,
    list: async (action) => (await exchange(action, true)).items,
    subscribe(listener) {
      // One that is given twice is told twice, and taken back one by one.
      const own: AmiListener = (event) => listener(event)
      listeners.add(own)
      keeper.want()
      return () => {
        listeners.delete(own)
      }
    },
    isOpen: () => keeper.isOpen(),
    async close() {
      listeners.clear()
      await keeper.close()
    },
  }
}
