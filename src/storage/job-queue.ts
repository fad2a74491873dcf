/**
 * Who runs which job, and for how long it is theirs. A job that cannot be read is never handed out and holds up no other: it is
 * logged and set aside for a while, after which a process of a version that knows it may find it.
 */
import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { type JobQueue, type LeasedJob, leaseMs } from '#core/contracts/job-queue.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { documentToJob } from './meeting-documents.ts'
import type { JobTable, Tables } from './schema.ts'

/** However many are asked for: more in one statement would hold up whatever else is asked of the database. */
const maxAtOnce = 1_000

const asideMs = 10 * 60_000

export function createJobQueue(
  db: Kysely<Tables>,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): JobQueue {
  return {
    async claim(limit) {
      const now = clock.now()
      const rows = await db
        .updateTable('jobs')
        .set(({ eb }) => ({
          // Another for each job, so that it names one lease of one job.
          lease: sql<string>`${randomUUID()} || ':' || key`,
          lease_until: now + leaseMs,
          tries: eb('tries', '+', 1),
        }))
        .where('key', 'in', claimable(db, now, Math.min(limit, maxAtOnce)))
        .returning(['key', 'due_at', 'meeting_id', 'payload', 'lease', 'tries'])
        .execute()
      const jobs: LeasedJob[] = []
      const unreadable: Lease[] = []
      // What an update returns has no order.
      for (const row of rows.sort(byDue)) {
        const lease = row.lease ?? ''
        try {
          jobs.push(rowToLeased(row, lease))
        } catch (error) {
          logger.error({ err: error, key: row.key }, 'a job cannot be read, and is set aside')
          unreadable.push({ key: row.key, lease })
        }
      }
      await hold(db, unreadable, now + asideMs)
      return jobs
    },
    renew: (jobs) => hold(db, jobs, clock.now() + leaseMs),
    async nextAt() {
      const { waiting, leased } = await db
        .selectNoFrom(({ selectFrom }) => [
          selectFrom('jobs').select('due_at').where('lease_until', 'is', null).orderBy('due_at').limit(1).as('waiting'),
          selectFrom('jobs')
            .select('lease_until')
            .where('lease_until', 'is not', null)
            .orderBy('lease_until')
            .limit(1)
            .as('leased'),
        ])
        .executeTakeFirstOrThrow()
      const instants = [waiting, leased].filter((at) => at !== null)
      return instants.length === 0 ? null : Math.min(...instants)
    },
  }
}

/** The keys of those that are due and not leased, and of those whose lease is over: two walks along one index. */
function claimable(db: Kysely<Tables>, now: number, limit: number) {
  const select = () => db.selectFrom('jobs').select(['key', 'due_at'])
  const waiting = select()
    .where('lease_until', 'is', null)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('key')
    .limit(limit)
  const givenUp = select().where('lease_until', '<=', now)
  return db
    .selectFrom(db.selectFrom(waiting.as('waiting')).select(['key', 'due_at']).unionAll(givenUp).as('claimable'))
    .select('key')
    .orderBy('due_at')
    .orderBy('key')
    .limit(limit)
}

type Lease = Pick<LeasedJob, 'key' | 'lease'>

/** Sets until when jobs belong to those who still hold them. */
async function hold(db: Kysely<Tables>, leased: readonly Lease[], until: number) {
  for (let at = 0; at < leased.length; at += maxAtOnce) {
    const some = leased.slice(at, at + maxAtOnce)
    const keys = some.map(({ key }) => key)
    const leases = some.map(({ lease }) => lease)
    await db
      .updateTable('jobs')
      .set({ lease_until: until })
      .where('key', 'in', keys)
      .where('lease', 'in', leases)
      .execute()
  }
}

type ClaimedRow = Pick<JobTable, 'key' | 'due_at' | 'meeting_id' | 'payload' | 'lease' | 'tries'>

const byDue = (a: ClaimedRow, b: ClaimedRow) => a.due_at - b.due_at || (a.key < b.key ? -1 : 1)

const rowToLeased = (row: ClaimedRow, lease: string): LeasedJob => ({
  key: row.key,
  dueAt: row.due_at,
  does: documentToJob(row.payload),
  meetingId: row.meeting_id,
  lease,
  tries: row.tries - 1,
})
