/** Every migration, in order. One that was released is never changed; the next is added below it. */
import { type Kysely, sql } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from 'kysely/migration'
import type { Tables } from '../schema.ts'
import { initial } from './0001-initial.ts'
import { meetings } from './0002-meetings.ts'
import { keptValues } from './0003-kept-values.ts'

const migrations: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-meetings': meetings,
  '0003-kept-values': keptValues,
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

export interface TablesState {
  /** `older`: none, or not all migrations were run; `later`: others were, too; `foreign`: of another program. */
  readonly state: 'present' | 'older' | 'later' | 'foreign'
  /** The last migration that is known here. */
  readonly version: string
}

/** Changes nothing. */
export async function tablesOf(db: Kysely<Tables>): Promise<TablesState> {
  const known = Object.keys(migrations)
  const version = known.at(-1) ?? ''
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (tables.length === 0) return { state: 'older', version }
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return { state: 'foreign', version }
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db)
  const run = rows.map(({ name }) => name)
  if (run.some((name) => !known.includes(name))) return { state: 'later', version }
  return { state: known.every((name) => run.includes(name)) ? 'present' : 'older', version }
}
