/** How an answer that is no success becomes an error of the one tree, with the vendor's words and without its secrets. */
import { ConfbotError, type ErrorCode } from '#core/errors.ts'
import { firstCharacters } from '#lib/first-characters.ts'
import type { HttpFailureReason, HttpResponse } from '#lib/http-client.ts'
import { redact } from '#lib/redact.ts'
import type { Message } from '#text/message.ts'

/** What a vendor's error body says. */
export interface VendorProblem {
  /** In the vendor's own words, for people. */
  readonly message: string
  /** The vendor's name or number for it, for the log. */
  readonly vendorCode?: string | undefined
  /** Where the body says more exactly what it is than the HTTP status. */
  readonly code?: ErrorCode | undefined
  /** What to do about it, where the vendor's code tells more than its meaning in the tree. */
  readonly remedy?: Message | undefined
}

const messageMax = 200
/** Looked through for secrets: whatever else an answer may hold, people see none of it. */
const readMax = 2000

const codeOfReason: Record<HttpFailureReason, ErrorCode> = {
  unreachable: 'provider.unreachable',
  broken: 'provider.unreachable',
  timeout: 'provider.timeout',
  malformed: 'provider.malformed',
  aborted: 'provider.unreachable',
}

/** An error of the configured PBX `pbx`, with the cause for the log. */
export const providerError = (
  code: ErrorCode,
  pbx: string,
  cause: unknown,
  more: {
    readonly message?: string
    readonly retryAfterMs?: number | undefined
    readonly remedy?: Message | undefined
  } = {},
) =>
  new ConfbotError(code, {
    blanks: { pbx, ...(more.message !== undefined && { message: more.message }) },
    ...(more.retryAfterMs !== undefined && { retryAfterMs: more.retryAfterMs }),
    ...(more.remedy !== undefined && { remedy: more.remedy }),
    cause,
  })

/** `isAction`: of a request that was sent and not answered it matters whether the PBX did it. */
export const connectionError = (pbx: string, reason: HttpFailureReason, cause: unknown, isAction = false) =>
  providerError(
    isAction && (reason === 'broken' || reason === 'timeout') ? 'provider.unanswered' : codeOfReason[reason],
    pbx,
    cause,
  )

/**
 * For an answer whose status is not 2xx, or whose body says so. `what`: the request, without secrets; `sent`: secrets of the request;
 * `resetMs`: until the vendor's limit allows more, as its headers say.
 */
export function statusError(
  pbx: string,
  what: string,
  response: HttpResponse,
  problem: VendorProblem | null,
  context: { readonly now: number; readonly sent: readonly string[]; readonly resetMs?: number | undefined },
): ConfbotError {
  const { status } = response
  const isSuccess = status >= 200 && status < 300
  const code = problem?.code ?? (isSuccess ? 'provider.rejected' : codeOfStatus(status))
  const clean = (text: string) => firstCharacters(redact(text.slice(0, readMax), context.sent), messageMax)
  const message = clean(problem?.message ?? `HTTP ${status}`)
  const vendorCode = problem?.vendorCode === undefined ? '' : ` ${clean(problem.vendorCode)}`
  return providerError(code, pbx, new Error(`${what} answered ${status}${vendorCode}: ${message}`), {
    ...(code === 'provider.rejected' && { message }),
    retryAfterMs:
      code === 'provider.rate-limited' ? (retryAfterMs(response, context.now) ?? context.resetMs) : undefined,
    remedy: problem?.remedy,
  })
}

function codeOfStatus(status: number): ErrorCode {
  switch (status) {
    case 401:
      return 'provider.unauthorized'
    case 403:
      return 'provider.forbidden'
    case 404:
    case 410:
      return 'provider.not-found'
    case 408:
      return 'provider.timeout'
    case 409:
      return 'provider.conflict'
    case 429:
      return 'provider.rate-limited'
  }
  if (status >= 500) return 'provider.failed'
  // What is no success and no failure leads elsewhere, where the documented API is not.
  return status >= 400 ? 'provider.rejected' : 'provider.malformed'
}

/** RFC 9110, 10.2.3: seconds or a date. undefined where neither is given. */
function retryAfterMs({ headers }: HttpResponse, now: number): number | undefined {
  const value = headers['retry-after']?.trim()
  if (!value) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(at - now, 0)
}
