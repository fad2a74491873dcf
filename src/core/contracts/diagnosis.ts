/** What a configured part tells `npm run doctor` of itself: checks that create and change nothing, and what each found. */
import type { Message } from '#text/message.ts'
import type { Capability } from './conference-provider.ts'

/** `fail`: something does not work. `warn`: it works, but less than it could, or not for long. */
export type Finding =
  | { readonly level: 'ok'; readonly says: Message }
  | {
      readonly level: 'warn' | 'fail'
      readonly says: Message
      /** What to grant or mend, and where. */
      readonly next: Message
    }

export interface Check {
  /** What is looked at, as in "the bot token". */
  readonly what: Message
  /** Run only when that one was run and nothing failed: it would say the same once more. */
  readonly after?: Check
  /** It tells whether this is possible, so that nothing else has to. */
  readonly shows?: Capability
  /** Rejects with what nobody foresaw alone. */
  readonly run: () => Promise<readonly Finding[]>
}

export const ok = (says: Message): Finding => ({ level: 'ok', says })
export const warn = (says: Message, next: Message): Finding => ({ level: 'warn', says, next })
export const fail = (says: Message, next: Message): Finding => ({ level: 'fail', says, next })
