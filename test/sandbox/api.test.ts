import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type ServedSandbox, serveSandbox, token } from './serve-sandbox.ts'

const PortsipAccess = z.object({ url: z.string(), username: z.string(), password: z.string(), domain: z.string() })

interface Raw {
  method?: string
  path?: string
  headers?: Record<string, string>
  body?: string
}

/** A request with exactly these headers; answers status and body. */
function raw(origin: string, { method = 'GET', path = '/sandbox/api/clock', headers = {}, body = '' }: Raw) {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(origin)
    const outgoing = request({ hostname, port, path, method, headers, agent: false }, (incoming) => {
      let text = ''
      incoming.on('data', (chunk) => {
        text += chunk
      })
      incoming.on('end', () => resolve({ status: incoming.statusCode, text }))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

const authorized = { authorization: `Bearer ${token}` }

describe('the sandbox lets nobody in but its own machine, page and token', () => {
  test('a call needs the token', async () => {
    const { origin } = await serveSandbox()
    expect(await raw(origin, { headers: authorized })).toMatchObject({ status: 200 })
    for (const authorization of ['', 'Bearer', 'Bearer wrong', `Basic ${token}`, token, `Bearer ${token}x`]) {
      expect(await raw(origin, { headers: { authorization } })).toMatchObject({ status: 401 })
    }
    expect(await raw(origin, { path: `/sandbox/api/clock?token=${encodeURIComponent(token)}` })).toMatchObject({
      status: 401,
    })
  })

  test('the host must be this machine at this port, whatever the path', async () => {
    const { origin } = await serveSandbox()
    const { port } = new URL(origin)
    for (const path of ['/sandbox/api/clock', '/sandbox/slack/api/auth.test', '/sandbox/pbx/portsip/api/x', '/']) {
      for (const host of [
        'sandbox.example',
        `sandbox.example:${port}`,
        '127.0.0.1:1',
        '127.0.0.1',
        `0.0.0.0:${port}`,
      ]) {
        expect(await raw(origin, { path, headers: { ...authorized, host } })).toMatchObject({ status: 403 })
      }
    }
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) {
      expect(await raw(origin, { headers: { ...authorized, host } })).toMatchObject({ status: 200 })
    }
  })

  test('a page of another origin is refused, and none is told that it may ask', async () => {
    const { origin } = await serveSandbox()
    for (const foreign of ['https://evil.example', 'http://127.0.0.1:1', 'null', 'http://localhost.evil.example']) {
      expect(await raw(origin, { headers: { ...authorized, origin: foreign } })).toMatchObject({ status: 403 })
      expect(await raw(origin, { method: 'OPTIONS', headers: { origin: foreign } })).toMatchObject({ status: 403 })
    }
    expect(await raw(origin, { headers: { ...authorized, origin } })).toMatchObject({ status: 200 })
    const response = await fetch(`${origin}/sandbox/api/clock`, { headers: authorized })
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
  })

  test('bodies are JSON, and of a sensible size', async () => {
    const { origin } = await serveSandbox()
    const post = (body: string, contentType: string) =>
      raw(origin, {
        method: 'POST',
        path: '/sandbox/api/clock/advance',
        headers: { ...authorized, 'content-type': contentType },
        body,
      })
    expect(await post('{"seconds":1}', 'application/json')).toMatchObject({ status: 200 })
    expect(await post('{"seconds":1}', 'text/plain')).toMatchObject({ status: 415 })
    expect(await post('seconds=1', 'application/x-www-form-urlencoded')).toMatchObject({ status: 415 })
    expect(await post('{"seconds":', 'application/json')).toMatchObject({ status: 400 })
    expect(await post(`{"seconds":1,"x":"${'x'.repeat(1 << 20)}"}`, 'application/json')).toMatchObject({ status: 413 })
  })

  test('the page carries no secret and runs nothing but its own script', async () => {
    const { origin, sandbox } = await serveSandbox()
    const response = await fetch(`${origin}/`)
    const html = await response.text()
    for (const secret of [token, sandbox.credentials().botToken]) expect(html).not.toContain(secret)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    for (const path of ['/page/app.js', '/page/style.css']) {
      expect((await fetch(`${origin}${path}`)).status).toBe(200)
    }
    expect((await fetch(`${origin}/page/serve.ts`)).status).toBe(404)
  })

  test('paths of others are left to them', async () => {
    const { origin } = await serveSandbox()
    for (const path of ['/slack/events', '/healthz', '/sandboxed', '/pages', '//sandbox/api/clock', 'http://[']) {
      expect(await raw(origin, { path })).toMatchObject({ status: 418 })
    }
  })
})

test('a call that is not there, or not of its shape, is answered with what is', async () => {
  const { request: call } = await serveSandbox()
  expect(await call('POST', 'slack/dance', {})).toMatchObject({
    status: 404,
    body: { ok: false, known: expect.arrayContaining(['POST slack/command', 'GET pbx/portsip/rooms']) },
  })
  expect(await call('POST', 'slack/command', { user: 'alice', text: 'help' })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('channel') },
  })
  expect(await call('POST', 'slack/command', { user: 'dave', channel: 'ops', text: '' })).toMatchObject({
    status: 404,
    body: { error: 'There is no person "dave".', known: expect.arrayContaining(['alice', 'bob', 'carol']) },
  })
})

