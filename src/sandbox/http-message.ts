/** The two ends of an HTTP exchange: a request's body as text, up to a limit, and a whole reply. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpReply } from './faults.ts'

export class BodyTooLarge extends Error {}

/** Rejects with BodyTooLarge as soon as more than `maxBytes` came; the rest is not read. */
export async function readBody(req: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  // The connection must stay open for the answer that says so.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    size += chunk.length
    if (size > maxBytes) throw new BodyTooLarge(`more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export function send(res: ServerResponse, { status, headers, body = '' }: HttpReply): void {
  res.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) }).end(body)
}
