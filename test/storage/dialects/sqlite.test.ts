/** SQLite in its thread: what becomes of calls when the database or the thread fails. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Writable } from 'node:stream'
import type { Worker } from 'node:worker_threads'
import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isConfbotError } from '#core/errors.ts'
import { createMovableClock } from '#lib/clock.ts'
import { createLogger, createSilentLogger } from '#lib/logger.ts'
import { openSqlite, type SqliteDatabase } from '#storage/dialects/sqlite.ts'
import type { SqliteRequest } from '#storage/dialects/sqlite-worker.ts'

interface Notes {
  readonly notes: { readonly id: number; readonly text: string }
}

const failure = (code: string) => expect.objectContaining({ code })
const unavailable = failure('store.unavailable')
const clock = createMovableClock()

let folder: string
let path: string
let thread: Worker
let database: SqliteDatabase
let db: Kysely<Notes>
let log: { level: number; msg: string }[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'confbot-sqlite-'))
  path = join(folder, 'notes.sqlite')
  log = []
  const destination = new Writable({
    write(line, _, done) {
      log.push(JSON.parse(String(line)))
      done()
    },
  })
  process.once('worker', (worker: Worker) => {
    thread = worker
  })
  database = await openSqlite({ path, busyTimeoutMs: 20, logger: createLogger({ level: 'info', destination }), clock })
  db = new Kysely<Notes>({ dialect: database.dialect })
  await sql`create table notes (id integer primary key, text text not null)`.execute(db)
})
afterEach(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

/** What a thread is sent from now on: a statement by its first value. */
function watch(worker: Worker, sent: string[] = []): string[] {
  const post = worker.postMessage.bind(worker)
  worker.postMessage = (requests: readonly SqliteRequest[]) => {
    for (const request of requests)
      sent.push(request.kind === 'run' ? `${request.transaction} ${request.parameters[0]}` : request.kind)
    post(requests)
  }
  return sent
}
function watchNextThread(): string[] {
  const sent: string[] = []
  process.once('worker', (worker: Worker) => watch(worker, sent))
  return sent
}
const insert = (on: Kysely<Notes>, id: number, text = '') => on.insertInto('notes').values({ id, text }).execute()
const idsInFile = () => {
  using file = new DatabaseSync(path, { readOnly: true })
  return file
    .prepare('select id from notes order by id')
    .all()
    .map((row) => row.id)
}

