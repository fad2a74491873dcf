/** Private calendar addresses, by the hash of their secret. */
import type { Kysely } from 'kysely'
import type { CalendarRepository } from '#core/contracts/store.ts'
import type { Tables } from '../schema.ts'

export function createCalendarRepository(db: Kysely<Tables>): CalendarRepository {
  const select = () => db.selectFrom('calendars').select(['hash', 'scope', 'created_at as createdAt'])
  return {
    async put({ hash, scope, createdAt }) {
      const columns = { hash, created_at: createdAt }
      await db
        .insertInto('calendars')
        .values({ scope, ...columns })
        .onConflict((conflict) => conflict.column('scope').doUpdateSet(columns))
        .execute()
    },
    async find(hash) {
      return (await select().where('hash', '=', hash).executeTakeFirst()) ?? null
    },
    async ofScope(scope) {
      return (await select().where('scope', '=', scope).executeTakeFirst()) ?? null
    },
    async remove(scope) {
      const { numDeletedRows } = await db.deleteFrom('calendars').where('scope', '=', scope).executeTakeFirstOrThrow()
      return numDeletedRows === 1n
    },
  }
}
