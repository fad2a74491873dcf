import { describe, expect, test } from 'vitest'
import { SlackRefusal } from '#sandbox/slack/refusal.ts'
import { parseAttachments, parseMessageBlocks } from '#sandbox/slack/rules/message.ts'

/** What is wrong with the blocks; empty when nothing is. */
function faults(...blocks: unknown[]): unknown {
  try {
    parseMessageBlocks(blocks)
    return []
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    return error.fields.errors ?? error.code
  }
}

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) })
const option = (value: string) => ({ text: plain(1), value })
const options = (count: number) => Array.from({ length: count }, (_, index) => option(`v${index}`))
const actions = (...elements: unknown[]) => ({ type: 'actions', elements })
const button = (facts: object = {}) => ({ type: 'button', text: plain(1), ...facts })
const input = (element: object, facts: object = {}) => ({ type: 'input', label: plain(1), element, ...facts })
const at = (sentence: string, pointer: string) => [`${sentence} [json-pointer:${pointer}]`]
const select = (facts: object) => ({ type: 'static_select', ...facts })

describe('blocks at their limits pass, and one beyond is refused', () => {
  const cases: [name: string, good: unknown[], bad: unknown[], fault: string[]][] = [
    [
      'blocks of a message',
      Array(50).fill({ type: 'divider' }),
      Array(51).fill({ type: 'divider' }),
      at('no more than 50 items allowed', '/blocks'),
    ],
    [
      'block_id',
      [{ type: 'divider', block_id: 'b'.repeat(255) }],
      [{ type: 'divider', block_id: 'b'.repeat(256) }],
      at('must be less than 256 characters', '/blocks/0/block_id'),
    ],
    [
      'action_id',
      [actions(button({ action_id: 'a'.repeat(255) }))],
      [actions(button({ action_id: 'a'.repeat(256) }))],
      at('must be less than 256 characters', '/blocks/0/elements/0/action_id'),
    ],
    [
      'text of a section',
      [{ type: 'section', text: plain(3000) }],
      [{ type: 'section', text: plain(3001) }],
      at('must be less than 3001 characters', '/blocks/0/text/text'),
    ],
    [
      'empty text',
      [{ type: 'section', text: plain(1) }],
      [{ type: 'section', text: plain(0) }],
      at('must be more than 0 characters', '/blocks/0/text/text'),
    ],
    [
      'fields of a section',
      [{ type: 'section', fields: Array(10).fill(plain(2000)) }],
      [{ type: 'section', fields: Array(11).fill(plain(2000)) }],
      at('no more than 10 items allowed', '/blocks/0/fields'),
    ],
    [
      'text of a field',
      [{ type: 'section', fields: [plain(2000)] }],
      [{ type: 'section', fields: [plain(2001)] }],
      at('must be less than 2001 characters', '/blocks/0/fields/0/text'),
    ],
    [
      'header',
      [{ type: 'header', text: plain(150) }],
      [{ type: 'header', text: plain(151) }],
      at('must be less than 151 characters', '/blocks/0/text/text'),
    ],
    [
      'elements of a context',
      [{ type: 'context', elements: Array(10).fill(plain(1)) }],
      [{ type: 'context', elements: Array(11).fill(plain(1)) }],
      at('no more than 10 items allowed', '/blocks/0/elements'),
    ],
    [
      'elements of actions',
      [actions(...Array(25).fill(button()))],
      [actions(...Array(26).fill(button()))],
      at('no more than 25 items allowed', '/blocks/0/elements'),
    ],
    [
      'text of a button',
      [actions(button({ text: plain(75) }))],
      [actions(button({ text: plain(76) }))],
      at('must be less than 76 characters', '/blocks/0/elements/0/text/text'),
    ],
    [
      'value of a button',
      [actions(button({ value: 'v'.repeat(2000) }))],
      [actions(button({ value: 'v'.repeat(2001) }))],
      at('must be less than 2001 characters', '/blocks/0/elements/0/value'),
    ],
    [
      'address of a button',
      [actions(button({ url: 'u'.repeat(3000) }))],
      [actions(button({ url: 'u'.repeat(3001) }))],
      at('must be less than 3001 characters', '/blocks/0/elements/0/url'),
    ],
    [
      'options of a select',
      [actions(select({ options: options(100) }))],
      [actions(select({ options: options(101) }))],
      at('no more than 100 items allowed', '/blocks/0/elements/0/options'),
    ],
    [
      'groups of a select',
      [actions(select({ option_groups: Array(100).fill({ label: plain(75), options: options(1) }) }))],
      [actions(select({ option_groups: Array(101).fill({ label: plain(75), options: options(1) }) }))],
      at('no more than 100 items allowed', '/blocks/0/elements/0/option_groups'),
    ],
    [
      'value of an option',
      [actions(select({ options: [option('v'.repeat(75))] }))],
      [actions(select({ options: [option('v'.repeat(76))] }))],
      at('must be less than 76 characters', '/blocks/0/elements/0/options/0/value'),
    ],
    [
      'placeholder',
      [actions({ type: 'users_select', placeholder: plain(150) })],
      [actions({ type: 'users_select', placeholder: plain(151) })],
      at('must be less than 151 characters', '/blocks/0/elements/0/placeholder/text'),
    ],
    [
      'most options of an overflow menu',
      [actions({ type: 'overflow', options: options(5) })],
      [actions({ type: 'overflow', options: options(6) })],
      at('no more than 5 items allowed', '/blocks/0/elements/0/options'),
    ],
    [
      'fewest options of an overflow menu',
      [actions({ type: 'overflow', options: options(2) })],
      [actions({ type: 'overflow', options: options(1) })],
      at('no fewer than 2 items allowed', '/blocks/0/elements/0/options'),
    ],
    [
      'checkboxes',
      [actions({ type: 'checkboxes', options: options(10) })],
      [actions({ type: 'checkboxes', options: options(11) })],
      at('no more than 10 items allowed', '/blocks/0/elements/0/options'),
    ],
    [
      'text of a confirm dialog',
      [actions(button({ confirm: { title: plain(100), text: plain(300), confirm: plain(30), deny: plain(30) } }))],
      [actions(button({ confirm: { title: plain(100), text: plain(301), confirm: plain(30), deny: plain(30) } }))],
      at('must be less than 301 characters', '/blocks/0/elements/0/confirm/text/text'),
    ],
    [
      'button of a confirm dialog',
      [actions(button({ confirm: { title: plain(1), text: plain(1), confirm: plain(30) } }))],
      [actions(button({ confirm: { title: plain(1), text: plain(1), confirm: plain(31) } }))],
      at('must be less than 31 characters', '/blocks/0/elements/0/confirm/confirm/text'),
    ],
    [
      'label of an input',
      [input({ type: 'datepicker' }, { label: plain(2000) })],
      [input({ type: 'datepicker' }, { label: plain(2001) })],
      at('must be less than 2001 characters', '/blocks/0/label/text'),
    ],
    [
      'length of a typed text',
      [input({ type: 'plain_text_input', max_length: 3000 })],
      [input({ type: 'plain_text_input', max_length: 3001 })],
      at('must be at most 3000', '/blocks/0/element/max_length'),
    ],
    [
      'moment of a picker',
      [actions({ type: 'datetimepicker', initial_date_time: 1_700_000_000 })],
      [actions({ type: 'datetimepicker', initial_date_time: 1_700_000_000_000 })],
      at('must be at most 9999999999', '/blocks/0/elements/0/initial_date_time'),
    ],
    [
      'markdown',
      [{ type: 'markdown', text: 'x'.repeat(12_000) }],
      [{ type: 'markdown', text: 'x'.repeat(12_001) }],
      at('must be less than 12001 characters', '/blocks/0/text'),
    ],
    [
      'columns of a table',
      [{ type: 'table', rows: [Array(20).fill({ type: 'raw_text', text: 'x' })] }],
      [{ type: 'table', rows: [Array(21).fill({ type: 'raw_text', text: 'x' })] }],
      at('no more than 20 items allowed', '/blocks/0/rows/0'),
    ],
  ]

  test.each(cases)('%s', (_, good, bad, fault) => {
    expect(faults(...good)).toEqual([])
    expect(faults(...bad)).toEqual(fault)
  })
})

