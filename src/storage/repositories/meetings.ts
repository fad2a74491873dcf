/** Meetings, each stored whole under its revision, found by what comes next. */
import { expressionBuilder, type Kysely, sql } from 'kysely'
import { channelKey, personKey, workspaceKey } from '#core/actor.ts'
import type { MeetingRepository } from '#core/contracts/store.ts'
import { ConfbotError } from '#core/errors.ts'
import { mentionedUserId } from '#core/invitee.ts'
import type { Meeting } from '#core/meeting.ts'
import type { Logger } from '#lib/logger.ts'
import { documentToMeeting, meetingDocumentVersion } from '../meeting-documents.ts'
import type { MeetingTable, Tables } from '../schema.ts'
import { allOrNothing } from '../transaction.ts'

export function createMeetingRepository(db: Kysely<Tables>, logger: Logger): MeetingRepository {
  const select = () => db.selectFrom('meetings').select(stored)
  /** One that cannot be read hides no other. */
  const readable = (rows: readonly StoredRow[]): readonly Meeting[] =>
    rows.flatMap((row) => {
      try {
        return rowToMeeting(row)
      } catch (error) {
        logger.error({ err: error, meeting: row.id }, 'a meeting cannot be read, and is left out')
        return []
      }
    })
  return {
    async save(meeting, nextAt) {
      const people = peopleOf(meeting)
      const row = meetingToRow(meeting, nextAt, people)
      if (meeting.revision === 1) await allOrNothing(db, (tx) => add(tx, row, people))
      else if (!(await replace(db, row, true))) await allOrNothing(db, (tx) => replaceWithPeople(tx, row, people))
    },
    async get(id) {
      const row = await select().where('id', '=', id).executeTakeFirst()
      return row ? rowToMeeting(row) : null
    },
    async revisionOf(id) {
      const row = await db.selectFrom('meetings').select('revision').where('id', '=', id).executeTakeFirst()
      return row?.revision ?? null
    },
    async whereaboutsOf(ids) {
      if (ids.length === 0) return new Map()
      const rows = await db.selectFrom('meetings').select(['id', 'channel_key', 'pbx']).where('id', 'in', ids).execute()
      return new Map(rows.map(({ id, channel_key, pbx }) => [id, { channelKey: channel_key, pbx }]))
    },
    async setNext(id, nextAt) {
      await db.updateTable('meetings').set({ next_at: nextAt }).where('id', '=', id).where(isScheduled).execute()
    },
    async upcoming({ limit, personKey, ...filter }) {
      const wanted = isWanted(filter)
      const rows =
        personKey === undefined
          ? await db
              .selectFrom('meetings')
              .select(stored)
              .where(wanted)
              .orderBy('next_at')
              .orderBy('id')
              .limit(limit)
              .execute()
          : // A cross join is done in this order: nobody has as many meetings as a workspace.
            await db
              .selectFrom('meeting_people')
              .crossJoin('meetings')
              .select(stored)
              .whereRef('meetings.id', '=', 'meeting_people.meeting_id')
              .where('person_key', '=', personKey)
              .where(wanted)
              .orderBy('next_at')
              .orderBy('id')
              .limit(limit)
              .execute()
      return readable(rows)
    },
    async unplanned(limit) {
      // Two lists in the same order, side by side: a look-up for each meeting would take three times as long.
      const planned = db
        .selectFrom('jobs')
        .select(({ ref }) => ref('meeting_id').$castTo<string>().as('id'))
        .where('kind', '=', 'plan')
      const unplanned = db.selectFrom('meetings').select('id').where(isScheduled).except(planned)
      return readable(await select().where('id', 'in', unplanned).orderBy('id').limit(limit).execute())
    },
  }
}

const stored = ['id', 'document_version', 'document'] as const

function isWanted(filter: Omit<Parameters<MeetingRepository['upcoming']>[0], 'limit' | 'personKey'>) {
  const { channelKey, workspaceKey, pbx, before } = filter
  const { eb, and } = expressionBuilder<Tables, 'meetings'>()
  return and([
    eb('next_at', 'is not', null),
    ...(before === undefined ? [] : [eb('next_at', '<', before)]),
    ...(channelKey === undefined ? [] : [eb('channel_key', '=', channelKey)]),
    ...(workspaceKey === undefined ? [] : [eb('workspace_key', '=', workspaceKey)]),
    ...(pbx === undefined ? [] : [eb('pbx', '=', pbx), eb('room_number', 'is not', null)]),
  ])
}

/** As in the condition of an index, which databases compare word by word. */
const isScheduled = sql<boolean>`state = 'scheduled'`

async function add(tx: Kysely<Tables>, row: MeetingTable, people: readonly string[]) {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('meetings')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows !== 1n) throw new ConfbotError('store.conflict')
  await addPeople(tx, row, people)
}

/** `hasSamePeople`: only where the people are the same. */
async function replace(db: Kysely<Tables>, row: MeetingTable, hasSamePeople: boolean): Promise<boolean> {
  let query = db
    .updateTable('meetings')
    .set(row)
    .where('id', '=', row.id)
    .where('revision', '=', row.revision - 1)
  if (hasSamePeople) query = query.where('people', '=', row.people)
  return (await query.executeTakeFirstOrThrow()).numUpdatedRows === 1n
}

async function replaceWithPeople(tx: Kysely<Tables>, row: MeetingTable, people: readonly string[]) {
  if (!(await replace(tx, row, false))) throw new ConfbotError('store.conflict')
  await tx.deleteFrom('meeting_people').where('meeting_id', '=', row.id).execute()
  await addPeople(tx, row, people)
}

async function addPeople(tx: Kysely<Tables>, { id }: MeetingTable, people: readonly string[]) {
  if (people.length === 0) return
  await tx
    .insertInto('meeting_people')
    .values(people.map((key) => ({ meeting_id: id, person_key: key })))
    .execute()
}

/** Who is asked about it by name: nobody any more once it is cancelled or over. */
function peopleOf({ state, owner, place, who }: Meeting): readonly string[] {
  if (state !== 'scheduled') return []
  const mentioned = who.map(({ text }) => mentionedUserId(text)).filter((userId) => userId !== null)
  const { platform, workspaceId } = place
  const keys = mentioned.map((userId) => personKey({ platform, workspaceId, userId }))
  return [...new Set([personKey(owner), ...keys])].sort()
}

const meetingToRow = (meeting: Meeting, nextAt: number | null, people: readonly string[]): MeetingTable => ({
  id: meeting.id,
  state: meeting.state,
  workspace_key: workspaceKey(meeting.place),
  channel_key: channelKey(meeting.place),
  owner_key: personKey(meeting.owner),
  pbx: meeting.pbx,
  room_number: meeting.room?.number ?? null,
  next_at: meeting.state === 'scheduled' ? nextAt : null,
  people: JSON.stringify(people),
  revision: meeting.revision,
  document_version: meetingDocumentVersion,
  document: JSON.stringify(meeting),
})

type StoredRow = Pick<MeetingTable, 'id' | 'document_version' | 'document'>

function rowToMeeting(row: StoredRow): Meeting {
  try {
    return documentToMeeting(row.document_version, row.document)
  } catch (cause) {
    throw new Error(`the stored meeting ${row.id} cannot be read`, { cause })
  }
}
