/**
 * What goes wrong with confbot's own database, through the whole app: the person is told, what was begun on the PBX is undone or
 * shown, the process goes on, and so does everything once the database can be written again.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Bot, startBot } from '#test/support/bot.ts'
import { createSandboxClient, eventually, type SlackMessage } from '#test/support/sandbox-client.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'
import { createSmallPages, type StoreThread, watchStoreThread } from '#test/support/store-thread.ts'

let folder: string
let path: string
let sandbox: SandboxServer
let bot: Bot
let thread: StoreThread

const startHere = async () => {
  thread = watchStoreThread()
  bot = await startBot(sandbox, { DATABASE_URL: `sqlite:${path}`, PBX_ROOMS: '8000-8001' })
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'confbot-'))
  path = join(folder, 'confbot.db')
  createSmallPages(path)
  sandbox = await startSandboxServer()
  await startHere()
})
afterEach(async () => {
  const loud = bot.log.lines.filter(({ level, msg }) => level > 40 && msg !== 'the SQLite thread died')
  const stacks = bot.log.lines.filter(({ msg, err }) => err && msg !== 'the SQLite thread died')
  await bot.stop()
  await sandbox.stop()
  await rm(folder, { recursive: true, force: true })
  expect(loud).toEqual([])
  expect(stacks).toEqual([])
})

interface Room {
  readonly number: string
  readonly locked: boolean
  readonly legs: readonly { readonly number: string | null; readonly muted: boolean }[]
}
const rooms = async () => (await sandbox.slack.get<{ rooms: Room[] }>('pbx/portsip/rooms')).rooms
const calls = async () => (await sandbox.slack.get<{ calls: unknown[] }>('pbx/portsip/calls')).calls
const publicMessages = async () => (await sandbox.slack.messages('alice')).filter((message) => !message.is_ephemeral)

async function start(...who: string[]): Promise<SlackMessage> {
  const { slack } = sandbox
  await slack.command('alice', `start "Sprint review" ${who.join(' ')}`)
  await slack.card('Sprint review', [/invited/])
  await slack.advance(3)
  return slack.card('Sprint review', [`${who.length} p`])
}
/** Alice finds it in the audit, sooner or later. */
const audited = (row: RegExp) =>
  eventually(async () => {
    const { slack } = sandbox
    await slack.advance(3)
    await slack.command('alice', '/confadmin audit')
    await pause(50)
    expect((await slack.messages('alice')).filter((message) => message.is_ephemeral).at(-1)?.text).toMatch(row)
  })
const isFull = /The disk of confbot’s database is full, so that nothing can be written down\.\nTell the administrator/
const unrecorded =
  /Done, but not written down\nThe PBX did this, but confbot could not write it down\.\nDo not repeat it/

