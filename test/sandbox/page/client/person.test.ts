import { expect, test } from 'vitest'
import { type Person, roleOf, shownName, whereAndWhen } from '#sandbox/page/client/person.ts'

const carol: Person = {
  id: 'U3',
  name: 'carol',
  realName: 'Carol',
  team: 'T0SANDBOX',
  isAdmin: false,
  isGuest: false,
  isBot: false,
  timeZone: 'America/New_York',
}

test('people and apps are shown by what they are mentioned by', () => {
  expect(shownName(carol)).toBe('carol')
  expect(shownName({ ...carol, name: 'confbot', realName: 'Confbot', isBot: true })).toBe('confbot')
})

test('a role says what matters most', () => {
  expect(roleOf(carol)).toBe('member')
  expect(roleOf({ ...carol, isAdmin: true })).toBe('administrator')
  expect(roleOf({ ...carol, isGuest: true })).toBe('guest')
  expect(roleOf({ ...carol, team: 'T0PARTNER' })).toBe('of another organisation')
})

test('where somebody is goes with the time there', () => {
  expect(whereAndWhen(carol, Date.parse('2026-11-21T12:05:00Z'))).toBe('New York, 7:05 AM')
})
