/** A database of the time before meetings, opened by this version. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { openSqlite } from '#storage/dialects/sqlite.ts'
import { openStore } from '#storage/index.ts'
import { initial } from '#storage/migrations/0001-initial.ts'
import type { Tables } from '#storage/schema.ts'
import { sampleConference } from '../samples.ts'

const deps = { logger: createSilentLogger(), clock: createSystemClock() }
let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'confbot-migration-'))
  path = join(folder, 'confbot.sqlite')
})
afterEach(() => rm(folder, { recursive: true }))

it('keeps its conferences, which are no occurrence of anything, and takes meetings', async () => {
  const database = await openSqlite({ path, busyTimeoutMs: 1_000, ...deps })
  const db = new Kysely<Omit<Tables, 'conferences'> & { readonly conferences: Record<string, unknown> }>(database)
  await new Migrator({ db, provider: { getMigrations: async () => ({ '0001-initial': initial }) } }).migrateToLatest()
  const { occurrence, schedule, ...before } = sampleConference('abc001')
  const columns = { workspace_key: 'slack:T1', channel_key: 'slack:T1:C1', started_at: 1_000, revision: 1 }
  await db
    .insertInto('conferences')
    .values({ id: 'abc001', pbx: 'main', room_number: '8000', state: 'live', ...columns, ...documentOf(1, before) })
    .execute()
  await database.close()

  // Two processes find it so at once: one changes it, the other waits.
  const [store, other] = await Promise.all([1, 2].map(() => openStore({ kind: 'sqlite', path, ...deps })))
  if (!store || !other) throw new Error('not both were opened')
  const conference = sampleConference('abc001')
  expect(await store.conferences.get('abc001')).toStrictEqual(conference)
  expect(await store.conferences.live('slack:T1')).toStrictEqual([conference])
  const ref = { meetingId: 'm00001', date: '2026-12-01T15:00' }
  expect(await store.conferences.ofOccurrence(ref)).toBeNull()
  const next = { ...conference, occurrence: ref, revision: 2 }
  await store.conferences.save(next)
  expect(await other.conferences.ofOccurrence(ref)).toStrictEqual(next)
  await Promise.all([store.close(), other.close()])
})

const documentOf = (version: number, document: object) => ({
  document_version: version,
  document: JSON.stringify(document),
})
