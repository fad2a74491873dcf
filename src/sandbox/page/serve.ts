/** Serves the sandbox's page: a frame with its script and style. It holds nothing itself: all it shows comes over the API, with the token of its address. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { send } from '../http-message.ts'
import { bundlePage, type PageBundle } from './bundle.ts'
import { renderShell } from './shell.ts'

const files: Record<string, { part: keyof PageBundle; type: string }> = {
  '/page/app.js': { part: 'script', type: 'text/javascript; charset=utf-8' },
  '/page/style.css': { part: 'style', type: 'text/css; charset=utf-8' },
}

/** `nonce`: for the one rule that the component library adds by itself. */
const guarded = (nonce: string) => ({
  'content-security-policy': `default-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
})

export async function servePage(req: IncomingMessage, res: ServerResponse, pathname: string): Promise<void> {
  const isReading = req.method === 'GET' || req.method === 'HEAD'
  const found = files[pathname]
  const nonce = randomBytes(16).toString('base64url')
  if (isReading && found) {
    const body = (await bundlePage())[found.part]
    send(res, { status: 200, headers: { ...guarded(nonce), 'content-type': found.type }, body })
  } else if (isReading && pathname === '/') {
    send(res, {
      status: 200,
      headers: { ...guarded(nonce), 'content-type': 'text/html; charset=utf-8' },
      body: renderShell(nonce),
    })
  } else {
    send(res, { status: 404, headers: { ...guarded(nonce), 'content-type': 'text/plain' }, body: 'Not found\n' })
  }
}
