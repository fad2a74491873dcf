/** Small values by scope and name. */
import type { Kysely } from 'kysely'
import type { SettingRepository } from '#core/contracts/store.ts'
import type { Tables } from '../schema.ts'

export const createSettingRepository = (db: Kysely<Tables>): SettingRepository => ({
  async get(scope, name) {
    const row = await db
      .selectFrom('settings')
      .select('value')
      .where('scope', '=', scope)
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.value ?? null
  },
  async list(scope) {
    const rows = await db.selectFrom('settings').select(['name', 'value']).where('scope', '=', scope).execute()
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
  },
  async set(scope, name, value) {
    if (value === null) {
      await db.deleteFrom('settings').where('scope', '=', scope).where('name', '=', name).execute()
      return
    }
    await db
      .insertInto('settings')
      .values({ scope, name, value })
      .onConflict((conflict) => conflict.columns(['scope', 'name']).doUpdateSet({ value }))
      .execute()
  },
})
