import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { InputOf } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { problemOf } from '#command-kit/options/make-option.ts'
import { spanToString } from '#text/format.ts'
import { readOption } from '../words.ts'

describe('makeOption', () => {
  it('refuses an option that is given twice', () => {
    expect(readOption(option.conference({ summary: 'option.in' }), '1', '2')).toBe('Give this only once.')
  })

  it('puts any other problem of a schema into words too', () => {
    const read = z.string().safeParse(1)
    expect(spanToString(problemOf(read.error ?? new z.ZodError([])))).toBe('This cannot be read.')
  })

  it('gives required options their value’s type, and optional ones undefined beside it', () => {
    const options = {
      subject: option.text({ summary: 'option.subject', required: true }),
      page: option.integer({ summary: 'option.page' }),
      language: option.choice({
        summary: 'option.language',
        required: true,
        choices: [{ value: 'en', label: 'option.language' }],
      }),
    }
    // The compiler is what checks this.
    const input: InputOf<typeof options> = { subject: 'Review', page: undefined, language: 'en' }
    expect(input.subject.length).toBe(6)
  })

  it('names what is suggested unless another is wanted', () => {
    expect(option.participant({ summary: 'option.participant', allows: 'one' }).facts.suggests).toBe('participant')
    expect(
      option.participant({ summary: 'option.participant', allows: 'one', suggests: 'contact' }).facts.suggests,
    ).toBe('contact')
  })
})
