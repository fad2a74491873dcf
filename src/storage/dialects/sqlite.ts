/**
 * Kysely on Node's own SQLite, which runs in a thread of its own so that a locked or slow database never holds up the process.
 * One connection: callers take it in turn, and a transaction keeps it to its end.
 */
import type { SQLInputValue } from 'node:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { type SqliteThread, startSqliteThread } from './sqlite-thread.ts'
import type { SqliteRequest } from './sqlite-worker.ts'

export interface SqliteOptions {
  /** A file in an existing folder, or `:memory:`. */
  readonly path: string
  /** How long a statement waits for another process's lock. */
  readonly busyTimeoutMs: number
  readonly logger: Logger
  readonly clock: Clock
}

export interface SqliteDatabase {
  readonly dialect: Dialect
  /** Closes after all calls and transactions that began before; later ones reject with `store.unavailable`. */
  close(): Promise<void>
}

/** What takes longer is logged: a sign of a lock held elsewhere or of a failing disk. */
const slowAfterMs = 1_000

/** Opens (or creates) the file. Rejects with `store.unavailable`. */
export async function openSqlite({ path, busyTimeoutMs, logger, clock }: SqliteOptions): Promise<SqliteDatabase> {
  const thread = startSqliteThread((error) => logger.error({ err: error }, 'the SQLite thread died'))
  try {
    await thread.ask({ kind: 'open', path, busyTimeoutMs })
  } catch (error) {
    await thread.close()
    throw error
  }
  const driver = createDriver({
    async ask(request) {
      const askedAt = clock.now()
      try {
        return await thread.ask(request)
      } finally {
        const tookMs = clock.now() - askedAt
        if (tookMs >= slowAfterMs) logger.warn({ tookMs, request: requestToText(request) }, 'the database was slow')
      }
    },
    close: () => thread.close(),
  })
  return {
    dialect: {
      createDriver: () => driver,
      createAdapter: () => new QueueingSqliteAdapter(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createIntrospector: (db) => new SqliteIntrospector(db),
    },
    close: () => driver.destroy(),
  }
}

/** Statements carry no values: those are bound. */
const requestToText = (request: SqliteRequest) => (request.kind === 'run' ? request.sql : request.kind)

class QueueingSqliteAdapter extends SqliteAdapter {
  /** The driver below queues its callers itself, in their order; Kysely's own queue wakes all who wait at each turn. */
  override get supportsMultipleConnections() {
    return true
  }
  /** As SQLite does (https://sqlite.org/lang_transaction.html); so a migration takes effect whole or not at all. */
  override get supportsTransactionalDdl() {
    return true
  }
}

function createDriver(thread: SqliteThread): Driver {
  /** `begin` is sent along with the first statement, which saves a round trip. */
  let transaction: 'none' | 'begin' | 'inside' = 'none'
  let lastTurn = Promise.resolve()
  let release = () => {}

  const takeTurn = async () => {
    const earlier = lastTurn
    const turn = Promise.withResolvers<void>()
    lastTurn = turn.promise
    await earlier
    release = turn.resolve
  }
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const request = { kind: 'run', transaction, sql, parameters: parameters as SQLInputValue[] } as const
      if (transaction === 'begin') transaction = 'inside'
      const { rows, changes } = await thread.ask(request)
      return { rows: rows as R[], numAffectedRows: BigInt(changes) }
    },
    async *streamQuery<R>(query: CompiledQuery) {
      yield await connection.executeQuery<R>(query)
    },
  }
  return {
    async init() {},
    async acquireConnection() {
      await takeTurn()
      return connection
    },
    async releaseConnection() {
      release()
    },
    async beginTransaction() {
      transaction = 'begin'
    },
    async commitTransaction() {
      if (transaction === 'inside') await thread.ask({ kind: 'commit' })
      transaction = 'none'
    },
    async rollbackTransaction() {
      const wasBegun = transaction === 'inside'
      transaction = 'none'
      if (wasBegun) await thread.ask({ kind: 'rollback' })
    },
    async destroy() {
      await takeTurn()
      try {
        await thread.close()
      } finally {
        release()
      }
    },
  }
}
