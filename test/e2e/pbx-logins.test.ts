/** A login to a PBX outlives the process, however it ends: PBXs count logins, and some allow few. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createMovedBots } from '#test/support/moved-process.ts'
import { startSandboxServer } from '#test/support/sandbox-server.ts'

/** How many logins the PBX has seen after each of two starts, the first of which was killed; and what the database holds. */
async function loginsAfterStarts(more: Readonly<Record<string, string>>) {
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
  const inDatabase = async () => {
    const names = (await readdir(folder)).filter((name) => name.startsWith('confbot.db'))
    return (await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))).join('')
  }
  const counts: number[] = []
  const database = { DATABASE_URL: `sqlite:${join(folder, 'confbot.db')}` }
  const bots = await createMovedBots(sandbox, folder, { ...sandbox.env, ...database, ...more })
  onTestFinished(() => bots.stop())
  for (let start = 0; start < 2; start += 1) {
    const before = readings
    const bot = await bots.start()
    await bot.started
    await expect.poll(() => readings, { timeout: 10_000 }).toBeGreaterThan(before)
    counts.push(logins)
    if (more.CONFBOT_SECRET_KEY) await expect.poll(inDatabase).toContain('vault:session:')
    await bot.kill()
  }
  return { counts, kept: await inDatabase() }
}

const key = { CONFBOT_SECRET_KEY: 'a-key-that-only-this-test-knows' }

it('is used again by the process that follows one that was killed', async () => {
  const { counts, kept } = await loginsAfterStarts(key)
  expect(counts).toEqual([1, 1])
  expect(kept).toContain('vault:session:')
})

it('is made anew where there is no key to keep it with', async () => {
  const { counts, kept } = await loginsAfterStarts({})
  expect(counts).toEqual([1, 2])
  expect(kept).not.toContain('vault:session:')
})
