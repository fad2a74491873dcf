/** Which messages show which conference. */
import type { Kysely } from 'kysely'
import { channelKey } from '#core/actor.ts'
import type { PostedCard, PostedCardRepository } from '#core/contracts/store.ts'
import { documentToPlace } from '../documents.ts'
import type { PostedCardTable, Tables } from '../schema.ts'

export const createPostedCardRepository = (db: Kysely<Tables>): PostedCardRepository => ({
  async add({ conferenceId, place, messageId }) {
    await db
      .insertInto('posted_cards')
      .values({
        conference_id: conferenceId,
        channel_key: channelKey(place),
        message_id: messageId,
        place: JSON.stringify(place),
      })
      .onConflict((conflict) => conflict.columns(['conference_id', 'channel_key', 'message_id']).doNothing())
      .execute()
  },
  async ofConference(conferenceId) {
    return (await select(db).where('conference_id', '=', conferenceId).execute()).map(rowToCard)
  },
  async all() {
    return (await select(db).execute()).map(rowToCard)
  },
  async remove({ conferenceId, place, messageId }) {
    await db
      .deleteFrom('posted_cards')
      .where('conference_id', '=', conferenceId)
      .where('channel_key', '=', channelKey(place))
      .where('message_id', '=', messageId)
      .execute()
  },
})

const select = (db: Kysely<Tables>) =>
  db
    .selectFrom('posted_cards')
    .select(['conference_id', 'place', 'message_id'])
    .orderBy('conference_id')
    .orderBy('channel_key')
    .orderBy('message_id')

const rowToCard = (row: Pick<PostedCardTable, 'conference_id' | 'place' | 'message_id'>): PostedCard => ({
  conferenceId: row.conference_id,
  place: documentToPlace(row.place),
  messageId: row.message_id,
})
