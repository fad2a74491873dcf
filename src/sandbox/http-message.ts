/** The two ends of an HTTP exchange: a request's body as text, up to a limit, and a whole reply. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readAtMost } from '#lib/read-at-most.ts'
import type { HttpReply } from './faults.ts'

export class BodyTooLarge extends Error {}

/** Rejects with BodyTooLarge as soon as more than `maxBytes` came; the rest is not read. */
export async function readBytes(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  // The connection must stay open for the answer that says so.
  const bytes = await readAtMost(req.iterator({ destroyOnReturn: false }), maxBytes)
  if (!bytes) throw new BodyTooLarge(`more than ${maxBytes} bytes`)
  return bytes
}

/** As `readBytes`. */
export const readBody = async (req: IncomingMessage, maxBytes: number): Promise<string> =>
  (await readBytes(req, maxBytes)).toString('utf8')

export function send(res: ServerResponse, { status, headers, body = '' }: HttpReply): void {
  res.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) }).end(body)
}
