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

/** Runs one request after the other, with what comes of them told to the log of `deps`. */
export type OutageTeller = <Result>(ask: () => Promise<Result>) => Promise<Result>

export function createOutageTeller({
  name,
  clock,
  logger,
}: Pick<ProviderDeps, 'name' | 'clock' | 'logger'>): OutageTeller {
  const outage = createOutageLog({
    clock,
    logger: logger.child({ pbx: name }),
    begins: 'the PBX fails',
    over: 'the PBX works again',
  })
  return async (ask) => {
    try {
      const result = await ask()
      outage.worked()
      return result
    } catch (error) {
      if (!isConfbotError(error, ...failures)) outage.worked()
      else outage.failed(error.code, { reason: error.cause instanceof Error ? error.cause.message : undefined })
      throw error
    }
  }
}

/** The same calls, with what comes of them told to the log of `deps`. */
export function tellingOutages(http: Http, deps: ProviderDeps): Http {
  const telling = createOutageTeller(deps)
  return {
    async call<Reply extends z.ZodType>(call: HttpCall, reply?: Reply) {
      return await telling(async () => (reply ? await http.call(call, reply) : await http.call(call)))
    },
    close: () => http.close(),
  }
}
