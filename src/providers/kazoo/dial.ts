/**
 * Ringing somebody into a room. KAZOO answers only when the call was answered or came to nothing ("Dialing an endpoint"), so
 * nobody waits for that: what cannot be dialled at all is said at once, and what is still silent then rings.
 */
import { randomUUID } from 'node:crypto'
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import { errorFacts, isConfbotError } from '#core/errors.ts'
import { sleep } from '#lib/clock.ts'
import { redact } from '#lib/redact.ts'
import { providerError } from '../failure.ts'
import type { ConferenceClient } from './client.ts'
import { wireToOutcome } from './mapper.ts'

export interface Dialler {
  /** Rejects with what the PBX says within the first seconds. */
  ring(roomId: string, number: string): Promise<{ readonly callId: string | null }>
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

  /** Rejects with `provider.rejected` where the call came to nothing. */
  const dial = async (roomId: string, number: string, callId: string): Promise<void> => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(giveUpMs)])
    const reply = await client.dial(roomId, { number, timeout: ringSeconds, callId }, signal, giveUpMs + 10_000)
    const outcome = wireToOutcome(reply)
    if (outcome?.failure) {
      const message = redact(outcome.failure, [number]).slice(0, messageMax)
      throw providerError('provider.rejected', name, new Error('the call came to nothing'), { message })
    }
    remember(outcome?.callId ?? null, callId)
  }

  return {
    async ring(roomId, number) {
      const callId = createCallId()
      const call = dial(roomId, number, callId)
      // Nobody listens any more by then; who did not come is seen from the room.
      call.catch((error: unknown) => {
        if (isConfbotError(error)) logger.info({ pbx: name, ...errorFacts(error) }, 'a call did not come to an answer')
      })
      await Promise.race([call, sleep(clock, lookMs)])
      return { callId }
    },
    callIdOf: (callId) => givenTo.get(callId) ?? callId,
    close: () => closing.abort(),
  }
}
