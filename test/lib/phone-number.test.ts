import { describe, expect, it } from 'vitest'
import {
  dialLink,
  formatPhoneNumber,
  hasSatelliteCode,
  maskPhoneNumber,
  type PhoneNumberKind,
  parsePhoneNumber,
} from '#lib/phone-number.ts'

describe('parsePhoneNumber', () => {
  it.each([
    ['+4930901800', undefined],
    ['+49 30 901800', undefined],
    ['+49-30-901.800', undefined],
    ['+49 (0)30 / 901800', undefined],
    ['004930901800', undefined],
    ['0049 30 901800', 'DE'],
    ['0049 30 901800', 'US'],
    ['0011 49 30 901800', 'AU'],
    ['030 901800', 'DE'],
    ['(030) 90‑18‑00', 'DE'],
    ['+49\u00a030\u00a0901800', undefined],
    ['+49 30 901800', undefined],
    [' +4930901800 ', 'nowhere'],
  ])('reads %s with default country %s', (text, country) => {
    expect(parsePhoneNumber(text, country)).toMatchObject({ e164: '+4930901800', country: 'DE', callingCode: '49' })
  })

  it.each([
    ['030 901800', undefined],
    ['+49', 'DE'],
    ['+49115', 'DE'],
    ['112', 'DE'],
    ['911', 'US'],
    ['+4930901800 ext 5', 'DE'],
    ['+4930901800;ext=5', 'DE'],
    ['+4930901800, +4930901801', 'DE'],
    ['++4930901800', 'DE'],
    ['1-800-FLOWERS', 'US'],
    ['call +4930901800', 'DE'],
    ['', 'DE'],
    ['+', 'DE'],
  ])('finds no valid number in %j with default country %s', (text, country) => {
    expect(parsePhoneNumber(text, country)).toBeNull()
  })

  it.each<[string, PhoneNumberKind, string | null]>([
    ['+4930901800', 'fixed', 'DE'],
    ['+4917612345678', 'mobile', 'DE'],
    ['+14165550100', 'fixed-or-mobile', 'CA'],
    ['+498001234567', 'toll-free', 'DE'],
    ['+80012345678', 'toll-free', null],
    ['+499001234567', 'premium', 'DE'],
    ['+491805123456', 'shared-cost', 'DE'],
    ['+4970012345678', 'personal', 'DE'],
    ['+881612345678', 'satellite', null],
    ['+870773111632', 'satellite', null],
    ['+882161234567', 'satellite', null],
  ])('tells that %s is %s of %s', (text, kind, country) => {
    expect(parsePhoneNumber(text, undefined)).toMatchObject({ kind, country })
  })

  it('tells neighbours under one calling code apart', () => {
    expect(parsePhoneNumber('+447624123456', undefined)?.country).toBe('IM')
    expect(parsePhoneNumber('+12423221234', undefined)?.country).toBe('BS')
  })
})

describe('hasSatelliteCode', () => {
  it('knows satellite codes also before numbers that are not valid', () => {
    expect(['+883 5100 1', '00881 1', '+88 216'].map(hasSatelliteCode)).toEqual([true, true, true])
    expect(['+4988100', '8811234567', '+878'].map(hasSatelliteCode)).toEqual([false, false, false])
  })
})

describe('maskPhoneNumber', () => {
  it.each([
    ['+4930901800', '+49 ···800'],
    ['+12423221234', '+1 ···234'],
    ['+999123456', '···456'],
    ['030901800', '···800'],
    ['1001', '1001'],
    ['12345', '12345'],
    ['123456', '···456'],
    ['anonymous', 'anonymous'],
  ])('shows %s as %s', (number, masked) => {
    expect(maskPhoneNumber(number)).toBe(masked)
  })
})

describe('formatPhoneNumber', () => {
  it('writes a number with spaces and leaves everything else alone', () => {
    expect(['+4930901800', '8001'].map(formatPhoneNumber)).toEqual(['+49 30 901800', '8001'])
  })
})

describe('dialLink', () => {
  it('dials, and keys in the PIN after a pause', () => {
    expect(dialLink('+49 30 901-800')).toBe('tel:+4930901800')
    expect(dialLink('8001', '4711')).toBe('tel:8001,,4711')
  })
})
