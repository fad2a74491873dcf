/** Opens the store: picks the database, brings its tables up to date, and binds the repositories to it. */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import type { Store } from '#core/contracts/store.ts'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { openSqlite } from './dialects/sqlite.ts'
import { createJobQueue } from './job-queue.ts'
import { migrate } from './migrations/index.ts'
import { createRepositories } from './repositories/index.ts'
import type { Tables } from './schema.ts'

export interface StoreOptions {
  readonly kind: 'sqlite'
  /** The file, created with its folders when absent; `:memory:` for one that ends with the process. */
  readonly path: string
  readonly logger: Logger
  /** Tells what is due, and which statements are slow. */
  readonly clock: Clock
  /** A store in memory is lost, with all that was in it. */
  readonly onLost?: ((error: ConfbotError) => void) | undefined
}

/** How long a write waits for the lock of another process. People wait with it, and a process that writes holds it for milliseconds. */
const busyTimeoutMs = 5_000

/** Rejects with a `StoreFailure` when the database cannot be opened or brought up to date. */
export async function openStore({ path, logger, clock, onLost }: StoreOptions): Promise<Store> {
  if (path !== ':memory:') await createFolder(dirname(path))
  const database = await openSqlite({ path, busyTimeoutMs, logger, clock, onLost })
  const db = new Kysely<Tables>({ dialect: database.dialect })
  try {
    const migrations = await migrate(db)
    logger.info({ path, migrations }, 'the store is open')
  } catch (error) {
    await database.close()
    throw isConfbotError(error) ? error : new ConfbotError('store.unavailable', { cause: error })
  }
  return {
    ...createRepositories(db, logger),
    transaction: (run) => db.transaction().execute((tx) => run(createRepositories(tx, logger))),
    queue: createJobQueue(db, { clock, logger }),
    close: () => database.close(),
  }
}

async function createFolder(path: string) {
  try {
    // For confbot alone: the file holds whole phone numbers.
    await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC'
    throw new ConfbotError(isFull ? 'store.full' : 'store.read-only', { cause })
  }
}
