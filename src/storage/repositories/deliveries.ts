/** Messages about meetings, from before they are sent. */
import { type Kysely, sql } from 'kysely'
import type { Delivery, DeliveryRepository } from '#core/contracts/store.ts'
import { membersToDelivery } from '../meeting-documents.ts'
import type { DeliveryTable, Tables } from '../schema.ts'

/** 1 for what stands there, and came more than a minute after it was due; else null. */
const isLate = sql<number>`case when message is not null and settled_at > start_at - lead_minutes * 60000 + 60000 then 1 end`

/** All kinds but cards, which stand for as long as their meeting. */
const forgotten = ['reminder', 'notice'] as const satisfies readonly Delivery['kind'][]

export function createDeliveryRepository(db: Kysely<Tables>): DeliveryRepository {
  const get = async (key: string) => {
    const row = await db.selectFrom('deliveries').selectAll().where('key', '=', key).executeTakeFirst()
    return row ? rowToDelivery(row) : null
  }
  const insert = async (delivery: Delivery) => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('deliveries')
      .values(deliveryToRow(delivery))
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }
  return {
    get,
    async begin(delivery) {
      // One that is there and then is not was pruned in between.
      for (;;) {
        if (await insert(delivery)) return null
        const known = await get(delivery.key)
        if (known) return known
      }
    },
    async settle(key, state, at, message) {
      await db
        .updateTable('deliveries')
        .set({ state, settled_at: at, ...(message && { message: JSON.stringify(message) }) })
        .where('key', '=', key)
        .execute()
    },
    async ofMeeting(meetingId, date) {
      let query = db.selectFrom('deliveries').selectAll().where('meeting_id', '=', meetingId)
      if (date !== undefined) query = query.where('date', '=', date)
      return (await query.orderBy('began_at', 'desc').orderBy('key').execute()).map(rowToDelivery)
    },
    async count(since) {
      const rows = await db
        .selectFrom('deliveries')
        .select(({ fn }) => ['state', fn.countAll<number>().as('count'), fn.count<number>(isLate).as('late')])
        .where('kind', '=', 'reminder')
        .where('lead_minutes', 'is not', null)
        .where('began_at', '>=', since)
        .groupBy('state')
        .execute()
      const counts = { sending: 0, sent: 0, unconfirmed: 0, missed: 0, refused: 0, corrected: 0 }
      const found = Object.fromEntries(rows.map(({ state, count }) => [state, count]))
      return { ...counts, ...found, late: rows.reduce((sum, { late }) => sum + late, 0) }
    },
    async prune(before) {
      await db.deleteFrom('deliveries').where('kind', 'in', forgotten).where('began_at', '<', before).execute()
    },
  }
}

const deliveryToRow = (delivery: Delivery): DeliveryTable => ({
  key: delivery.key,
  meeting_id: delivery.meetingId,
  date: delivery.date,
  kind: delivery.kind,
  start_at: delivery.startAt,
  lead_minutes: delivery.leadMinutes,
  place: JSON.stringify(delivery.place),
  state: delivery.state,
  began_at: delivery.beganAt,
  settled_at: delivery.settledAt,
  message: delivery.message && JSON.stringify(delivery.message),
})

function rowToDelivery(row: DeliveryTable): Delivery {
  try {
    return membersToDelivery({
      key: row.key,
      meetingId: row.meeting_id,
      date: row.date,
      kind: row.kind,
      startAt: row.start_at,
      leadMinutes: row.lead_minutes,
      place: row.place,
      state: row.state,
      beganAt: row.began_at,
      settledAt: row.settled_at,
      message: row.message,
    })
  } catch (cause) {
    throw new Error(`the stored delivery ${row.key} cannot be read`, { cause })
  }
}
