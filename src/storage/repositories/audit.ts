/**
 * The audit trail: append-only, each record chained to the one before by its hash, so that a record changed, taken out or put in
 * later is found. (Cutting off the end leaves no trace in the chain itself: keep the last hash elsewhere to notice that.)
 */
import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Kysely } from 'kysely'
import type { AuditEntry, AuditRecord, AuditRepository } from '#core/contracts/store.ts'
import { auditEntryToDocument, documentToAuditEntry } from '../documents.ts'
import type { AuditTable, Tables } from '../schema.ts'
import { allOrNothing } from '../transaction.ts'

/** What the first record is chained to. */
const origin = { seq: 0, hash: '0'.repeat(64) }

const verifyPageSize = 500

export function createAuditRepository(db: Kysely<Tables>): AuditRepository {
  return {
    async append(entry) {
      // Reading the last record and following it belong together.
      await allOrNothing(db, (tx) => appendInside(tx, entry))
    },
    async list({ workspaceKeys, conferenceId, userId, action, before, limit }) {
      let query = db.selectFrom('audit').select(['entry', 'hash']).orderBy('seq', 'desc').limit(limit)
      if (workspaceKeys !== undefined) query = query.where('workspace_key', 'in', workspaceKeys)
      if (conferenceId !== undefined) query = query.where('conference_id', '=', conferenceId)
      if (userId !== undefined) query = query.where('user_id', '=', userId)
      if (action !== undefined) query = query.where('action', '=', action)
      if (before !== undefined) query = query.where('seq', '<', before)
      return (await query.execute()).map(rowToRecord)
    },
    async verify() {
      let last = origin
      for (;;) {
        const rows = await db
          .selectFrom('audit')
          .selectAll()
          .where('seq', '>', last.seq)
          .orderBy('seq')
          .limit(verifyPageSize)
          .execute()
        if (rows.length === 0) return null
        for (const row of rows) {
          if (!isIntact(row, last)) return row.seq
          last = row
        }
      }
    },
  }
}

async function appendInside(tx: Kysely<Tables>, entry: AuditEntry) {
  const selectLast = tx.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1)
  // Where transactions run side by side, another may have followed the same record first; then this one follows that.
  for (;;) {
    const last = (await selectLast.executeTakeFirst()) ?? origin
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('audit')
      .values(entryToRow(entry, last))
      .onConflict((conflict) => conflict.column('seq').doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 1n) return
  }
}

type Link = Pick<AuditTable, 'seq' | 'hash'>

function entryToRow(entry: AuditEntry, previous: Link): AuditTable {
  const seq = previous.seq + 1
  const document = auditEntryToDocument(seq, entry)
  const { platform, workspaceId } = entry.place ?? entry.actor
  return {
    seq,
    hash: hash('sha256', previous.hash + document),
    entry: document,
    workspace_key: `${platform}:${workspaceId}`,
    user_id: entry.actor.userId,
    action: entry.action,
    conference_id: entry.conferenceId,
  }
}

const rowToRecord = (row: Pick<AuditTable, 'entry' | 'hash'>): AuditRecord => ({
  ...documentToAuditEntry(row.entry),
  hash: row.hash,
})

/** As this record, the copies in its columns included, would have been written after `previous`. */
function isIntact(row: AuditTable, previous: Link): boolean {
  try {
    const expected = entryToRow(documentToAuditEntry(row.entry), previous)
    return isDeepStrictEqual({ ...row }, expected)
  } catch {
    // Not even readable.
    return false
  }
}
