/** How the P-Series' endpoints are found: a table of fixed paths below `/openapi/v1.0`, each with its one method. */
import type { HttpReply } from '#sandbox/faults.ts'
import { Refusal } from './wire.ts'

export interface Request {
  /** Each once; `access_token` among them. */
  readonly query: Readonly<Record<string, string>>
  /** The JSON body; throws a Refusal when there is none. */
  body(): unknown
}

export interface Route {
  /** "GET - to query information or execute delete operations. POST - to add an object or execute specific operations." */
  readonly method: 'GET' | 'POST'
  readonly endpoint: string
  /** Needs no access token. */
  readonly open?: true
  run(request: Request): HttpReply
}

const base = '/openapi/v1.0/'

/** Throws a Refusal; a known path with the other method is no interface either. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Route {
  return (method, path) => {
    if (!path.startsWith(base)) throw new Refusal(/^\/openapi\/v/.test(path) ? 10003 : 10001, path)
    const endpoint = path.slice(base.length)
    const route = routes.find((one) => one.endpoint === endpoint && one.method === method)
    if (!route) throw new Refusal(10001, `${method} ${endpoint}`)
    return route
  }
}
