import { describe, expect, it } from 'vitest'
import {
  beginCheck,
  checkToText,
  isCodeOf,
  judgeCodeCall,
  settleCall,
  takeTry,
  textToCheck,
  textToCode,
} from '#core/phone-check.ts'
import { otherCode } from '#test/support/saying-pbx.ts'

const at = Date.UTC(2026, 10, 20, 9)
const minuteMs = 60_000
const begin = () => beginCheck({ number: '+4930901802', pbx: null }, at)

describe('the check of a number', () => {
  it('keeps a code that it knows again, and not the code', async () => {
    const { code, check } = await begin()
    expect(code).toMatch(/^\d{6}$/)
    expect(checkToText(check)).not.toContain(code)
    expect(await isCodeOf(check, code)).toBe(true)
    expect(await isCodeOf(check, otherCode(code))).toBe(false)
  })

  it('holds for ten minutes', async () => {
    const { check } = await begin()
    const text = checkToText(check)
    expect(textToCheck(text, at + 10 * minuteMs - 1)).toEqual(check)
    expect(textToCheck(text, at + 10 * minuteMs)).toBeNull()
    expect(textToCheck('{"number":"+49"}', at)).toBeNull()
    expect(textToCheck('{"number":"+49', at)).toBeNull()
    expect(textToCheck(null, at)).toBeNull()
  })

  it('takes five tries', async () => {
    let { check } = await begin()
    for (let tries = 1; tries <= 5; tries++) check = takeTry(check)
    expect(() => takeTry(check)).toThrow(expect.objectContaining({ code: 'person.code-used-up' }))
    expect(() => takeTry(null)).toThrow(expect.objectContaining({ code: 'person.no-code' }))
  })

  it('has one call at a time, until it has failed or can be over', async () => {
    const { check } = await begin()
    const underWay = expect.objectContaining({ code: 'person.code-call-under-way' })
    expect(() => judgeCodeCall(check, 1, at + minuteMs)).toThrow(underWay)
    expect(() => judgeCodeCall(check, 1, at + 2 * minuteMs)).not.toThrow()
    expect(() => judgeCodeCall(settleCall(check, 'busy', at + 2_000), 1, at + 2_000)).not.toThrow()
    const answered = settleCall(check, null, at + 10_000)
    expect(() => judgeCodeCall(answered, 1, at + 20_000)).toThrow(underWay)
    expect(() => judgeCodeCall(answered, 1, at + 40_000)).not.toThrow()
  })

  it('has three calls in an hour', () => {
    expect(() => judgeCodeCall(null, 2, at)).not.toThrow()
    expect(() => judgeCodeCall(null, 3, at)).toThrow(expect.objectContaining({ code: 'person.code-calls' }))
  })

  it.each([
    ['493027', '493027'],
    ['493 027', '493027'],
    ['493-027', '493027'],
    ['４９３０２７', '493027'],
    ['49302', null],
    ['4930277', null],
    ['49302a', null],
  ])('reads %s as %s', (typed, code) => {
    expect(textToCode(typed)).toBe(code)
  })
})
