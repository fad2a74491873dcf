/** Which room serves which conference, or is held for which meeting. */
import type { Kysely } from 'kysely'
import type { RoomLeaseRepository } from '#core/contracts/store.ts'
import type { Tables } from '../schema.ts'

export const createRoomLeaseRepository = (db: Kysely<Tables>): RoomLeaseRepository => ({
  async take(pbx, roomNumber, conferenceId, at) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('room_leases')
      .values({ pbx, room_number: roomNumber, conference_id: conferenceId, leased_at: at })
      .onConflict((conflict) => conflict.columns(['pbx', 'room_number']).doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  },
  async release(pbx, roomNumber, conferenceId) {
    await db
      .deleteFrom('room_leases')
      .where('pbx', '=', pbx)
      .where('room_number', '=', roomNumber)
      .where('conference_id', '=', conferenceId)
      .execute()
  },
  async pass(pbx, roomNumber, from, to) {
    const { numUpdatedRows } = await db
      .updateTable('room_leases')
      .set({ conference_id: to })
      .where('pbx', '=', pbx)
      .where('room_number', '=', roomNumber)
      .where('conference_id', '=', from)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  },
  list: (pbx) =>
    db
      .selectFrom('room_leases')
      .select(['room_number as roomNumber', 'conference_id as conferenceId', 'leased_at as leasedAt'])
      .where('pbx', '=', pbx)
      .orderBy('room_number')
      .execute(),
})
