/** How Crossbar's paths are found: unknown ones 404, known ones with another verb 405 (applications/crossbar/doc/basics.md). */
import type { HttpReply } from '#sandbox/faults.ts'
import { badIdentifier, faultyRequest, Refusal, type Success } from './wire.ts'

export interface Request {
  /** A path parameter, decoded. */
  param(name: string): string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  /** What the envelope holds beside `data`: `action`. */
  readonly envelope: Readonly<Record<string, unknown>>
  readonly data: Readonly<Record<string, unknown>>
  readonly token: string
}

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `/v2`, parameters in braces. */
  readonly path: string
  /** Needs no token. */
  readonly open?: boolean
  /** A file is answered as it is, without an envelope. */
  readonly run: (request: Request) => Success | Promise<Success> | { readonly file: HttpReply }
}

export function createRouter(routes: readonly Route[]) {
  const patterns = routes.map((route) => ({
    route,
    pattern: new RegExp(`^/v2${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  }))
  /** Throws a Refusal with 404 or 405. */
  return (method: string, path: string): { route: Route; params: Readonly<Record<string, string>> } => {
    const candidates = patterns.flatMap(({ route, pattern }) => {
      const groups = pattern.exec(path)?.groups
      return groups || pattern.test(path) ? [{ route, params: decode(groups ?? {}) }] : []
    })
    if (candidates.length === 0) throw faultyRequest()
    const found = candidates.find(({ route }) => route.method === method)
    if (!found) throw new Refusal(405, 'invalid_method')
    return found
  }
}

function decode(groups: Readonly<Record<string, string>>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]))
  } catch {
    throw badIdentifier('')
  }
}

/**
 * The action of a request, which belongs beside `data` and is also found in it (`get_request_action` of cb_modules_util, and the
 * examples of both kinds in conference.md).
 */
export const actionOf = ({ envelope, data }: Pick<Request, 'envelope' | 'data'>): unknown =>
  envelope.action ?? data.action

/** What an action works with: `data`, or the `data` in it where the examples nest them. */
export function actionData({ data }: Pick<Request, 'data'>): Readonly<Record<string, unknown>> {
  const { data: inner } = data
  return typeof inner === 'object' && inner !== null ? { ...inner } : data
}
