/** Stands in for confbot where the dialplan asks who may enter: an HTTP server that answers as the test says, room by room. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface EntryQuestion {
  readonly method: string
  readonly path: string
  readonly type: string
  /** As it came. */
  readonly body: string
  readonly form: URLSearchParams
}

/** A line; or a whole answer; null: none at all, the line stays open. */
export type EntryAnswer = string | { status: number; headers?: Record<string, string>; body: string } | null

export interface EntryDesk {
  readonly url: string
  /** All that was asked about this room, the first one first. */
  asked(room: string): readonly EntryQuestion[]
  /** Rooms that nobody spoke of are `closed`. */
  answer(room: string, decide: EntryAnswer | ((form: URLSearchParams) => EntryAnswer)): void
  close(): Promise<void>
}

/** On a free port of 127.0.0.1. */
export async function openEntryDesk(): Promise<EntryDesk> {
  const questions: EntryQuestion[] = []
  const rooms = new Map<string, (form: URLSearchParams) => EntryAnswer>()
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const form = new URLSearchParams(body)
    const { method = '', url: path = '' } = request
    questions.push({ method, path, type: request.headers['content-type'] ?? '', body, form })
    const answer = rooms.get(form.get('room') ?? '')?.(form) ?? (rooms.has(form.get('room') ?? '') ? null : 'closed')
    if (answer === null) return
    const {
      status,
      headers,
      body: said,
    } = typeof answer === 'string' ? { status: 200, headers: {}, body: answer } : answer
    response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(said)
  }
  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/pbx/office/entry/secret`,
    asked: (room) => questions.filter(({ form }) => form.get('room') === room),
    answer: (room, decide) => void rooms.set(room, typeof decide === 'function' ? decide : () => decide),
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
