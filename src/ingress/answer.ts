/** Short answers of our own: JSON with a sentence, for programs and people alike. */
import type { ServerResponse } from 'node:http'

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) {
    // Too late to say anything: the other side must not take what it has for the whole.
    response.destroy()
    return
  }
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(`${JSON.stringify(body)}\n`)
}

export const answerError = (response: ServerResponse, status: number, error: string, message: string): void =>
  answerJson(response, status, { error, message })
