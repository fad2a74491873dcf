/**
 * A bot with 200 reminders to send is killed at 50 random points and started again each time; what counts is what stands in the
 * chat in the end. REMINDERS_SEED repeats the points, as far as two processes can be repeated.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import type { Person, Place } from '#core/actor.ts'
import type { Store } from '#core/contracts/store.ts'
import type { Meeting } from '#core/meeting.ts'
import { writeMeeting } from '#core/service/meetings/write-meeting.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { instantToWall } from '#lib/wall-time.ts'
import { botScopes } from '#sandbox/slack/scopes.ts'
import { openStore } from '#storage/index.ts'
import { wordsOf } from '#test/support/discord-client.ts'
import { createMovedBots, type MovedBots } from '#test/support/moved-process.ts'
import { meetingOf, minuteMs } from '#test/support/reminding.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'
import { createRandom, type Random } from '#test/support/walk/random.ts'

const given = process.env.REMINDERS_SEED
const seed = given === undefined || given === '' ? Math.floor(Math.random() * 2 ** 31) : Number(given)
const meetings = 200
const kills = 50
/** Long enough that nothing is too late, however long the bots are dead. */
const leadMinutes = 120
/** In which all of them fall due: as long as the lives of all bots together. */
const spanMinutes = 28
/** Between two lives: what the one before held lapses. */
const lapseMs = 31_000

/** Where the reminders go. */
interface Chat {
  readonly channels: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Whether a request to the sandbox posts a message. */
  isPost(path: string): boolean
  /** Where the meetings are, by the channel's name, and whose they are. */
  places(): Promise<{ readonly owner: Person; placeOf(channel: string): Place }>
  /** What stands in a channel, or in alice's direct messages, message by message. */
  texts(channel: string): Promise<readonly string[]>
  readonly direct: string
}

const idOf = (list: readonly { id: string; name: string }[], name: string) => {
  const one = list.find((candidate) => candidate.name === name)
  return one ? one.id : expect.fail(`there is no ${name}`)
}

function slackIn({ slack, env }: SandboxServer): Chat {
  const workspaceId = 'T0SANDBOX'
  return {
    channels: ['general', 'ops', 'lounge', 'shared'],
    env,
    isPost: (path) => path.endsWith('/chat.postMessage'),
    async places() {
      // Where it is not a member it may write, and not read what it wrote.
      await slack.post('slack/invite', { user: 'alice', channel: 'lounge' })
      const { people } = await slack.get<{ people: { id: string; name: string }[] }>('slack/people')
      const { channels } = await slack.get<{ channels: { id: string; name: string }[] }>('slack/channels?user=alice')
      return {
        owner: { platform: 'slack', workspaceId, userId: idOf(people, 'alice'), name: 'alice' },
        placeOf: (name) => ({ platform: 'slack', workspaceId, channelId: idOf(channels, name), kind: 'channel' }),
      }
    },
    texts: async (channel) => (await slack.messages('alice', channel)).map(({ text }) => text),
    direct: '@confbot',
  }
}

function discordIn({ discord, discordEnv }: SandboxServer): Chat {
  return {
    channels: ['general', 'ops'],
    // Gateways are opened sparingly, and for what is posted they make no difference.
    env: { ...discordEnv, DISCORD_MODE: 'http' },
    isPost: (path) => /\/channels\/\d+\/messages$/.test(path),
    async places() {
      // They hold by the system's clock, of which a bot that lives for an instant sees little.
      await discord.post('limits', { on: false })
      const { people } = await discord.get<{ people: { id: string; name: string }[] }>('people')
      const { channels } = await discord.get<{ channels: { id: string; name: string }[] }>('channels?user=alice')
      const workspaceId = discordEnv.DISCORD_SERVERS ?? ''
      return {
        owner: { platform: 'discord', workspaceId, userId: idOf(people, 'alice'), name: 'alice' },
        placeOf: (name) => ({ platform: 'discord', workspaceId, channelId: idOf(channels, name), kind: 'channel' }),
      }
    },
    texts: async (channel) => (await discord.messages('alice', channel)).map(wordsOf),
    direct: 'dm',
  }
}

interface World {
  readonly sandbox: SandboxServer
  readonly chat: Chat
  readonly store: Store
  readonly bots: MovedBots
  readonly random: Random
}

async function startWorld(chatIn: (sandbox: SandboxServer) => Chat): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'confbot-'))
  const sandbox = await startSandboxServer()
  const path = join(folder, 'confbot.db')
  const store = await openStore({ kind: 'sqlite', path, clock: sandbox.clock, logger: createSilentLogger() })
  const chat = chatIn(sandbox)
  const bots = await createMovedBots(sandbox, folder, { ...chat.env, DATABASE_URL: `sqlite:${path}` })
  onTestFinished(async () => {
    bots.stop()
    await store.close()
    await sandbox.stop()
    await rm(folder, { recursive: true, force: true })
  })
  return { sandbox, chat, store, bots, random: createRandom(seed) }
}

const nameOf = (index: number) => `Meeting ${String(index).padStart(3, '0')}`