describe('a full disk', () => {
  it('is told before the PBX hears of anything, and all goes on when there is room again', async () => {
    const { slack } = sandbox
    await thread.fill()
    await slack.command('alice', 'start "Sprint review" 1001')
    const answer = await slack.answer('alice', isFull)
    expect([await rooms(), await calls(), await publicMessages()]).toEqual([[], [], []])
    // What is not written is not refused.
    await slack.command('alice', 'home')
    await slack.answer('alice', 'Nothing is live here')
    await thread.empty()
    await slack.click('alice', answer, 'Try again')
    await slack.card('Sprint review', [/1001 · invited/])
    await slack.advance(11)
    await slack.card('Sprint review', [/1001 · joined/])

    expect(bot.log.of('the database fails')).toMatchObject([{ level: 40, code: 'store.full' }])
    expect(bot.log.of('the database works again')).toMatchObject([{ level: 30 }])
    expect(bot.log.of('a command failed')).toMatchObject([{ level: 40, code: 'store.full', action: 'conf start' }])
  })

  it('in the midst of a start: the card is taken back, nobody is rung, and the room is free for the next', async () => {
    const { slack } = sandbox
    thread.fillBefore(/insert into "conferences"/)
    await slack.command('alice', 'start "Sprint review" 1001')
    const answer = await slack.answer('alice', isFull)
    expect([await calls(), await publicMessages()]).toEqual([[], []])
    expect(await rooms()).toMatchObject([{ number: '8000', locked: false, legs: [] }])
    await thread.empty()
    await slack.click('alice', answer, 'Try again')
    await slack.card('Sprint review', ['Room 8000', /1001 · invited/])
  })

  it('after the telephones began to ring: the card shows them, the person is told, and it is written down later', async () => {
    const { slack } = sandbox
    await start('1001')
    thread.fillBefore(/insert into "audit"/)
    await slack.command('alice', 'invite 1002')
    const answer = await slack.answer('alice', unrecorded)
    expect(JSON.stringify(answer.blocks)).not.toContain('Try again')
    await slack.card('Sprint review', [/1002 · invited/])
    // The roster is shown though it cannot be stored.
    await slack.advance(3)
    await slack.card('Sprint review', ['2 people', /1002 · joined/])
    await thread.empty()
    await audited(/conf invite · 1002 · done \(rang 1\)/)
    expect((await calls()).length).toBe(2)
  })

  it('in the midst of a mute and of an end: both are done and shown, and known after a restart', async () => {
    const { slack } = sandbox
    const card = await start('1001', '1002')
    thread.fillBefore(/insert into "audit"/)
    await slack.command('alice', 'mute 1001')
    await slack.answer('alice', unrecorded)
    await slack.card('Sprint review', [/1001 · joined, muted by @alice/])
    await thread.empty()
    await audited(/conf mute · Bob in Sprint review · done/)

    thread.fillBefore(/insert into "audit"/)
    await slack.click('alice', card, 'End')
    await slack.answer('alice', unrecorded)
    expect((await slack.card('Sprint review', ['Ended by @alice'])).ts).toBe(card.ts)
    expect((await rooms()).flatMap(({ legs }) => legs)).toEqual([])
    await thread.empty()
    await audited(/conf end · Sprint review with 2 people · done/)
    await bot.stop()
    await startHere()
    await slack.advance(30)
    await slack.command('alice', 'home')
    await slack.answer('alice', 'Nothing is live here')
  })
})

describe('a database that cannot be written for another reason', () => {
  it('read-only: is told, and all goes on when it can be written again', async () => {
    const { slack } = sandbox
    const card = await start('1001')
    await slack.command('alice', 'pin')
    const { text } = await slack.answer('alice', /PIN \d+/)
    await thread.setReadOnly(true)
    await slack.command('alice', 'lock')
    await slack.answer('alice', /confbot may not write its own database\.\nTell the administrator/)
    expect((await rooms())[0]?.locked).toBe(false)
    const pin = /PIN (\d+)/.exec(text)?.[1] ?? ''
    expect(await slack.post('pbx/portsip/call', { from: '1003', to: '8000', pin })).toMatchObject({ ok: true })
    await slack.advance(3)
    await slack.card('Sprint review', ['2 people', /1003 · joined/])
    await thread.setReadOnly(false)
    await slack.advance(3)
    await slack.click('alice', card, 'Lock')
    await slack.card('Sprint review', [/2 people · locked/])
  })

  it('read-only in the midst of a start: nothing stays, and no room is held for what was not opened', async () => {
    const { slack } = sandbox
    for (const channel of ['ops', 'general']) {
      thread.setReadOnlyBefore(/insert into "conferences"/)
      await slack.command('alice', 'start "Sprint review" 1001', channel)
      await slack.answer('alice', /confbot may not write its own database/, channel)
      await thread.setReadOnly(false)
    }
    expect([await calls(), await publicMessages()]).toEqual([[], []])
    // There are two rooms, and both were leased once.
    for (const [index, channel] of ['general', 'ops'].entries()) {
      await slack.command('alice', `start "Number ${index}"`, channel)
      await slack.card(`Number ${index}`, [`Room 800${index}`], channel)
    }
  })

  it('locked by another process: is told, and all goes on when the lock is given up', async () => {
    const { slack } = sandbox
    await start('1001')
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    await slack.command('alice', 'lock')
    const answer = await slack.answer('alice', /Another program holds confbot’s database\.\nTry again in a moment/)
    expect((await rooms())[0]?.locked).toBe(false)
    other.exec('rollback')
    other.close()
    await slack.click('alice', answer, 'Try again')
    await slack.card('Sprint review', [/· locked/])
  })

  it('the thread of the database dies: another takes its place, and nothing is lost', async () => {
    const { slack } = sandbox
    const card = await start('1001')
    await thread.kill()
    expect(bot.log.of('the SQLite thread died')).toHaveLength(1)
    await slack.command('alice', 'lock')
    expect((await slack.card('Sprint review', [/· locked/])).ts).toBe(card.ts)
    await bot.stop()
    await startHere()
    await slack.command('alice', 'unlock')
    await slack.answer('alice', 'Sprint review is unlocked')
  })
})

