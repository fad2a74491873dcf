/**
 * The thread that owns the SQLite connection. It alone waits when the database is locked or the disk is slow; requests are
 * answered in the order in which they came, one answer each, those that came together with one message.
 */
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import { parentPort } from 'node:worker_threads'
import type { StoreFailure } from '#core/errors.ts'

export type SqliteRequest =
  | {
      readonly kind: 'open'
      readonly path: string
      readonly busyTimeoutMs: number
      /** The file stays in the journal mode in which it was found. */
      readonly keepsMode?: boolean | undefined
    }
  | {
      readonly kind: 'run'
      /** `begin`: opens a transaction first; `inside`: belongs to the open one, and is refused when that is lost. */
      readonly transaction: 'none' | 'begin' | 'inside'
      readonly sql: string
      readonly parameters: readonly SQLInputValue[]
    }
  | { readonly kind: 'commit' }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'close' }

export type SqliteRow = Record<string, SQLOutputValue>

export type SqliteAnswer =
  | { readonly ok: true; readonly rows: readonly SqliteRow[]; readonly changes: number }
  /** `failure`: the database is to blame; null: the statement is. */
  | { readonly ok: false; readonly message: string; readonly failure: StoreFailure | null }

/**
 * Primary result codes that blame the statement: SQLITE_ERROR, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_MISUSE, SQLITE_RANGE
 * (https://sqlite.org/rescode.html).
 */
const statementFaults: ReadonlySet<number> = new Set([1, 19, 20, 21, 25])

/** By primary result code: SQLITE_BUSY, _LOCKED, _READONLY, _CORRUPT, _FULL, _NOTADB. */
const failures: ReadonlyMap<number, StoreFailure> = new Map([
  [5, 'store.locked'],
  [6, 'store.locked'],
  [8, 'store.read-only'],
  [11, 'store.damaged'],
  [13, 'store.full'],
  [26, 'store.damaged'],
])

/** The open transaction, or the whole database, is gone. */
class LostError extends Error {}

/** More than the repositories have; only unforeseen ones are ever prepared twice. */
const maxPreparedStatements = 200

const port = parentPort
if (!port) throw new Error('sqlite-worker.ts runs as a worker thread')

let database: DatabaseSync | null = null
const statements = new Map<string, StatementSync>()

port.on('message', (requests: readonly SqliteRequest[]) => {
  port.postMessage(requests.map(answer))
  if (requests.some(({ kind }) => kind === 'close')) port.close()
})

function answer(request: SqliteRequest): SqliteAnswer {
  try {
    return { ok: true, ...fulfil(request) }
  } catch (error) {
    return errorToAnswer(error)
  }
}

function fulfil(request: SqliteRequest): { rows: readonly SqliteRow[]; changes: number } {
  if (request.kind === 'open') {
    database = openDatabase(request)
    return nothing
  }
  if (request.kind === 'close') {
    statements.clear()
    database?.close()
    database = null
    return nothing
  }
  if (!database) throw new LostError('the database is not open')
  switch (request.kind) {
    case 'run':
      // Immediately with the write lock: one taken later, after a read, could be refused at once instead of waited for.
      if (request.transaction === 'begin') database.exec('begin immediate')
      if (request.transaction === 'inside') requireTransaction(database)
      return run(prepare(database, request.sql), request.parameters)
    case 'commit':
      requireTransaction(database)
      database.exec('commit')
      return nothing
    case 'rollback':
      if (database.isTransaction) database.exec('rollback')
      return nothing
  }
}

const nothing = { rows: [], changes: 0 }

function openDatabase({ path, busyTimeoutMs, keepsMode }: Extract<SqliteRequest, { kind: 'open' }>): DatabaseSync {
  const opened = new DatabaseSync(path, { enableForeignKeyConstraints: true })
  try {
    if (!keepsMode) useWriteAheadLog(opened, busyTimeoutMs)
    opened.exec(`pragma busy_timeout = ${busyTimeoutMs}; pragma synchronous = normal`)
    return opened
  } catch (error) {
    opened.close()
    throw error
  }
}

/**
 * The change to WAL needs the whole database, and is refused at once, whatever the busy timeout, while another process makes it;
 * so all the waiting is done here, before that timeout is set.
 */
function useWriteAheadLog(opened: DatabaseSync, busyTimeoutMs: number) {
  const pauseMs = 20
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    try {
      opened.exec('pragma journal_mode = wal')
      return
    } catch (error) {
      if (waitedMs >= busyTimeoutMs || !isBusy(error)) throw error
      // This thread has nothing else to do.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
    }
  }
}

/**
 * SQLITE_BUSY, 5 in the lowest byte (sqlite.org/rescode.html): also as SQLITE_BUSY_RECOVERY, where another process is just making
 * the log's index.
 */
const isBusy = (error: unknown) =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 5

/** SQLite ends a transaction by itself on some errors (a full disk, say); what follows must not take effect alone. */
function requireTransaction(open: DatabaseSync) {
  if (!open.isTransaction) throw new LostError('the transaction was rolled back by the database')
}

function prepare(open: DatabaseSync, sql: string): StatementSync {
  const known = statements.get(sql)
  if (known) return known
  const statement = open.prepare(sql)
  if (statements.size >= maxPreparedStatements) statements.clear()
  statements.set(sql, statement)
  return statement
}

function run(statement: StatementSync, parameters: readonly SQLInputValue[]) {
  if (statement.columns().length > 0) return { rows: statement.all(...parameters), changes: 0 }
  return { rows: [], changes: Number(statement.run(...parameters).changes) }
}

function errorToAnswer(error: unknown): SqliteAnswer {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Error && 'errcode' in error && typeof error.errcode === 'number') {
    const code = error.errcode & 0xff
    const failure = statementFaults.has(code) ? null : (failures.get(code) ?? 'store.unavailable')
    return { ok: false, message: `${message} (SQLite result code ${error.errcode})`, failure }
  }
  return { ok: false, message, failure: error instanceof LostError ? 'store.unavailable' : null }
}
