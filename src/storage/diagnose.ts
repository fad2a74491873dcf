/** What `npm run doctor` asks of the database, which may be in use meanwhile: nothing is made, brought up to date or kept. */
import { existsSync } from 'node:fs'
import { mkdtemp, rmdir, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Kysely, sql } from 'kysely'
import type { Conference } from '#core/conference.ts'
import { type Check, type Finding, fail, ok, warn } from '#core/contracts/diagnosis.ts'
import { isConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { say } from '#text/message.ts'
import { openSqlite } from './dialects/sqlite.ts'
import { tablesOf } from './migrations/index.ts'
import { createRepositories } from './repositories/index.ts'
import type { SettingTable, Tables } from './schema.ts'

export interface StoreDiagnosis {
  readonly checks: readonly Check[]
  /** What other parts are asked about; empty where there is no database, or none that can be read. */
  readonly contents: {
    settings(): Promise<readonly SettingTable[]>
    live(): Promise<readonly Conference[]>
    /** Rooms of this PBX that are leased, by number. */
    leases(pbx: string): Promise<readonly string[]>
  }
  close(): Promise<void>
}

/** A running confbot writes for milliseconds. */
const busyTimeoutMs = 3_000

export function diagnoseStore({ path, clock, logger }: { path: string; clock: Clock; logger: Logger }): StoreDiagnosis {
  const isThere = path !== ':memory:' && existsSync(path)
  // Left alone while somebody has it open; a database that was closed has none.
  const isShared = existsSync(`${path}-wal`)
  let opened: Promise<{ readonly db: Kysely<Tables>; readonly close: () => Promise<void> }> | undefined
  const database = async (): Promise<Kysely<Tables>> => {
    opened ??= openSqlite({ path, busyTimeoutMs, keepsMode: true, clock, logger }).then(({ dialect, close }) => ({
      db: new Kysely<Tables>({ dialect }),
      close,
    }))
    return (await opened).db
  }

  const open: Check = {
    what: say('doctor.store.what.open'),
    async run() {
      if (path === ':memory:') return [ok(say('doctor.store.memory'))]
      if (!isThere) return [await futureFinding(path)]
      try {
        const db = await database()
        await writeInVain(db)
        return [
          ok(say(isShared ? 'doctor.store.shared' : 'doctor.store.works', { path })),
          await tablesFinding(db, path),
        ]
      } catch (error) {
        return [brokenFinding(error, path)]
      }
    },
  }
  const integrity: Check = {
    what: say('doctor.store.what.integrity'),
    after: open,
    run: async () => [await integrityFinding(await database())],
  }
  const audit: Check = {
    what: say('doctor.store.what.audit'),
    after: integrity,
    async run() {
      const db = await database()
      if ((await tablesOf(db)).state !== 'present') return []
      const seq = await createRepositories(db, logger).audit.verify()
      if (seq === null) return [ok(say('doctor.store.audit'))]
      return [fail(say('doctor.store.audit-broken', { seq }), say('doctor.store.audit-broken.next'))]
    },
  }
  const disk: Check = {
    what: say('doctor.store.what.disk'),
    async run() {
      const { bavail, bsize } = await statfs(nearestFolder(path))
      return [diskFinding(bavail * bsize)]
    },
  }

  const reading = async <T>(read: (db: Kysely<Tables>) => Promise<readonly T[]>): Promise<readonly T[]> => {
    if (!isThere) return []
    try {
      return await read(await database())
    } catch {
      // Why not is told of the database itself.
      return []
    }
  }
  return {
    checks: path === ':memory:' ? [open] : isThere ? [open, integrity, audit, disk] : [open, disk],
    contents: {
      settings: () => reading((db) => db.selectFrom('settings').selectAll().execute()),
      live: () => reading((db) => createRepositories(db, logger).conferences.live()),
      leases: (pbx) =>
        reading(async (db) =>
          (await createRepositories(db, logger).roomLeases.list(pbx)).map(({ roomNumber }) => roomNumber),
        ),
    },
    async close() {
      await (await opened?.catch(() => undefined))?.close()
    },
  }
}

/** Room for a day's work, and for a while. */
const leastBytes = 20 * 2 ** 20
const littleBytes = 500 * 2 ** 20

export function diskFinding(freeBytes: number): Finding {
  const free = freeBytes < 2 ** 30 ? `${Math.floor(freeBytes / 2 ** 20)} MB` : `${(freeBytes / 2 ** 30).toFixed(1)} GB`
  if (freeBytes >= littleBytes) return ok(say('doctor.store.disk', { free }))
  const tell = freeBytes < leastBytes ? fail : warn
  return tell(say('doctor.store.disk-low', { free }), say('doctor.store.disk-low.next'))
}

/** The folder of the file, or the nearest above it that is there. */
function nearestFolder(path: string): string {
  const folder = dirname(path)
  return existsSync(folder) || folder === path ? folder : nearestFolder(folder)
}

/** Whether the first start could make it: tried by making a folder beside it, which goes again. */
async function futureFinding(path: string): Promise<Finding> {
  try {
    await rmdir(await mkdtemp(join(nearestFolder(path), '.confbot-')))
    return ok(say('doctor.store.new', { path }))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return fail(say('doctor.store.no-folder', { path, code }), say('doctor.store.no-folder.next'))
  }
}

class InVain extends Error {}

/** Takes the write lock and writes as much as any write does; none of it remains. */
async function writeInVain(db: Kysely<Tables>): Promise<void> {
  try {
    await db.transaction().execute(async (tx) => {
      await sql`create table confbot_doctor (written integer)`.execute(tx)
      throw new InVain()
    })
  } catch (error) {
    if (!(error instanceof InVain)) throw error
  }
}

async function tablesFinding(db: Kysely<Tables>, path: string): Promise<Finding> {
  const { state, version } = await tablesOf(db)
  switch (state) {
    case 'present':
      return ok(say('doctor.store.schema', { version }))
    case 'older':
      return warn(say('doctor.store.older'), say('doctor.store.older.next'))
    case 'later':
      return fail(say('doctor.store.later'), say('doctor.store.later.next'))
    case 'foreign':
      return fail(say('doctor.store.foreign', { path }), say('doctor.store.foreign.next'))
  }
}

async function integrityFinding(db: Kysely<Tables>): Promise<Finding> {
  const damaged = (problem: string) => fail(say('doctor.store.damaged', { problem }), say('doctor.store.damaged.next'))
  try {
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
    const [problem = 'no answer'] = rows.map((row) => row.integrity_check)
    return problem === 'ok' ? ok(say('doctor.store.intact')) : damaged(problem)
  } catch (error) {
    return damaged(reasonOf(error))
  }
}

function reasonOf(error: unknown): string {
  const { cause } = isConfbotError(error) ? error : { cause: error }
  return cause instanceof Error ? cause.message : String(cause)
}

function brokenFinding(error: unknown, path: string): Finding {
  const reason = reasonOf(error)
  // SQLITE_BUSY, in the lowest byte (sqlite.org/rescode.html).
  const code = Number(/SQLite result code (\d+)/.exec(reason)?.[1] ?? 0)
  if ((code & 0xff) === 5) return warn(say('doctor.store.locked', { path }), say('doctor.store.locked.next'))
  return fail(say('doctor.store.unusable', { path, reason }), say('doctor.store.unusable.next'))
}
