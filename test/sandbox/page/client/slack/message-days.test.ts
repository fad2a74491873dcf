import { expect, test } from 'vitest'
import { messagesToDays } from '#sandbox/page/client/slack/message-days.ts'
import type { Message } from '#sandbox/page/client/slack/shapes.ts'

const message = (at: string, user: string, facts: Partial<Message> = {}): Message => {
  return { type: 'message', ts: (Date.parse(at) / 1000).toFixed(6), user, text: at, ...facts }
}
const drawn = (messages: Message[], timeZone = 'Etc/UTC') =>
  messagesToDays(messages, timeZone).map(({ date, messages: ofDay }) => [date, ofDay.map(({ hasHead }) => hasHead)])

test('days are those of the reader', () => {
  const messages = [message('2026-11-21T03:00:00Z', 'U1'), message('2026-11-21T12:00:00Z', 'U1')]
  expect(drawn(messages)).toEqual([['2026-11-21', [true, true]]])
  expect(drawn(messages, 'America/New_York')).toEqual([
    ['2026-11-20', [true]],
    ['2026-11-21', [true]],
  ])
})

test('what the same author adds within five minutes has no head of its own', () => {
  const messages = ['12:00:00', '12:04:00', '12:10:00'].map((time) => message(`2026-11-21T${time}Z`, 'U1'))
  expect(drawn([...messages, message('2026-11-21T12:10:01Z', 'U2')])).toEqual([
    ['2026-11-21', [true, false, true, true]],
  ])
})

test('cards and what one person alone sees stand by themselves', () => {
  const at = '2026-11-21T12:00:00Z'
  expect(drawn([message(at, 'U1'), message(at, 'U1', { blocks: [] })])).toEqual([['2026-11-21', [true, true]]])
  expect(drawn([message(at, 'U1', { is_ephemeral: true }), message(at, 'U1')])).toEqual([['2026-11-21', [true, true]]])
})
