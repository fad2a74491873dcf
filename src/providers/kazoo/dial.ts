/**
 * Ringing somebody into a room. KAZOO answers only when the call was answered or came to nothing ("Dialing an endpoint"), so
 * nobody waits for that: what cannot be dialled at all is said at once, and what is still silent then rings. What becomes of it is
 * told later.
 */
import { randomUUID } from 'node:crypto'
import type { CallFailure, PlacedCall, ProviderDeps } from '#core/contracts/conference-provider.ts'
import { type ErrorCode, errorFacts, isConfbotError } from '#core/errors.ts'
import { sleep } from '#lib/clock.ts'
import { redact } from '#lib/redact.ts'
import { providerError } from '../failure.ts'
import type { ConferenceClient } from './client.ts'
import { wireToOutcome } from './mapper.ts'

export interface Dialler {
  /** Rejects with what the PBX says within the first seconds, but for who is busy. */
  ring(roomId: string, number: string): Promise<PlacedCall & Required<Pick<PlacedCall, 'failure'>>>
  /** The call id that `ring` gave, of a leg that the PBX gave another one; else the leg's own. */
  callIdOf(callId: string): string
  /** Waits for no call any more. */
  close(): void
}

/** For how long a telephone rings. */
const ringSeconds = 45
/** In which the PBX looks at what it was asked, finds a media server, or hears of a line that is busy. */
const lookMs = 1_500
/** In system time: the PBX gives up before that. */
const giveUpMs = (ringSeconds + 20) * 1000
/** Of so many calls it is remembered under which other id they came. */
const mostKept = 500
const messageMax = 200
/** The PBX said no; anything else says nothing about the call. */
const refusals = [
  'provider.rejected',
  'provider.forbidden',
  'provider.not-found',
  'provider.conflict',
  'provider.unauthorized',
  'provider.rate-limited',
] as const satisfies readonly ErrorCode[]

export function createDialler(
  client: Pick<ConferenceClient, 'dial'>,
  { name, clock, logger }: ProviderDeps,
  createCallId: () => string = randomUUID,
): Dialler {
  const closing = new AbortController()
  const givenTo = new Map<string, string>()

  const remember = (other: string | null, callId: string) => {
    if (other === null || other === callId) return
    givenTo.set(other, callId)
    for (const oldest of givenTo.keys()) if (givenTo.size > mostKept) givenTo.delete(oldest)
  }

  /** Resolves when the PBX tells; rejects with `provider.rejected` where the call failed otherwise than for want of an answer. */
  const dial = async (roomId: string, number: string, callId: string): Promise<CallFailure | null> => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(giveUpMs)])
    const reply = await client.dial(roomId, { number, timeout: ringSeconds, callId }, signal, giveUpMs + 10_000)
    const { failure, message, callId: other } = wireToOutcome(reply)
    if (failure === 'failed')
      throw providerError('provider.rejected', name, new Error('the call came to nothing'), {
        message: redact(message, [number]).slice(0, messageMax),
      })
    remember(other, callId)
    return failure
  }

  return {
    async ring(roomId, number) {
      const callId = createCallId()
      const call = dial(roomId, number, callId)
      const failure = call.catch((error: unknown): CallFailure | null => {
        logger.info({ pbx: name, ...errorFacts(error) }, 'a call did not come to an answer')
        return isConfbotError(error, ...refusals) ? 'failed' : null
      })
      await Promise.race([call, sleep(clock, lookMs)])
      return { callId, failure }
    },
    callIdOf: (callId) => givenTo.get(callId) ?? callId,
    close: () => closing.abort(),
  }
}
