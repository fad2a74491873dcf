import { expect, test } from 'vitest'
import { numberToHabit } from '#sandbox/pbx/network.ts'

const wrongNumber = { does: 'wrong-number', afterMs: 1_000 }

test.each([
  ['+4930901800', { does: 'answer', afterMs: 2_000 }],
  ['+4930901849', { does: 'answer', afterMs: 2_000 }],
  ['+4930901850', { does: 'busy', afterMs: 1_000 }],
  ['+4930901859', { does: 'busy', afterMs: 1_000 }],
  ['+4930901860', { does: 'no-answer', afterMs: 30_000 }],
  ['+4930901869', { does: 'no-answer', afterMs: 30_000 }],
  ['+4930901870', wrongNumber],
  ['+4930901879', wrongNumber],
  ['+4930901880', { does: 'answer', afterMs: 2_000, hangUpAfterMs: 60_000 }],
  ['+4930901889', { does: 'answer', afterMs: 2_000, hangUpAfterMs: 60_000 }],
  ['+4930901890', { does: 'answer', afterMs: 8_000 }],
  ['+4930901899', { does: 'answer', afterMs: 8_000 }],
  ['1001', { does: 'answer', afterMs: 2_000 }],
  ['1055', { does: 'busy', afterMs: 1_000 }],
  ['1099', { does: 'answer', afterMs: 8_000 }],
  ['', wrongNumber],
  ['7', wrongNumber],
  ['somebody', wrongNumber],
  ['+49 30 901800', wrongNumber],
])('the far end of %j behaves by its last two digits', (number, habit) => {
  expect(numberToHabit(number)).toEqual(habit)
})
