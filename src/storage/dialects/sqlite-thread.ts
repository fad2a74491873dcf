/**
 * The near side of the SQLite thread: sends requests, hands out answers, and turns a database that cannot serve (locked for too
 * long, disk full, thread dead) into a `store.…` error. A thread that dies is replaced by another.
 */
import { Worker } from 'node:worker_threads'
import { ConfbotError } from '#core/errors.ts'
import type { SqliteAnswer, SqliteRequest } from './sqlite-worker.ts'

export type SqliteResult = Extract<SqliteAnswer, { ok: true }>

interface Call {
  readonly request: SqliteRequest
  readonly answer: PromiseWithResolvers<SqliteResult>
}

export interface SqliteThread {
  /** Rejects with a `StoreFailure`; with a plain error when the statement itself is wrong. */
  ask(request: SqliteRequest): Promise<SqliteResult>
  /** Closes the database after all that was asked before, and ends the thread. */
  close(): Promise<void>
}

/**
 * A thread with the database of `open`. When it dies, `onDeath` is told, what was under way is rejected, and the next request
 * opens the database in a new one; but one in memory died with its thread.
 */
export async function openSqliteThread(
  open: Extract<SqliteRequest, { kind: 'open' }>,
  onDeath: (error: unknown) => void,
): Promise<SqliteThread> {
  let isDead = false
  const start = async () => {
    const thread = startThread((error) => {
      isDead = true
      onDeath(error)
    })
    try {
      await thread.ask(open)
    } catch (error) {
      await thread.close()
      throw error
    }
    isDead = false
    return thread
  }
  let thread = await start()
  let isStarting = false
  /** Everybody waits for it, so that all are served in the order in which they asked, also after a death. */
  let ready = Promise.resolve()
  const revive = async () => {
    isStarting = true
    try {
      thread = await start()
    } finally {
      isStarting = false
    }
  }
  return {
    async ask(request) {
      if (isDead && !isStarting && open.path !== ':memory:') ready = revive()
      await ready
      return thread.ask(request)
    },
    close: () => thread.close(),
  }
}

function startThread(onDeath: (error: unknown) => void): SqliteThread {
  const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), {
    name: 'confbot-sqlite',
    // None of the process's own flags: some, as --input-type, a thread does not start with.
    execArgv: [],
  })
  /** What was asked in this turn of the event loop: to wake a thread costs more than most statements do. */
  let unsent: Call[] = []
  /** Answers come in the order of the requests. */
  let waiting: Call[] = []
  let ended: ConfbotError | null = null
  let isClosing = false

  const end = (cause: unknown) => {
    if (ended) return
    ended = new ConfbotError('store.unavailable', { cause })
    for (const { answer } of [...waiting, ...unsent]) answer.reject(ended)
    waiting = []
    unsent = []
    if (!isClosing) onDeath(cause)
  }
  const exited = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      end(new Error(isClosing ? 'the store is closed' : `the SQLite thread ended with code ${code}`))
      resolve()
    })
  })
  worker.on('error', end)
  worker.on('message', (answers: readonly SqliteAnswer[]) => {
    const answered = waiting.splice(0, answers.length)
    for (const [index, answer] of answers.entries()) {
      const call = answered[index]?.answer
      if (answer.ok) call?.resolve(answer)
      else call?.reject(answerToError(answer))
    }
  })

  const send = (calls: readonly Call[]) => {
    try {
      worker.postMessage(calls.map(({ request }) => request))
      waiting = [...waiting, ...calls]
    } catch (error) {
      // A value that no message can carry is the matter of its own statement alone.
      if (calls.length === 1) calls[0]?.answer.reject(error)
      else for (const call of calls) send([call])
    }
  }
  const flush = () => {
    const calls = unsent
    unsent = []
    if (calls.length > 0) send(calls)
  }
  const ask = (request: SqliteRequest): Promise<SqliteResult> => {
    if (ended) return Promise.reject(ended)
    const answer = Promise.withResolvers<SqliteResult>()
    if (unsent.push({ request, answer }) === 1) setImmediate(flush)
    return answer.promise
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

function answerToError({ message, failure }: Extract<SqliteAnswer, { ok: false }>): Error {
  const cause = new Error(message)
  return failure ? new ConfbotError(failure, { cause }) : cause
}
