import { describe, expect, test } from 'vitest'
import { type Inline, markdownToBlocks } from '#sandbox/page/client/discord/markdown.ts'

/** Each inline as `type:words`, plain text as it is. */
const said = (content: readonly Inline[]): string =>
  content
    .map((inline) => {
      if (inline.type === 'text') return inline.content
      if (inline.type === 'br') return '⏎'
      const within =
        'content' in inline ? (typeof inline.content === 'string' ? inline.content : said(inline.content)) : ''
      const facts = 'id' in inline ? inline.id : 'target' in inline ? `${within}→${inline.target}` : within
      return `[${inline.type}:${facts}]`
    })
    .join('')
const drawn = (text: string) =>
  markdownToBlocks(text).map((block) => {
    if (block.type === 'list')
      return block.items.map(({ depth, number, content }) => [depth, number ?? '•', said(content)].join(' '))
    if (block.type === 'blockQuote') return [block.type, block.blocks.length]
    return `${block.type} ${typeof block.content === 'string' ? block.content : said(block.content)}`
  })

describe('blocks', () => {
  test('a heading, lines, small print and code follow each other without empty lines between', () => {
    expect(drawn('### Sprint review\nLive **now**\ntoday\n-# small print\n```\na *b*\n```\nafter')).toEqual([
      'heading Sprint review',
      'paragraph Live [strong:now]⏎today',
      'subtext small print',
      'codeBlock a *b*',
      'paragraph after',
    ])
  })

  test('an empty line is kept', () => {
    expect(drawn('one\n\ntwo')).toEqual(['paragraph one⏎⏎two'])
  })

  test('lists know their depth and their numbers', () => {
    expect(drawn('- one\n  - **two**\n3. three\nrest')).toEqual([
      ['0 • one', '1 • [strong:two]', '0 3 three'],
      'paragraph rest',
    ])
  })

  test('small print and headings may follow a list', () => {
    expect(drawn('- one\n- two\n-# small print\nafter')).toEqual([
      ['0 • one', '0 • two'],
      'subtext small print',
      'paragraph after',
    ])
    expect(drawn('1. one\n### next')).toEqual([['0 1 one'], 'heading next'])
  })

  test('a hyphen or a number within a line begins no list', () => {
    expect(drawn('8000 - ends 3. May')).toEqual(['paragraph 8000 - ends 3. May'])
  })

  test('quoted lines are one quote', () => {
    expect(drawn('> one\n> two\nafter')).toEqual([['blockQuote', 1], 'paragraph after'])
  })
})

describe('in a line', () => {
  test.each([
    [
      '**b** *i* _i_ __u__ ~~s~~ ||x|| `c`',
      '[strong:b] [em:i] [em:i] [underline:u] [strikethrough:s] [spoiler:x] [inlineCode:c]',
    ],
    ['<@1200000000000000101> in <#1200000000000000301>', '[user:1200000000000000101] in [channel:1200000000000000301]'],
    ['[here](https://example.org/a)', '[link:here→https://example.org/a]'],
    ['a snake_case_name stays', 'a snake_case_name stays'],
  ])('%s', (text, expected) => {
    expect(drawn(text)).toEqual([`paragraph ${expected}`])
  })

  test.each([
    '\\*not bold\\*',
    '\\<@1200000000000000101>',
    '\\[here](https\\://example.org)',
    '\\# no heading',
    '\\- no list',
    '\\<t:1795000000:R>',
    '\\`no code\\`',
    '\\> no quote',
  ])('what is escaped is text: %s', (text) => {
    expect(drawn(text)).toEqual([`paragraph ${text.replaceAll('\\', '')}`])
  })

  test.each(['t', 's', 'S', 'R'])('a moment in style %s', (style) => {
    expect(markdownToBlocks(`<t:1795000000:${style}>`)).toMatchObject([
      { content: [{ type: 'timestamp', timestamp: '1795000000', format: style }] },
    ])
  })
})

test('what is nested deeply or never closed is read all the same', () => {
  const text = `${'*'.repeat(500)}${'||'.repeat(300)}${'[a]('.repeat(300)}${'> '.repeat(200)}`
  expect(markdownToBlocks(text).length).toBeGreaterThan(0)
})
