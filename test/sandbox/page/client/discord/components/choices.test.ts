import { expect, test } from 'vitest'
import { filterChoices, initiallyChosen, selectToChoices } from '#sandbox/page/client/discord/components/choices.ts'
import type { SelectComponent } from '#sandbox/page/client/discord/components/shapes.ts'
import type { Channel } from '#sandbox/page/client/discord/shapes.ts'

const channel = (name: string, kind: Channel['kind']): Channel => {
  return { id: name, name, kind, isPublic: true, canWrite: true, posts: 0 }
}
const people = [
  { id: '1', name: 'bob', displayName: 'Bob Berg', isBot: false, isAdmin: false, isMember: true },
  { id: '2', name: 'stranger', displayName: 'Stranger', isBot: false, isAdmin: false, isMember: false },
]
const channels = [channel('ops', 'text'), channel('talk', 'voice'), channel('dm', 'dm')]
const values = (select: SelectComponent) => selectToChoices(select, { people, channels }).map(({ value }) => value)

test('a select of options has those, and what is chosen among them', () => {
  const select: SelectComponent = {
    type: 3,
    custom_id: 's',
    options: [
      { label: 'One', value: 'a', description: 'first' },
      { label: 'Two', value: 'b', default: true },
    ],
  }
  expect(selectToChoices(select, { people, channels })[0]).toEqual({ value: 'a', label: 'One', description: 'first' })
  expect(initiallyChosen(select)).toEqual(['b'])
})

test('a select of people has those of the server', () => {
  const select: SelectComponent = { type: 5, custom_id: 's', default_values: [{ id: '1', type: 'user' }] }
  expect(values(select)).toEqual(['1'])
  expect(initiallyChosen(select)).toEqual(['1'])
})

test('a select of channels has the kinds that it asks for', () => {
  expect(values({ type: 8, custom_id: 's' })).toEqual(['ops', 'talk'])
  expect(values({ type: 8, custom_id: 's', channel_types: [0] })).toEqual(['ops'])
})

test('a search is for a part of the words, with or without the sign', () => {
  const choices = selectToChoices({ type: 5, custom_id: 's' }, { people, channels })
  expect(filterChoices(choices, ' @BER')).toHaveLength(1)
  expect(filterChoices(choices, 'x')).toEqual([])
})
