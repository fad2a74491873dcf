/** Serves the sandbox's page: a bare frame with its script and style. It holds nothing itself: all it shows comes over the API, with the token of its address. */
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { send } from '../http-message.ts'
import { renderShell } from './shell.ts'

const files: Record<string, { file: string; type: string }> = {
  '/page/app.js': { file: 'app.js', type: 'text/javascript; charset=utf-8' },
  '/page/style.css': { file: 'style.css', type: 'text/css; charset=utf-8' },
}

const guarded = {
  'content-security-policy':
    "default-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

export async function servePage(req: IncomingMessage, res: ServerResponse, pathname: string): Promise<void> {
  const isReading = req.method === 'GET' || req.method === 'HEAD'
  const found = files[pathname]
  if (isReading && found) {
    const body = await readFile(new URL(found.file, import.meta.url))
    send(res, { status: 200, headers: { ...guarded, 'content-type': found.type }, body })
  } else if (isReading && pathname === '/') {
    send(res, {
      status: 200,
      headers: { ...guarded, 'content-type': 'text/html; charset=utf-8' },
      body: renderShell(),
    })
  } else {
    send(res, { status: 404, headers: { ...guarded, 'content-type': 'text/plain' }, body: 'Not found\n' })
  }
}
