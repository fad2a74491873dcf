/** Answers the bot's requests to a chat as planned faults let it, and records what came and what went. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from '#lib/logger.ts'
import { type Faults, type HttpReply, type RefusedStatus, withFault } from './faults.ts'
import { BodyTooLarge, readBytes } from './http-message.ts'
import type { Traffic } from './traffic.ts'

export interface AnsweringOptions {
  faults: Faults
  traffic: Traffic
  maxBodyBytes: number
  /** What a frame shows of a body. */
  readable: (contentType: string, bytes: Buffer) => unknown
  /** The service's own error answer for a planned fault; `retryAfter` in seconds. */
  refuse: (status: RefusedStatus, retryAfter: number | undefined) => HttpReply
  /** Told whenever the bot may have changed something. */
  changed: () => void
}

/** Rejects with BodyTooLarge before anything was recorded, and as `run` does. */
export type Answering = (
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
  run: (bytes: Buffer) => HttpReply | Promise<HttpReply>,
) => Promise<void>

export function createAnswering(options: AnsweringOptions): Answering {
  const { faults, traffic, maxBodyBytes, readable, refuse, changed } = options
  return async (req, res, url, run) => {
    const bytes = await readBytes(req, maxBodyBytes)
    const place = { transport: 'http', method: req.method ?? '', path: url.pathname } as const
    const frame = traffic.record({
      ...place,
      direction: 'in',
      headers: Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)])),
      body: readable(req.headers['content-type'] ?? '', bytes),
    })
    const startedAt = performance.now()
    const fault = faults.take(`${req.method} ${url.pathname}`)
    const runAndTell = async () => {
      try {
        return await run(bytes)
      } finally {
        // Not only once it is answered, which a fault may prevent.
        changed()
      }
    }
    const reply = await withFault(fault, res, runAndTell, (status) => refuse(status, fault?.retryAfter))
    frame.ackMs = performance.now() - startedAt
    if (!reply) return
    frame.status = reply.status
    traffic.record({
      ...place,
      direction: 'out',
      status: reply.status,
      body: readable('application/json', Buffer.from(reply.body ?? '')),
    })
  }
}

/** What becomes of a request that could not be answered. */
export function answerFailure(res: ServerResponse, error: unknown, logger: Logger, path: string): void {
  if (error instanceof BodyTooLarge) {
    res.writeHead(413).end()
    return
  }
  logger.error({ err: error, path }, 'the sandbox failed')
  if (!res.headersSent) res.writeHead(500).end()
}
