/** Ids and defaults that Discord adds. */
import { expect, test } from 'vitest'
import { completeComponents } from '#sandbox/discord/rules/complete-components.ts'

test('ids are given in order, past those that are taken', () => {
  const text = (id?: number) => ({ type: 10, content: 'a', ...(id !== undefined && { id }) })
  const button = { type: 2, style: 1, custom_id: 'a', label: 'a' }
  const given = [
    { type: 17, id: 2, components: [text(), { type: 9, components: [text()], accessory: button }] },
    text(0),
    { type: 1, components: [{ ...button, id: 700 }] },
  ]
  expect(completeComponents(given)).toMatchObject([
    { id: 2, components: [{ id: 1 }, { id: 3, components: [{ id: 4 }], accessory: { id: 5 } }] },
    { id: 6 },
    { id: 7, components: [{ id: 700 }] },
  ])
  expect(given[1]).toEqual(text(0))
})

test('defaults are filled in', () => {
  const menu = { type: 5, custom_id: 'a' }
  expect(
    completeComponents([{ type: 14 }, { type: 17, components: [] }, { type: 1, components: [menu] }]),
  ).toMatchObject([
    { divider: true, spacing: 1 },
    { accent_color: null, spoiler: false },
    { components: [{ min_values: 1, max_values: 1 }] },
  ])
})
