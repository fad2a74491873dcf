/** The sandbox on a real server of its own, and its driving API as functions. */
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { createMovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createSandbox, type SandboxOptions } from '#sandbox/index.ts'
import { botScopes } from '#sandbox/slack/scopes.ts'
import { serve } from '#test/support/local-server.ts'

export const token = 'a token for tests'

const Fields = z.record(z.string(), z.unknown())
export type Fields = z.infer<typeof Fields>
const List = z.array(Fields)

export async function serveSandbox(
  slack: SandboxOptions['slack'] = { delivery: 'socket' },
  discord: SandboxOptions['discord'] = { delivery: 'gateway' },
  pbxs: Pick<SandboxOptions, 'pbxs' | 'realPbxs'> = {},
) {
  const clock = createMovableClock()
  let origin = 'http://127.0.0.1:0'
  const sandbox = createSandbox({
    clock,
    logger: createSilentLogger(),
    token,
    slack,
    discord,
    ...pbxs,
    baseUrl: () => origin,
  })
  const { server, origin: found } = await serve((req, res) => {
    if (!sandbox.handle(req, res)) res.writeHead(418).end()
  })
  origin = found
  server.on('upgrade', (req, socket, head) => {
    if (!sandbox.upgrade(req, socket, head)) socket.destroy()
  })
  onTestFinished(() => sandbox.close())

  const request = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
    const response = await fetch(`${origin}/sandbox/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(method === 'POST' && { 'content-type': 'application/json' }) },
      ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }),
    })
    return { status: response.status, body: Fields.parse(await response.json()) }
  }
  const get = async (path: string) => (await request('GET', path)).body
  const post = async (path: string, body?: unknown) => (await request('POST', path, body)).body

  return {
    sandbox,
    clock,
    origin,
    request,
    get,
    post,
    /** Lets the bot token do more than the manifest asks for. */
    grant: (...scopes: readonly string[]) => post('slack/scopes', { scopes: [...botScopes, ...scopes] }),
    /** The messages of a channel as a person sees them. */
    messages: async (channel: string, user: string) => {
      const answer = await get(`slack/messages?channel=${encodeURIComponent(channel)}&user=${user}`)
      return List.parse(answer.messages)
    },
    views: async (user: string) => List.parse((await get(`slack/views?user=${user}`)).views),
    frames: async (): Promise<Fields[]> => List.parse((await get('slack/traffic')).frames),
  }
}

export type ServedSandbox = Awaited<ReturnType<typeof serveSandbox>>