describe('the process', () => {
  const main = join(import.meta.dirname, '../../src/main.ts')

  /** The real one, with the sandbox, its database in the file of this test. */
  function run() {
    const child = spawn(process.execPath, [main], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        ADMIN_PORT: '0',
        CONFBOT_SANDBOX_TOKEN: 'a-token',
        DATABASE_URL: `sqlite:${join(folder, 'own', 'confbot.db')}`,
      },
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    let printed = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        printed += chunk
      })
    return { child, printed: () => printed }
  }
  const ended = async ({ child, printed }: ReturnType<typeof run>) => {
    const [code] = await once(child, 'close')
    return { code, printed: printed() }
  }

  it('does not start on a damaged database, and says so in a sentence', async () => {
    await mkdir(join(folder, 'own'))
    await writeFile(join(folder, 'own', 'confbot.db'), 'no database at all, whatever its name '.repeat(200))
    expect(await ended(run())).toEqual({
      code: 1,
      printed:
        'confbot’s database is damaged, or is no database of confbot’s.\nTell the administrator of confbot: npm run doctor says what to do.\n',
    })
  })

  it('does not start on a database that another program holds, and says so in a sentence', async () => {
    await mkdir(join(folder, 'own'))
    using other = new DatabaseSync(join(folder, 'own', 'confbot.db'))
    other.exec('create table held (by text); begin exclusive')
    const { code, printed } = await ended(run())
    expect(code).toBe(1)
    expect(printed).toMatch(/^Another program holds confbot’s database\.\nTry again in a moment\..*\n$/)
  })

  it('does not start where no database can be made, and says so in a sentence', async () => {
    await writeFile(join(folder, 'own'), 'a file where a folder should be')
    const { code, printed } = await ended(run())
    expect(code).toBe(1)
    expect(printed).toMatch(/^confbot may not write its own database\.\n.*\n$/)
  })

  const whereLimitsCanBeMoved = it.runIf(process.platform === 'linux')
  whereLimitsCanBeMoved(
    'lives through writes that the system refuses, and goes on when there is room (by prlimit)',
    async () => {
      const running = run()
      const address = await eventually(async () => {
        const [found] = /http:\/\/[^/]+/.exec(running.printed()) ?? []
        if (!found) throw new Error(running.printed())
        return found
      })
      const slack = createSandboxClient(address, 'a-token')
      const limit = (bytes: string) =>
        execFileSync('prlimit', ['--pid', String(running.child.pid), `--fsize=${bytes}:`])
      await slack.command('alice', 'start "Sprint review" 1001')
      await slack.card('Sprint review', [/1001 · invited/])
      limit('4096')
      await slack.command('alice', 'lock')
      const answer = await slack.answer('alice', /confbot cannot reach its own database\.\nTry again in a moment/)
      await slack.advance(3)
      // What the PBX shows is shown.
      await slack.card('Sprint review', [/1001 · joined/])
      limit('unlimited')
      await slack.click('alice', answer, 'Try again')
      await slack.card('Sprint review', [/· locked/])
      expect(running.child.exitCode).toBeNull()
      expect(running.printed()).not.toMatch(/"stack"|"level":[56]0/)
    },
  )
})
