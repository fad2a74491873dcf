/** The sandbox server's HTTP API on a real server of its own, called with plain fetch as its bot. */
import { z } from 'zod'
import { createMovableClock } from '#lib/clock.ts'
import { applicationId, channelIds, deriveSecrets, guildId } from '#sandbox/discord/identity.ts'
import { createRest } from '#sandbox/discord/rest/index.ts'
import { createServer } from '#sandbox/discord/server.ts'
import { createFaults } from '#sandbox/faults.ts'
import { createTraffic } from '#sandbox/traffic.ts'
import { serve } from '#test/support/local-server.ts'

const Body = z.union([z.record(z.string(), z.unknown()), z.array(z.record(z.string(), z.unknown()))])
export type Fields = Record<string, unknown>

export interface Answer {
  status: number
  headers: Headers
  /** Empty where there was no body. */
  body: Fields
  /** Where the body is a list. */
  list: readonly Fields[]
}

/** Rate limits are off unless asked for. */
export async function serveRest({ hasLimits = false } = {}) {
  const clock = createMovableClock()
  let origin = 'http://127.0.0.1:0'
  const server = createServer({ clock, secrets: deriveSecrets('a token for tests'), baseUrl: () => origin })
  server.limits.isOn = hasLimits
  const faults = createFaults()
  const traffic = createTraffic()
  const rest = createRest({ server, faults, traffic })
  const served = await serve((req, res) => {
    rest.handle(req, res, new URL(req.url ?? '/', origin)).catch(() => res.destroy())
  })
  origin = served.origin

  const request = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(`${origin}/sandbox/discord/api/v10${path}`, {
      ...init,
      method,
      headers: { authorization: `Bot ${server.secrets.botToken}`, ...init.headers },
    })
    const text = await response.text()
    const body = text === '' ? {} : Body.parse(JSON.parse(text))
    return {
      status: response.status,
      headers: response.headers,
      body: Array.isArray(body) ? {} : body,
      list: Array.isArray(body) ? body : [],
    }
  }
  const send = (method: string, path: string, body?: unknown) =>
    request(method, path, {
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })

  return {
    clock,
    server,
    faults,
    traffic,
    origin: () => origin,
    request,
    send,
    get: (path: string) => send('GET', path),
    post: (path: string, body?: unknown) => send('POST', path, body),
    patch: (path: string, body?: unknown) => send('PATCH', path, body),
    del: (path: string) => send('DELETE', path),
    /** A message of the bot's in a channel; its wire form. */
    say: async (body: unknown, channelId: string = channelIds.ops) =>
      (await send('POST', `/channels/${channelId}/messages`, body)).body,
  }
}

export type ServedRest = Awaited<ReturnType<typeof serveRest>>

export const messagesPath = (channelId: string = channelIds.ops) => `/channels/${channelId}/messages`
export const commandsPath = `/applications/${applicationId}/guilds/${guildId}/commands`
export const eventsPath = `/guilds/${guildId}/scheduled-events`

/** The codes of an "Invalid Form Body" by the path of their field, e.g. `components.0.id`. */
export function problemCodes(body: Fields): Record<string, string> {
  const found: Record<string, string> = {}
  const visit = (node: unknown, path: string) => {
    if (typeof node !== 'object' || node === null) return
    for (const [key, inner] of Object.entries(node)) {
      if (key === '_errors') found[path] = inner[0].code
      else visit(inner, path === '' ? key : `${path}.${key}`)
    }
  }
  visit(body.errors, '')
  return found
}

/** Components V2 of one text. */
export const v2 = (content: string) => ({ flags: 1 << 15, components: [{ type: 10, content }] })
