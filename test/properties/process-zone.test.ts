/** The zone of the process decides nothing. Other processes are asked, since it is read once. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { timesAsText } from '#test/support/times-as-text.ts'

const run = promisify(execFile)
const here = timesAsText()

async function inProcess(zone: string, before = ''): Promise<{ readonly zone: string; readonly text: string }> {
  const script = `${before}
    const { timesAsText } = await import('#test/support/times-as-text.ts')
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    process.stdout.write(JSON.stringify({ zone: timeZone, text: timesAsText() }))`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, TZ: zone },
    maxBuffer: 2 ** 26,
  })
  return JSON.parse(stdout)
}

it('there are skipped and doubled times to compare', () => {
  expect(here).toContain('"change":"skipped"')
  expect(here).toContain('"change":"doubled"')
})

it.each(['UTC', 'America/New_York', 'Australia/Lord_Howe'])('times are the same in a process in %s', async (zone) => {
  const there = await inProcess(zone)
  expect(there.zone).toBe(zone)
  expect(there.text).toBe(here)
})

it('times are the same on a Node that has no Temporal', async () => {
  expect((await inProcess('UTC', 'delete globalThis.Temporal')).text).toBe(here)
})
