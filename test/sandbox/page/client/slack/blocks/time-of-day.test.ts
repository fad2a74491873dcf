import { expect, test } from 'vitest'
import { offeredTimes, parseTimeOfDay, timeOfDayToString } from '#sandbox/page/client/slack/blocks/time-of-day.ts'

test.each([
  ['15:07', '15:07'],
  ['3:07 pm', '15:07'],
  ['3pm', '15:00'],
  ['3 P.M.', '15:00'],
  ['12am', '00:00'],
  ['12:30 PM', '12:30'],
  ['9', '09:00'],
  ['1507', '15:07'],
  [' 07.45 ', '07:45'],
  ['0:00', '00:00'],
])('%j is %s', (words, time) => {
  expect(parseTimeOfDay(words)).toBe(time)
})

test.each(['', '24:00', '13pm', '0am', '9:60', 'noon', '12:3', '3:07 xm'])('%j is no time', (words) => {
  expect(parseTimeOfDay(words)).toBeUndefined()
})

test('every time that is offered is read again as what it is', () => {
  expect(offeredTimes()).toHaveLength(48)
  expect(offeredTimes().map((time) => parseTimeOfDay(timeOfDayToString(time)))).toEqual(offeredTimes())
})

test('a time between the half hours is offered too, once it is chosen', () => {
  expect(offeredTimes('09:10').slice(18, 21)).toEqual(['09:00', '09:10', '09:30'])
  expect(offeredTimes('09:30')).toHaveLength(48)
})

test('what is typed leaves the times that begin so, in either way of writing', () => {
  expect(offeredTimes(undefined, '9')).toEqual(['09:00', '09:30', '21:00', '21:30'])
  expect(offeredTimes(undefined, '21:')).toEqual(['21:00', '21:30'])
  expect(offeredTimes(undefined, 'noon')).toEqual([])
})
