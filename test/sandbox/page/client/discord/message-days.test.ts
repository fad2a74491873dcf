import { expect, test } from 'vitest'
import { messagesToDays } from '#sandbox/page/client/discord/message-days.ts'
import type { Message } from '#sandbox/page/client/discord/shapes.ts'

const message = (at: string, author: string, facts: Partial<Message> = {}): Message => ({
  id: at,
  channel_id: '1',
  type: 0,
  author: { id: author, username: author },
  content: at,
  timestamp: at,
  edited_timestamp: null,
  flags: 0,
  ...facts,
})
const drawn = (messages: Message[], timeZone = 'Etc/UTC') =>
  messagesToDays(messages, timeZone).map(({ date, messages: ofDay }) => [date, ofDay.map(({ hasHead }) => hasHead)])

test('days are those of the reader', () => {
  const messages = [message('2026-11-21T03:00:00Z', 'a'), message('2026-11-21T12:00:00Z', 'a')]
  expect(drawn(messages)).toEqual([['2026-11-21', [true, true]]])
  expect(drawn(messages, 'America/New_York')).toEqual([
    ['2026-11-20', [true]],
    ['2026-11-21', [true]],
  ])
})

test('what the same author adds within seven minutes has no head of its own', () => {
  const times = ['12:00:00', '12:06:59', '12:14:00'].map((time) => message(`2026-11-21T${time}Z`, 'a'))
  expect(drawn([...times, message('2026-11-21T12:14:01Z', 'b')])).toEqual([['2026-11-21', [true, false, true, true]]])
})

test('what answers somebody, and what one person alone sees, stands by itself', () => {
  const at = '2026-11-21T12:00:00Z'
  const answer = { interaction_metadata: { user: { id: 'b', username: 'b' }, name: 'conf list' } }
  const messages = [message(at, 'a'), message(at, 'a', answer), message(at, 'a', { flags: 64 })]
  expect(drawn(messages)).toEqual([['2026-11-21', [true, true, true]]])
})
