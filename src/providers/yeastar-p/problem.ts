/**
 * Yeastar P-Series' error codes to the one error tree. Answers that are no success have the HTTP status 200 all the same. Source:
 * Yeastar P-Series developer guide, "Error Code and Error Message"; "Authorization Rule" (eight tokens), "Remove Blocked API IP
 * Addresses" (five failures).
 */
import type { ErrorCode } from '#core/errors.ts'
import { type Message, say } from '#text/message.ts'
import type { VendorProblem } from '../failure.ts'
import { ErrorReply } from './schema.ts'

interface Meaning {
  readonly code: ErrorCode
  readonly remedy?: Message
}

const blocked: Meaning = { code: 'provider.forbidden', remedy: say('yeastar-p.remedy.blocked') }
const otherVersion: Meaning = { code: 'provider.malformed', remedy: say('yeastar-p.remedy.version') }

/** What is not here is `provider.rejected` with the vendor's words: mistakes in what was sent, and codes of other features. */
const meanings: Readonly<Record<number, Meaning>> = {
  [-2]: { code: 'provider.failed' },
  // Done for some of those who were meant; and still under way.
  1: { code: 'provider.unconfirmed' },
  2: { code: 'provider.unconfirmed' },
  10001: otherVersion,
  10002: otherVersion,
  10003: otherVersion,
  10004: { code: 'provider.unauthorized' },
  10005: { code: 'provider.forbidden', remedy: say('yeastar-p.remedy.denied') },
  40003: { code: 'provider.conflict' },
  60001: { code: 'provider.not-found' },
  60101: { code: 'provider.forbidden' },
  70004: blocked,
  70082: { code: 'provider.rate-limited' },
  70084: { code: 'provider.forbidden' },
  70087: blocked,
  70091: { code: 'provider.conflict' },
}

/** Where they mean something else for whoever wants to be let in. */
const meaningsAtSignIn: Readonly<Record<number, Meaning>> = {
  // A login is there, or it is not.
  2: { code: 'provider.malformed' },
  // Access denied: no code of its own is documented for a wrong Client ID or Client Secret.
  10005: { code: 'provider.unauthorized', remedy: say('yeastar-p.remedy.secret') },
  60002: { code: 'provider.rate-limited', remedy: say('yeastar-p.remedy.tokens') },
}
/** No success, and nothing to do with who we are. */
const passing: readonly ErrorCode[] = ['provider.failed', 'provider.rate-limited', 'provider.malformed']

/** null: it is a success, or says nothing of the kind. */
export const wireToProblem = (body: unknown): VendorProblem | null => read(body, (errcode) => meanings[errcode])

/** A refusal without a documented code is taken for a wrong Client ID or Client Secret: which code tells of that is not documented. */
export const wireToSignInProblem = (body: unknown): VendorProblem | null =>
  read(body, (errcode) => {
    const meaning = meaningsAtSignIn[errcode] ?? meanings[errcode]
    const isTold = meaning && (meaning.remedy !== undefined || passing.includes(meaning.code))
    return isTold ? meaning : { code: 'provider.unauthorized', remedy: say('yeastar-p.remedy.secret') }
  })

function read(body: unknown, meaningOf: (errcode: number) => Meaning | undefined): VendorProblem | null {
  const error = ErrorReply.safeParse(body).data
  if (!error || error.errcode === 0) return null
  const { errcode, errmsg } = error
  return { message: errmsg || 'FAILURE', vendorCode: String(errcode), ...meaningOf(errcode) }
}
