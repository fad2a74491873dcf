/**
 * A WebSocket on which a PBX tells that something happened: opened again for as long as it is wanted, at ever longer distances;
 * taken for dead by what it does not say, since a line can be cut without either end being told. Never more than one is open.
 */
import { randomInt } from 'node:crypto'
import { errorFacts } from '#core/errors.ts'
import { createOutageLog } from '#lib/outage-log.ts'
import type { ConnectionSettings } from './connection.ts'
import { createHintLine, type HintLine } from './hint-line.ts'
import type { HttpDeps } from './http.ts'

export interface HintSocketOptions {
  readonly deps: HttpDeps
  readonly tls: ConnectionSettings
  /**
   * Asked before each attempt: address with its token. Rejections are waited out like failed connections. `refusedWith`: the HTTP
   * status with which the attempt before was refused, 401 where the token did not do; null: it was not refused, or there was none.
   */
  readonly address: (refusedWith: number | null) => Promise<{
    readonly url: string
    readonly headers?: Readonly<Record<string, string>>
  }>
  /** Once it is open: what to send (subscriptions). When it rejects, the connection has failed. */
  readonly hello: (send: (text: string) => void) => void | Promise<void>
  readonly onMessage: (text: string, send: (text: string) => void) => void
  /** Sent while open (a ping of the protocol where the text is empty), and how long silence may last before the line is taken for dead. */
  readonly heartbeat: { readonly everyMs: number; readonly text: string; readonly silentMs: number }
  /** After every gap (first opening too), once `hello` is through: everything is to be read again. */
  readonly onGap: () => void
}

export interface HintSocket {
  /** `hello` is through, and the line is not taken for dead. */
  isOpen(): boolean
  /** False: it is not open, and nothing was sent. */
  send(text: string): boolean
  /** A new connection at once in the place of the present one, or of the wait for one. */
  reopen(): void
  /** Ends everything; nothing is called back any more. */
  close(): void
}

const firstWaitMs = 1_000
const maxWaitMs = 60_000

/** The connection is begun at once, so it is made when somebody subscribes. All times are of the clock of `deps`. */
export function createHintSocket(options: HintSocketOptions): HintSocket {
  const { clock, name } = options.deps
  const logger = options.deps.logger.child({ pbx: name })
  const outage = createOutageLog({
    logger,
    clock,
    begins: 'events of the PBX do not come',
    over: 'events of the PBX come again',
  })
  let line: HintLine | null = null
  let failures = 0
  let refusedWith: number | null = null
  let isClosed = false
  let cancelWait = () => {}

  const connect = (): void => {
    const refused = refusedWith
    refusedWith = null
    line = createHintLine(options, () => options.address(refused), {
      onOpen() {
        outage.worked()
        options.onGap()
      },
      onMessage(text, send) {
        outage.worked()
        try {
          options.onMessage(text, send)
        } catch (error) {
          logger.error({ ...errorFacts(error) }, 'a message of the PBX could not be taken')
        }
      },
      onLost({ code, status, wasSteady }) {
        line = null
        refusedWith = status
        if (wasSteady) failures = 0
        outage.failed(code, {})
        cancelWait = clock.schedule(reconnectWaitMs(failures), connect)
        failures += 1
      },
    })
  }

  const drop = () => {
    cancelWait()
    line?.end()
    line = null
  }

  connect()
  return {
    isOpen: () => line?.isOpen() ?? false,
    send: (text) => line?.isOpen() === true && line.send(text),
    reopen() {
      if (isClosed) return
      drop()
      connect()
    },
    close() {
      isClosed = true
      drop()
    },
  }
}

/** Twice as long each time, and by up to a half less: whoever lost the same PBX does not come back at the same instant. */
export function reconnectWaitMs(failures: number): number {
  const waitMs = Math.min(firstWaitMs * 2 ** Math.min(failures, 10), maxWaitMs)
  return waitMs / 2 + randomInt(waitMs / 2)
}
