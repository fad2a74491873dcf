/**
 * Sending what is due. The reminders are those of sample meetings, whose jobs are made due at once: beside the running process, as
 * another one with the same database would enqueue them.
 */
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import type { Job } from '#core/contracts/job-queue.ts'
import type { Meeting } from '#core/meeting.ts'
import { planKey, remindKey } from '#core/meeting-job.ts'
import { occurrencesFrom } from '#core/occurrence.ts'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { openStore } from '#storage/index.ts'
import { type Bot, startBot } from './bot.ts'
import { startChild } from './child.ts'
import type { Row } from './main.ts'
import { sampleMeeting } from './sample-meetings.ts'
import { allInChannel, rushOf, type Seeded, someOf } from './seeded.ts'
import type { SlackApi } from './slack-api.ts'
import { sendCommand } from './slack-command.ts'

const fewChannels = 100
/** None that begins with the rush. */
const each = 9
const limitRatio = 1.5

const limitSeconds = 10
const oneChannelCount = 2_000
const plans = 2_000

interface Running {
  readonly seeded: Seeded
  readonly bot: Bot
}

interface Sent {
  /** From the due instant to the last message. */
  readonly tookMs: number
  readonly cpuMs: number
}

export async function benchDue(given: {
  readonly folder: string
  readonly slackApi: SlackApi
  readonly many: Running
  readonly few: Seeded
}): Promise<Row[]> {
  const { folder, slackApi, many, few } = given
  const bareMs = await bareCost(folder, slackApi)
  slackApi.taken()
  const bot = await startBot({ slackApi: slackApi.origin, database: few.path })
  let costOfFew: number
  try {
    costOfFew = await costOfOne({ seeded: few, bot }, slackApi)
  } finally {
    await bot.stop()
  }
  const costOfMany = await costOfOne(many, slackApi)
  const ratio = costOfMany / costOfFew
  const rush = remindersOf(many.seeded, rushOf(many.seeded), 10)
  const spread = await send(many, slackApi, rush)
  const inOne = await send(many, slackApi, manyOfOneChannel(many.seeded))
  const planned = await runPlans(many, slackApi)
  const amount = (seeded: Seeded) => seeded.meetings.toLocaleString('en')
  return [
    {
      what: `CPU time per due reminder with ${amount(many.seeded)} meetings`,
      value: `${costOfMany.toFixed(2)} ms, ${ratio.toFixed(2)} ×`,
      beside: `with ${amount(few)}: ${costOfFew.toFixed(2)} ms; limit ${limitRatio} ×`,
      isReached: ratio <= limitRatio,
    },
    {
      what: 'the same, beside posting and inserting alone',
      value: `${(costOfMany / bareMs).toFixed(2)} ×`,
      beside: `@slack/web-api and one insert: ${bareMs.toFixed(2)} ms`,
      isReached: null,
    },
    {
      what: `${rush.length.toLocaleString('en')} reminders due in the same second, in ${many.seeded.channels} channels, chat without limits`,
      value: `${(spread.tookMs / 1000).toFixed(1)} s`,
      beside: `limit ${limitSeconds} s`,
      isReached: spread.tookMs <= limitSeconds * 1000,
    },
    {
      what: `${oneChannelCount.toLocaleString('en')} in one channel, one after the other`,
      value: `${(inOne.tookMs / 1000).toFixed(1)} s, ${(oneChannelCount / (inOne.tookMs / 1000)).toFixed(0)}/s`,
      beside: 'Slack takes one a second there',
      isReached: null,
    },
    {
      what: `CPU time per plan of one of ${amount(many.seeded)} meetings, due at once`,
      value: `${(planned / plans).toFixed(2)} ms`,
      beside: 'a transaction each',
      isReached: null,
    },
  ]
}

/** One round to warm up, then the same meetings' other reminders. */
async function costOfOne(running: Running, slackApi: SlackApi): Promise<number> {
  const meetings = someOf(running.seeded, fewChannels, each)
  await send(running, slackApi, remindersOf(running.seeded, meetings, 60))
  const { cpuMs } = await send(running, slackApi, remindersOf(running.seeded, meetings, 10))
  return cpuMs / meetings.length
}

type Reminder = Omit<Job, 'dueAt'>

