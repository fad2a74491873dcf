import { expect, it } from 'vitest'
import { sampleMeeting } from '#test/storage/samples.ts'
import { spanToString } from '#text/format.ts'
import { eventWhereWords, interestedWords } from '#view/presenters/event-words.ts'

const person = (name: string) => ({ platform: 'discord', workspaceId: '1', userId: name, name })

it.each([
  [null, 'By telephone: its room is taken when it starts'],
  [{ number: '8000', dialIn: null, hasPin: false }, 'Room 8000'],
  [
    { number: '8000', dialIn: '+4930901800', hasPin: true },
    'Dial +49 30 901800, room 8000, with the PIN from its card',
  ],
])('an event says how to join', (room, words) => {
  expect(spanToString(eventWhereWords(room))).toBe(words)
})

it.each([
  [0, [], null],
  [1, ['Anna'], '1 person: Anna'],
  [14, ['Anna', 'Ben'], '14 people: Anna, Ben, and 12 more'],
  [2, [], '2 people'],
])('%i interested people are told by number and as many names as are known', (count, names, words) => {
  const event = {
    date: '2026-12-01T15:00',
    id: '1',
    told: { subject: 'Review', startAt: 0, endAt: 1, room: null },
    interested: { count, people: names.map(person) },
    conflict: null,
  }
  const said = interestedWords(sampleMeeting('k3x9ab', { event }))
  expect(said === null ? null : spanToString(said).replaceAll('@', '')).toBe(words)
  expect(interestedWords(sampleMeeting('k3x9ab'))).toBeNull()
})
