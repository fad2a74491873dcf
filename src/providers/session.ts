/** Calls in the name of an account: each carries the session's credentials, which are renewed once when they are refused. */
import type { z } from 'zod'
import { isConfbotError } from '#core/errors.ts'
import type { Http, HttpCall } from './http.ts'

/** What a call must carry. Compared by identity: new credentials are a new object. */
export type Credentials = Pick<HttpCall, 'headers' | 'query'>

/** A login that lasts, shared by all calls. Vendors differ in how; all methods reject with a `provider.*` ConfbotError. */
export interface Session {
  /** The present credentials, signing in or renewing them first where that is due. */
  credentials(): Promise<Credentials>
  /** New credentials in the place of those that the PBX refused. */
  renew(refused: Credentials): Promise<Credentials>
  /** Gives the login back, as far as the PBX can be reached. Never rejects. */
  close(): Promise<void>
}

export function authorizedHttp(http: Http, session: Session): Http {
  return {
    async call<Reply extends z.ZodType>(call: HttpCall, reply?: Reply) {
      const run = (credentials: Credentials) => {
        const carried = {
          ...call,
          headers: { ...call.headers, ...credentials.headers },
          query: { ...call.query, ...credentials.query },
        }
        return reply ? http.call(carried, reply) : http.call(carried)
      }
      const credentials = await session.credentials()
      try {
        return await run(credentials)
      } catch (error) {
        if (!isConfbotError(error, 'provider.unauthorized')) throw error
      }
      // A refused request was not carried out, so that any may be sent again.
      return run(await session.renew(credentials))
    },
    close: () => http.close(),
  }
}
