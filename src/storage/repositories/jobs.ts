/**
 * What is to be done later, and what becomes of it. A job that cannot be read (of a later version, or edited) is as good as not
 * there, but can be replaced and removed, and counts as overdue; see `job-queue.ts`.
 */
import type { Kysely } from 'kysely'
import type { Job, JobRepository } from '#core/contracts/job-queue.ts'
import { documentToJob, jobToDocument } from '../meeting-documents.ts'
import type { JobTable, Tables } from '../schema.ts'
import { allOrNothing } from '../transaction.ts'

/** Databases take a limited number of values in one statement; SQLite, which takes the fewest, 32766. */
const maxRows = 1_000

export function createJobRepository(db: Kysely<Tables>): JobRepository {
  const select = () => db.selectFrom('jobs').select(['key', 'due_at', 'meeting_id', 'payload'])
  return {
    async put(...jobs) {
      // Of two with one key the later replaces the earlier, which no statement can do within itself.
      const rows = [...new Map(jobs.map((job) => [job.key, jobToRow(job)])).values()]
      if (rows.length <= maxRows) return upsert(db, rows)
      await allOrNothing(db, async (tx) => {
        for (let at = 0; at < rows.length; at += maxRows) await upsert(tx, rows.slice(at, at + maxRows))
      })
    },
    async remove(key) {
      await db.deleteFrom('jobs').where('key', '=', key).execute()
    },
    async removeOf(meetingId, except = []) {
      let query = db.deleteFrom('jobs').where('meeting_id', '=', meetingId)
      if (except.length > 0) query = query.where('kind', 'not in', except)
      await query.execute()
    },
    async get(key) {
      const row = await select().where('key', '=', key).executeTakeFirst()
      return row ? rowToJob(row) : null
    },
    async ofMeeting(meetingId) {
      const rows = await select().where('meeting_id', '=', meetingId).orderBy('due_at').orderBy('key').execute()
      return rows.map(rowToJob).filter((job) => job !== null)
    },
    async finish({ key, lease }) {
      const { numDeletedRows } = await db
        .deleteFrom('jobs')
        .where('key', '=', key)
        .where('lease', '=', lease)
        .executeTakeFirstOrThrow()
      return numDeletedRows === 1n
    },
    async retry({ key, lease }, dueAt) {
      const { numUpdatedRows } = await db
        .updateTable('jobs')
        .set({ due_at: dueAt, lease: null, lease_until: null })
        .where('key', '=', key)
        .where('lease', '=', lease)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
    },
    async overdue(at) {
      const { waiting, leased } = await db
        .selectNoFrom(({ selectFrom }) => {
          const count = selectFrom('jobs')
            .select(({ fn }) => fn.countAll<number>().as('count'))
            .where('due_at', '<', at)
          return [
            count.where('lease_until', 'is', null).as('waiting'),
            count.where('lease_until', 'is not', null).as('leased'),
          ]
        })
        .executeTakeFirstOrThrow()
      return (waiting ?? 0) + (leased ?? 0)
    },
    async firstDueAt(kinds) {
      const { at } = await db
        .selectFrom('jobs')
        .select(({ fn }) => fn.min<number | null>('due_at').as('at'))
        .where('kind', 'in', kinds)
        .executeTakeFirstOrThrow()
      return at
    },
  }
}

async function upsert(db: Kysely<Tables>, rows: readonly JobTable[]) {
  if (rows.length === 0) return
  await db
    .insertInto('jobs')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet(({ ref }) => ({
        kind: ref('excluded.kind'),
        meeting_id: ref('excluded.meeting_id'),
        due_at: ref('excluded.due_at'),
        lease: null,
        lease_until: null,
        tries: 0,
        payload: ref('excluded.payload'),
      })),
    )
    .execute()
}

const jobToRow = ({ key, dueAt, does, meetingId }: Job): JobTable => ({
  key,
  kind: does.kind,
  meeting_id: meetingId,
  due_at: dueAt,
  lease: null,
  lease_until: null,
  tries: 0,
  payload: jobToDocument(does),
})

/** null: cannot be read. */
function rowToJob(row: Pick<JobTable, 'key' | 'due_at' | 'meeting_id' | 'payload'>): Job | null {
  try {
    return { key: row.key, dueAt: row.due_at, does: documentToJob(row.payload), meetingId: row.meeting_id }
  } catch {
    return null
  }
}
