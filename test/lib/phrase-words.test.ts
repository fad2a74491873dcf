import { expect, it } from 'vitest'
import { phraseToWords, wordToOrdinal, wordToWeekday } from '#lib/phrase-words.ts'

it.each([
  ['Dec. 1st, 3 P.M.', ['dec', '1st', '3', 'pm']],
  ['1-Dec-2026  15:00', ['1', 'dec', '2026', '15:00']],
  ['Mon/Wed & Fri', ['mon', 'wed', 'and', 'fri']],
  ['two weeks', ['2', 'weeks']],
  ['1.12. um', ['1.12.', 'um']],
  ['1. Dec', ['1.', 'dec']],
  ['９：３０', ['9:30']],
  ['nine o’clock', ['9', "o'clock"]],
  ['9 o clock.', ['9', "o'clock"]],
  ['01/02/2027', ['01/02/2027']],
  [' , ', []],
])('takes %j apart', (phrase, words) => {
  expect(phraseToWords(phrase)).toEqual(words)
})

it('knows ordinals in figures and in words', () => {
  expect(['1st', '22nd', '1.', 'third', 'last', '3', 'sun'].map(wordToOrdinal)).toEqual([
    1,
    22,
    1,
    3,
    undefined,
    undefined,
    undefined,
  ])
})

it('knows weekdays in every common spelling, and no other words', () => {
  expect(['sun', 'tues', 'weds', 'thurs', 'saturday', 'sunny', 'constructor'].map(wordToWeekday)).toEqual([
    0,
    2,
    3,
    4,
    6,
    undefined,
    undefined,
  ])
})
