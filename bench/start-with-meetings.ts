/** Starting with many meetings, beside starting with an empty database. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startBot } from './bot.ts'
import type { Row } from './main.ts'
import type { Seeded } from './seeded.ts'
import type { SlackApi } from './slack-api.ts'

/** The best of so many, one after the other in turn. */
const tries = 3
const limitRatio = 1.5
const limitMb = 60
/** By then it has looked whether anything was forgotten. */
const settledAfterMs = 3_000

interface Started {
  readonly tookMs: number
  readonly rssMb: number
}

export async function benchStartWithMeetings(folder: string, slackApi: SlackApi, many: Seeded): Promise<Row[]> {
  const emptyPath = join(folder, 'empty.db')
  const manyPath = join(folder, 'many.db')
  copyFileSync(many.path, manyPath)
  // Made, and all code compiled.
  await start(slackApi, emptyPath)
  const empty: Started[] = []
  const full: Started[] = []
  for (let done = 0; done < tries; done++) {
    empty.push(await start(slackApi, emptyPath))
    full.push(await start(slackApi, manyPath))
  }
  const least = (all: readonly Started[], member: keyof Started) => Math.min(...all.map((one) => one[member]))
  const ratio = least(full, 'tookMs') / least(empty, 'tookMs')
  const moreMb = least(full, 'rssMb') - least(empty, 'rssMb')
  const amount = many.meetings.toLocaleString('en')
  return [
    {
      what: `start with ${amount} meetings`,
      value: `${(least(full, 'tookMs') / 1000).toFixed(2)} s, ${ratio.toFixed(2)} ×`,
      beside: `with none ${(least(empty, 'tookMs') / 1000).toFixed(2)} s; limit ${limitRatio} ×`,
      isReached: ratio <= limitRatio,
    },
    {
      what: `memory with ${amount} meetings, ${settledAfterMs / 1000} s after the start`,
      value: `${least(full, 'rssMb').toFixed(0)} MB, ${moreMb.toFixed(0)} MB more`,
      beside: `with none ${least(empty, 'rssMb').toFixed(0)} MB; limit ${limitMb} MB more`,
      isReached: moreMb <= limitMb,
    },
  ]
}

async function start(slackApi: SlackApi, database: string): Promise<Started> {
  const begunAt = performance.now()
  const bot = await startBot({ slackApi: slackApi.origin, database })
  const tookMs = performance.now() - begunAt
  try {
    await pause(settledAfterMs)
    return { tookMs, rssMb: (await bot.usage()).rssMb }
  } finally {
    await bot.stop()
  }
}
