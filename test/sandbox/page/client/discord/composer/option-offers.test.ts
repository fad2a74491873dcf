import { expect, test } from 'vitest'
import { offersFor, optionToChoices } from '#sandbox/page/client/discord/composer/option-offers.ts'
import type { Channel, Member } from '#sandbox/page/client/discord/shapes.ts'

const member = (name: string, isMember = true): Member => {
  return { id: `id of ${name}`, name, displayName: name, isBot: false, isAdmin: false, isMember }
}
const channel = (name: string, kind: Channel['kind']): Channel => {
  return { id: `id of ${name}`, name, kind, isPublic: true, canWrite: true, posts: 0 }
}
const known = {
  people: [member('bob'), member('stranger', false)],
  channels: [channel('ops', 'text'), channel('dm', 'dm')],
}
const labels = (type: number, facts = {}) =>
  optionToChoices({ type, name: 'x', description: '', ...facts }, known)?.map(({ label }) => label)

test('an option offers what its type allows', () => {
  expect(labels(5)).toEqual(['True', 'False'])
  expect(labels(6)).toEqual(['bob'])
  expect(labels(7)).toEqual(['#ops'])
  expect(labels(3, { choices: [{ name: 'One', value: 1 }] })).toEqual(['One'])
  expect(labels(3)).toBeUndefined()
})

test('what is typed narrows it, and what was chosen lets everything else be chosen again', () => {
  const choices = ['Sprint review', 'Standup'].map((label) => ({ label, value: label }))
  expect(offersFor(choices, 'rev').map(({ label }) => label)).toEqual(['Sprint review'])
  expect(offersFor(choices, 'Standup')).toEqual(choices)
})
