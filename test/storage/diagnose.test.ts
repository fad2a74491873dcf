import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { diagnoseStore, diskFinding } from '#storage/diagnose.ts'
import { openStore } from '#storage/index.ts'
import { examine, inWords } from '#test/support/findings.ts'
import { sampleConference, sampleEntry } from './samples.ts'

const deps = { clock: createSystemClock(), logger: createSilentLogger() }
const open = (path: string) => openStore({ kind: 'sqlite', path, ...deps })
let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'confbot-doctor-'))
  path = join(folder, 'confbot.db')
})
afterEach(() => rm(folder, { recursive: true }))

async function look(at = path) {
  const store = diagnoseStore({ path: at, ...deps })
  try {
    return await examine(store.checks)
  } finally {
    await store.close()
  }
}
async function makeStore() {
  const store = await open(path)
  await store.settings.set('channel:slack:T1:C1', 'zone', 'Europe/Berlin')
  for (let records = 0; records < 3; records++) await store.audit.append(sampleEntry())
  await store.close()
}
function change(...statements: readonly string[]) {
  using file = new DatabaseSync(path)
  for (const statement of statements) file.exec(statement)
}

const disk = expect.stringMatching(/^ok: [\d.]+ [MG]B are free on its disk\.$/)
const works = () => `ok: The database ${path} can be read and written.`
const tables = 'ok: Its tables are of the present version (0003-kept-values).'
const intact = 'ok: The database is intact.'
const unbroken = 'ok: The audit trail is unbroken.'

describe('a database', () => {
  it('is found in order', async () => {
    await makeStore()
    expect(await look()).toEqual([works(), tables, intact, unbroken, disk])
  })

  it('is left as it was', async () => {
    await makeStore()
    const before = await readFile(path)
    await look()
    expect((await readFile(path)).equals(before)).toBe(true)
    expect(await readdir(folder)).toEqual(['confbot.db'])
  })

  it('of another program is left as it was, too', async () => {
    change('create table theirs (id integer)')
    const before = await readFile(path)
    await look()
    expect((await readFile(path)).equals(before)).toBe(true)
    expect(await readdir(folder)).toEqual(['confbot.db'])
  })

  it('may be held by a confbot that runs', async () => {
    const running = await open(path)
    onTestFinished(running.close)
    await running.audit.append(sampleEntry())
    expect(await look()).toEqual([
      `ok: The database ${path} can be read and written. Another process has it open, as a confbot that runs does, or ended without closing it; neither matters.`,
      tables,
      intact,
      unbroken,
      disk,
    ])
  })

  it('may be locked for longer than a confbot ever does', async () => {
    await makeStore()
    using other = new DatabaseSync(path)
    other.exec('begin immediate')
    expect((await look())[0]).toBe(
      `warn: Another process has been writing to the database ${path} for seconds. Run doctor again; if it stays so, end what holds it.`,
    )
  })

  it('in memory is all there is to say', async () => {
    expect(await look(':memory:')).toEqual(['ok: Everything is kept in memory alone, and is gone when confbot ends.'])
  })

  it('that is not there yet is not made', async () => {
    const later = join(folder, 'var', 'lib', 'confbot.db')
    expect(await look(later)).toEqual([`ok: There is no database at ${later} yet; the first start makes it.`, disk])
    expect(await readdir(folder)).toEqual([])
  })

  it('that can never be there is told of', async () => {
    await writeFile(join(folder, 'file'), '')
    const never = join(folder, 'file', 'confbot.db')
    expect((await look(never))[0]).toBe(
      `fail: No database can be made at ${never} (ENOTDIR). Let the account that runs confbot write to the folder, or set another path (DATABASE_URL).`,
    )
  })

  it('may be something else', async () => {
    const mend =
      'Let the account that runs confbot read and write the file and its folder; if it is damaged, restore a backup, or set another path (DATABASE_URL).'
    await mkdir(path)
    expect((await look())[0]).toBe(
      `fail: The database ${path} cannot be used: unable to open database file (SQLite result code 14). ${mend}`,
    )
    await rm(path, { recursive: true })
    await writeFile(path, 'Not a database, whatever its name. '.repeat(200))
    expect(await look()).toEqual([
      `fail: The database ${path} cannot be used: file is not a database (SQLite result code 26). ${mend}`,
      disk,
    ])
  })

  it('may be of another program', async () => {
    change('create table recipes (name text)')
    expect((await look())[1]).toBe(
      `fail: The file ${path} holds the tables of another program. Set another path (DATABASE_URL).`,
    )
  })

  it('may be of another version', async () => {
    await makeStore()
    change(`insert into kysely_migration values ('9999-later', '2030-01-01')`)
    expect((await look())[1]).toBe(
      'fail: Its tables were made by a later version of confbot. Install that version, or restore a backup from before.',
    )
    change('delete from kysely_migration')
    expect((await look())[1]).toBe(
      'warn: Its tables are of an earlier version. Make a backup; the next start brings them up to date.',
    )
  })

  it('may be empty still', async () => {
    await writeFile(path, '')
    expect(await look()).toEqual([
      works(),
      expect.stringMatching(/^warn: Its tables are of an earlier version/),
      intact,
      disk,
    ])
  })

  it('may be damaged', async () => {
    await makeStore()
    const { size } = await stat(path)
    const content = await readFile(path)
    // All but the first page, which the head of the file and the schema need.
    await writeFile(path, Buffer.concat([content.subarray(0, 4096), Buffer.alloc(size - 4096, 0xa5)]))
    const damaged = (await look()).filter((one) => one.startsWith('fail'))
    expect(damaged).toEqual([
      expect.stringMatching(
        /^fail: The database (is damaged: .+\. Stop confbot and restore a backup|\S+ cannot be used: .+)\.$/,
      ),
    ])
  })

  it('may have lost a record of the audit trail', async () => {
    await makeStore()
    change('delete from audit where seq = 2')
    expect((await look())[3]).toBe(
      'fail: Record 3 of the audit trail was changed, or one before it taken out. Compare it with a backup, and find out who can write to the file.',
    )
  })
})

