/** The process is killed in the middle of a start: after the next start nothing is rung twice, and what was left behind is mended. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { botScopes } from '#sandbox/slack/scopes.ts'
import { type Bot, startBot } from '#test/support/bot.ts'
import { eventually, type SlackMessage } from '#test/support/sandbox-client.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'

/** Reading the program takes its time on a busy machine. */
const startingMs = 40_000
const main = join(import.meta.dirname, '../../src/main.ts')
let sandbox: SandboxServer
let folder: string
let child: ChildProcess | undefined
let bot: Bot | undefined

const store = () => ({ DATABASE_URL: `sqlite:${join(folder, 'confbot.db')}` })
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'confbot-'))
  sandbox = await startSandboxServer()
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await bot?.stop()
  bot = undefined
  await sandbox.stop()
  await rm(folder, { recursive: true, force: true })
})

/** A process of its own, which can be killed. */
async function startDoomed() {
  const env = { PATH: process.env.PATH, PORT: '0', ADMIN_PORT: '0', LOG_LEVEL: 'silent', ...sandbox.env, ...store() }
  child = spawn(process.execPath, [main], { cwd: folder, env, stdio: 'ignore' })
  const listens = async () => expect(await sandbox.slack.command('carol', 'help lock')).toMatchObject({ ok: true })
  await vi.waitFor(listens, { timeout: startingMs, interval: 100 })
}
async function kill() {
  if (!child) throw new Error('nothing runs')
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
const restart = async () => {
  await sandbox.slack.post('slack/mend', {})
  await sandbox.slack.post('pbx/portsip/mend', {})
  bot = await startBot(sandbox, store())
}

const calls = async () =>
  (await sandbox.slack.get<{ calls: readonly { number: string }[] }>('pbx/portsip/calls')).calls.map(
    ({ number }) => number,
  )
const cards = async (title: string): Promise<readonly SlackMessage[]> =>
  (await sandbox.slack.messages('alice')).filter((one) => !one.is_ephemeral && one.text.startsWith(title))

describe('killed', { timeout: 2 * startingMs }, () => {
  it('after the card was posted and before the conference was stored: the first click tells so and takes the card away', async () => {
    const { slack } = sandbox
    await startDoomed()
    await slack.post('slack/fault', { match: 'chat.postMessage', kind: 'hang-after' })
    await slack.command('alice', 'start "Cut off" 1001')
    const orphan = await slack.card('Cut off', ['not called yet'])
    await kill()

    await restart()
    expect(await calls()).toEqual([])
    await slack.click('bob', orphan, 'Call me')
    await slack.answer('bob', /its start was cut off/)
    expect(await cards('Cut off')).toEqual([])
    await slack.command('alice', 'start "Second try" 1001')
    await slack.card('Second try', [/1001 · invited/])
    expect(await calls()).toEqual(['1001'])
    const { rooms } = await slack.get<{ rooms: readonly { number: string }[] }>('pbx/portsip/rooms')
    expect(rooms.map(({ number }) => number)).toEqual(['8000'])
  })

  it.each([
    ['before the PBX rang anybody', 'hang', 0],
    ['after the PBX rang somebody, and before it said so', 'hang-after', 1],
  ])('%s: nobody is rung a second time without a click', async (_, kind, rung) => {
    const { slack } = sandbox
    await startDoomed()
    await slack.post('pbx/portsip/fault', { match: 'participants/invite', kind })
    await slack.command('alice', 'start "Half rung" 1055')
    await slack.card('Half rung', [/1055 · invited/])
    await eventually(async () => expect(await calls()).toHaveLength(rung))
    await kill()

    await restart()
    await slack.advance(80)
    const card = await slack.card('Half rung', [/1055 · not joined/])
    expect(await calls()).toHaveLength(rung)
    await slack.click('alice', card, 'Call again')
    await slack.answer('alice', 'Invited into Half rung')
    expect(await calls()).toHaveLength(rung + 1)
  })
})

it('a restart before anybody was rung leaves the conference open, and its card says who was not called', async () => {
  const { slack } = sandbox
  bot = await startBot(sandbox, store())
  await slack.post('slack/scopes', { scopes: botScopes.filter((scope) => !scope.endsWith(':history')) })
  await slack.post('slack/fault', { match: 'chat.postMessage', kind: 'reset-before' })
  await slack.command('alice', 'start "Not yet" 1001 1002')
  await slack.answer('alice', 'nobody was called yet')
  await bot.stop()

  await restart()
  await slack.command('alice', 'show')
  const card = await slack.card('Not yet', [/1001 · not called yet/, /1002 · not called yet/])
  expect(await calls()).toEqual([])
  await slack.click('alice', card, 'Ring the 2 who are missing')
  await slack.card('Not yet', [/1001 · invited/, /1002 · invited/])
  expect([...(await calls())].sort()).toEqual(['1001', '1002'])
})
