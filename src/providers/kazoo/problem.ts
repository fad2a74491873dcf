/**
 * What KAZOO says is wrong, in a sentence. Sources: Crossbar's envelope and error codes, `cb_context` (validation errors: what is
 * wrong by field and rule), Vinix's page "Update Conference" (code, message and request_id alone).
 */
import type { VendorProblem } from '../failure.ts'
import { KazooError, VinixError } from './schema.ts'

export function wireToProblem(body: unknown): VendorProblem | null {
  const stock = KazooError.safeParse(body).data
  if (stock) {
    const wrong = [...validationsIn(stock.data, [])]
    // The field behind it: in front, what follows the name of a secret would be taken for the secret.
    const words = wrong.map((one) => `${one.message} (${one.field})`).join('; ')
    return {
      message: words || messageIn(stock.data) || stock.message || stock.error || stock.status,
      vendorCode: [stock.error, stock.message].filter(Boolean).join(' '),
    }
  }
  const vinix = VinixError.safeParse(body).data
  return vinix ? { message: vinix.message || vinix.code, vendorCode: vinix.code } : null
}

interface Validation {
  readonly field: string
  readonly message: string
}

/** Field, then rule, then message and cause; a field within an object may be nested, or named by its path. The value is left out. */
function* validationsIn(data: unknown, path: readonly string[]): Generator<Validation> {
  if (typeof data !== 'object' || data === null) return
  for (const [key, inner] of Object.entries(data)) {
    if (typeof inner !== 'object' || inner === null) continue
    const message = messageIn(inner)
    if (message === null) yield* validationsIn(inner, [...path, key])
    else if (path.length > 0) yield { field: path.join('.'), message: `${message}${causeOf(key, inner)}` }
  }
}

function messageIn(data: unknown): string | null {
  const message = typeof data === 'object' && data !== null && 'message' in data ? data.message : null
  return typeof message === 'string' && message !== '' ? message : null
}

/** The number that is taken already; of other rules the cause may be what was sent, such as a PIN. */
const causeOf = (rule: string, inner: object): string =>
  rule === 'unique' && 'cause' in inner && typeof inner.cause === 'string' ? `: ${inner.cause}` : ''
