/** What platforms remember until an instant. */
import type { Kysely } from 'kysely'
import type { KeptValueRepository } from '#core/contracts/store.ts'
import type { Tables } from '../schema.ts'

export const createKeptValueRepository = (db: Kysely<Tables>): KeptValueRepository => ({
  async put(values) {
    if (values.length === 0) return
    await db
      .insertInto('kept_values')
      .values(values.map(({ key, value, until }) => ({ key, value, kept_until: until })))
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet(({ ref }) => ({
          value: ref('excluded.value'),
          kept_until: ref('excluded.kept_until'),
        })),
      )
      .execute()
  },
  async get(key) {
    const row = await db.selectFrom('kept_values').select('value').where('key', '=', key).executeTakeFirst()
    return row?.value ?? null
  },
  async remove(key) {
    await db.deleteFrom('kept_values').where('key', '=', key).execute()
  },
  async prune(before) {
    await db.deleteFrom('kept_values').where('kept_until', '<', before).execute()
  },
})
