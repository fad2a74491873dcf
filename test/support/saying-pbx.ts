/** A PBX that can say a code: it notes what it was to say, and tells what becomes of the call when the test says so. */
import type { CallFailure } from '#core/contracts/conference-provider.ts'
import { found, type PbxPlan } from './service.ts'

export interface SayingPbx {
  readonly plan: PbxPlan
  readonly calls: readonly { readonly number: string; readonly code: string }[]
  /** The code that was said last. */
  lastCode(): string
  /** Of the last call; null: it was answered. */
  settle(failure: CallFailure | null): void
  ring(): void
  /** The next call is refused with this. */
  refuseNext(error: Error): void
}

/** `isSilent`: it tells nothing of its calls. */
export function sayingPbx(
  name = 'berlin',
  { isSilent = false, ...more }: Partial<PbxPlan> & { readonly isSilent?: boolean } = {},
): SayingPbx {
  const calls: { number: string; code: string; settle: (f: CallFailure | null) => void; ring: () => void }[] = []
  let refusal: Error | null = null
  const last = () => found(calls.at(-1))
  return {
    plan: {
      name,
      ...more,
      capabilities: { speakCode: { support: 'yes' }, ...more.capabilities },
      traits: { dialProgress: !isSilent, ...more.traits },
      around: () => ({
        async speakCode(number, code) {
          const refused = refusal
          refusal = null
          if (refused) throw refused
          const failure = Promise.withResolvers<CallFailure | null>()
          const ringing = Promise.withResolvers<boolean>()
          calls.push({ number, code, settle: failure.resolve, ring: () => ringing.resolve(true) })
          const callId = `code-${calls.length}`
          return isSilent ? { callId } : { callId, ringing: ringing.promise, failure: failure.promise }
        },
      }),
    },
    calls,
    lastCode: () => last().code,
    settle: (failure) => last().settle(failure),
    ring: () => last().ring(),
    refuseNext(error) {
      refusal = error
    },
  }
}

/** Another one of six digits. */
export const otherCode = (code: string): string => (code === '493027' ? '493028' : '493027')
