/** One HTTP request of the sandbox to the bot, and what became of it. */
import { request } from 'node:http'

export interface Answered {
  status: number
  contentType: string
  body: string
}

/** On a connection of its own. The deadline is system time, as is all that lasts seconds between two machines. */
export function postTo(
  url: URL,
  headers: Record<string, string>,
  body: string,
  deadlineMs: number,
): Promise<Answered | 'timeout' | 'unreachable'> {
  return new Promise((resolve) => {
    const outgoing = request(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
      signal: AbortSignal.timeout(deadlineMs),
    })
    outgoing.on('error', (error) =>
      resolve(error.name === 'TimeoutError' || error.name === 'AbortError' ? 'timeout' : 'unreachable'),
    )
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', () => resolve('unreachable'))
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          contentType: incoming.headers['content-type'] ?? '',
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    outgoing.end(body)
  })
}
