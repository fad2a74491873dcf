import { describe, expect, test } from 'vitest'
import type { InputComponent, Modal } from '#sandbox/page/client/discord/components/shapes.ts'
import { fieldsOf, initialValue, problemOf, toParts, toSent } from '#sandbox/page/client/discord/modal/fields.ts'

const text: InputComponent = { type: 4, custom_id: 't', style: 1, value: 'before', min_length: 2, max_length: 5 }
const radio: InputComponent = { type: 21, custom_id: 'r', options: [{ label: 'A', value: 'a', default: true }] }
const boxes: InputComponent = {
  type: 22,
  custom_id: 'b',
  min_values: 2,
  options: [
    { label: 'A', value: 'a', default: true },
    { label: 'B', value: 'b' },
  ],
}
const box: InputComponent = { type: 23, custom_id: 'x' }

test('fields begin with what the app put into them', () => {
  expect([text, radio, boxes, box].map(initialValue)).toEqual(['before', 'a', ['a'], false])
})

test('texts stand between the fields, and the older rows are fields with a label of their own', () => {
  const modal: Modal = {
    custom_id: 'm',
    title: 'M',
    components: [
      { type: 10, content: 'about' },
      { type: 18, label: 'Name', component: text },
      { type: 1, components: [{ type: 4, custom_id: 'old', style: 1, label: 'Old' }] },
    ],
  }
  expect(toParts(modal)).toMatchObject([{ content: 'about' }, { label: 'Name' }, { label: 'Old' }])
  expect(fieldsOf(modal).map(({ custom_id }) => custom_id)).toEqual(['t', 'old'])
})

describe('before anything is sent', () => {
  test.each([
    ['an empty text', text, '', 'This field is required.'],
    ['a short text', text, 'a', 'Must be at least 2 characters.'],
    ['a long text', text, 'abcdef', 'Must be 5 or fewer characters.'],
    ['nothing among radio buttons', radio, '', 'This field is required.'],
    ['too few boxes', boxes, ['a'], 'Choose at least 2.'],
  ] as const)('%s is told of', (_name, field, value, problem) => {
    expect(problemOf(field, value)).toBe(problem)
  })

  test.each([
    ['a text', text, 'abc'],
    ['an empty text that need not be there', { ...text, required: false }, ''],
    ['a box that is not ticked', box, false],
  ] as const)('%s can go', (_name, field, value) => {
    expect(problemOf(field, value)).toBeUndefined()
  })

  test('no choice among radio buttons is sent as none', () => {
    expect([toSent(radio, ''), toSent(radio, 'a'), toSent(text, '')]).toEqual([null, 'a', ''])
  })
})
