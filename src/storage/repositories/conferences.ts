/** Conferences, each stored whole under its revision. */
import type { Kysely } from 'kysely'
import { channelKey, workspaceKey } from '#core/actor.ts'
import type { Conference } from '#core/conference.ts'
import type { ConferenceRepository } from '#core/contracts/store.ts'
import { ConfbotError } from '#core/errors.ts'
import { conferenceDocumentVersion, documentToConference } from '../documents.ts'
import type { ConferenceTable, Tables } from '../schema.ts'

export function createConferenceRepository(db: Kysely<Tables>): ConferenceRepository {
  const select = () => db.selectFrom('conferences').select(['id', 'document_version', 'document'])
  const selectLive = () => select().where('state', '=', 'live').orderBy('started_at', 'desc').orderBy('id')
  const insert = async (row: ConferenceTable) => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('conferences')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }
  const replace = async (row: ConferenceTable) => {
    const { numUpdatedRows } = await db
      .updateTable('conferences')
      .set(row)
      .where('id', '=', row.id)
      .where('revision', '=', row.revision - 1)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }
  return {
    async save(conference) {
      const row = conferenceToRow(conference)
      const isWritten = conference.revision === 1 ? await insert(row) : await replace(row)
      if (!isWritten) throw new ConfbotError('store.conflict')
    },
    async get(id) {
      const row = await select().where('id', '=', id).executeTakeFirst()
      return row ? rowToConference(row) : null
    },
    async live(workspaceKey) {
      let query = selectLive()
      if (workspaceKey !== undefined) query = query.where('workspace_key', '=', workspaceKey)
      return (await query.execute()).map(rowToConference)
    },
    async ofOccurrence({ meetingId, date }) {
      const row = await select()
        .where('meeting_id', '=', meetingId)
        .where('occurrence_date', '=', date)
        .orderBy('started_at', 'desc')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst()
      return row ? rowToConference(row) : null
    },
    async lastEndedInChannel(key) {
      const row = await select()
        .where('channel_key', '=', key)
        .where('state', '=', 'ended')
        .orderBy('ended_at', 'desc')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst()
      return row ? rowToConference(row) : null
    },
  }
}

const conferenceToRow = (conference: Conference): ConferenceTable => ({
  id: conference.id,
  pbx: conference.pbx,
  room_number: conference.roomNumber,
  state: conference.state,
  workspace_key: workspaceKey(conference.place),
  channel_key: channelKey(conference.place),
  thread_id: conference.place.threadId ?? null,
  started_at: conference.startedAt,
  ended_at: conference.endedAt,
  meeting_id: conference.occurrence?.meetingId ?? null,
  occurrence_date: conference.occurrence?.date ?? null,
  revision: conference.revision,
  document_version: conferenceDocumentVersion,
  document: JSON.stringify(conference),
})

function rowToConference(row: Pick<ConferenceTable, 'id' | 'document_version' | 'document'>): Conference {
  try {
    return documentToConference(row.document_version, row.document)
  } catch (cause) {
    throw new Error(`the stored conference ${row.id} cannot be read`, { cause })
  }
}