const remindersOf = ({ at }: Seeded, meetings: readonly Meeting[], leadMinutes: number): readonly Reminder[] =>
  meetings.flatMap((meeting) => remindersOfOne(meeting, at, leadMinutes, 1))

function remindersOfOne(meeting: Meeting, at: number, leadMinutes: number, dates: number): readonly Reminder[] {
  const { id: meetingId } = meeting
  return occurrencesFrom(meeting, at, dates).map(({ date, startAt }) => ({
    key: remindKey(meetingId, date, startAt, leadMinutes),
    does: { kind: 'remind', meetingId, date, startAt, leadMinutes },
    meetingId,
  }))
}

/** Of several dates of each of its meetings, none of which was sent before. */
const manyOfOneChannel = (seeded: Seeded): readonly Reminder[] =>
  allInChannel(seeded, fewChannels)
    .flatMap((meeting) => remindersOfOne(meeting, seeded.at, 60, 20))
    .filter((_, index) => index < oneChannelCount)

async function send(running: Running, slackApi: SlackApi, reminders: readonly Reminder[]): Promise<Sent> {
  const { dueAt, cpuMs } = await doAll(running, slackApi, reminders)
  const posted = slackApi.taken()
  const marks = new Set(posted.map(({ body }) => /remind%3A[^%]+[^&]*?%22/.exec(body)?.[0]))
  if (posted.length !== reminders.length || marks.size !== reminders.length)
    throw new Error(`${posted.length} messages of ${marks.size} reminders, ${reminders.length} were due`)
  const last = Math.max(...posted.map(({ at }) => at))
  return { tookMs: performance.timeOrigin + last - dueAt, cpuMs }
}

async function runPlans(running: Running, slackApi: SlackApi): Promise<number> {
  const { seeded } = running
  const jobs = someOf(seeded, 100, plans / 100).map(
    ({ id: meetingId }): Reminder => ({
      key: planKey(meetingId),
      does: { kind: 'plan', meetingId, since: seeded.at },
      meetingId,
    }),
  )
  return (await doAll(running, slackApi, jobs)).cpuMs
}

/** Enqueues jobs so that they fall due a little later, and waits until all are done. */
async function doAll(
  running: Running,
  slackApi: SlackApi,
  jobs: readonly Reminder[],
): Promise<{ readonly dueAt: number; readonly cpuMs: number }> {
  const { bot, seeded } = running
  const clock = createSystemClock()
  const store = await openStore({ kind: 'sqlite', path: seeded.path, clock, logger: createSilentLogger() })
  const dueAt = clock.now() + 4_000
  await store.jobs.put(...jobs.map((job) => ({ ...job, dueAt })))
  await store.close()
  await wake(running, slackApi)
  await pause(dueAt - 500 - clock.now())
  const before = await bot.usage()
  await untilDone(seeded.path, dueAt)
  const after = await bot.usage()
  return { dueAt, cpuMs: after.cpuMs - before.cpuMs }
}

/** What another process enqueued is noticed when something is enqueued in this one: somebody says something to another meeting. */
async function wake({ bot, seeded }: Running, slackApi: SlackApi): Promise<void> {
  const { id, place, owner } = sampleMeeting(seeded.meetings - 1, seeded.channels, seeded.at)
  const { url, answered } = slackApi.expectAnswer()
  const { channelId } = place
  await sendCommand(bot.url, { text: `late ${id}`, channelId, userId: owner.userId, responseUrl: url })
  await answered
}

const patienceMs = 180_000

/** Nothing is left that was due then. */
async function untilDone(path: string, dueAt: number): Promise<void> {
  const file = new DatabaseSync(path, { readOnly: true })
  try {
    const left = file.prepare('select count(*) as count from jobs where due_at <= ?')
    while (Number(left.get(dueAt)?.count) > 0) {
      if (Date.now() > dueAt + patienceMs) throw new Error('what was due was not done')
      await pause(50)
    }
  } finally {
    file.close()
  }
}

async function bareCost(folder: string, slackApi: SlackApi): Promise<number> {
  const child = await startChild(process.execPath, ['bench/bare-poster.ts', String(fewChannels * each)], {
    SLACK_API_URL: `${slackApi.origin}/`,
    DATABASE_FILE: `${folder}/bare.db`,
  })
  await child.stop()
  return Number(child.line)
}
