/**
 * What many meetings cost: to find what comes next in each, to start with them, to send what is due, and to list them. All with the
 * real process on a database that was filled through the store.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchAgenda } from './agenda.ts'
import { startBot } from './bot.ts'
import { benchDue } from './due-reminders.ts'
import type { Row } from './main.ts'
import { benchNextOccurrences } from './next-occurrences.ts'
import { fewMeetings, manyMeetings } from './seeded.ts'
import { startSlackApi } from './slack-api.ts'
import { benchStartWithMeetings } from './start-with-meetings.ts'

export async function benchMeetings(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'confbot-bench-'))
  const slackApi = await startSlackApi()
  try {
    const { rows: found, seeded: many } = await benchNextOccurrences(folder, manyMeetings)
    const { seeded: few } = await benchNextOccurrences(folder, fewMeetings)
    const started = await benchStartWithMeetings(folder, slackApi, many)
    const bot = await startBot({ slackApi: slackApi.origin, database: many.path })
    try {
      const due = await benchDue({ folder, slackApi, many: { seeded: many, bot }, few })
      return [...found, ...due, ...(await benchAgenda(bot, slackApi, many)), ...started]
    } finally {
      await bot.stop()
    }
  } finally {
    slackApi.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
