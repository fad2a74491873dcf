/** How PortSIP's paths are found: a table of routes, unknown paths 404, known ones with another verb 405. */
import type { HttpReply } from '#sandbox/faults.ts'
import type { Scope } from './session.ts'
import { notFound, Refusal } from './wire.ts'

export interface Request {
  /** A path parameter, decoded. */
  param(name: string): string
  query: URLSearchParams
  /** The JSON body; throws a Refusal when there is none. */
  body(): unknown
  /** The form body; undefined when it is not form-encoded. */
  form: Readonly<Record<string, string>> | undefined
  /** The bearer token; empty on open routes. */
  token: string
}

export interface Route {
  method: 'GET' | 'POST'
  /** Below `/api`, parameters in braces. */
  path: string
  /** Needs no bearer token. */
  open?: boolean
  /** Whose token it takes: the tenant's unless said. */
  scope?: Scope | 'any'
  run(request: Request): HttpReply
}

interface FoundRoute {
  route: Route
  params: Readonly<Record<string, string>>
}

/** Throws a Refusal with 404 or 405. A fixed step in a path goes before a parameter. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => FoundRoute {
  const patterns = routes
    .map((route) => ({ route, pattern: pathToPattern(route.path), parameters: route.path.split('{').length - 1 }))
    .sort((left, right) => left.parameters - right.parameters)
  return (method, path) => {
    const candidates = patterns.flatMap(({ route, pattern }) => {
      const match = pattern.exec(path)
      return match ? [{ route, params: decodeParams(match.groups ?? {}) }] : []
    })
    if (candidates.length === 0) throw notFound()
    const found = candidates.find(({ route }) => route.method === method)
    if (!found) throw new Refusal(405, 'UNKNOWN', 'method not allowed')
    return found
  }
}

function pathToPattern(path: string): RegExp {
  return new RegExp(`^/api${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
}

function decodeParams(groups: Readonly<Record<string, string>>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]))
  } catch {
    throw notFound()
  }
}
