/**
 * The app's own SQLite connection, reached from a test: statements of the test go to the thread between those of the app, so that
 * the real SQLite is full, read-only or dead where the test wants it.
 */
import { DatabaseSync } from 'node:sqlite'
import type { Worker } from 'node:worker_threads'
import type { SqliteAnswer, SqliteRequest } from '#storage/dialects/sqlite-worker.ts'

export interface StoreThread {
  /** The disk is full: SQLite can add no page any more, and has none to spare. */
  fill(): Promise<void>
  /** The disk is full from the next statement of the app on that matches. */
  fillBefore(statement: RegExp): void
  /** Nothing can be written from the next statement of the app on that matches. */
  setReadOnlyBefore(statement: RegExp): void
  /** There is room again. */
  empty(): Promise<void>
  setReadOnly(isReadOnly: boolean): Promise<void>
  kill(): Promise<void>
}

/** How often a file can be filled. */
const drains = 10

/**
 * Where SQLite's pages are small, hardly a write finds room in one that is there already. The empty tables are for taking up pages
 * that are free in the file.
 */
export function createSmallPages(path: string): void {
  using file = new DatabaseSync(path)
  const tables = Array.from({ length: drains }, (_, index) => `create table drain${index} (bytes blob);`)
  file.exec(`pragma page_size = 512; vacuum; ${tables.join(' ')}`)
}

/**
 * No page can be added to the file, and those that are free in it are taken by a value that needs just as many: 508 bytes each
 * beside those in the table's own page (https://sqlite.org/fileformat2.html, "B-tree Cell Format").
 */
const full = (drain: number) => [
  'pragma max_page_count = 1',
  `insert into drain${drain} select zeroblob(136 + 508 * (select freelist_count from pragma_freelist_count))`,
]
const roomy = 'pragma max_page_count = 4294967294'

/** Watches for the thread that is started next. Its file is one of `createSmallPages`. */
export function watchStoreThread(): StoreThread {
  let thread: Worker | undefined
  let filled = 0
  let next: { readonly before: RegExp; readonly run: readonly string[] } | null = null
  /** Who is to be answered, in order; null: the app. */
  const askers: (((answer: SqliteAnswer) => void) | null)[] = []
  let post: (requests: readonly SqliteRequest[]) => void = () => {
    throw new Error('no thread was started')
  }

  process.once('worker', (worker: Worker) => {
    thread = worker
    post = worker.postMessage.bind(worker)
    const emit = worker.emit.bind(worker)
    worker.postMessage = (requests: readonly SqliteRequest[]) => {
      for (const request of requests) {
        if (request.kind === 'run' && next?.before.test(request.sql)) {
          for (const statement of next.run) void run(statement)
          next = null
        }
        askers.push(null)
        post([request])
      }
    }
    worker.emit = (event: string | symbol, ...args: never[]) => {
      if (event !== 'message') return Reflect.apply(emit, worker, [event, ...args])
      const answers: readonly SqliteAnswer[] = args[0] ?? []
      const ofApp = answers.filter((answer) => {
        const asker = askers.shift()
        asker?.(answer)
        return !asker
      })
      return ofApp.length === 0 || Reflect.apply(emit, worker, [event, ofApp])
    }
  })

  const run = (sql: string) =>
    new Promise<SqliteAnswer>((resolve) => {
      askers.push(resolve)
      post([{ kind: 'run', transaction: 'none', sql, parameters: [] }])
    })
  const mustRun = async (sql: string) => {
    const answer = await run(sql)
    if (!answer.ok) throw new Error(answer.message)
  }

  return {
    async fill() {
      for (const statement of full(filled++)) await mustRun(statement)
      // What every command writes first is short, and may find room in a page that is there.
      const filler = `insert into intents select 'filler:' || hex(randomblob(20)), 4102444800000`
      while ((await run(filler)).ok);
    },
    empty: () => mustRun(roomy),
    fillBefore(statement) {
      next = { before: statement, run: full(filled++) }
    },
    setReadOnlyBefore(statement) {
      next = { before: statement, run: ['pragma query_only = on'] }
    },
    setReadOnly: (isReadOnly) => mustRun(`pragma query_only = ${isReadOnly ? 'on' : 'off'}`),
    async kill() {
      await thread?.terminate()
    },
  }
}
