/** Every migration, in order. One that was released is never changed; the next is added below it. */
import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Tables } from '../schema.ts'
import { initial } from './0001-initial.ts'

const migrations: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
}

/**
 * Brings the database to the present version; returns the names of the migrations that were run. Rejects when one failed, which
 * then left no trace, or when the database was written by a later version.
 */
export async function migrate(db: Kysely<Tables>): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
  return (results ?? []).map((result) => result.migrationName)
}
