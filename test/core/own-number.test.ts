import { describe, expect, it } from 'vitest'
import { ownNumber, provenToText, textToProven } from '#core/own-number.ts'

const contact = (number: string, userId: string | null) => ({ workspaceKey: 'slack:T1', name: number, number, userId })
const proven = { number: '+4930901802', pbx: null }
const extension = { number: '1007', pbx: 'berlin' }
const profile = '030 901803'

describe('a person’s own number', () => {
  it('is what an administrator entered, before what was proven, before the profile', () => {
    const known = { contacts: [contact('1001', 'U2')], proven, profile }
    expect(ownNumber('U2', known)).toEqual({ phone: '1001', pbx: null, verifiedBy: 'administrator' })
    expect(ownNumber('U3', known)).toEqual({ phone: '+4930901802', pbx: null, verifiedBy: 'code' })
    expect(ownNumber('U3', { ...known, proven: null })).toEqual({ phone: profile, pbx: null, verifiedBy: null })
    expect(ownNumber('U3', { contacts: [], proven: null, profile: undefined }).phone).toBeNull()
  })

  it('is a proven extension on its own PBX alone', () => {
    const known = { contacts: [], proven: extension, profile }
    expect(ownNumber('U2', known, 'berlin')).toEqual({ phone: '1007', pbx: 'berlin', verifiedBy: 'code' })
    expect(ownNumber('U2', known, 'hamburg')).toMatchObject({ phone: profile, verifiedBy: null })
    expect(ownNumber('U2', known).phone).toBe('1007')
  })

  it('is not a proven one that an administrator gave to somebody else since then', () => {
    const known = { contacts: [contact(proven.number, 'U9')], proven, profile }
    expect(ownNumber('U2', known)).toMatchObject({ phone: profile, verifiedBy: null })
    expect(ownNumber('U2', { ...known, contacts: [contact(proven.number, null)] }).phone).toBe(proven.number)
  })

  it.each([proven, extension])('is kept and read again: $number', (one) => {
    expect(textToProven(provenToText(one))).toEqual(one)
  })
})
