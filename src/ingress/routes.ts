/** Which handler answers a path: a table, exact paths before prefixes, longer prefixes before shorter ones. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

export interface Route {
  /** `/slack/events`, or with all that lies below it `/sandbox/*` (which is `/sandbox` too). */
  readonly path: string
  /** Any when absent. `HEAD` is served wherever `GET` is. */
  readonly methods?: readonly string[]
  /** Reads the body itself, within its own limit. A rejection is answered with 500. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>
}

export interface UpgradeRoute {
  readonly path: string
  readonly handle: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** Finds the route of a path; throws at once when two have the same path. */
export function createTable<R extends { readonly path: string }>(
  routes: readonly R[],
): (path: string) => R | undefined {
  const exact = new Map<string, R>()
  const below: { readonly prefix: string; readonly route: R }[] = []
  for (const route of routes) {
    if (exact.has(route.path)) throw new Error(`two routes have the path ${route.path}`)
    exact.set(route.path, route)
    if (route.path.endsWith('/*')) below.push({ prefix: route.path.slice(0, -1), route })
  }
  below.sort((a, b) => b.prefix.length - a.prefix.length)
  return (path) => exact.get(path) ?? below.find(({ prefix }) => `${path}/`.startsWith(prefix))?.route
}

/** The path of a request without its query; undefined when it is not one. */
export function pathOf(request: IncomingMessage): string | undefined {
  const url = request.url ?? ''
  return url.startsWith('/') ? url.split(/[?#]/, 1)[0] : undefined
}
