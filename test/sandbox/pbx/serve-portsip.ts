/** A simulated PBX behind a real HTTP server on loopback, with a signed-in caller: what the PBX tests drive. */
import { z } from 'zod'
import { createMovableClock } from '#lib/clock.ts'
import { createSandboxPbx, type SandboxPbxOptions } from '#sandbox/pbx/index.ts'
import { serve } from '#test/support/local-server.ts'

export const account = { username: 'bot', password: 'correct horse', domain: 'pbx.example' }
export const clientId = '9d806019-75b2-4b3d-bb8b-f5a3a412cc0a'
const mount = '/sandbox/pbx/office'

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** The parsed body; undefined when it is empty. */
  json: unknown
}

const Fields = z.record(z.string(), z.unknown())
const Collection = z.object({ items: z.array(Fields) })

/** One text field of an answer. */
export function textField(answer: Answer, name: string): string {
  return z.string().parse(Fields.parse(answer.json)[name])
}

/** One field of each item of a list. */
export function itemFields(answer: Answer, name: string): unknown[] {
  return Collection.parse(answer.json).items.map((item) => item[name])
}

export async function servePortsip(options: Partial<SandboxPbxOptions> = {}) {
  const clock = createMovableClock()
  const pbx = createSandboxPbx({ name: 'office', dialect: 'portsip', clock, account, ...options })
  const { origin } = await serve((req, res) => {
    void pbx.handle(req, res, new URL(req.url ?? '/', 'http://sandbox').pathname.slice(mount.length))
  })
  let token = ''
  let systemToken = ''

  /** Calls `path` below /api; a body is sent as JSON, a URLSearchParams as a form. */
  const request = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${origin}${mount}/api${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${path.startsWith('/conference_servers') ? systemToken : token}` }),
        ...(body !== undefined && !(body instanceof URLSearchParams) && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        body: body instanceof URLSearchParams || typeof body === 'string' ? body : JSON.stringify(body),
      }),
    })
    const text = await response.text()
    const answer: Answer = { status: response.status, headers: response.headers, text, json: undefined }
    if (response.headers.get('content-type') === 'application/json') answer.json = JSON.parse(text)
    return answer
  }
  const get = (path: string) => request('GET', path)
  const post = (path: string, body?: unknown) => request('POST', path, body)
  const signIn = (fields: Record<string, string> = {}) =>
    post(
      '/login/oauth/token',
      new URLSearchParams({ grant_type: 'password', ...account, scope: 'all', client_id: clientId, ...fields }),
    )
  const useToken = (value: string) => {
    token = value
  }
  useToken(textField(await signIn(), 'access_token'))
  const { systemUsername: username, systemPassword: password } = pbx.settings(`${origin}${mount}`)
  const system = { username: String(username), password: String(password) }
  const signInToSystem = (fields: Record<string, string> = {}) =>
    post(
      '/login/oauth/token',
      new URLSearchParams({ grant_type: 'password', ...system, scope: 'all', client_id: clientId, ...fields }),
    )
  systemToken = textField(await signInToSystem(), 'access_token')

  return {
    pbx,
    clock,
    origin,
    mount,
    request,
    get,
    post,
    signIn,
    /** As the administrator of the system, whose token is sent with what is about servers. */
    signInToSystem,
    useToken,
    /** Creates an audio room and returns its id. */
    createRoom: async (fields: Record<string, unknown> = {}): Promise<string> => {
      const answer = await post('/conference_rooms', {
        extension_number: '8000',
        mode: 'AUDIO',
        subject: 'Review',
        capacity: 9,
        ...fields,
      })
      return textField(answer, 'id')
    },
  }
}
