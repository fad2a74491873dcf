import { expect, test } from 'vitest'
import type { Person } from '#sandbox/page/client/person.ts'
import { findConversation, toConversations } from '#sandbox/page/client/slack/conversations.ts'
import type { Channel } from '#sandbox/page/client/slack/shapes.ts'

const person = (id: string, name: string): Person => ({
  id,
  name,
  realName: name,
  team: 'T1',
  isAdmin: false,
  isGuest: false,
  isBot: false,
  timeZone: 'Etc/UTC',
})
const [alice, bob, carol] = [person('U1', 'alice'), person('U2', 'bob'), person('U3', 'carol')] as const

const channel = (id: string, kind: Channel['kind'], members: string[], facts: Partial<Channel> = {}): Channel => {
  return { id, name: id, kind, members, isMember: true, isExtShared: false, isArchived: false, posts: 0, ...facts }
}
const conversations = toConversations(
  [
    channel('old', 'public', ['U1'], { isArchived: true }),
    channel('ops', 'public', ['U1']),
    channel('D12', 'im', ['U1', 'U2']),
    channel('D23', 'im', ['U2', 'U3']),
    channel('G', 'mpim', ['U1', 'U2', 'U3']),
  ],
  [alice, bob, carol],
  alice,
  (id) => ({ U2: 'Bob', U3: 'Carol' })[id] ?? id,
)

test('channels come first, archived ones last among them; then a direct message with everybody else, then groups', () => {
  expect(conversations.map(({ key, name }) => [key, name])).toEqual([
    ['ops', 'ops'],
    ['old', 'old'],
    ['@bob', 'Bob'],
    ['@carol', 'Carol'],
    ['G', 'Bob, Carol'],
  ])
})

test('a direct message is found by the name of the other one and by its channel, once it has one', () => {
  expect(findConversation(conversations, 'D12')?.key).toBe('@bob')
  expect(findConversation(conversations, '@carol')?.channel).toBeUndefined()
  expect(findConversation(conversations, 'D23')).toBeUndefined()
})
