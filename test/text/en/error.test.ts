import { describe, expect, it } from 'vitest'
import { errorBlanks } from '#command-kit/error-blanks.ts'
import { type ErrorCode, errorCodes } from '#core/errors.ts'
import { error } from '#text/en/error.ts'
import { blanksOf } from '../message-blanks.ts'

const codes = Object.keys(errorCodes) as ErrorCode[]

describe('the English errors', () => {
  it.each(codes)('tell %s in a sentence with a next step', (code) => {
    expect(error[`error.${code}`]).toMatch(/[.:}]$/)
    expect(error[`hint.${code}`]).toMatch(/[.}]$/)
  })

  it.each(codes)('have the blanks of %s that throwers are told of', (code) => {
    const used = new Set([...blanksOf(error[`error.${code}`]), ...blanksOf(error[`hint.${code}`])])
    expect([...used].sort()).toEqual([...errorBlanks[code]].sort())
  })
})
