import { expect, it } from 'vitest'
import { spanToString } from '#text/format.ts'
import { repeatWords } from '#view/presenters/repeat-words.ts'

it.each([
  [null, 'once'],
  ['FREQ=DAILY', 'every day'],
  ['FREQ=DAILY;INTERVAL=3;COUNT=10', 'every 3 days 10 times'],
  ['FREQ=WEEKLY', 'every week'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday (Mon–Fri)'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR', 'every 2 weeks from Mon to Fri'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270630', 'every 2 weeks on Tue, Thu until Wed 30 Jun 2027'],
  ['FREQ=MONTHLY;BYDAY=2TU', 'every month on the 2nd Tue'],
  ['FREQ=MONTHLY;BYDAY=-1FR', 'every month on the last Fri'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,-2', 'every month on the 1st day, the 2nd last day'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'every month from Mon to Fri of these the last'],
  ['FREQ=YEARLY;BYMONTH=3;BYDAY=3SU', 'every year on the 3rd Sun in Mar'],
  ['FREQ=HOURLY', 'FREQ=HOURLY'],
])('%s is said as: %s', (rule, words) => {
  expect(
    repeatWords(rule)
      .map((span) => spanToString(span))
      .join(''),
  ).toBe(words)
})
