import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText } from '#lib/clean-text.ts'
import { renderTable } from '#platforms/discord/render-table.ts'
import {
  escapeMarkdown,
  labelText,
  lineToLabel,
  lineToMarkdown,
  lineToOneLine,
} from '#platforms/discord/render-text.ts'
import { hostileText } from '#test/support/hostile-text.ts'
import { bold, code, link, type Mention, moment, quiet } from '#text/message.ts'
import { readMarkdown } from './read-markdown.ts'

const en = { language: 'en' } as const

describe('text of people on Discord', () => {
  it.each([
    ['*b* _i_ ~~s~~ ||z||', String.raw`\*b\* \_i\_ \~\~s\~\~ \|\|z\|\|`],
    ['<@1> <@&1> <#1> </conf end:1> <id:guide>', String.raw`\<\@1\> \<\@&1\> \<#1\> \</conf end\:1\> \<id\:guide\>`],
    ['<t:0:R> <:wave:1> :tada: :100:', String.raw`\<t\:0\:R\> \<\:wave\:1\> \:tada: \:100\:`],
    ['@everyone', String.raw`\@everyone`],
    ['https://evil.example', String.raw`https\://evil.example`],
    ['[bank](https://evil.example)', String.raw`\[bank\](https\://evil.example)`],
    ['# h\n-# s\n- l\n  + l\n1. n\n> q', '\\# h\n\\-# s\n\\- l\n  \\+ l\n1\\. n\n\\> q'],
    ['¯\\_(ツ)_/¯', String.raw`¯\\\_(ツ)\_/¯`],
    // What reads well as it is stays so.
    ['Stand-up #3: 15:30–16:00, 2. floor', 'Stand-up #3: 15:30–16:00, 2. floor'],
    ['+49 30 901800', '+49 30 901800'],
    ['#3', '#3'],
    ['-', '\\-'],
  ])('is shown as it is written: %s', (words, escaped) => {
    expect(escapeMarkdown(words)).toBe(escaped)
    expect(readMarkdown(escaped)).toEqual({ words, links: [], problems: [] })
  })

  it('is shown as it is written, whatever it is', () => {
    fc.assert(
      fc.property(hostileText, (words) => {
        const clean = cleanText(words)
        const read = readMarkdown(escapeMarkdown(clean))
        expect(read).toEqual({ words: clean, links: [], problems: [] })
      }),
      { numRuns: 500 },
    )
  })

  it('is cut before it is escaped, so that no backslash is left alone', () => {
    for (const max of [1, 2, 3, 7, 8]) {
      const cut = lineToOneLine('*'.repeat(20), { ...en, max })
      expect(cut.length).toBeLessThanOrEqual(max)
      expect(readMarkdown(cut).problems).toEqual([])
    }
  })

  it('is never empty, and a single line where labels stand', () => {
    expect(lineToMarkdown(['', bold(' ')], en)).toBe('–')
    expect(labelText('  Sprint\n review ', 75, 'en')).toBe('Sprint review')
    expect(labelText('', 75, 'en')).toBe('–')
    expect(lineToOneLine('a\n# b', en)).toBe('a # b')
  })

  it('has no markup where Discord does not read any', () => {
    const alice: Mention = { kind: 'mention', platform: 'discord', workspaceId: '1', userId: '2', name: 'Alice' }
    expect(lineToLabel([bold('*x*'), ' by ', alice], 75, 'en')).toBe('*x* by Alice')
  })
})

describe('styles on Discord', () => {
  it('stand next to the words, also where these have spaces around them', () => {
    expect(lineToMarkdown([bold(' a '), code('b'), ' ', quiet('c')], en)).toBe('**a** `b` *c*')
    expect(lineToMarkdown(bold(['b', 'c'].join(' ')), en)).toBe('**b c**')
  })

  it('are kept apart where their marks would touch', () => {
    expect(lineToMarkdown([bold('a'), quiet('b')], en)).toBe('**a**\u200b*b*')
    expect(lineToMarkdown([code('a'), code(bold('b'))], en)).toBe('`a`\u200b**`b`**')
  })

  it('hold for all that stands in them', () => {
    const was = { kind: 'styled', style: 'strike', of: moment(0) } as const
    expect(lineToMarkdown([was, bold(link('https://example.com', 'x'))], en)).toBe(
      '~~<t:0:f>~~\u200b**[x](<https://example.com>)**',
    )
  })

  it('are left off from code that holds what would end it', () => {
    expect(lineToMarkdown(code('a`b'), en)).toBe('a\\`b')
  })
})

describe('links on Discord', () => {
  it('go where Discord goes, without a preview', () => {
    expect(lineToMarkdown(link('https://example.com/a?b=(1)', 'the page'), en)).toBe(
      '[the page](<https://example.com/a?b=%281%29>)',
    )
    expect(lineToMarkdown(link('https://example.com', 'https://example.com'), en)).toBe('<https://example.com>')
  })

  it('stand beside a label that could not be read with its backslashes', () => {
    const drawn = lineToMarkdown(link('https://example.com', 'rec_[1].wav'), en)
    expect(readMarkdown(drawn)).toEqual({
      words: 'rec_[1].wav (https://example.com)',
      links: ['https://example.com'],
      problems: [],
    })
  })

  it('are words where they lead nowhere', () => {
    expect(lineToMarkdown([link('tel:+4930', '030'), ' ', link('javascript:alert(1)', 'x')], en)).toBe('030 x')
  })
})

describe('a table on Discord', () => {
  it('lines its columns up, in any script, and cannot be ended by what stands in it', () => {
    const { block } = renderTable(['Who', 'When'], [['Zoë 👍', '14:03'], ['```']], 'en')
    expect(readMarkdown(block)).toEqual({
      words: 'Who    When\nZoë 👍  14:03\n`\u200b`\u200b`',
      links: [],
      problems: [],
    })
  })

  it('without columns is nothing', () => {
    expect(renderTable([], [['x']], 'en')).toEqual({ block: '', leftOut: 0 })
  })
})
