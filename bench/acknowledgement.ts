/**
 * How fast Slack is acknowledged over signed HTTP while the PBX never answers and another process holds the store's lock, beside
 * a bare Bolt app under the same load. The load and Slack's Web API stand in this process, what is measured in its own.
 */
import { createHmac, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { startChild } from './child.ts'
import type { Row } from './main.ts'

const perSecond = 50
const seconds = 30
const limitMs = 100
const limitRatio = 5
const signingSecret = 'bench-signing-secret'
const teamId = 'T0BENCH'

export async function benchAcknowledgement(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'confbot-bench-'))
  const slackApi = await serve((path, answer) => answer({ ok: true, ...slackAnswers[path] }))
  const hangingPbx = await serve(() => {})
  const env = {
    SLACK_MODE: 'http',
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_WORKSPACES: teamId,
    SLACK_API_URL: `${slackApi.origin}/`,
    PBX_KIND: 'portsip',
    PBX_URL: `${hangingPbx.origin}/api`,
    PBX_USERNAME: 'bench',
    PBX_PASSWORD: 'bench',
    PBX_DOMAIN: 'bench.example',
    PBX_ROOMS: '8000-8099',
    PBX_EXTENSIONS: '1000-1099',
    DATABASE_URL: `sqlite:${join(folder, 'bench.db')}`,
    PORT: '0',
    ADMIN_PORT: '0',
  }
  const measure = async (script: string, holdsStore: boolean) => {
    const child = await startChild(process.execPath, [script], env)
    const lock = holdsStore ? new DatabaseSync(join(folder, 'bench.db')) : null
    lock?.exec('begin exclusive')
    try {
      return await load(`${child.line}/slack/events`)
    } finally {
      lock?.exec('rollback')
      lock?.close()
      await child.stop()
    }
  }
  try {
    const bare = await measure('bench/bare-bolt.ts', false)
    const ours = await measure('bench/confbot.ts', true)
    const p99 = percentile(ours, 0.99)
    const ratio = p99 / percentile(bare, 0.99)
    const told = (times: readonly number[]) =>
      `p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms`
    return [
      {
        what: `acknowledgement of /conf, ${perSecond}/s for ${seconds} s, PBX and store hanging`,
        value: told(ours),
        beside: `limit p99 ${limitMs} ms`,
        isReached: p99 < limitMs,
      },
      {
        what: 'the same p99, as a multiple of a bare Bolt app',
        value: `${ratio.toFixed(2)} ×`,
        beside: `bare Bolt: ${told(bare)}; limit ${limitRatio} ×`,
        isReached: ratio <= limitRatio,
      },
    ]
  } finally {
    slackApi.server.closeAllConnections()
    hangingPbx.server.closeAllConnections()
    slackApi.server.close()
    hangingPbx.server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const slackAnswers: Readonly<Record<string, object>> = {
  '/auth.test': {
    team_id: teamId,
    user_id: 'U0BOT',
    bot_id: 'B0BOT',
    team: 'bench',
    user: 'confbot',
    url: 'https://bench.example/',
  },
  '/users.info': { user: { id: 'U0BENCH', team_id: teamId, name: 'bench', is_admin: true, profile: {} } },
}

async function serve(
  respond: (path: string, answer: (body: object) => void) => void,
): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer((request, response) => {
    request.resume()
    respond(request.url ?? '', (body) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** Every request is begun on its beat, whatever became of those before. Rejects when one is not acknowledged with 200. */
async function load(url: string): Promise<readonly number[]> {
  const requests: Promise<number>[] = []
  const begunAt = performance.now()
  for (let beat = 0; beat < perSecond * seconds; beat++) {
    await pause(Math.max(0, begunAt + (beat * 1000) / perSecond - performance.now()))
    requests.push(acknowledged(url, beat))
  }
  return Promise.all(requests)
}

async function acknowledged(url: string, beat: number): Promise<number> {
  const body = new URLSearchParams({
    command: '/conf',
    text: ['lock', 'start "Bench" 1001', 'mute others', 'home'][beat % 4] ?? '',
    team_id: teamId,
    channel_id: 'C0BENCH',
    channel_name: 'bench',
    // Many people, so that nobody's own rate is the measure.
    user_id: `U0BENCH${beat % 100}`,
    user_name: 'bench',
    api_app_id: 'A0BENCH',
    response_url: 'http://127.0.0.1:9/nobody',
    trigger_id: randomUUID(),
  }).toString()
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`
  const begunAt = performance.now()
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
    },
  })
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`not acknowledged: HTTP ${response.status}`)
  return performance.now() - begunAt
}

function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
