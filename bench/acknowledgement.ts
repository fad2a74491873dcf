/**
 * How fast Slack is acknowledged over signed HTTP while the PBX never answers and another process holds the store's lock, beside
 * a bare Bolt app under the same load. The load and Slack's Web API stand in this process, what is measured in its own.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { botEnvironment } from './bot.ts'
import { startChild } from './child.ts'
import type { Row } from './main.ts'
import { percentile } from './percentile.ts'
import { serve, startSlackApi } from './slack-api.ts'
import { sendCommand } from './slack-command.ts'

const perSecond = 50
const seconds = 30
const limitMs = 100
const limitRatio = 5

export async function benchAcknowledgement(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'confbot-bench-'))
  const database = join(folder, 'bench.db')
  const slackApi = await startSlackApi()
  const hangingPbx = await serve(() => null)
  const env = botEnvironment({ slackApi: slackApi.origin, database, pbx: hangingPbx.origin })
  const measure = async (script: string, holdsStore: boolean) => {
    const child = await startChild(process.execPath, [script], env)
    const lock = holdsStore ? new DatabaseSync(database) : null
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
    slackApi.stop()
    hangingPbx.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every request is begun on its beat, whatever became of those before. Rejects when one is not acknowledged with 200. */
async function load(url: string): Promise<readonly number[]> {
  const requests: Promise<number>[] = []
  const begunAt = performance.now()
  for (let beat = 0; beat < perSecond * seconds; beat++) {
    await pause(Math.max(0, begunAt + (beat * 1000) / perSecond - performance.now()))
    requests.push(
      sendCommand(url, {
        text: ['lock', 'start "Bench" 1001', 'mute others', 'home'][beat % 4] ?? '',
        channelId: 'C0BENCH',
        // Many people, so that nobody's own rate is the measure.
        userId: `U0BENCH${beat % 100}`,
        responseUrl: 'http://127.0.0.1:9/nobody',
      }),
    )
  }
  return Promise.all(requests)
}
