/** What stands in the log of a PBX that fails: not each request, but the outage. */

import type { z } from 'zod'
import type { ProviderDeps } from '#core/contracts/conference-provider.ts'
import { type ErrorCode, isConfbotError } from '#core/errors.ts'
import { createOutageLog } from '#lib/outage-log.ts'
import type { Http, HttpCall } from './http.ts'

/** A failure of the PBX, rather than its answer to this one request. */
const failures: readonly ErrorCode[] = [
  'provider.unreachable',
  'provider.timeout',
  'provider.unanswered',
  'provider.unauthorized',
  'provider.rate-limited',
  'provider.failed',
  'provider.malformed',
]

/** The same calls, with what comes of them told to the log of `deps`. */
export function tellingOutages(http: Http, { name, clock, logger }: ProviderDeps): Http {
  const outage = createOutageLog({
    clock,
    logger: logger.child({ pbx: name }),
    begins: 'the PBX fails',
    over: 'the PBX works again',
  })
  return {
    async call<Reply extends z.ZodType>(call: HttpCall, reply?: Reply) {
      try {
        const result = await (reply ? http.call(call, reply) : http.call(call))
        outage.worked()
        return result
      } catch (error) {
        if (!isConfbotError(error, ...failures)) outage.worked()
        else outage.failed(error.code, { reason: error.cause instanceof Error ? error.cause.message : undefined })
        throw error
      }
    },
    close: () => http.close(),
  }
}
