/** From `npm start` on an empty configuration to the first `/conf` that was answered. */
import { setTimeout as pause } from 'node:timers/promises'
import { startChild } from './child.ts'
import type { Row } from './main.ts'

const limitMs = 5000

export async function benchStart(): Promise<Row[]> {
  const token = 'bench'
  const begunAt = performance.now()
  const child = await startChild('npm', ['start'], {
    PORT: '0',
    ADMIN_PORT: '0',
    LOG_LEVEL: 'silent',
    CONFBOT_SANDBOX_TOKEN: token,
  })
  try {
    const origin = /http:\/\/[^/]+/.exec(child.line)?.[0]
    if (!origin) throw new Error(`no address in "${child.line}"`)
    const call = async (path: string, body?: object) => {
      const response = await fetch(`${origin}/sandbox/api/${path}`, {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
      })
      return response.text()
    }
    await call('slack/command', { user: 'alice', channel: 'general', text: 'home' })
    while (!(await call('slack/messages?channel=general&user=alice')).includes('Conferences here')) await pause(5)
    const tookMs = performance.now() - begunAt
    return [
      {
        what: 'npm start to first answered /conf',
        value: `${(tookMs / 1000).toFixed(2)} s`,
        beside: `limit ${limitMs / 1000} s`,
        isReached: tookMs < limitMs,
      },
    ]
  } finally {
    await child.stop()
  }
}
