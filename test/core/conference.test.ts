import { expect, it } from 'vitest'
import { endConference, isLive } from '#core/conference.ts'
import { applyReading } from '#core/roster.ts'
import { anna, annaStored, invited, leg, opened, reading, roster, startAt, states } from '../support/roster.ts'

it('begins empty, with its starter as the chair, and stores of them nothing but who they are', () => {
  expect(isLive(opened)).toBe(true)
  expect(opened).toMatchObject({ chair: annaStored, emptySince: startAt, locked: null, recording: null, revision: 1 })
  expect(opened.startedBy).toEqual(annaStored)
})

it('the end lets everybody go at its instant', () => {
  const joined = applyReading(
    invited('1001', '1002'),
    reading([leg('a', { number: '1001', talking: true })]),
    startAt + 1,
  )
  const ended = endConference(joined, { reason: 'command', by: anna, at: startAt + 9, recordingCount: 2 })
  expect(ended).toMatchObject({
    state: 'ended',
    endedAt: startAt + 9,
    endReason: 'command',
    endedBy: annaStored,
    changedAt: startAt + 9,
    recordingCount: 2,
    aloneSince: null,
  })
  expect(roster(ended)).toEqual(['p1 a left'])
  expect(states(ended)).toEqual(['i1 1001 left', 'i2 1002 invited'])
})
