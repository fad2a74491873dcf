/** People, channels and what they may do in the server as it begins. */
import { expect, test } from 'vitest'
import { type Channel, createDirectory, isPublic } from '#sandbox/discord/directory.ts'
import { botUserId, channelIds, personIds, roleIds } from '#sandbox/discord/identity.ts'

function setUp() {
  let last = 1_300_000_000_000_000_000n
  const directory = createDirectory({ nextId: () => String(++last), now: () => 0 })
  const channel = (id: string): Channel => {
    const found = directory.channel(id)
    if (!found) throw new Error(`no channel ${id}`)
    return found
  }
  return { directory, channel }
}

test('private channels are seen by whom they were opened to', () => {
  const { directory, channel } = setUp()
  const sees = (userId: string, id: string) => directory.canSee(userId, channel(id))
  expect(sees(personIds.carol, channelIds.staff)).toBe(false)
  expect(sees(personIds.bob, channelIds.staff)).toBe(true)
  expect(sees(botUserId, channelIds.staff)).toBe(true)
  expect(sees(botUserId, channelIds.board)).toBe(false)
  expect(sees(personIds.alice, channelIds.board)).toBe(true)
  expect(sees(personIds.stranger, channelIds.general)).toBe(false)
  expect(isPublic(channel(channelIds.general), directory)).toBe(true)
  expect(isPublic(channel(channelIds.staff), directory)).toBe(false)
})

test('threads follow their parents; private ones are for those in them', () => {
  const { directory, channel } = setUp()
  const open = directory.createThread({ parent: channel(channelIds.staff), name: 'a', ownerId: personIds.bob })
  expect(directory.canSee(personIds.carol, open)).toBe(false)
  expect(directory.canSee(botUserId, open)).toBe(true)
  const made = { parent: channel(channelIds.ops), name: 'b', ownerId: personIds.bob, isPrivate: true }
  const closed = directory.createThread(made)
  expect(directory.canSee(personIds.carol, closed)).toBe(false)
  expect(directory.canSee(personIds.bob, closed)).toBe(true)
  expect(directory.canSee(personIds.alice, closed)).toBe(true)
})

test('a direct message is for the two in it', () => {
  const { directory } = setUp()
  const direct = directory.openDirect(personIds.carol)
  expect(directory.openDirect(personIds.carol)).toBe(direct)
  expect([personIds.carol, botUserId, personIds.bob].map((id) => directory.canSee(id, direct))).toEqual([
    true,
    true,
    false,
  ])
})

test('names and mentions find people, roles and channels', () => {
  const { directory } = setUp()
  for (const name of ['bob', 'Bob', '@bob', personIds.bob, `<@${personIds.bob}>`]) {
    expect(directory.personByName(name)?.id).toBe(personIds.bob)
  }
  for (const name of ['Staff', '@Staff', `<@&${roleIds.staff}>`])
    expect(directory.roleByName(name)?.id).toBe(roleIds.staff)
  for (const name of ['ops', '#ops', `<#${channelIds.ops}>`]) {
    expect(directory.channelByName(name, personIds.bob)?.id).toBe(channelIds.ops)
  }
  expect(directory.channelByName('dm', personIds.bob)?.recipientId).toBe(personIds.bob)
})

test('a bot that comes back has its role again', () => {
  const { directory } = setUp()
  directory.setMember(botUserId, false)
  expect(directory.permissions(botUserId)).toBe(0n)
  directory.setMember(botUserId, true)
  expect([...(directory.member(botUserId)?.roles ?? [])]).toEqual([roleIds.bot])
})
