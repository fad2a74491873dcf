/** A simulated Yeastar P-Series behind a real HTTP server on loopback, with a signed-in caller and its WebSocket: what its dialect's tests drive. */
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { createMovableClock } from '#lib/clock.ts'
import { createSandboxPbx, type SandboxPbxOptions } from '#sandbox/pbx/index.ts'
import { serve } from '#test/support/local-server.ts'

const account = { username: 'client-id', password: 'correct horse', domain: 'pbx.example' }
const mount = '/sandbox/pbx/office'

const Body = z.looseObject({ errcode: z.int(), errmsg: z.string() })
export type Body = z.output<typeof Body>

export interface Answer {
  readonly status: number
  /** Empty where the answer is none. */
  readonly body: Body | undefined
  readonly bytes: Buffer
}

const rooms = [
  { number: '6500', subject: 'Sales', capacity: 9 },
  { number: '6501', subject: 'Board', capacity: 9, pin: '4711' },
]

export async function serveYeastarP(options: Partial<SandboxPbxOptions> = {}) {
  const clock = createMovableClock()
  const pbx = createSandboxPbx({ name: 'office', dialect: 'yeastar-p', clock, account, rooms, ...options })
  onTestFinished(() => pbx.close())
  const below = (url: string | undefined) => new URL(url ?? '/', 'http://sandbox').pathname.slice(mount.length)
  const { origin, server } = await serve((req, res) => void pbx.handle(req, res, below(req.url)))
  server.on('upgrade', (req, socket, head) => {
    if (!pbx.upgrade(req, socket, head, below(req.url))) socket.destroy()
  })
  let token = ''

  const request = async (
    method: string,
    path: string,
    {
      query = {},
      json,
      headers = {},
    }: { query?: Record<string, string | number>; json?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const url = new URL(origin + mount + path)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
    if (token) url.searchParams.set('access_token', token)
    const response = await fetch(url, {
      method,
      headers: {
        'user-agent': 'OpenAPI',
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json !== undefined && { body: typeof json === 'string' ? json : JSON.stringify(json) }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const isJson = response.headers.get('content-type') === 'application/json'
    return { status: response.status, body: isJson ? Body.parse(JSON.parse(bytes.toString())) : undefined, bytes }
  }
  const api = '/openapi/v1.0/'
  const call = async (answer: Promise<Answer>): Promise<Body> => {
    const { status, body } = await answer
    if (status !== 200 || !body) throw new Error(`HTTP ${status}`)
    return body
  }
  /** Their bodies; HTTP 200 always. */
  const get = (endpoint: string, query: Record<string, string | number> = {}) =>
    call(request('GET', api + endpoint, { query }))
  const post = (endpoint: string, json: unknown) => call(request('POST', api + endpoint, { json }))
  const useToken = (value: string) => {
    token = value
  }
  const signIn = (password = account.password) => {
    token = ''
    return post('get_token', { username: account.username, password })
  }
  const newToken = async () => z.string().parse((await signIn()).access_token)
  useToken(await newToken())

  /** Connected with the present token; what it was sent, parsed where it is JSON. */
  const connect = async (headers: Record<string, string>, topics: readonly number[]) => {
    const url = `${origin.replace('http', 'ws')}${mount}/openapi/v1.0/subscribe?access_token=${token}`
    const socket = new WebSocket(url, { headers })
    const received: unknown[] = []
    socket.on('message', (data) => received.push(parse(String(data))))
    await new Promise((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    onTestFinished(() => socket.terminate())
    if (topics.length > 0) socket.send(JSON.stringify({ topic_list: topics }))
    return { socket, received }
  }
  const subscribe = (...topics: number[]) => connect({ 'user-agent': 'OpenAPI' }, topics)

  return {
    pbx,
    clock,
    origin,
    mount,
    request,
    get,
    post,
    signIn,
    newToken,
    useToken,
    token: () => token,
    connect,
    subscribe,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export const succeeded = { errcode: 0, errmsg: 'SUCCESS' }
