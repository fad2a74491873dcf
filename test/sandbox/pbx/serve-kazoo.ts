/** A simulated KAZOO behind a real HTTP server on loopback, with a signed-in caller and its WebSocket: what its dialect's tests drive. */
import { createHash } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { createMovableClock } from '#lib/clock.ts'
import { createSandboxPbx, type SandboxPbxOptions } from '#sandbox/pbx/index.ts'
import { serve } from '#test/support/local-server.ts'
import { soon } from '#test/support/soon.ts'

export const account = { username: 'Bot', password: 'correct horse', domain: 'acme' }
const mount = '/sandbox/pbx/office'

const Json = z.record(z.string(), z.unknown())
type Json = z.output<typeof Json>

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Empty where the answer is none. */
  readonly json: Json
  readonly bytes: Uint8Array
}

export const hashOf = (text: string, method = 'md5') => createHash(method).update(text).digest('hex')
const credentials = hashOf(`bot:${account.password}`)

const Participants = z.array(
  z.object({
    participant_id: z.number(),
    caller_id_number: z.string(),
    conference_channel_vars: z.looseObject({ is_moderator: z.boolean(), speak: z.boolean(), hear: z.boolean() }),
  }),
)

export async function serveKazoo(options: Partial<SandboxPbxOptions> = {}) {
  const clock = createMovableClock()
  const pbx = createSandboxPbx({ name: 'office', dialect: 'kazoo', clock, account, ...options })
  const below = (url: string | undefined) => new URL(url ?? '/', 'http://sandbox').pathname.slice(mount.length)
  const { origin, server } = await serve((req, res) => void pbx.handle(req, res, below(req.url)))
  server.on('upgrade', (req, socket, head) => {
    if (!pbx.upgrade(req, socket, head, below(req.url))) socket.destroy()
  })
  onTestFinished(() => pbx.close())
  let token = ''

  /** Calls `path` below /v2; a body is sent as JSON. */
  const request = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${origin}${mount}/v2${path}`, {
      method,
      headers: {
        ...(token && { 'x-auth-token': token }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    const isJson = response.headers.get('content-type') === 'application/json'
    const json = isJson ? Json.parse(JSON.parse(Buffer.from(bytes).toString())) : {}
    return { status: response.status, headers: response.headers, json, bytes } satisfies Answer
  }
  const signIn = (data: object = {}) =>
    request('PUT', '/user_auth', { data: { credentials, account_name: account.domain, ...data } })
  const first = await signIn({ account_name: options.account?.domain ?? account.domain })
  token = String(first.json.auth_token)
  const accountId = String(Json.parse(first.json.data).account_id)
  const below2 = `/accounts/${accountId}`

  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    request(method, `${below2}${path}`, body, headers)
  const create = async (data: object = {}): Promise<string> => {
    const answer = await call('PUT', '/conferences', {
      data: { name: 'Review', conference_numbers: ['8000'], ...data },
    })
    return z.string().parse(Json.parse(answer.json.data).id)
  }
  const participants = async (id: string) =>
    Participants.parse((await call('GET', `/conferences/${id}/participants`)).json.data)

  /** A connection to blackhole, with what came over it. */
  const connect = async () => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}${mount}/blackhole`)
    const frames: Json[] = []
    socket.on('message', (data) => frames.push(Json.parse(JSON.parse(String(data)))))
    onTestFinished(() => socket.terminate())
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    const send = async (message: object) => {
      const count = frames.length
      socket.send(JSON.stringify(message))
      return soon(() => {
        const reply = frames.slice(count).find((frame) => frame.action === 'reply')
        if (!reply) throw new Error('no reply yet')
        return reply
      })
    }
    const subscribe = (binding: string, data: object = {}) =>
      send({
        action: 'subscribe',
        auth_token: token,
        request_id: 'r1',
        data: { account_id: accountId, binding, ...data },
      })
    const events = () =>
      frames.flatMap((frame) =>
        frame.action === 'event' ? [z.looseObject({ event: z.string() }).parse(frame.data)] : [],
      )
    return { socket, frames, send, subscribe, events }
  }

  return {
    pbx,
    clock,
    origin,
    mount,
    accountId,
    request,
    call,
    signIn,
    create,
    participants,
    connect,
    token: () => token,
    useToken: (value: string) => {
      token = value
    },
  }
}
