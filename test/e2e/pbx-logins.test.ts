/** A login to a PBX outlives the process, however it ends: PBXs count logins, and some allow few. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createMovedBots } from '#test/support/moved-process.ts'
import { startSandboxServer } from '#test/support/sandbox-server.ts'

/** How often PBX and bot agreed on a login after each of so many starts, all but the last one killed. */
async function loginsAfterStarts(starts: readonly Readonly<Record<string, string>>[]) {
  const folder = await mkdtemp(join(tmpdir(), 'confbot-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const sandbox = await startSandboxServer()
  onTestFinished(() => sandbox.stop())
  let logins = 0
  let readings = 0
  sandbox.onRequest((path) => {
    if (path.endsWith('/login/oauth/token')) logins += 1
    if (path.includes('/conference_rooms')) readings += 1
  })
  const counts: number[] = []
  const botsWith = async (more: Readonly<Record<string, string>>) => {
    const own = await mkdtemp(join(folder, 'program-'))
    const database = { DATABASE_URL: `sqlite:${join(folder, 'confbot.db')}` }
    const bots = await createMovedBots(sandbox, own, { ...sandbox.env, ...database, ...more })
    onTestFinished(() => bots.stop())
    return bots
  }
  const made = new Map<Readonly<Record<string, string>>, ReturnType<typeof botsWith>>()
  for (const more of starts) {
    made.set(more, made.get(more) ?? botsWith(more))
    const bots = await made.get(more)
    if (!bots) break
    const before = readings
    const bot = await bots.start()
    await bot.started
    await expect.poll(() => readings, { timeout: 10_000 }).toBeGreaterThan(before)
    counts.push(logins)
    await bot.kill()
  }
  const names = (await readdir(folder)).filter((name) => name.startsWith('confbot.db'))
  const kept = (await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))).join('')
  return { counts, kept }
}

const key = { CONFBOT_SECRET_KEY: 'a-key-that-only-this-test-knows' }

it('is used again by the process that follows one that was killed', async () => {
  const { counts, kept } = await loginsAfterStarts([key, key, key])
  expect(counts).toEqual([1, 1, 1])
  expect(kept).toContain('vault:session:')
  expect(kept).not.toContain('access')
})

it('is made anew with another key, and where there is none', async () => {
  const { counts } = await loginsAfterStarts([key, { CONFBOT_SECRET_KEY: 'another-key-of-24-characters' }, {}])
  expect(counts).toEqual([1, 2, 3])
})
