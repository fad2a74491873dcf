/** How RingMe's paths are found. A slash at the end is part of the documented paths: without it, or with one too many, there is nothing. */
import type { HttpReply } from '#sandbox/faults.ts'
import { notFound, Refusal } from './wire.ts'

export interface Request {
  /** A path parameter, decoded. */
  param(name: string): string
  readonly query: URLSearchParams
  /** The JSON body; throws a Refusal when there is none. */
  body(): unknown
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/api/ver1.0`, parameters in braces. */
  readonly path: string
  /** Belongs to the configuration, which an application with the access level "Call API" may not touch. */
  readonly isConfiguration?: boolean
  readonly run: (request: Request) => HttpReply
}

interface FoundRoute {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** Throws a Refusal with 404 or 405. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => FoundRoute {
  const patterns = routes.map((route) => ({
    route,
    pattern: new RegExp(`^/api/ver1\\.0${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  }))
  return (method, path) => {
    const candidates = patterns.flatMap(({ route, pattern }) => {
      const match = pattern.exec(path)
      return match ? [{ route, params: decodeParams(match.groups ?? {}) }] : []
    })
    if (candidates.length === 0) throw notFound()
    const found = candidates.find(({ route }) => route.method === method)
    if (!found) throw new Refusal(405, 'Method not allowed')
    return found
  }
}

function decodeParams(groups: Readonly<Record<string, string>>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]))
  } catch {
    throw notFound()
  }
}
