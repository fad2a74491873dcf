/** A simulated Yeastar S-Series behind a real HTTP server on loopback, with a logged-in caller that takes events: what its dialect's tests drive. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { createMovableClock } from '#lib/clock.ts'
import { createSandboxPbx, type SandboxPbxOptions } from '#sandbox/pbx/index.ts'
import { serve } from '#test/support/local-server.ts'

export const account = { username: 'api', password: 'correct horse', domain: '' }
export const operator = '1099'
export const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const mount = '/sandbox/pbx/office'

const Json = z.record(z.string(), z.unknown())

export async function serveYeastarS(options: Partial<SandboxPbxOptions> = {}) {
  const clock = createMovableClock()
  const pbx = createSandboxPbx({
    name: 'office',
    dialect: 'yeastar-s',
    clock,
    account,
    rooms: ['6400', '6401'].map((number) => ({ number, subject: `Room ${number}`, capacity: 3, recordsItself: true })),
    ...options,
  })
  const { origin } = await serve((req, res) => {
    void pbx.handle(req, res, new URL(req.url ?? '/', 'http://sandbox').pathname.slice(mount.length))
  })
  /** Events as they came, with their headers. */
  const events: { path: string; headers: Record<string, unknown>; body: unknown }[] = []
  let eventStatus = 200
  const application = await serve((req, res) => {
    let text = ''
    req.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
    })
    req.on('end', () => {
      events.push({ path: req.url ?? '', headers: req.headers, body: JSON.parse(text) })
      res.writeHead(eventStatus).end()
    })
  })
  let token = ''

  const request = (method: string, endpoint: string, query: Record<string, string>, body?: string, type?: string) =>
    fetch(`${origin}${mount}/api/v2.0.0/${endpoint}?${new URLSearchParams({ token, ...query })}`, {
      method,
      ...(body !== undefined && { body }),
      headers: { ...(type !== undefined && { 'content-type': type }) },
    })
  /** The JSON of an answer, which has the HTTP status 200 in any case. */
  const post = async (endpoint: string, parameters: unknown = {}) => {
    const response = await request('POST', endpoint, {}, JSON.stringify(parameters), 'application/json; charset=utf-8')
    if (response.status !== 200) throw new Error(`HTTP ${response.status}`)
    return Json.parse(await response.json())
  }
  const login = (more: Record<string, string> = {}) =>
    post('login', {
      username: account.username,
      password: md5(account.password),
      version: '2.0.0',
      url: `${application.origin}/pbx/office/events/secret`,
      urltag: '1',
      ...more,
    })
  const useToken = (value: unknown) => {
    token = String(value)
  }
  useToken((await login()).token)

  return {
    pbx,
    clock,
    application,
    events,
    request,
    post,
    login,
    useToken,
    answerEvents: (status: number) => {
      eventStatus = status
    },
    failed: (errno: string) => ({ status: 'Failed', errno }),
  }
}
