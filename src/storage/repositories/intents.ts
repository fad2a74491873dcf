/** What was already received, so that a repeated delivery has one effect. */
import type { Kysely } from 'kysely'
import type { IntentRepository } from '#core/contracts/store.ts'
import type { Tables } from '../schema.ts'

export const createIntentRepository = (db: Kysely<Tables>): IntentRepository => ({
  async claim(key, at) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('intents')
      .values({ key, claimed_at: at })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  },
  async prune(before) {
    await db.deleteFrom('intents').where('claimed_at', '<', before).execute()
  },
})
