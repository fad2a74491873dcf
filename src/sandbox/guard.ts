/** Keeps everyone but this machine's own programs and pages out of the sandbox: host, origin, token. */
import type { IncomingMessage } from 'node:http'
import { isSameSecret } from '#lib/same-secret.ts'

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Why the request is not for us, or undefined: its Host is not this machine at our port (a name that someone points here
 * would be the same origin for a browser), or a page of another origin sent it.
 */
export function findForeign(req: IncomingMessage, baseUrl: string): string | undefined {
  const port = portOf(new URL(baseUrl))
  const host = req.headers.host ?? ''
  if (!isOwn(`http://${host}`, port)) return 'The sandbox answers on this machine only.'
  const { origin } = req.headers
  if (origin !== undefined && !isOwn(origin, port)) return 'The sandbox answers its own page only.'
  return undefined
}

function isOwn(address: string, port: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.protocol === 'http:' && loopbackNames.has(url.hostname) && portOf(url) === port
}

function portOf(url: URL): string {
  return url.port || '80'
}

/** Whether `Authorization: Bearer` carries the token; takes the same time for every wrong one. */
export function hasToken(req: IncomingMessage, token: string): boolean {
  const given = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1] ?? ''
  return isSameSecret(given, token)
}
