/**
 * Three people type, click and fill in forms at random, phones ring and talk, Slack and the PBX fail, the bot is restarted: at
 * every moment it answers and gives nothing away, and in the end every card shows what the PBX says. WALK_SEED repeats a walk,
 * WALK_STEPS is how many commands and clicks there are.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { openStore } from '#storage/index.ts'
import { type Bot, startBot } from '#test/support/bot.ts'
import type { Driven } from '#test/support/sandbox-client.ts'
import { startSandboxServer } from '#test/support/sandbox-server.ts'
import { type Act, createActs, people } from '#test/support/walk/acts.ts'
import {
  channelMessages,
  channelProblems,
  endProblems,
  liveIdOf,
  mistakes,
  type PbxRoom,
  unanswered,
} from '#test/support/walk/checks.ts'
import { createRandom } from '#test/support/walk/random.ts'

/** How long the bot waits for Slack, and a little. */
const slackTimeoutMs = 11_000

const given = (name: string): number | undefined => {
  const value = process.env[name]
  return value === undefined || value === '' ? undefined : Number(value)
}
const seed = given('WALK_SEED') ?? Math.floor(Math.random() * 2 ** 31)
const steps = given('WALK_STEPS') ?? 500

async function startWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'confbot-'))
  const sandbox = await startSandboxServer()
  const path = join(folder, 'confbot.db')
  const env = { DATABASE_URL: `sqlite:${path}`, PBX_REQUEST_TIMEOUT_MS: '1000', PBX_CAPS_AT_ONCE: '100' }
  let bot: Bot | null = await startBot(sandbox, env)
  const logs = [bot.log]
  onTestFinished(async () => {
    await bot?.stop()
    await sandbox.stop()
    await rm(folder, { recursive: true, force: true })
  })
  const { slack } = sandbox
  return {
    slack,
    path,
    now: sandbox.clock.now,
    log: () => logs.map((book) => book.text()).join('\nA new process:\n'),
    /** What the log calls our own fault. What takes longer than five seconds is given up when the bot stops. */
    faults: () =>
      logs.flatMap(({ lines }) =>
        lines.filter((line) => line.level >= 50 && !JSON.stringify(line).includes('the store is closed')),
      ),
    async restart() {
      await bot?.stop()
      bot = null
      bot = await startBot(sandbox, env)
      logs.push(bot.log)
    },
    /** Until somebody hears again what people do. */
    connected: async () => {
      for (let tries = 0; tries < 200; tries++) {
        const answer = await slack.post('slack/home', { user: 'alice', tab: 'messages' })
        if (answer.error !== 'dispatch_failed') return
        await pause(25)
      }
    },
  }
}
type World = Awaited<ReturnType<typeof startWorld>>

/** Until nothing changes any more that can be seen, or for a second. */
async function settled({ slack }: World): Promise<void> {
  let last = -1
  let same = 0
  for (let tries = 0; tries < 50 && same < 2; tries++) {
    const { version } = await slack.get<{ version: number }>('changes')
    same = version === last ? same + 1 : 0
    last = version
    await pause(20)
  }
}