/** As many meetings as are to be reminded of, each in a channel, due one after the other from the next minute on. */
async function schedule({ sandbox: { clock }, chat, store }: World) {
  const { owner, placeOf } = await chat.places()
  const first = Math.ceil(clock.now() / minuteMs) + 1 + leadMinutes
  for (let index = 0; index < meetings; index++) {
    const startAt = (first + Math.floor((index * spanMinutes) / meetings)) * minuteMs
    const channel = chat.channels[index % chat.channels.length] ?? ''
    const meeting: Meeting = meetingOf({
      id: `m${String(index).padStart(5, '0')}`,
      subject: nameOf(index),
      owner,
      place: placeOf(channel),
      pbx: 'portsip',
      start: instantToWall(startAt, 'Europe/Berlin'),
      reminderMinutes: [leadMinutes],
      createdAt: clock.now(),
      changedAt: clock.now(),
    })
    await store.transaction((tx) => writeMeeting(tx, null, meeting, clock.now()))
  }
}

/** One life: it connects, posts a random number of messages, and is killed at or just after the next. */
async function live({ sandbox, chat, bots, random }: World) {
  const bot = await bots.start()
  const posts = random.below(8)
  const afterMs = random.pick([0, 0, 1, 2, 3, 5, 8, 13])
  const { promise: isEnough, resolve: enough } = Promise.withResolvers<void>()
  let seen = 0
  const unlisten = sandbox.onRequest((path) => {
    if (chat.isPost(path) && ++seen > posts) enough()
  })
  await Promise.race([bot.started, isEnough])
  let isOver = false
  const over = isEnough.then(() => {
    isOver = true
  })
  // Where there is not as much to post, it is killed while it is idle, or waits.
  for (let steps = 0; steps < 6 && !isOver; steps++) {
    bots.advance(1_000)
    await Promise.race([over, pause(20 + random.below(30))])
  }
  if (afterMs > 0) await pause(afterMs)
  unlisten()
  await bot.kill()
  bots.advance(lapseMs)
}

const states = async ({ store }: World) => store.deliveries.count(0)

/** Until nothing is left to be done. */
async function finish(world: World) {
  const { bots, store } = world
  await (await bots.start()).started
  for (let steps = 0; steps < 600; steps++) {
    const counts = await states(world)
    const settled = counts.sent + counts.unconfirmed + counts.missed + counts.refused + counts.corrected
    if (settled === meetings && (await store.jobs.overdue(world.sandbox.clock.now() + 1)) === 0) return
    bots.advance(2_000)
    await pause(25)
  }
}

/** How often each meeting was reminded of, as the channels show it. */
async function reminded({ chat }: World): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const channel of chat.channels) {
    for (const text of await chat.texts(channel)) {
      const [name] = /^Meeting \d{3}/.exec(text) ?? []
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  }
  return counts
}

/** The meetings of which the owner was told that perhaps nobody was reminded. */
async function reported({ chat }: World): Promise<readonly string[]> {
  const told = await chat.texts(chat.direct)
  return told.flatMap((text) => /^Perhaps nobody was reminded of (Meeting \d{3})/.exec(text)?.[1] ?? [])
}

/** Where a run ended up: how often each was reminded of, whom the owner was told of, and how many were cut off on the way. */
async function runThrough(world: World, how: string) {
  await schedule(world)
  world.bots.advance(minuteMs)
  let cutOff = 0
  for (let lives = 0; lives < kills; lives++) {
    await live(world)
    cutOff += (await states(world)).sending
  }
  await finish(world)
  const [counts, told, after] = await Promise.all([reminded(world), reported(world), states(world)])
  process.stdout.write(
    `reminders survive ${how}: seed ${seed}, ${cutOff} cut off, ${after.sent} sent, ${told.length} reported\n`,
  )
  const all = Array.from({ length: meetings }, (_, index) => nameOf(index))
  return {
    cutOff,
    told,
    unconfirmed: after.unconfirmed,
    twice: all.filter((name) => (counts.get(name) ?? 0) > 1),
    lost: all.filter((name) => !counts.has(name)),
    // What a failure is explained by.
    about: { seed, log: world.bots.log() },
  }
}

it.each([
  ['Slack', slackIn],
  ['Discord', discordIn],
])(
  'killed at fifty points, it loses no reminder on %s and sends none twice',
  { timeout: 300_000 },
  async (name, chatIn) => {
    const world = await startWorld(chatIn)
    const { cutOff, about, ...end } = await runThrough(world, `on ${name} and are repaired`)
    expect({ ...end, about }).toEqual({ lost: [], twice: [], told: [], unconfirmed: 0, about })
    expect(cutOff).toBeGreaterThan(10)
  },
)

it('where it may read no history of Slack it sends none twice, and tells of each that nobody knows of', {
  timeout: 300_000,
}, async () => {
  const world = await startWorld(slackIn)
  const scopes = botScopes.filter((scope) => !scope.endsWith(':history') || scope === 'im:history')
  await world.sandbox.slack.post('slack/scopes', { scopes })
  const { cutOff, about, told, lost, twice, unconfirmed } = await runThrough(world, 'on Slack and are reported')
  expect({ twice, untold: lost.filter((name) => !told.includes(name)), about }).toEqual({
    twice: [],
    untold: [],
    about,
  })
  expect(told).toHaveLength(new Set(told).size)
  expect(told).toHaveLength(unconfirmed)
  expect(cutOff).toBeGreaterThan(10)
})