test('the clock moves forward, and the system time does not', async () => {
  const { get, post, request: call } = await serveSandbox()
  expect(await get('clock')).toMatchObject({ ok: true, offsetSeconds: 0 })
  const { now, systemNow } = await post('clock/advance', { seconds: 3600 })
  expect(Date.parse(String(now)) - Date.parse(String(systemNow))).toBe(3_600_000)
  expect(await call('POST', 'clock/advance', { seconds: -1 })).toMatchObject({ status: 400 })
  expect(await call('POST', 'clock/advance', { seconds: 1e15 })).toMatchObject({ status: 400 })
  expect(await get('clock')).toMatchObject({ offsetSeconds: 3600 })
})

test('the telephone network is driven alike', async () => {
  const { get, post, request: call, sandbox } = await serveSandbox()
  const { url, ...account } = PortsipAccess.parse(sandbox.credentials().pbxs.get('portsip')?.settings)
  const signIn = await fetch(`${url}/login/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      ...account,
      scope: 'all',
      client_id: '9d806019-75b2-4b3d-bb8b-f5a3a412cc0a',
    }),
  })
  expect(signIn.status).toBe(200)
  expect(await get('pbx/portsip/rooms')).toEqual({ ok: true, rooms: [] })
  expect(await get('pbx/portsip/calls')).toEqual({ ok: true, calls: [] })
  expect(await post('pbx/portsip/call', { from: '+4930901800', to: '8000' })).toEqual({
    ok: false,
    error: 'no_such_room',
  })
  expect(await call('POST', 'pbx/portsip/hangup', { leg: 'none' })).toMatchObject({ status: 404 })
  expect(await get('pbx/portsip/traffic')).toMatchObject({ frames: [{ method: 'POST' }] })
  expect(await post('pbx/portsip/fault', { match: 'login', kind: '5xx' })).toEqual({ ok: true })
  expect((await fetch(`${url}/login/oauth/token`, { method: 'POST' })).status).toBe(503)
})

test('a reset leaves nothing behind', async () => {
  const { post, get, messages, frames } = await serveSandbox()
  await post('slack/say', { user: 'alice', channel: 'ops', text: 'hello' })
  await post('slack/invite', { user: 'alice', channel: 'secret' })
  await post('slack/fault', { match: 'chat.postMessage', kind: '5xx', times: 5 })
  await post('slack/command', { user: 'alice', channel: 'ops', text: '' })
  await post('reset')
  expect(await messages('ops', 'alice')).toEqual([])
  expect(await frames()).toEqual([])
  const { channels } = await get('slack/channels?user=alice')
  expect(channels).toContainEqual(
    expect.objectContaining({ name: 'secret', kind: 'private', members: ['U0ALICE', 'U0BOB'] }),
  )
})

describe('whoever waits for changes is told', () => {
  /** The version as it stands, and the next one. */
  async function watch() {
    const served = await serveSandbox()
    const { version } = await served.get('changes')
    return { ...served, next: () => served.get(`changes?after=${version}`) }
  }
  const asBot = ({ sandbox }: ServedSandbox, method: string, body: Record<string, string>) => {
    const { slackApiUrl, botToken } = sandbox.credentials()
    return fetch(`${slackApiUrl}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}` },
      body: new URLSearchParams(body),
    })
  }
  const told = { ok: true, version: expect.any(Number) }

  test('when the bot posts, also where its answer never comes', async () => {
    const served = await watch()
    const waiting = served.next()
    await asBot(served, 'chat.postMessage', { channel: 'C0OPS', text: 'hello' })
    expect(await waiting).toEqual(told)

    await served.post('slack/fault', { match: 'chat.postMessage', kind: 'hang-after' })
    const { version } = await served.get('changes')
    void asBot(served, 'chat.postMessage', { channel: 'C0OPS', text: 'lost' }).catch(() => {})
    // That the fault was used up, and that the message stands there.
    await expect.poll(async () => Number((await served.get('changes')).version) - Number(version)).toBe(2)
    expect(await served.messages('ops', 'bob')).toMatchObject([{ text: 'hello' }, { text: 'lost' }])
  })

  test('when the clock moves and when somebody says something, on every page that looks', async () => {
    const { next, post, get } = await watch()
    const pages = [next(), next(), next()]
    await post('clock/advance', { seconds: 60 })
    expect(await Promise.all(pages)).toEqual([told, told, told])
    const { version } = await get('changes')
    const waiting = get(`changes?after=${version}`)
    await post('slack/say', { user: 'alice', channel: 'ops', text: 'hello' })
    expect(await waiting).toEqual(told)
  })

  test('a command is seen before the bot has answered it', async () => {
    const served = await serveSandbox({ delivery: 'http', requestUrl: () => `${served.origin}/nobody` })
    const { version } = await served.get('changes')
    await served.post('slack/command', { user: 'alice', channel: 'ops', text: 'help' })
    expect(Number((await served.get('changes')).version) - Number(version)).toBe(2)
  })

  test('but not while nothing happens, nor by reading', async () => {
    const { get } = await watch()
    const { version } = await get('changes')
    await get('slack/people')
    expect((await get('changes')).version).toBe(version)
  })

  test('and let go when the sandbox stops, so that it need not be waited for', async () => {
    const { next, sandbox, request: call } = await watch()
    const waiting = next()
    await sandbox.close()
    expect(await waiting).toMatchObject({ ok: false, error: 'The sandbox stops.' })
    expect(await call('GET', 'changes?after=1000')).toMatchObject({ status: 409 })
  })
})
