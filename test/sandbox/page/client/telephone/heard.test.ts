import { expect, test } from 'vitest'
import { refusalToHeard } from '#sandbox/page/client/telephone/heard.ts'

test('a PIN is asked for first, and refused when it is wrong', () => {
  expect(refusalToHeard('wrong_pin', false).voice).toBe('Please enter the PIN.')
  expect(refusalToHeard('wrong_pin', true).voice).toBe('This PIN is not valid.')
})

test.each(['no_such_room', 'offline', 'locked', 'room_full', 'wrong_pin'])(
  '%s is heard in words of its own',
  (error) => {
    const { voice, because } = refusalToHeard(error, true)
    expect(voice).not.toBe(refusalToHeard('something else', true).voice)
    expect(because).not.toBe(error)
  },
)
