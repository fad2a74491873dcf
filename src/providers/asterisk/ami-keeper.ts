/**
 * The one line to the manager interface: opened when it is needed, and again while somebody listens, at ever longer distances. A
 * login that was refused is not hammered: Asterisk's administrator may have an address blocked that tries too often.
 */
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { createOutageLog } from '#lib/outage-log.ts'
import { CircuitOpenError, createCircuitBreaker } from '../circuit-breaker.ts'
import { reconnectWaitMs } from '../hint-socket.ts'
import type { AmiSettings } from './ami.ts'
import { type AmiLine, openAmiLine } from './ami-line.ts'
import type { AmiMessage } from './ami-message.ts'
import { AmiLineError, lineErrorOf } from './ami-socket.ts'

export interface AmiKeeper {
  /** The one that is open, or a new one. Rejects with an `AmiLineError`. */
  line(): Promise<AmiLine>
  isOpen(): boolean
  /** Somebody began to listen. */
  want(): void
  close(): Promise<void>
}

const firstRefusalMs = 30_000
const maxRefusalMs = 10 * 60_000

export function createAmiKeeper(
  settings: AmiSettings,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  listening: { isWanted(): boolean; tell(event: AmiMessage | 'gap'): void },
): AmiKeeper {
  const { isWanted, tell } = listening
  const breaker = createCircuitBreaker({ clock, isFailure: isSilence })
  const outage = createOutageLog({
    logger,
    clock,
    begins: 'events of the PBX do not come',
    over: 'events of the PBX come again',
  })
  /** Being opened, or open. */
  let current: AmiLine | null = null
  let opening: Promise<AmiLine> | null = null
  let isClosed = false
  let refusals = 0
  let refusedUntil = 0
  let failures = 0
  let isKeeping = false
  let cancelWait = () => {}

  const open = () =>
    new Promise<AmiLine>((resolve, reject) => {
      const fresh = openAmiLine(settings, clock, {
        onOpen() {
          resolve(fresh)
          outage.worked()
          tell('gap')
        },
        onHeard: outage.worked,
        onEvent: tell,
        onLost(error, was) {
          current = null
          reject(error)
          if (!was.open) return
          if (was.steady) failures = 0
          lost(error)
        },
      })
      current = fresh
    })

  const admitted = async (): Promise<AmiLine> => {
    if (clock.now() < refusedUntil)
      throw new AmiLineError('refused', 'LOGIN_REFUSED', 'the login was refused lately, and is not tried again yet')
    try {
      const line = await breaker.run(open)
      refusals = 0
      return line
    } catch (error) {
      if (error instanceof CircuitOpenError) throw new AmiLineError('unreachable', 'CIRCUIT_OPEN', error.message, error)
      const failure = lineErrorOf(error)
      if (failure.reason === 'refused') {
        refusedUntil = clock.now() + Math.min(firstRefusalMs * 2 ** Math.min(refusals, 10), maxRefusalMs)
        refusals += 1
      }
      throw failure
    }
  }
  const line = async (): Promise<AmiLine> => {
    if (isClosed) throw new AmiLineError('unreachable', 'CLOSED', 'the line was closed')
    if (current && !opening) return current
    // Cleared by itself alone, so that there is never a second one beside it.
    opening ??= admitted().finally(() => {
      opening = null
    })
    return opening
  }

  const lost = (error: AmiLineError) => {
    if (isClosed || !isWanted()) return
    outage.failed(error.code, {})
    cancelWait()
    cancelWait = clock.schedule(Math.max(reconnectWaitMs(failures), refusedUntil - clock.now()), keep)
    failures += 1
  }
  /** Whoever begins to listen meanwhile waits for the same line: that it does not open counts once. */
  const keep = () => {
    if (isClosed || isKeeping || !isWanted()) return
    isKeeping = true
    void line()
      .catch((error: unknown) => lost(lineErrorOf(error)))
      .finally(() => {
        isKeeping = false
      })
  }

  return {
    line,
    isOpen: () => current?.isOpen() ?? false,
    want: keep,
    async close() {
      isClosed = true
      cancelWait()
      await current?.end()
    },
  }
}

/** Nobody answered: what the circuit breaker counts. */
const isSilence = (error: unknown) =>
  error instanceof AmiLineError && (error.reason === 'unreachable' || error.reason === 'timeout')
