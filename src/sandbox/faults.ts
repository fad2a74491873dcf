/** Planned misbehaviour of a simulated service: which requests or events go wrong, how, and how often. */
import type { ServerResponse } from 'node:http'

export const faultKinds = [
  'hang',
  'hang-after',
  'reset-before',
  'reset-after',
  'html',
  'truncated',
  '401',
  '403',
  '409',
  '422',
  '429',
  '5xx',
  'drop-calls',
  'drop',
  'duplicate',
  'delay',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** What becomes of an event (`event <name>`) in the place of a request: it never comes, comes twice, or comes late. */
export const eventFaultKinds = ['drop', 'duplicate', 'delay'] as const satisfies readonly FaultKind[]
const spoilsEvents = (kind: FaultKind) => eventFaultKinds.some((one) => one === kind)

/** Statuses that a service's own error answers have. */
export type RefusedStatus = 401 | 403 | 409 | 422 | 429 | 503

export interface Fault {
  /** Part of "METHOD path", or with the kinds of events of "event name"; empty matches all. */
  match: string
  kind: FaultKind
  /** How many matching subjects it still spoils. */
  times: number
  /** Seconds for a 429's Retry-After; absent: a 429 without that header. */
  retryAfter?: number
}

export interface Faults {
  add(fault: Fault): void
  /** The oldest fault that matches, one time of it used up; requests and events have kinds of their own. */
  take(subject: string): Fault | undefined
  /** What is still to come. */
  list(): Fault[]
  clear(): void
}

/** `changed` is told whenever something was planned, used up or forgotten. */
export function createFaults(changed: () => void = () => {}): Faults {
  let planned: Fault[] = []
  return {
    add(fault) {
      if (fault.times > 0) planned.push({ ...fault })
      changed()
    },
    take(subject) {
      const isEvent = subject.startsWith('event ')
      const fault = planned.find(({ match, kind }) => subject.includes(match) && spoilsEvents(kind) === isEvent)
      if (!fault) return undefined
      fault.times -= 1
      if (fault.times <= 0) planned = planned.filter((candidate) => candidate !== fault)
      changed()
      return { ...fault }
    },
    list: () => planned.map((fault) => ({ ...fault })),
    clear() {
      planned = []
      changed()
    },
  }
}

/** What a handler answers, before it is put on the wire. */
export interface HttpReply {
  status: number
  headers?: Record<string, string>
  body?: string | Buffer
}

/** Puts a reply on the wire. */
function sendReply(res: ServerResponse, reply: HttpReply): void {
  const body = reply.body ?? ''
  res.writeHead(reply.status, { ...reply.headers, 'content-length': String(Buffer.byteLength(body)) })
  res.end(body)
}

/**
 * Runs a handler and sends its reply, spoilt by `fault` (undefined: unspoilt):
 * - `hang` does not run it and leaves the request unanswered until the caller's socket closes, `hang-after` likewise after running;
 * - `reset-before` cuts the connection without running it, `reset-after` cuts it after running;
 * - `html` answers 502 with an HTML page, as a broken proxy does, without running it;
 * - `truncated` runs it and answers 200 with the first half of its body (nothing to cut: an empty body stays empty);
 * - `401`, `403`, `409`, `422`, `429` (with Retry-After when the fault has `retryAfter`) and `5xx` (503) answer
 *   `refuse(status)`, the service's own error shape, without running it;
 * - `drop-calls` is no fault of HTTP: the request goes through, and what becomes of the calls is the caller's business; those of
 *   events are none either.
 *
 * Resolves with the reply that was sent, or undefined where none was, so that the caller can note its status.
 */
export async function withFault(
  fault: Fault | undefined,
  res: ServerResponse,
  run: () => HttpReply | Promise<HttpReply>,
  refuse: (status: RefusedStatus) => HttpReply,
): Promise<HttpReply | undefined> {
  const send = (reply: HttpReply) => {
    sendReply(res, reply)
    return reply
  }
  switch (fault?.kind) {
    case undefined:
    case 'drop':
    case 'duplicate':
    case 'delay':
    case 'drop-calls':
      return send(await run())
    case 'hang-after':
      await run()
      await silence(res)
      return undefined
    case 'hang':
      await silence(res)
      return undefined
    case 'reset-after':
      await run()
      res.destroy()
      return undefined
    case 'reset-before':
      res.destroy()
      return undefined
    case 'html':
      return send({
        status: 502,
        headers: { 'content-type': 'text/html' },
        body: '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>',
      })
    case 'truncated': {
      const reply = await run()
      const body = Buffer.from(reply.body ?? '')
      return send({ ...reply, status: 200, body: body.subarray(0, body.length >> 1) })
    }
    case '401':
      return send(refuse(401))
    case '403':
      return send(refuse(403))
    case '409':
      return send(refuse(409))
    case '422':
      return send(refuse(422))
    case '429': {
      const reply = refuse(429)
      if (fault.retryAfter === undefined) return send(reply)
      return send({ ...reply, headers: { ...reply.headers, 'retry-after': String(fault.retryAfter) } })
    }
    case '5xx':
      return send(refuse(503))
  }
}

/** Until the caller gives up. */
const silence = (res: ServerResponse) =>
  new Promise<void>((resolve) => {
    if (res.destroyed) resolve()
    else res.once('close', resolve)
  })