describe('what Slack does not know or misses is refused', () => {
  const cases: [name: string, blocks: unknown[], fault: string[]][] = [
    ['an unknown block', [{ type: 'sections' }], at('unsupported type: sections', '/blocks/0/type')],
    ['a block without a type', [{ text: plain(1) }], at('missing required field: type', '/blocks/0')],
    ['an unknown element', [actions({ type: 'knob' })], at('unsupported type: knob', '/blocks/0/elements/0/type')],
    [
      'an element in the wrong block',
      [actions({ type: 'plain_text_input' })],
      at('unsupported type: plain_text_input', '/blocks/0/elements/0/type'),
    ],
    [
      'an element that stands beside no text',
      [{ type: 'section', text: plain(1), accessory: { type: 'datetimepicker' } }],
      at('unsupported type: datetimepicker', '/blocks/0/accessory/type'),
    ],
    ['an unknown property', [{ type: 'divider', color: 'red' }], at('invalid additional property: color', '/blocks/0')],
    ['a missing property', [{ type: 'header' }], at('missing required field: text', '/blocks/0')],
    ['an empty section', [{ type: 'section' }], at('must define either `text` or `fields`', '/blocks/0/type')],
    [
      'a header that formats',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      at('must be one of "plain_text"', '/blocks/0/text/type'),
    ],
    [
      'a select with two lists',
      [actions(select({ options: options(1), option_groups: [{ label: plain(1), options: options(1) }] }))],
      at('must define either `options` or `option_groups`', '/blocks/0/elements/0/type'),
    ],
    [
      'a select without a list',
      [actions(select({}))],
      at('must define either `options` or `option_groups`', '/blocks/0/elements/0/type'),
    ],
    [
      'a choice that is not offered',
      [actions(select({ options: options(2), initial_option: option('other') }))],
      at('must be one of the options', '/blocks/0/elements/0/initial_option'),
    ],
    [
      'the same block_id twice',
      [
        { type: 'divider', block_id: 'b' },
        { type: 'divider', block_id: 'b' },
      ],
      at('`block_id` "b" already exists', '/blocks/1/block_id'),
    ],
    [
      'the same action_id twice in a block',
      [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
      at('`action_id` "a" already exists', '/blocks/0/elements/1/action_id'),
    ],
    [
      'a length that nothing fits',
      [input({ type: 'plain_text_input', min_length: 5, max_length: 4 })],
      at('`min_length` must not be greater than `max_length`', '/blocks/0/element/min_length'),
    ],
    [
      'a style of no button',
      [actions(button({ style: 'loud' }))],
      at('must be one of "primary", "danger"', '/blocks/0/elements/0/style'),
    ],
    [
      'an empty piece of rich text',
      [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }] }],
      at('must be more than 0 characters', '/blocks/0/elements/0/elements/0/text'),
    ],
  ]

  test.each(cases)('%s', (_, blocks, fault) => {
    expect(faults(...blocks)).toEqual(fault)
  })

  test('what is no list of blocks', () => {
    expect(() => parseMessageBlocks({})).toThrow('invalid_blocks_format')
  })
})

