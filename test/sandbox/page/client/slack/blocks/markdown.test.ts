import { expect, test } from 'vitest'
import { markdownToParts } from '#sandbox/page/client/slack/blocks/markdown.ts'

const text = (words: string, style?: object) => ({ type: 'text', text: words, ...(style && { style }) })
const section = (...elements: object[]) => ({ type: 'rich_text_section', elements })

test('headings, paragraphs, lists, quotes and code are the parts of Markdown', () => {
  const given = '# Title\n\nOne\ntwo\n\n- a\n- b\n  1. c\n\n> said\n\n```ts\nconst *x*\n```\nend'
  expect(markdownToParts(given)).toEqual([
    section(text('Title', { bold: true })),
    section(text('One\ntwo')),
    { type: 'rich_text_list', style: 'bullet', indent: 0, elements: [section(text('a')), section(text('b'))] },
    { type: 'rich_text_list', style: 'ordered', indent: 1, elements: [section(text('c'))] },
    { type: 'rich_text_quote', elements: [text('said')] },
    { type: 'rich_text_preformatted', elements: [text('const *x*')] },
    section(text('end')),
  ])
})

test.each([
  ['**a**', text('a', { bold: true })],
  ['*a*', text('a', { italic: true })],
  ['_a_', text('a', { italic: true })],
  ['~~a~~', text('a', { strike: true })],
  ['`**a**`', text('**a**', { code: true })],
  ['[a](https://b.example)', { type: 'link', url: 'https://b.example', text: 'a' }],
  ['<https://b.example/c>', { type: 'link', url: 'https://b.example/c' }],
  ['snake_case_name', text('snake_case_name')],
])('%s is read', (given, inline) => {
  expect(markdownToParts(given)).toEqual([section(inline)])
})
