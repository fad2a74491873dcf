import { expect, test } from 'vitest'
import { activityToWords } from '#sandbox/page/client/telephone/activity.ts'

test.each([
  [{ liveRooms: 0, calls: 0, ringing: 0 }, ''],
  [{ liveRooms: 1, calls: 1, ringing: 0 }, '1 call'],
  [{ liveRooms: 1, calls: 2, ringing: 1 }, '2 calls, 1 ringing'],
  [{ liveRooms: 3, calls: 12, ringing: 0 }, '12 calls in 3 rooms'],
])('what goes on at a PBX that is not looked at is said: %o', (pbx, words) => {
  expect(activityToWords(pbx)).toBe(words)
})
