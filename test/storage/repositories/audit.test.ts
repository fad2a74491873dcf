/** The hash chain of the audit trail, against somebody who can write to the file. */
import { hash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '#core/contracts/store.ts'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { openStore } from '#storage/index.ts'
import { sampleEntry } from '../samples.ts'

let folder: string
let path: string
let store: Store
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'confbot-audit-'))
  path = join(folder, 'confbot.sqlite')
  store = await openStore({ kind: 'sqlite', path, logger: createSilentLogger(), clock: createSystemClock() })
  for (let at = 1; at <= 5; at += 1) await store.audit.append(sampleEntry({ at }))
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

function tamper(sql: string) {
  using file = new DatabaseSync(path)
  file.exec(sql)
}

describe('the audit chain', () => {
  it.each([
    ['a changed record', `update audit set entry = replace(entry, 'conf mute', 'conf kick') where seq = 3`, 3],
    ['a changed hash', `update audit set hash = '${'0'.repeat(64)}' where seq = 3`, 3],
    ['a copied column changed', `update audit set user_id = 'U9' where seq = 3`, 3],
    ['a copied column emptied', `update audit set conference_id = null where seq = 3`, 3],
    ['a record that is no JSON any more', `update audit set entry = 'x' where seq = 3`, 3],
    ['a record taken out', `delete from audit where seq = 3`, 4],
    ['the first record taken out', `delete from audit where seq = 1`, 2],
    [
      'two records exchanged',
      `update audit set seq = seq + 100 where seq > 3; update audit set seq = 109 - seq where seq > 3`,
      4,
    ],
  ])('shows %s', async (_, sql, broken) => {
    expect(await store.audit.verify()).toBeNull()
    tamper(sql)
    expect(await store.audit.verify()).toBe(broken)
  })

  it('shows a record whose own hash was made to fit', async () => {
    const records = await store.audit.list({ limit: 5 })
    const previous = records.find((record) => record.seq === 2)
    const changed = JSON.stringify({ ...sampleEntry({ at: 3 }), seq: 3, result: 'refused' })
    const fitting = hash('sha256', `${previous?.hash}${changed}`)
    using file = new DatabaseSync(path)
    file.prepare('update audit set entry = ?, hash = ? where seq = 3').run(changed, fitting)
    expect(await store.audit.verify()).toBe(3)
  })

  it('can be checked without confbot: SHA-256 over the hash before and the record as stored', async () => {
    using file = new DatabaseSync(path, { readOnly: true })
    let previous = '0'.repeat(64)
    for (const row of file.prepare('select entry, hash from audit order by seq').all()) {
      expect(row.hash).toBe(hash('sha256', `${previous}${row.entry}`))
      previous = String(row.hash)
    }
    expect(previous).toBe((await store.audit.list({ limit: 1 }))[0]?.hash)
  })

  it('is checked through more records than are read at a time', async () => {
    await Promise.all(Array.from({ length: 600 }, () => store.audit.append(sampleEntry())))
    expect(await store.audit.verify()).toBeNull()
    tamper(`update audit set action = 'conf kick' where seq = 604`)
    expect(await store.audit.verify()).toBe(604)
  })
})
