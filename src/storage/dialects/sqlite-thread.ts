/**
 * The near side of the SQLite thread: sends requests, hands out answers, and turns a database that cannot serve (locked for too
 * long, disk full, thread dead) into `store.unavailable`.
 */
import { Worker } from 'node:worker_threads'
import { ConfbotError } from '#core/errors.ts'
import type { SqliteAnswer, SqliteRequest } from './sqlite-worker.ts'

export type SqliteResult = Extract<SqliteAnswer, { ok: true }>

export interface SqliteThread {
  /** Rejects with `store.unavailable`; with a plain error when the statement itself is wrong. */
  ask(request: SqliteRequest): Promise<SqliteResult>
  /** Closes the database after all that was asked before, and ends the thread. */
  close(): Promise<void>
}

/** Starts the thread. `onDeath` is told when it ends without having been closed. */
export function startSqliteThread(onDeath: (error: unknown) => void): SqliteThread {
  const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), {
    name: 'confbot-sqlite',
    // None of the process's own flags: some, as --input-type, a thread does not start with.
    execArgv: [],
  })
  /** Answers come in the order of the requests. */
  let waiting: PromiseWithResolvers<SqliteResult>[] = []
  let ended: ConfbotError | null = null
  let isClosing = false

  const end = (cause: unknown) => {
    if (ended) return
    ended = new ConfbotError('store.unavailable', { cause })
    for (const call of waiting) call.reject(ended)
    waiting = []
    if (!isClosing) onDeath(cause)
  }
  const exited = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      end(new Error(isClosing ? 'the store is closed' : `the SQLite thread ended with code ${code}`))
      resolve()
    })
  })
  worker.on('error', end)
  worker.on('message', (answer: SqliteAnswer) => {
    const call = waiting.shift()
    if (answer.ok) call?.resolve(answer)
    else call?.reject(answerToError(answer))
  })

  const ask = (request: SqliteRequest): Promise<SqliteResult> => {
    if (ended) return Promise.reject(ended)
    const call = Promise.withResolvers<SqliteResult>()
    worker.postMessage(request)
    waiting.push(call)
    return call.promise
  }
  return {
    ask,
    async close() {
      isClosing = true
      // A thread that died has nothing left to close.
      await ask({ kind: 'close' }).catch(() => undefined)
      await exited
    },
  }
}

function answerToError({ message, isUnavailable }: Extract<SqliteAnswer, { ok: false }>): Error {
  const cause = new Error(message)
  return isUnavailable ? new ConfbotError('store.unavailable', { cause }) : cause
}
