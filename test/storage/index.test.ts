/** The store on SQLite: the contract, what it does when the file cannot serve, and how often it asks the database. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Clock, createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { openStore } from '#storage/index.ts'
import { describeStore } from '../contracts/store-contract.ts'
import { describeLastingStore } from './lasting-store-contract.ts'
import { sampleConference, sampleEntry } from './samples.ts'

const open = (path: string, clock: Clock = createSystemClock()) =>
  openStore({ kind: 'sqlite', path, logger: createSilentLogger(), clock })
const unavailable = expect.objectContaining({ code: 'store.unavailable' })

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'confbot-store-'))
})
afterEach(() => rm(folder, { recursive: true }))

describeStore('SQLite in memory', (clock) => open(':memory:', clock))
describeStore('a SQLite file', (clock) => open(join(folder, 'confbot.sqlite'), clock))
describeLastingStore('a SQLite file', async () => ({
  open: (clock) => open(join(folder, 'confbot.sqlite'), clock),
  remove: async () => {},
}))

describe('opening a SQLite store', () => {
  it('creates the folders of its file', async () => {
    const path = join(folder, 'var', 'lib', 'confbot.sqlite')
    const store = await open(path)
    await store.settings.set('scope', 'name', 'value')
    await store.close()
    using file = new DatabaseSync(path, { readOnly: true })
    expect(file.prepare('select value from settings').all()).toEqual([{ value: 'value' }])
  })

  it('is refused where no folder can be made', async () => {
    await writeFile(join(folder, 'file'), '')
    await expect(open(join(folder, 'file', 'confbot.sqlite'))).rejects.toMatchObject({ code: 'store.read-only' })
  })

  it('is refused where no file can be written', async () => {
    await mkdir(join(folder, 'confbot.sqlite'))
    await expect(open(join(folder, 'confbot.sqlite'))).rejects.toEqual(unavailable)
  })

  it('is refused on a file that is no database', async () => {
    await writeFile(join(folder, 'notes.txt'), 'Not a database, whatever its name. '.repeat(200))
    await expect(open(join(folder, 'notes.txt'))).rejects.toMatchObject({ code: 'store.damaged' })
  })

  it('is refused on a database that a later version has changed', async () => {
    const path = join(folder, 'confbot.sqlite')
    await (await open(path)).close()
    const file = new DatabaseSync(path)
    file.exec(`insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')`)
    file.close()
    await expect(open(path)).rejects.toEqual(unavailable)
  })
})

describe('a locked SQLite file', () => {
  it('keeps its own calls waiting, while the process goes on, and serves them once it is free', async () => {
    const path = join(folder, 'confbot.sqlite')
    const store = await open(path)
    const other = new DatabaseSync(path)
    other.exec('begin exclusive')

    let hasSettled = false
    const saving = store.conferences.save(sampleConference('abc001')).finally(() => {
      hasSettled = true
    })
    const claiming = store.intents.claim('slack:Ev1', 10)
    let timers = 0
    const timer = setInterval(() => {
      timers += 1
    }, 1)
    let turns = 0
    while (timers < 50 || turns < 50) {
      await new Promise((resolve) => setImmediate(resolve))
      turns += 1
    }
    clearInterval(timer)
    // All that went on while the call waited; a call that held up the process would have ended before.
    expect(hasSettled).toBe(false)

    other.exec('commit')
    other.close()
    await saving
    expect(await claiming).toBe(true)
    expect(await store.conferences.get('abc001')).toStrictEqual(sampleConference('abc001'))
    await store.close()
  })
})

describe('a process that opened a store', () => {
  it('ends by itself once the store is closed', async () => {
    const source = (name: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../src', name)).href)
    const script = `
      import { openStore } from ${source('storage/index.ts')}
      import { type Clock, createSystemClock } from ${source('lib/clock.ts')}
      import { createSilentLogger } from ${source('lib/logger.ts')}
      const store = await openStore({ kind: 'sqlite', path: ':memory:', logger: createSilentLogger(), clock: createSystemClock() })
      await store.close()
      console.log('closed')`
    const run = promisify(execFile)
    // Killed, and so a failure, when something keeps it alive.
    const { stdout } = await run(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      timeout: 15_000,
    })
    expect(stdout.trim()).toBe('closed')
  })
})

describe('round trips to the database', () => {
  it('are one for each single call, and four for a change with its audit record', async () => {
    let worker: Worker | undefined
    process.once('worker', (started: Worker) => {
      worker = started
    })
    const store = await open(':memory:')
    if (!worker) throw new Error('no thread was started')
    const sent = vi.spyOn(worker, 'postMessage')
    const count = async (run: () => Promise<unknown>) => {
      sent.mockClear()
      await run()
      return sent.mock.calls.length
    }
    expect(await count(() => store.conferences.save(sampleConference('abc001')))).toBe(1)
    expect(await count(() => store.conferences.save(sampleConference('abc001', { revision: 2 })))).toBe(1)
    expect(await count(() => store.conferences.get('abc001'))).toBe(1)
    expect(await count(() => store.intents.claim('slack:Ev1', 10))).toBe(1)
    expect(await count(() => store.roomLeases.take('main', '8000', 'abc001', 10))).toBe(1)
    expect(await count(() => store.transaction(async () => {}))).toBe(0)
    const change = store.transaction
    expect(
      await count(() =>
        change(async (tx) => {
          await tx.conferences.save(sampleConference('abc001', { revision: 3 }))
          await tx.audit.append(sampleEntry())
        }),
      ),
    ).toBe(4)
    await store.close()
  })
})
