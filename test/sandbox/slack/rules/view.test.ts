import { expect, test } from 'vitest'
import { SlackRefusal } from '#sandbox/slack/refusal.ts'
import { parseView } from '#sandbox/slack/rules/view.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const modal = (facts: object = {}) => ({ type: 'modal', title: plain('Title'), blocks: [], ...facts })
const input = { type: 'input', label: plain('Name'), element: { type: 'plain_text_input' } }

function faults(view: unknown, type: 'modal' | 'home' = 'modal'): unknown {
  try {
    parseView(view, type)
    return []
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    return error.fields.errors ?? error.code
  }
}

test.each([
  { name: 'title', good: modal({ title: plain('t'.repeat(24)) }), bad: modal({ title: plain('t'.repeat(25)) }) },
  { name: 'submit', good: modal({ submit: plain('t'.repeat(24)) }), bad: modal({ submit: plain('t'.repeat(25)) }) },
  { name: 'close', good: modal({ close: plain('t'.repeat(24)) }), bad: modal({ close: plain('t'.repeat(25)) }) },
  { name: 'callback_id', good: modal({ callback_id: 'c'.repeat(255) }), bad: modal({ callback_id: 'c'.repeat(256) }) },
  { name: 'external_id', good: modal({ external_id: 'c'.repeat(255) }), bad: modal({ external_id: 'c'.repeat(256) }) },
  {
    name: 'private_metadata',
    good: modal({ private_metadata: 'p'.repeat(3000) }),
    bad: modal({ private_metadata: 'p'.repeat(3001) }),
  },
  {
    name: 'blocks',
    good: modal({ blocks: Array(100).fill({ type: 'divider' }) }),
    bad: modal({ blocks: Array(101).fill({ type: 'divider' }) }),
  },
])('a view at the limit of its $name passes, and one beyond is refused', ({ good, bad }) => {
  expect(faults(good)).toEqual([])
  expect(faults(bad)).toHaveLength(1)
})

test('a title formats nothing', () => {
  expect(faults(modal({ title: { type: 'mrkdwn', text: 'Title' } }))).toEqual([
    'must be one of "plain_text" [json-pointer:/view/title/type]',
  ])
})

test('a modal with an input must be submittable', () => {
  expect(faults(modal({ blocks: [input] }))).toEqual([
    'must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]',
  ])
  expect(faults(modal({ blocks: [input], submit: plain('Go') }))).toEqual([])
})

test('only one field takes the focus', () => {
  const focused = { ...input, element: { type: 'plain_text_input', focus_on_load: true } }
  expect(faults(modal({ blocks: [focused, focused], submit: plain('Go') }))).toEqual([
    '`focus_on_load` is allowed once [json-pointer:/view/blocks/1/element]',
  ])
})

test('a Home tab has no title, and stands where a modal is wanted no more than the other way round', () => {
  const home = { type: 'home', blocks: [] }
  expect(faults(home, 'home')).toEqual([])
  expect(faults({ ...home, title: plain('Title') }, 'home')).toHaveLength(1)
  expect(faults(home, 'modal')).toHaveLength(1)
})

test('messages have blocks that views have not', () => {
  expect(faults(modal({ blocks: [{ type: 'markdown', text: 'x' }] }))).toEqual([
    'unsupported type: markdown [json-pointer:/view/blocks/0/type]',
  ])
})

test('a view of more than 250 kB is too large', () => {
  const text = { type: 'section', text: plain('x'.repeat(3000)) }
  expect(faults(modal({ blocks: Array(90).fill(text) }))).toBe('view_too_large')
})
