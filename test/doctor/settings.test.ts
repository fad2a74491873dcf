import { expect, it } from 'vitest'
import { type StoredSetting, settingsCheck } from '#doctor/settings.ts'
import { examine } from '#test/support/findings.ts'

const look = (...stored: [scope: string, name: string, value: string][]) => {
  const settings: readonly StoredSetting[] = stored.map(([scope, name, value]) => ({ scope, name, value }))
  return examine([settingsCheck(async () => settings, ['office'])])
}

it('has nothing to say where nobody has chosen anything', async () => {
  expect(await look()).toEqual([])
})

it('finds the zones and PBXs that were chosen in order', async () => {
  expect(
    await look(
      ['channel:slack:T1:C1', 'zone', 'Europe/Berlin'],
      ['person:slack:T1:U1', 'zone', 'Asia/Calcutta'],
      ['channel:slack:T1:C1', 'pbx', 'office'],
    ),
  ).toEqual(['ok: The 2 zones that were chosen are all known.'])
})

it('tells whose zone is not known, and how to choose another', async () => {
  expect(
    await look(['channel:slack:T1:C1', 'zone', 'Europe/Entenhausen'], ['person:slack:T1:U1', 'zone', 'Mars/Olympus']),
  ).toEqual([
    'warn: The channel C1 has the zone “Europe/Entenhausen”, which is not known here. Choose one of the IANA names: /confadmin channel zone.',
    'warn: The person U1 has the zone “Mars/Olympus”, which is not known here. Choose one of the IANA names: /conf me zone.',
  ])
})

it('tells of a channel whose PBX is gone', async () => {
  expect(await look(['channel:slack:T1:C1', 'pbx', 'attic'])).toEqual([
    'warn: The channel C1 has the PBX “attic”, which is not configured. Write /confadmin channel pbx default there, or configure it again.',
  ])
})
