/** Several statements as one. */
import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'

/** Runs in the transaction that `db` is, else in one of its own. */
export const allOrNothing = <T>(db: Kysely<Tables>, run: (tx: Kysely<Tables>) => Promise<T>): Promise<T> =>
  db.isTransaction ? run(db) : db.transaction().execute(run)
