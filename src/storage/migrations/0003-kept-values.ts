/** What platforms remember until an instant. */
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const keptValues: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db
    await schema
      .createTable('kept_values')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .addColumn('kept_until', 'bigint', (column) => column.notNull())
      .execute()
    await schema.createIndex('kept_values_by_end').on('kept_values').column('kept_until').execute()
  },
}
