/**
 * Kysely on Node's own SQLite, which runs in a thread of its own so that a locked or slow database never holds up the process.
 * One connection: statements are sent as they come, and a transaction keeps it to its end.
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
import { ConfbotError, isConfbotError, reasonOf, storeFailures } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { createOutageLog } from '#lib/outage-log.ts'
import { openSqliteThread, type SqliteThread } from './sqlite-thread.ts'
import type { SqliteRequest } from './sqlite-worker.ts'

export interface SqliteOptions {
  /** A file in an existing folder, or `:memory:`. */
  readonly path: string
  /** How long a statement waits for another process's lock. */
  readonly busyTimeoutMs: number
  readonly logger: Logger
  readonly clock: Clock
  /** A database in memory is lost, with all that was in it. */
  readonly onLost?: ((error: ConfbotError) => void) | undefined
  /** Of a file that may not be ours: it is not changed to a write-ahead log. */
  readonly keepsMode?: boolean
}

export interface SqliteDatabase {
  readonly dialect: Dialect
  /** Closes after all calls and transactions that began before; later ones reject with `store.unavailable`. */
  close(): Promise<void>
}

/** What takes longer is logged: a sign of a lock held elsewhere or of a failing disk. */
const slowAfterMs = 1_000

/** Opens (or creates) the file. Rejects with a `StoreFailure`. */
export async function openSqlite(options: SqliteOptions): Promise<SqliteDatabase> {
  const { path, busyTimeoutMs, keepsMode, logger, clock, onLost } = options
  const thread = await openSqliteThread({ kind: 'open', path, busyTimeoutMs, keepsMode }, (error) => {
    logger.error({ err: error }, 'the SQLite thread died')
    if (path === ':memory:') onLost?.(new ConfbotError('store.unavailable', { cause: error }))
  })
  const outage = createOutageLog({
    logger,
    clock,
    begins: 'the database fails',
    over: 'the database works again',
  })
  let answeredAt = clock.now()
  const driver = createDriver({
    async ask(request) {
      const askedAt = clock.now()
      try {
        const result = await thread.ask(request)
        // One that can only be read still fails.
        if (isWrite(request)) outage.worked()
        return result
      } catch (error) {
        if (isConfbotError(error, ...storeFailures)) outage.failed(error.code, { reason: reasonOf(error) })
        throw error
      } finally {
        // What had to wait for others was not slow itself.
        const tookMs = clock.now() - Math.max(askedAt, answeredAt)
        answeredAt = clock.now()
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

const isWrite = (request: SqliteRequest) =>
  request.kind === 'commit' ||
  (request.kind === 'run' && request.transaction === 'none' && !/^select/i.test(request.sql))

/** Statements carry no values: those are bound. */
const requestToText = (request: SqliteRequest) => (request.kind === 'run' ? request.sql : request.kind)

class QueueingSqliteAdapter extends SqliteAdapter {
  /** The driver below keeps its callers in order itself; Kysely's own queue would let only one of them wait for an answer. */
  override get supportsMultipleConnections() {
    return true
  }
  /** As SQLite does (https://sqlite.org/lang_transaction.html); so a migration takes effect whole or not at all. */
  override get supportsTransactionalDdl() {
    return true
  }
}

function createDriver(thread: SqliteThread): Driver {
  /**
   * The end of the newest transaction, for which everything waits that is asked after its beginning. Statements of their own do not
   * wait for one another, since the thread takes in order what it is sent.
   */
  let lastTransaction = Promise.resolve()
  /** Whose transaction is open, and what ends it. */
  let holder: DatabaseConnection | null = null
  let release = () => {}
  /** `begin` is sent along with the first statement, which saves a round trip. */
  let isBegun = false
  const inUse = new Map<DatabaseConnection, PromiseWithResolvers<void>>()
  let closed: Promise<void> | null = null

  const place = async (connection: DatabaseConnection): Promise<'none' | 'begin' | 'inside'> => {
    if (holder !== connection) {
      await lastTransaction
      return 'none'
    }
    const wasBegun = isBegun
    isBegun = true
    return wasBegun ? 'inside' : 'begin'
  }
  const end = (connection: DatabaseConnection) => {
    if (holder !== connection) return
    holder = null
    isBegun = false
    release()
  }
  const createConnection = (): DatabaseConnection => {
    const connection: DatabaseConnection = {
      async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
        const transaction = await place(connection)
        const request = { kind: 'run', transaction, sql, parameters: parameters as SQLInputValue[] } as const
        const { rows, changes } = await thread.ask(request)
        return { rows: rows as R[], numAffectedRows: BigInt(changes) }
      },
      async *streamQuery<R>(query: CompiledQuery) {
        yield await connection.executeQuery<R>(query)
      },
    }
    return connection
  }
  return {
    async init() {},
    async acquireConnection() {
      if (closed) await closed
      const connection = createConnection()
      inUse.set(connection, Promise.withResolvers())
      return connection
    },
    async releaseConnection(connection) {
      end(connection)
      inUse.get(connection)?.resolve()
      inUse.delete(connection)
    },
    async beginTransaction(connection) {
      const earlier = lastTransaction
      const own = Promise.withResolvers<void>()
      lastTransaction = own.promise
      await earlier
      release = own.resolve
      holder = connection
    },
    async commitTransaction(connection) {
      if (isBegun) await thread.ask({ kind: 'commit' })
      end(connection)
    },
    async rollbackTransaction(connection) {
      try {
        if (isBegun) await thread.ask({ kind: 'rollback' })
      } finally {
        end(connection)
      }
    },
    async destroy() {
      closed = Promise.all([...inUse.values()].map(({ promise }) => promise)).then(() => thread.close())
      await closed
    },
  }
}
