/** Serves the sandbox's page: a frame with its script and style. It holds nothing itself: all it shows comes over the API, with the token of its address. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from '#lib/logger.ts'
import { send } from '../http-message.ts'
import { bundlePage, type PageBundle } from './bundle.ts'
import { renderShell } from './shell.ts'

const files: Record<string, { part: keyof PageBundle; type: string }> = {
  '/page/app.js': { part: 'script', type: 'text/javascript' },
  '/page/style.css': { part: 'style', type: 'text/css' },
}

/** `nonce`: for the one rule that the component library adds by itself. */
const guarded = (nonce: string) => ({
  'content-security-policy': `default-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
})

export interface Page {
  /** Answers a request below `/` or `/page/`. */
  handle(req: IncomingMessage, res: ServerResponse, pathname: string): Promise<void>
}

/** `folder`: where the page's sources are, when elsewhere than beside this file. */
export function createPage({ logger, folder }: { logger: Logger; folder?: string }): Page {
  return {
    async handle(req, res, pathname) {
      const nonce = randomBytes(16).toString('base64url')
      const answer = (status: number, type: string, body: string) =>
        send(res, { status, headers: { ...guarded(nonce), 'content-type': `${type}; charset=utf-8` }, body })
      const file = files[pathname]
      if ((req.method !== 'GET' && req.method !== 'HEAD') || (!file && pathname !== '/')) {
        return answer(404, 'text/plain', 'Not found\n')
      }
      try {
        // Also before the frame is shown: a reader sees no more of a script that fails than an empty page.
        const bundle = await bundlePage(folder)
        if (file) answer(200, file.type, bundle[file.part])
        else answer(200, 'text/html', renderShell(nonce))
      } catch (error) {
        logger.error({ err: error }, 'the page could not be put together')
        answer(500, 'text/plain', unbundled)
      }
    },
  }
}

const unbundled =
  'The page could not be put together; the log says why. Run "npm ci", start again, and reload this page.\n' +
  'Everything on it can also be done by programs: docs/sandbox-api.md.\n'
