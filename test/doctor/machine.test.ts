import { expect, it } from 'vitest'
import { machineChecks } from '#doctor/machine.ts'
import { examine } from '#test/support/findings.ts'

const versions = { node: '26.10.0', icu: '78.3', tz: '2026c' }

it('finds that this Node knows the latest changes of clocks', async () => {
  expect(await examine(machineChecks(process.versions))).toEqual([
    `ok: Node ${process.versions.node} runs confbot.`,
    `ok: Its zone data are of ${process.versions.tz} and know the latest changes of clocks (ICU ${process.versions.icu}).`,
  ])
})

it('tells for which zone the data are wrong', async () => {
  const at = Date.UTC(2026, 6, 1, 12)
  const times = [
    { at, zone: 'Europe/Berlin', shows: 'Wed 1 Jul 2026, 14:00 +02:00' },
    { at, zone: 'Asia/Tokyo', shows: 'Wed 1 Jul 2026, 22:00 +10:00' },
  ]
  expect((await examine(machineChecks(versions, times))).slice(1)).toEqual([
    'fail: Its zone data (2026c) have the wrong time for Asia/Tokyo on Wed 1 Jul 2026. Run confbot with a newer Node: times there would be shown an hour off.',
  ])
})