describe('what the database holds', () => {
  it('is read for other parts', async () => {
    const store = await open(path)
    const conference = sampleConference('abc001')
    await store.conferences.save(conference)
    await store.roomLeases.take('office', '8000', conference.id, 1)
    await store.settings.set('permanent:office', '8001', 'yes')
    await store.close()
    const { contents, close } = diagnoseStore({ path, ...deps })
    expect(await contents.settings()).toEqual([{ scope: 'permanent:office', name: '8001', value: 'yes' }])
    expect((await contents.live()).map(({ id }) => id)).toEqual([conference.id])
    expect(await contents.leases('office')).toEqual(['8000'])
    expect(await contents.leases('other')).toEqual([])
    await close()
  })

  it('is nothing where there is none, or none that can be read', async () => {
    for (const content of [undefined, '', 'Not a database. '.repeat(500)]) {
      if (content !== undefined) await writeFile(path, content)
      const { contents, close } = diagnoseStore({ path, ...deps })
      expect(await contents.settings()).toEqual([])
      expect(await contents.live()).toEqual([])
      expect(await contents.leases('office')).toEqual([])
      await close()
    }
  })
})

it.each([
  [3 * 2 ** 30, 'ok: 3.0 GB are free on its disk.'],
  [500 * 2 ** 20, 'ok: 500 MB are free on its disk.'],
  [
    499 * 2 ** 20,
    'warn: Only 499 MB are free on its disk. Make room: when the disk is full, nothing can be done any more.',
  ],
  [
    19 * 2 ** 20,
    'fail: Only 19 MB are free on its disk. Make room: when the disk is full, nothing can be done any more.',
  ],
])('a disk with %i bytes free: %s', (bytes, sentence) => {
  expect(inWords([diskFinding(bytes)])).toEqual([sentence])
})