/** Frames since the last look in which Slack found fault with what the bot sent. */
function createFrameReader({ slack }: World) {
  let seen = 0
  return async () => {
    const { frames } = await slack.get<{ frames: { id: number; direction: string; body?: unknown }[] }>('slack/traffic')
    const fresh = frames.filter((frame) => frame.id > seen && frame.direction === 'out')
    seen = frames.at(-1)?.id ?? seen
    return fresh
      .map(({ body }) => JSON.stringify(body ?? ''))
      .filter((body) => /^\{"ok":false/.test(body) && mistakes.test(body))
  }
}

it.each([
  ['one after the other', 1, Math.ceil(steps / 2)],
  ['all three at once', 3, Math.floor(steps / 2)],
])('holds what it promises when people act %s', { timeout: 600_000 }, async (how, atOnce, count) => {
  const said: string[] = []
  process.stdout.write(`walk ${how}: ${count} commands and clicks, seed ${seed}\n`)
  const world = await startWorld()
  const { slack } = world
  const random = createRandom(seed + atOnce)
  const acts = createActs(random, slack)
  const complaints = createFrameReader(world)
  const everLive = new Map<string, string>()
  const byHand = new Map<string, number>()
  /** Whose card was asked for anew; null: whatever was live in the channel. */
  const reposts: (string | null)[] = []

  const carryOut = async (act: Act): Promise<string[]> => {
    const answer: Driven = await act.run()
    said.push(`${act.words} -> ${answer.ok ? 'ok' : String(answer.error).slice(0, 60)}`)
    if (act.byHand !== undefined) byHand.set(act.byHand, world.now())
    if (/: show|conf show/.test(act.words)) reposts.push(/\bin=(\w{6})/.exec(act.words)?.[1] ?? null)
    const error = act.asksBot ? unanswered(answer) : null
    return error === null ? [] : [`${act.words}: ${error}`]
  }

  const look = async (): Promise<string[]> => {
    const messages = await channelMessages(slack)
    for (const message of messages) {
      const id = liveIdOf(message)
      if (id !== null) everLive.set(message.ts, id)
    }
    const faults = world.faults().map((line) => `the log says ${JSON.stringify(line)}`)
    return [...channelProblems(messages, reposts), ...faults]
  }

  let hanging = 0
  let hungAt = Number.NEGATIVE_INFINITY
  /** Whoever stops while Slack has taken a message and not answered cannot know of it, with or without us. */
  const mayRestart = async () => {
    const { faults } = await slack.get<{ faults: { kind: string }[] }>('slack/faults')
    const left = faults.filter(({ kind }) => kind === 'hang-after').length
    if (left < hanging) hungAt = performance.now()
    hanging = left
    return performance.now() - hungAt > slackTimeoutMs
  }

  const trouble = async () => {
    if ((await mayRestart()) && random.chance(0.012)) {
      said.push('the bot is restarted')
      await world.restart()
    } else if (random.chance(0.015)) {
      said.push('Slack ends the connections')
      await slack.post('slack/disconnect', {})
      await world.connected()
    }
  }

  const tell = (problems: readonly string[]) => {
    if (problems.length === 0) return
    expect.fail(
      `seed ${seed}, after ${said.length} steps:\n${problems.join('\n')}\n\nThe steps:\n${said.join('\n')}\n\nThe log:\n${world.log()}`,
    )
  }

  for (let done = 0; done < count; done += atOnce) {
    // One person may ask once a second.
    await slack.advance(2)
    await trouble()
    const beside = await acts.beside()
    if (beside) tell(await carryOut(beside))
    // Alice is the administrator: more comes of what she does.
    const turn = atOnce === 1 ? [random.pick<(typeof people)[number]>(['alice', ...people])] : people
    const chosen: Act[] = []
    for (const user of turn) chosen.push(await acts.person(user))
    tell((await Promise.all(chosen.map(carryOut))).flat())
    await settled(world)
    tell(await look())
    if (done % 20 === 0) tell(await complaints())
  }

  // The last thing that happens meets a Slack that fails; then everything works again, and time passes.
  await slack.post('slack/fault', { match: 'chat.update', kind: '5xx', times: 3 })
  const { rooms } = await slack.get<{ rooms: PbxRoom[] }>('pbx/portsip/rooms')
  for (const { number, locked, legs } of rooms) {
    if (legs.length === 0) continue
    await carryOut(acts.operator('lock', number, !locked))
    await carryOut(acts.operator('mute', legs[0]?.id ?? '', true))
  }
  await slack.advance(3)
  await settled(world)
  await slack.post('slack/mend', {})
  await slack.post('pbx/portsip/mend', {})
  said.push('all faults are mended')
  const store = await openStore({
    kind: 'sqlite',
    path: world.path,
    clock: createSystemClock(),
    logger: createSilentLogger(),
  })
  onTestFinished(store.close)
  let problems = ['nothing was looked at']
  // Twice in a row, since what is so for a moment may be chance.
  for (let tries = 0, good = 0; tries < 120 && good < 2; tries++) {
    await slack.advance(3)
    await pause(100)
    await settled(world)
    const now = await slack.get<{ rooms: PbxRoom[] }>('pbx/portsip/rooms')
    const seen = await Promise.all([...new Set(everLive.values())].map((id) => store.conferences.get(id)))
    problems = endProblems({
      messages: await channelMessages(slack),
      rooms: now.rooms,
      live: await store.conferences.live(),
      ended: seen.filter((one) => one !== null).filter(({ state }) => state === 'ended'),
      everLive,
      byHand,
    })
    good = problems.length === 0 ? good + 1 : 0
  }
  tell([...problems, ...(await look()), ...(await complaints())])
  expect(everLive.size).toBeGreaterThan(0)
})
