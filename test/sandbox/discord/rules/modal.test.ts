/** What may stand in a modal, at and beyond every limit. */
import { expect, test } from 'vitest'
import { DiscordRefusal } from '#sandbox/discord/refusal.ts'
import { parseModal } from '#sandbox/discord/rules/modal.ts'
import { problemCodes } from '../serve-rest.ts'

const long = (length: number) => 'x'.repeat(length)
const option = (value: string, more = {}) => ({ value, label: value, ...more })
const label = (component: unknown, more = {}) => ({ type: 18, label: 'Title', component, ...more })
const input = (more = {}) => ({ type: 4, custom_id: 'title', style: 1, ...more })
const radio = (more = {}) => ({ type: 21, custom_id: 'kind', options: [option('a'), option('b')], ...more })
const modal = (components: readonly unknown[], more = {}) => ({ custom_id: 'm', title: 'Start', components, ...more })

function problems(value: unknown): Record<string, string> {
  try {
    parseModal(value)
    return {}
  } catch (error) {
    if (!(error instanceof DiscordRefusal)) throw error
    return problemCodes({ ...error.fields })
  }
}

test.each([
  [
    'inputs',
    [label(input({ min_length: 0, max_length: 4000, value: long(4000), placeholder: long(100), required: false }))],
  ],
  ['a text', [{ type: 10, content: 'Read this first.' }, label(input())]],
  [
    'a choice',
    [label(radio()), label({ type: 3, custom_id: 's', options: [option('a')], required: false, min_values: 0 })],
  ],
  [
    'boxes',
    [
      label({ type: 22, custom_id: 'c', options: [option('a'), option('b')], required: false, min_values: 0 }),
      label({ type: 23, custom_id: 'x', default: true }),
    ],
  ],
  [
    'people, a channel and a file',
    [
      label({ type: 5, custom_id: 'u', max_values: 25 }),
      label({ type: 8, custom_id: 'w' }),
      label({ type: 19, custom_id: 'f' }),
    ],
  ],
  ['rows as before labels', [{ type: 1, components: [{ ...input(), label: 'Title' }] }]],
])('a modal may have %s', (_, components) => {
  expect(problems(modal(components))).toEqual({})
})

test.each([
  ['too long a title', modal([label(input())], { title: long(46) }), { 'data.title': 'BASE_TYPE_MAX_LENGTH' }],
  ['no custom id', { title: 'a', components: [label(input())] }, { 'data.custom_id': 'BASE_TYPE_REQUIRED' }],
  [
    'six components',
    modal(Array.from({ length: 6 }, (_, i) => label(input({ custom_id: `${i}` })))),
    { 'data.components': 'BASE_TYPE_MAX_LENGTH' },
  ],
  ['nothing', modal([]), { 'data.components': 'BASE_TYPE_MIN_LENGTH' }],
  ['an input without label', modal([input()]), { 'data.components.0.type': 'UNION_TYPE_CHOICES' }],
  [
    'too long a label',
    modal([label(input(), { label: long(46) })]),
    { 'data.components.0.label': 'BASE_TYPE_MAX_LENGTH' },
  ],
  [
    'too long a description',
    modal([label(input(), { description: long(101) })]),
    { 'data.components.0.description': 'BASE_TYPE_MAX_LENGTH' },
  ],
  [
    'a custom id twice',
    modal([label(input()), label(input())]),
    { 'data.components.1.component.custom_id': 'COMPONENT_CUSTOM_ID_DUPLICATED' },
  ],
  [
    'something disabled',
    modal([label({ type: 5, custom_id: 'u', disabled: true })]),
    { 'data.components.0.component.disabled': 'MODAL_COMPONENT_DISABLED' },
  ],
  [
    'a required choice of none',
    modal([label({ type: 5, custom_id: 'u', min_values: 0 })]),
    { 'data.components.0.component.min_values': 'COMPONENT_REQUIRED_MIN_VALUES' },
  ],
  [
    'one radio button',
    modal([label(radio({ options: [option('a')] }))]),
    { 'data.components.0.component.options': 'BASE_TYPE_MIN_LENGTH' },
  ],
  [
    'eleven radio buttons',
    modal([label(radio({ options: Array.from({ length: 11 }, (_, i) => option(`${i}`)) }))]),
    { 'data.components.0.component.options': 'BASE_TYPE_MAX_LENGTH' },
  ],
  [
    'two radio buttons on',
    modal([label(radio({ options: [option('a', { default: true }), option('b', { default: true })] }))]),
    { 'data.components.0.component.options': 'BASE_TYPE_MAX_LENGTH' },
  ],
  [
    'a required checkbox',
    modal([label({ type: 23, custom_id: 'x', required: true })]),
    { 'data.components.0.component.required': 'UNKNOWN_FIELD' },
  ],
  [
    'an input whose least is more than its most',
    modal([label(input({ min_length: 5, max_length: 4 }))]),
    { 'data.components.0.component.max_length': 'TEXT_INPUT_COMPONENT_MIN_LENGTH_EXCEEDS_MAX_LENGTH' },
  ],
  [
    'too long a value',
    modal([label(input({ value: long(4001) }))]),
    { 'data.components.0.component.value': 'BASE_TYPE_MAX_LENGTH' },
  ],
  [
    'too long a placeholder',
    modal([label(input({ placeholder: long(101) }))]),
    { 'data.components.0.component.placeholder': 'BASE_TYPE_MAX_LENGTH' },
  ],
  [
    'a label on an input within a label',
    modal([label(input({ label: 'Title' }))]),
    { 'data.components.0.component.label': 'UNKNOWN_FIELD' },
  ],
  [
    'a button',
    modal([{ type: 1, components: [{ type: 2, style: 1, custom_id: 'b', label: 'b' }] }]),
    { 'data.components.0.components.0.type': 'BASE_TYPE_CHOICES' },
  ],
])('a modal may not have %s', (_, value, expected) => {
  expect(problems(value)).toMatchObject(expected)
})

test('every component gets an id, and keeps its own', () => {
  const { components } = parseModal(modal([{ type: 10, content: 'a' }, label(input({ id: 2 })), label(radio())]))
  expect(components).toMatchObject([{ id: 1 }, { id: 3, component: { id: 2 } }, { id: 4, component: { id: 5 } }])
})
