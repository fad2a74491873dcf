import { expect, test } from 'vitest'
import { channelTitle, toSidebar } from '#sandbox/page/client/discord/channels.ts'
import type { Channel } from '#sandbox/page/client/discord/shapes.ts'

const channel = (id: string, kind: Channel['kind'], facts: Partial<Channel> = {}): Channel => {
  return { id, name: id, kind, isPublic: true, canWrite: true, posts: 0, ...facts }
}
const channels = [
  channel('general', 'text'),
  channel('ops', 'text'),
  channel('lounge', 'voice'),
  channel('plans', 'thread', { parent: 'ops' }),
  channel('old', 'thread', { parent: 'ops', isArchived: true }),
  channel('dm', 'dm'),
]

test('threads stand below their channel while they are open; voice channels nowhere', () => {
  const { text, direct } = toSidebar(channels)
  expect(text.map((one) => [one.channel.id, one.threads.map(({ id }) => id)])).toEqual([
    ['general', []],
    ['ops', ['plans']],
  ])
  expect(direct.map(channelTitle)).toEqual(['@confbot'])
})

test('a title has the sign of its kind', () => {
  expect(channels.map(channelTitle)).toEqual(['#general', '#ops', '#lounge', 'plans', 'old', '@confbot'])
})
