/**
 * How fast Slack and Discord are acknowledged over signed HTTP while the PBX never answers and another process holds the store's
 * lock, beside a bare app under the same load. The load and the chat's API stand in this process, what is measured in its own.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { discordEnvironment, pbxEnvironment, slackEnvironment } from './bot.ts'
import { startChild } from './child.ts'
import { startDiscordApi } from './discord-api.ts'
import { type DiscordCommand, sendInteraction } from './discord-command.ts'
import type { Row } from './main.ts'
import { percentile } from './percentile.ts'
import { type Server, serve, startSlackApi } from './slack-api.ts'
import { sendCommand } from './slack-command.ts'

const perSecond = 50
const seconds = 30
const limitMs = 100
const limitRatio = 5

/** A chat service that calls us. */
interface Service {
  readonly name: string
  readonly path: string
  /** What is set beside us, in words and as a script. */
  readonly peer: { readonly name: string; readonly script: string }
  readonly startApi: () => Promise<Server>
  readonly environment: (api: string) => Readonly<Record<string, string>>
  /** The command of that beat: how many milliseconds passed until it was acknowledged. */
  readonly send: (url: string, beat: number) => Promise<number>
}

const texts = ['lock', 'start "Bench" 1001', 'mute others', 'home'] as const
const commands: readonly Pick<DiscordCommand, 'path' | 'options'>[] = [
  { path: ['lock'] },
  { path: ['start'], options: { subject: 'Bench', who: '1001' } },
  { path: ['mute'], options: { who: 'others' } },
  { path: ['home'] },
]

const services: readonly Service[] = [
  {
    name: 'Slack',
    path: '/slack/events',
    peer: { name: 'a bare Bolt app', script: 'bench/bare-bolt.ts' },
    startApi: startSlackApi,
    environment: slackEnvironment,
    send: (url, beat) =>
      sendCommand(url, {
        text: texts[beat % texts.length] ?? '',
        channelId: 'C0BENCH',
        // Many people, so that nobody's own rate is the measure.
        userId: `U0BENCH${beat % 100}`,
        responseUrl: 'http://127.0.0.1:9/nobody',
      }),
  },
  {
    name: 'Discord',
    path: '/discord/interactions',
    peer: { name: 'a bare server with discord-interactions', script: 'bench/bare-discord.ts' },
    startApi: startDiscordApi,
    environment: discordEnvironment,
    send: (url, beat) =>
      sendInteraction(url, {
        path: ['home'],
        ...commands[beat % commands.length],
        channelId: '900000000000000010',
        userId: String(900_000_000_000_001_000n + BigInt(beat % 100)),
      }),
  },
]

export async function benchAcknowledgement(): Promise<Row[]> {
  const rows: Row[] = []
  for (const service of services) rows.push(...(await benchService(service)))
  return rows
}

async function benchService({ name, path, peer, startApi, environment, send }: Service): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'confbot-bench-'))
  const database = join(folder, 'bench.db')
  const api = await startApi()
  const hangingPbx = await serve(() => null)
  const env = { ...environment(api.origin), ...pbxEnvironment({ database, pbx: hangingPbx.origin }) }
  const measure = async (script: string, holdsStore: boolean) => {
    const child = await startChild(process.execPath, [script], env)
    // It may have to wait for what the start still writes.
    const lock = holdsStore ? new DatabaseSync(database, { timeout: 5_000 }) : null
    lock?.exec('begin exclusive')
    try {
      return await load((beat) => send(`${child.line}${path}`, beat))
    } finally {
      lock?.exec('rollback')
      lock?.close()
      await child.stop()
    }
  }
  try {
    const bare = await measure(peer.script, false)
    const ours = await measure('bench/confbot.ts', true)
    const p99 = percentile(ours, 0.99)
    const ratio = p99 / percentile(bare, 0.99)
    const told = (times: readonly number[]) =>
      `p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms`
    return [
      {
        what: `acknowledgement of /conf on ${name}, ${perSecond}/s for ${seconds} s, PBX and store hanging`,
        value: told(ours),
        beside: `limit p99 ${limitMs} ms`,
        isReached: p99 < limitMs,
      },
      {
        what: `the same p99, as a multiple of ${peer.name}`,
        value: `${ratio.toFixed(2)} ×`,
        beside: `the peer: ${told(bare)}; limit ${limitRatio} ×`,
        isReached: ratio <= limitRatio,
      },
    ]
  } finally {
    api.stop()
    hangingPbx.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every request is begun on its beat, whatever became of those before. Rejects when one is not acknowledged with 200. */
async function load(send: (beat: number) => Promise<number>): Promise<readonly number[]> {
  const requests: Promise<number>[] = []
  const begunAt = performance.now()
  for (let beat = 0; beat < perSecond * seconds; beat++) {
    await pause(Math.max(0, begunAt + (beat * 1000) / perSecond - performance.now()))
    requests.push(send(beat))
  }
  return Promise.all(requests)
}
