/** A simulated RingMe behind a real HTTP server on loopback, with a signed-in application, and an address that takes its events. */
import { z } from 'zod'
import { createMovableClock } from '#lib/clock.ts'
import { createSandboxPbx, type SandboxPbxOptions } from '#sandbox/pbx/index.ts'
import { serve } from '#test/support/local-server.ts'

export const account = { username: 'app-id', password: 'correct horse', domain: '01874' }
export const servicePhone = '100099'
const mount = '/sandbox/pbx/office'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body; undefined when it is no JSON. */
  readonly json: unknown
}

const Extension = z.object({ id: z.number() })
const Token = z.object({ access_token: z.string() })

export async function serveRingme(options: Partial<SandboxPbxOptions> = {}) {
  const clock = createMovableClock()
  const pbx = createSandboxPbx({ name: 'office', dialect: 'ringme', clock, account, ...options })
  const { origin } = await serve((req, res) => {
    void pbx.handle(req, res, new URL(req.url ?? '/', 'http://sandbox').pathname.slice(mount.length))
  })
  const url = origin + mount
  let token = ''

  const send = async (method: string, to: string, body?: unknown, headers: Record<string, string> = {}) => {
    const isForm = body instanceof URLSearchParams
    const response = await fetch(to, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isForm || typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type') === 'application/json'
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    }
    return answer
  }
  /** Calls `path` below `/api/ver1.0`. */
  const request = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    send(method, `${url}/api/ver1.0${path}`, body, headers)
  const signIn = (fields: Record<string, string> = {}) => {
    const client = { client_id: options.account?.username ?? account.username, client_secret: account.password }
    return send(
      'POST',
      `${url}/oauth/token`,
      new URLSearchParams({ grant_type: 'client_credentials', ...client, ...fields }),
    )
  }
  token = Token.parse((await signIn()).json).access_token

  return {
    pbx,
    clock,
    url,
    send,
    request,
    signIn,
    useToken(value: string) {
      token = value
    },
    /** An active conference; resolves to its id. */
    async createConference(name = '8000', properties?: Readonly<Record<string, unknown>>): Promise<number> {
      const creation = { name, type: 'conference', label: 'Review', status: 'active' }
      const { id } = Extension.parse((await request('POST', '/client/@me/extension/', creation)).json)
      if (properties) await request('PUT', `/extension/${id}/conference/`, properties)
      return id
    },
    callback: (body: Readonly<Record<string, unknown>>) =>
      request('POST', `/extension/${servicePhone}/callback/`, body),
  }
}

/** What came to an address of ours. */
export async function takeEvents() {
  const events: { readonly method: string; readonly fields: Readonly<Record<string, string>> }[] = []
  const { origin } = await serve((req, res) => {
    const url = new URL(req.url ?? '/', 'http://bot')
    let body = ''
    req.setEncoding('utf8')
    req.on('data', (chunk) => {
      body += String(chunk)
    })
    req.on('end', () => {
      const fields = req.method === 'POST' ? new URLSearchParams(body) : url.searchParams
      events.push({ method: req.method ?? '', fields: Object.fromEntries(fields) })
      res.end()
    })
  })
  return { events, address: `${origin}/pbx/office/events/planted-secret` }
}
