/** The calls that confbot originated, and the numbers that may be rung once. */
import type { Kysely } from 'kysely'
import { personKey } from '#core/actor.ts'
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
  async useAllowance(workspaceKey, number) {
    const { numDeletedRows } = await db
      .deleteFrom('dial_allowances')
      .where('workspace_key', '=', workspaceKey)
      .where('number', '=', number)
      .executeTakeFirstOrThrow()
    return numDeletedRows === 1n
  },
  async addAllowance(workspaceKey, number, by, at) {
    const allowed = { allowed_by: personKey(by), allowed_at: at }
    await db
      .insertInto('dial_allowances')
      .values({ workspace_key: workspaceKey, number, ...allowed })
      .onConflict((conflict) => conflict.columns(['workspace_key', 'number']).doUpdateSet(allowed))
      .execute()
  },
})
