/** The statements that a store sends to its database, and how SQLite would go about them. */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Worker } from 'node:worker_threads'
import type { SqliteRequest } from '#storage/dialects/sqlite-worker.ts'

export interface SentStatements {
  /** What `run` makes the store send: transactions' ends as `commit` and `rollback`. */
  during(run: () => Promise<unknown>): Promise<readonly Statement[]>
}
export interface Statement {
  readonly sql: string
  readonly parameters: readonly SQLInputValue[]
}

/** Watches the store that is opened next. */
export function watchStatements(): SentStatements {
  let sent: Statement[] = []
  process.once('worker', (worker: Worker) => {
    const post = worker.postMessage.bind(worker)
    worker.postMessage = (requests: readonly SqliteRequest[]) => {
      for (const request of requests)
        sent.push(request.kind === 'run' ? request : { sql: request.kind, parameters: [] })
      post(requests)
    }
  })
  return {
    async during(run) {
      sent = []
      await run()
      return sent
    },
  }
}

/** The steps of SQLite's plan (https://sqlite.org/eqp.html). */
export function planOf(path: string, { sql, parameters }: Statement): readonly string[] {
  using file = new DatabaseSync(path, { readOnly: true })
  return file
    .prepare(`explain query plan ${sql}`)
    .all(...parameters)
    .map(({ detail }) => String(detail))
}
