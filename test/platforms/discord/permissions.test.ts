import { PermissionFlagsBits as Flags } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { has, rightsInChannel, rightsInServer } from '#platforms/discord/permissions.ts'

const guild = {
  id: '1',
  owner_id: '9',
  roles: [
    { id: '1', permissions: String(Flags.ViewChannel) },
    { id: '2', permissions: String(Flags.SendMessages) },
    { id: '3', permissions: String(Flags.Administrator) },
  ],
}
const anna = { userId: '5', roleIds: ['2'] }
const overwrite = (id: string, type: number, allow: bigint, deny: bigint) => ({
  id,
  type,
  allow: String(allow),
  deny: String(deny),
})

describe('what a member may do', () => {
  it('is what everybody may, and each role adds', () => {
    expect(rightsInServer(guild, anna)).toBe(Flags.ViewChannel | Flags.SendMessages)
    expect(rightsInServer(guild, { userId: '5', roleIds: [] })).toBe(Flags.ViewChannel)
  })

  it('is everything for the owner and administrators, whatever a channel says', () => {
    for (const who of [
      { userId: '9', roleIds: [] },
      { userId: '5', roleIds: ['3'] },
    ]) {
      const rights = rightsInChannel(rightsInServer(guild, who), '1', [overwrite('1', 0, 0n, Flags.ViewChannel)], who)
      expect(has(rights, Flags.ViewChannel | Flags.ManageGuild)).toBe(true)
    }
  })

  it('is changed by a channel: first for everybody, then for roles together, then for the member', () => {
    const base = rightsInServer(guild, anna)
    const may = (...overwrites: ReturnType<typeof overwrite>[]) =>
      has(rightsInChannel(base, '1', overwrites, anna), Flags.SendMessages)
    const { SendMessages } = Flags
    expect(may()).toBe(true)
    expect(may(overwrite('1', 0, 0n, SendMessages))).toBe(false)
    expect(may(overwrite('1', 0, 0n, SendMessages), overwrite('2', 0, SendMessages, 0n))).toBe(true)
    expect(may(overwrite('2', 0, 0n, SendMessages), overwrite('5', 1, SendMessages, 0n))).toBe(true)
    expect(may(overwrite('5', 1, SendMessages, 0n), overwrite('2', 0, 0n, SendMessages))).toBe(true)
    expect(may(overwrite('5', 1, 0n, SendMessages))).toBe(false)
    // Of another role, or of a role with a member's id.
    expect(may(overwrite('4', 0, 0n, SendMessages), overwrite('5', 0, 0n, SendMessages))).toBe(true)
  })
})