test('the same action_id may stand in several blocks', () => {
  expect(faults(actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' })))).toEqual([])
})

test('every kind of rich text passes', () => {
  const elements = [
    { type: 'text', text: 'a', style: { bold: true } },
    { type: 'link', url: 'https://example.com', text: 'b' },
    { type: 'user', user_id: 'U0BOB' },
    { type: 'channel', channel_id: 'C0OPS' },
    { type: 'usergroup', usergroup_id: 'S0LEADS' },
    { type: 'broadcast', range: 'here' },
    { type: 'emoji', name: 'bell' },
    { type: 'date', timestamp: 1_700_000_000, format: '{date_short}', fallback: 'then' },
  ]
  const section = { type: 'rich_text_section', elements }
  const list = { type: 'rich_text_list', style: 'bullet', indent: 1, border: 0, elements: [section] }
  const quote = { type: 'rich_text_quote', elements, border: 1 }
  const code = { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'x' }] }
  expect(faults({ type: 'rich_text', elements: [section, list, quote, code] })).toEqual([])
})

test('attachments are checked like messages, and no more than 100 pass', () => {
  expect(parseAttachments([{ color: '#36a64f', fallback: 'a', blocks: [{ type: 'divider' }] }])).toHaveLength(1)
  expect(() => parseAttachments([{ colour: 'red' }])).toThrow('invalid_attachments')
  expect(() => parseAttachments(Array(101).fill({ text: 'a' }))).toThrow('too_many_attachments')
})