describe('SQLite in its thread', () => {
  it('writes ahead, checks foreign keys, and does not wait for the disk at each commit', async () => {
    const read = async (name: string) =>
      Object.values((await sql.raw<object>(`pragma ${name}`).execute(db)).rows[0] ?? {})
    expect(await read('journal_mode')).toEqual(['wal'])
    expect(await read('foreign_keys')).toEqual([1])
    expect(await read('synchronous')).toEqual([1])
  })

  it('takes statements in the order in which they were asked', async () => {
    const order: number[] = []
    await Promise.all([1, 2, 3, 4, 5].map(async (id) => order.push(await insert(db, id).then(() => id))))
    expect(order).toEqual([1, 2, 3, 4, 5])
  })

  it('sends statements without waiting for the answers to others, but none into a transaction', async () => {
    const sent = watch(thread)
    thread.on('message', () => sent.push('answers'))
    await Promise.all([
      insert(db, 1),
      insert(db, 2),
      db.transaction().execute(async (tx) => {
        await insert(tx, 3)
        await insert(tx, 4)
      }),
      insert(db, 5),
      db.transaction().execute((tx) => insert(tx, 6)),
      insert(db, 7),
    ])
    expect(sent.slice(0, 4)).toEqual(['none 1', 'none 2', 'begin 3', 'answers'])
    expect(sent.filter((one) => one !== 'answers').slice(3)).toEqual([
      'inside 4',
      'commit',
      'none 5',
      'begin 6',
      'commit',
      'none 7',
    ])
  })

  it('gives up on a lock that is held for too long, and serves again after it', async () => {
    const other = new DatabaseSync(path)
    other.exec('begin exclusive')
    await expect(insert(db, 1)).rejects.toEqual(failure('store.locked'))
    await expect(db.transaction().execute((tx) => insert(tx, 2))).rejects.toEqual(failure('store.locked'))
    other.exec('rollback')
    other.close()
    await db.transaction().execute((tx) => insert(tx, 3))
    expect(idsInFile()).toEqual([3])
  })

  it('waits while another process takes over what one that died had written', async () => {
    const died = new DatabaseSync(join(folder, 'died.sqlite'))
    died.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table notes (text blob)')
    for (let megabytes = 0; megabytes < 16; megabytes++) died.exec('insert into notes values (zeroblob(1000000))')
    for (const round of ['first', 'second', 'third']) {
      const left = join(folder, `${round}.sqlite`)
      // As a crash leaves it: with a log, and without the log's index, which the first that comes has to make.
      for (const part of ['', '-wal']) await copyFile(join(folder, `died.sqlite${part}`), left + part)
      const openings = [1, 2, 3, 4].map(() =>
        openSqlite({ path: left, busyTimeoutMs: 10_000, logger: createSilentLogger(), clock }),
      )
      const outcomes = await Promise.allSettled(openings)
      for (const outcome of outcomes) if (outcome.status === 'fulfilled') await outcome.value.close()
      expect(outcomes.map(({ status }) => status)).toEqual(openings.map(() => 'fulfilled'))
    }
    died.close()
  })

  it('refuses the rest of a transaction whose beginning was refused', async () => {
    const other = new DatabaseSync(path)
    other.exec('begin exclusive')
    const lost = db.transaction().execute(async (tx) => {
      await insert(tx, 1).catch(() => other.close())
      await insert(tx, 2)
    })
    await expect(lost).rejects.toEqual(unavailable)
    expect(idsInFile()).toEqual([])
  })

  it('refuses the rest of a transaction that the database has rolled back', async () => {
    const lost = db.transaction().execute(async (tx) => {
      await insert(tx, 1)
      // As SQLite does by itself on some errors of the disk.
      await sql`rollback`.execute(tx)
      await insert(tx, 2)
    })
    await expect(lost).rejects.toEqual(unavailable)
    const ended = db.transaction().execute(async (tx) => {
      await insert(tx, 3)
      await sql`rollback`.execute(tx)
    })
    await expect(ended).rejects.toEqual(unavailable)
    await insert(db, 4)
    expect(idsInFile()).toEqual([4])
  })

  it('refuses what a full disk cannot take, and nothing of the transaction stays', async () => {
    await sql`pragma max_page_count = 8`.execute(db)
    const full = db.transaction().execute(async (tx) => {
      await insert(tx, 1)
      await insert(tx, 2, 'x'.repeat(100_000))
    })
    await expect(full).rejects.toEqual(failure('store.full'))
    await insert(db, 3)
    expect(idsInFile()).toEqual([3])
  })

  it('tells a database that may not be written, and one that is damaged', async () => {
    await sql`pragma query_only = on`.execute(db)
    await expect(insert(db, 1)).rejects.toEqual(failure('store.read-only'))
    await writeFile(join(folder, 'other.sqlite'), 'no database at all, but long enough to be taken for one'.repeat(100))
    const other = openSqlite({
      path: join(folder, 'other.sqlite'),
      busyTimeoutMs: 20,
      logger: createSilentLogger(),
      clock,
    })
    await expect(other).rejects.toEqual(failure('store.damaged'))
  })

  it('logs an outage when it begins and when it is over, not each failure', async () => {
    await sql`pragma query_only = on`.execute(db)
    for (const id of [1, 2, 3]) await insert(db, id).catch(() => {})
    clock.advance(20_000)
    await db.selectFrom('notes').selectAll().execute()
    expect(log).toEqual([expect.objectContaining({ level: 40, msg: 'the database fails', code: 'store.read-only' })])
    await sql`pragma query_only = off`.execute(db)
    await insert(db, 4)
    expect(log.slice(1)).toEqual([
      expect.objectContaining({ level: 30, msg: 'the database works again', failures: { 'store.read-only': 3 } }),
    ])
  })

  it('tells a wrong statement from a database that cannot serve', async () => {
    await insert(db, 1)
    const faults = [
      insert(db, 1),
      sql`select * from nowhere`.execute(db),
      sql`select ${{ not: 'a value' }}`.execute(db),
      sql`select ${Symbol('nothing that another thread can be told')}`.execute(db),
    ]
    const right = insert(db, 2)
    for (const outcome of await Promise.allSettled(faults)) {
      expect(outcome.status).toBe('rejected')
      expect(outcome.status === 'rejected' && isConfbotError(outcome.reason)).toBe(false)
    }
    await right
    expect(idsInFile()).toEqual([1, 2])
  })

  it('rejects what was under way when the thread dies, says so in the log, and goes on in a new thread', async () => {
    const underWay = [1, 2, 3].map((id) => insert(db, id))
    const outcomes = Promise.allSettled(underWay)
    await thread.terminate()
    // Nobody can say what was done before.
    for (const outcome of await outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toEqual(unavailable)
    expect(log[0]).toMatchObject({ level: 50, msg: 'the SQLite thread died' })
    const sent = watchNextThread()
    await Promise.all([
      insert(db, 4),
      db.transaction().execute(async (tx) => {
        await insert(tx, 5)
        await insert(tx, 6)
      }),
      insert(db, 7),
    ])
    expect(sent).toEqual(['open', 'none 4', 'begin 5', 'inside 6', 'commit', 'none 7'])
    expect(idsInFile()).toEqual(expect.arrayContaining([4, 5, 6, 7]))
  })

  it('gives up the transaction in which the thread died', async () => {
    const lost = db.transaction().execute(async (tx) => {
      await insert(tx, 1)
      await thread.terminate()
      await insert(tx, 2)
    })
    await expect(lost).rejects.toEqual(unavailable)
    await insert(db, 3)
    expect(idsInFile()).toEqual([3])
  })

  it('tells that what was in memory is lost with the thread', async () => {
    const { promise: lost, resolve } = Promise.withResolvers<unknown>()
    process.once('worker', (worker: Worker) => {
      thread = worker
    })
    const memory = await openSqlite({
      path: ':memory:',
      busyTimeoutMs: 20,
      logger: createSilentLogger(),
      clock,
      onLost: resolve,
    })
    await thread.terminate()
    expect(await lost).toEqual(unavailable)
    await expect(sql`select 1`.execute(new Kysely({ dialect: memory.dialect }))).rejects.toEqual(unavailable)
    await memory.close()
  })

  it('logs a statement that took long, without its values', async () => {
    thread.prependOnceListener('message', () => clock.advance(1_500))
    await insert(db, 1, 'a secret')
    expect(log).toEqual([expect.objectContaining({ level: 40, msg: 'the database was slow' })])
    expect(JSON.stringify(log)).toContain('insert into')
    expect(JSON.stringify(log)).not.toContain('a secret')
  })

  it('ends its thread when it is closed', async () => {
    const exited = new Promise((resolve) => thread.once('exit', resolve))
    await database.close()
    expect(await exited).toBe(0)
  })
})
