/** The calls that confbot originated. */
import type { Kysely } from 'kysely'
import type { DialRepository } from '#core/contracts/store.ts'
import type { Tables } from '../schema.ts'

export const createDialRepository = (db: Kysely<Tables>): DialRepository => ({
  async add(dial) {
    await db
      .insertInto('dials')
      .values({
        pbx: dial.pbx,
        conference_id: dial.conferenceId,
        person_key: dial.personKey,
        number: dial.number,
        dialled_at: dial.at,
      })
      .execute()
  },
  async count(filter) {
    let query = db
      .selectFrom('dials')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('pbx', '=', filter.pbx)
      .where('dialled_at', '>=', filter.since)
    if (filter.personKey !== undefined) query = query.where('person_key', '=', filter.personKey)
    if (filter.conferenceId !== undefined) query = query.where('conference_id', '=', filter.conferenceId)
    return (await query.executeTakeFirstOrThrow()).count
  },
  async prune(before) {
    await db
      .deleteFrom('dials')
      .where('dialled_at', '<', before)
      .where('conference_id', 'not in', db.selectFrom('conferences').select('id').where('state', '=', 'live'))
      .execute()
  },
})
