import { expect, test } from 'vitest'
import { filterGroups, isOffered, toGroups } from '#sandbox/page/client/slack/blocks/offered-options.ts'

const option = (text: string, description?: string) => ({
  value: text,
  text: { type: 'plain_text' as const, text },
  ...(description && { description: { type: 'plain_text' as const, text: description } }),
})
const groups = toGroups({
  option_groups: [
    { label: option('People').text, options: [option('Bob', 'bob'), option('Carol Ünal')] },
    { label: option('Rooms').text, options: [option('8000')] },
  ],
})

test('letters leave what contains them, in any case, and no empty group', () => {
  expect(filterGroups(groups, ' ünal')).toEqual([{ label: 'People', options: [option('Carol Ünal')] }])
  expect(filterGroups(groups, '@BOB')).toEqual([{ label: 'People', options: [option('Bob', 'bob')] }])
  expect(filterGroups(groups, '')).toEqual(groups)
  expect(filterGroups(groups, 'nobody')).toEqual([])
})

const channel = {
  id: 'C1',
  name: 'one',
  kind: 'public',
  members: ['U1'],
  isMember: true,
  isExtShared: false,
  isArchived: false,
  posts: 0,
} as const
const isBot = (id: string) => id === 'U9'

test('a menu of conversations leaves out what its filter does', () => {
  const all = { type: 'conversations_select' } as const
  expect(isOffered(all, { ...channel, kind: 'im' }, isBot)).toBe(true)
  expect(isOffered(all, { ...channel, isArchived: true }, isBot)).toBe(false)
  expect(isOffered({ type: 'channels_select' }, { ...channel, kind: 'private' }, isBot)).toBe(false)
  const filtered = {
    ...all,
    filter: { include: ['public', 'im'], exclude_bot_users: true, exclude_external_shared_channels: true },
  } as const
  expect(isOffered(filtered, channel, isBot)).toBe(true)
  expect(isOffered(filtered, { ...channel, kind: 'private' }, isBot)).toBe(false)
  expect(isOffered(filtered, { ...channel, isExtShared: true }, isBot)).toBe(false)
  expect(isOffered(filtered, { ...channel, kind: 'im', members: ['U1', 'U9'] }, isBot)).toBe(false)
})
