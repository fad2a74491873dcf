import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createPage } from '#sandbox/page/serve.ts'
import { serve } from '#test/support/local-server.ts'
import { createLogBook } from '#test/support/log-book.ts'

/** `files`: what the page is made of, by path; the page itself unless given. */
async function servePage(files?: Record<string, string>) {
  const log = createLogBook()
  const folder = files && (await mkdtemp(join(tmpdir(), 'page-')))
  const write = async (path: string, text: string) => writeFile(join(folder ?? '', path), text)
  if (folder) {
    onTestFinished(() => rm(folder, { recursive: true }))
    await mkdir(join(folder, 'style'))
    for (const [path, text] of Object.entries(files)) await write(path, text)
  }
  const page = createPage({ logger: log.logger, ...(folder !== undefined && { folder }) })
  const { origin } = await serve((req, res) => void page.handle(req, res, req.url ?? ''))
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`${origin}${path}`, { method })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  return { get, write, log }
}

test('script and style are made of the sources, and the frame loads nothing else', async () => {
  const { get, log } = await servePage()
  const frame = await get('/')
  const loaded = [...frame.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address)
  expect(loaded).toEqual(['data:,', '/page/style.css', '/page/app.js'])
  expect((await get('/page/app.js')).text).toContain('/sandbox/api/')
  expect((await get('/page/style.css')).text).toContain('color-scheme')
  expect((await get('/page/app.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(log.lines).toEqual([])
})

test('the browser is told to run and show nothing of another origin, and nothing in the frame itself', async () => {
  const { get } = await servePage()
  const [first, second] = [await get('/'), await get('/')]
  const policy = first.headers.get('content-security-policy') ?? ''
  const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1] ?? ''
  expect(policy).toContain("default-src 'self'; style-src 'self' 'nonce-")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  expect(first.text).toContain(`content="${nonce}"`)
  expect(second.text).not.toContain(nonce)
  expect(first.text).not.toMatch(/<style|<script(?![^>]*src=)|style=/)
  expect(first.headers.get('cache-control')).toBe('no-store')
})

test('nothing else is served, and nothing is taken', async () => {
  const { get } = await servePage()
  for (const path of [
    '/page',
    '/page/',
    '/page/serve.ts',
    '/page/client/main.tsx',
    '/page/../serve.ts',
    '/index.html',
  ]) {
    expect(await get(path)).toMatchObject({ status: 404, text: 'Not found\n' })
  }
  expect((await get('/', 'POST')).status).toBe(404)
})

test('a page that cannot be put together says so to reader and log, and is tried again', async () => {
  const { get, write, log } = await servePage({
    'main.tsx': 'import "./not-there.ts"',
    'style/index.css': 'p { margin: 0 }',
  })
  expect(await get('/')).toMatchObject({ status: 500, text: expect.stringContaining('could not be put together') })
  expect(await get('/page/app.js')).toMatchObject({ status: 500 })
  expect(log.of('the page could not be put together')).toMatchObject([
    { level: 50, err: { message: expect.stringContaining('not-there') } },
    {},
  ])
  await write('main.tsx', 'console.log("it is there now")')
  expect(await get('/')).toMatchObject({ status: 200 })
  expect((await get('/page/app.js')).text).toContain('it is there now')
})
