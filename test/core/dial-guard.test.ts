import { describe, expect, it } from 'vitest'
import type { PbxPolicy } from '#core/contracts/conference-provider.ts'
import { type DialUsage, isShort, judgeCaps, judgeTarget } from '#core/dial-guard.ts'
import { ConfbotError, type ErrorCode } from '#core/errors.ts'

const policy: PbxPolicy = {
  rooms: { first: 8000, last: 8099 },
  extensions: [
    { first: '1000', last: '1099' },
    { first: '0200', last: '0210' },
    { first: '100', last: '199' },
  ],
  countries: ['DE', 'US', 'GB'],
  caps: { atOnce: 10, perPersonHour: 20, perDay: 100, perConference: 30 },
  chats: [],
}

function refusalOf(text: string, rules: Partial<PbxPolicy> = {}): ConfbotError {
  try {
    judgeTarget(text, { ...policy, ...rules })
  } catch (error) {
    if (error instanceof ConfbotError) return error
    throw error
  }
  throw new Error(`${text} was let through`)
}

describe('judgeTarget lets through', () => {
  it.each([
    ['1000', '1000'],
    ['1099', '1099'],
    ['0200', '0200'],
    ['10-50', '1050'],
    ['１００１', '1001'],
  ])('the extension %s', (text, number) => {
    expect(judgeTarget(text, policy)).toEqual({ number, kind: 'extension', masked: number })
  })

  it.each([
    ['+49 30 901800', '+4930901800', '+49 ···800'],
    ['030 901800', '+4930901800', '+49 ···800'],
    ['0049 176 12345678', '+4917612345678', '+49 ···678'],
    ['0800 1234567', '+498001234567', '+49 ···567'],
    ['+1 212 555 2368', '+12125552368', '+1 ···368'],
  ])('the number %s of a configured country', (text, number, masked) => {
    expect(judgeTarget(text, policy)).toEqual({ number, kind: 'phone', masked })
  })
})

describe('judgeTarget refuses', () => {
  it.each<[ErrorCode, string]>([
    ['dial.emergency', '112'],
    ['dial.emergency', '110'],
    ['dial.emergency', '118'],
    ['dial.emergency', '119'],
    ['dial.emergency', '911'],
    ['dial.emergency', '999'],
    ['dial.emergency', '000'],
    ['dial.emergency', '08'],
    ['dial.emergency', '1 1 2'],
    ['dial.emergency', '１１２'],
    ['dial.emergency', '+112'],
    ['dial.emergency', '00112'],
    ['dial.emergency', '+911'],
    ['dial.short', '116117'],
    ['dial.short', '11833'],
    ['dial.short', '*67'],
    ['dial.short', '#31#030901800'],
    ['dial.short', '*67+4930901800'],
    ['dial.extension', '1100'],
    ['dial.extension', '0999'],
    ['dial.extension', '0211'],
    ['dial.extension', '200'],
    ['dial.extension', '30123'],
    ['dial.extension', '030 123'],
    ['dial.premium', '0900 1234567'],
    ['dial.premium', '+1 900 234 5678'],
    ['dial.premium', '+44 909 879 0000'],
    ['dial.premium', '+979 123 456 789'],
    ['dial.shared-cost', '0180 5 123456'],
    ['dial.shared-cost', '0137 1234567'],
    ['dial.shared-cost', '+808 1234 5678'],
    ['dial.satellite', '+870 773 111 632'],
    ['dial.satellite', '+881 6 1234 5678'],
    ['dial.satellite', '+882 16 123 4567'],
    ['dial.satellite', '+883 5100 123 4567'],
    ['dial.satellite', '00881612345678'],
    ['dial.kind', '0700 12345678'],
    ['dial.country', '+33 1 42 68 53 00'],
    ['dial.country', '+43 1 51510'],
    ['dial.country', '+1 242 322 1234'],
    ['dial.country', '+44 7624 123456'],
    ['dial.country', '+800 1234 5678'],
    ['input.not-a-number', '+49 115'],
    ['input.not-a-number', '+49 1'],
    ['input.not-a-number', '+999 123456'],
    ['input.not-a-number', '+1001'],
    ['input.not-a-number', 'sip:1001@pbx.example'],
    ['input.not-a-number', 'Anna'],
    ['input.not-a-number', ''],
  ])('with %s: %s', (code, text) => {
    expect(refusalOf(text).code).toBe(code)
  })

  it('emergency numbers of the configured countries, also inside a range of extensions', () => {
    expect(refusalOf('144', { countries: ['AT'] }).code).toBe('dial.emergency')
    expect(refusalOf('17', { countries: ['DE', 'FR'] }).code).toBe('dial.emergency')
    expect(judgeTarget('144', policy).kind).toBe('extension')
  })

  it('emergency numbers of every country when none is configured', () => {
    for (const number of ['144', '191', '101']) expect(refusalOf(number, { countries: [] }).code).toBe('dial.emergency')
  })

  it('every phone number when no country is configured', () => {
    expect(refusalOf('+4930901800', { countries: [] }).code).toBe('dial.country')
    expect(refusalOf('030901800', { countries: [] }).code).toBe('input.not-a-number')
    expect(judgeTarget('1001', { ...policy, countries: [] }).kind).toBe('extension')
  })

  it('every extension when no range is configured', () => {
    expect(refusalOf('1001', { extensions: [] }).code).toBe('dial.extension')
    for (const code of ['115', '411']) expect(refusalOf(code, { extensions: [] }).code).toBe('dial.short')
  })

  it('with the number masked and the country named', () => {
    expect(refusalOf('+33 1 42 68 53 00').details.blanks).toEqual({ number: '+33 ···300', country: 'FR' })
    expect(refusalOf('+800 1234 5678').details.blanks).toEqual({ number: '+800 ···678', country: '+800' })
    expect(refusalOf('0900 1234567').details.blanks).toEqual({ number: '+49 ···567' })
    expect(refusalOf('116117').details.blanks).toEqual({ number: '116117' })
    expect(refusalOf('*67 030 901800').details.blanks).toEqual({ number: '···800' })
  })
})

it('takes up to six digits without a plus for an extension or a short code', () => {
  expect(['1001', '116117', '030 123'].map(isShort)).toEqual([true, true, true])
  expect(['0301234', '+49115', '*67', 'Anna', ''].map(isShort)).toEqual([false, false, false, false, false])
})

describe('judgeCaps', () => {
  const none: DialUsage = { atOnce: 0, personHour: 0, day: 0, conference: 0 }

  it('lets through what reaches a cap exactly', () => {
    expect(() => judgeCaps(10, none, policy)).not.toThrow()
    expect(() => judgeCaps(1, { atOnce: 9, personHour: 19, day: 99, conference: 29 }, policy)).not.toThrow()
  })

  it.each<[ErrorCode, Partial<DialUsage>, number, number]>([
    ['dial.cap-at-once', {}, 11, 10],
    ['dial.cap-at-once', { atOnce: 10 }, 1, 10],
    ['dial.cap-conference', { conference: 29 }, 2, 30],
    ['dial.cap-person', { personHour: 20 }, 1, 20],
    ['dial.cap-day', { day: 98 }, 3, 100],
  ])('throws %s when the calls so far are %o and %i more are wanted', (code, usage, count, limit) => {
    expect(() => judgeCaps(count, { ...none, ...usage }, policy)).toThrow(
      expect.objectContaining({ code, details: { blanks: { limit } } }),
    )
  })
})
