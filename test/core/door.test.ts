import { describe, expect, it } from 'vitest'
import type { Actor, Place } from '#core/actor.ts'
import { admit, admitToPbx, type DoorPolicy, isServed } from '#core/door.ts'
import type { ErrorCode } from '#core/errors.ts'

const anna: Actor = {
  platform: 'slack',
  workspaceId: 'T1',
  userId: 'U1',
  name: 'Anna',
  isAdministrator: false,
  isGuest: false,
  isBot: false,
  isOutsider: false,
}
const general: Place = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' }
const policy: DoorPolicy = { workspaces: ['slack:T1'], allowGuests: false, allowOutsiders: false, allowBots: false }

describe('the door', () => {
  it('serves the configured workspaces only', () => {
    expect(isServed(general, policy)).toBe(true)
    expect(isServed({ ...general, workspaceId: 'T2' }, policy)).toBe(false)
    expect(isServed({ ...general, platform: 'discord' }, policy)).toBe(false)
    expect(isServed(general, { workspaces: [] })).toBe(false)
  })

  it('admits a member of a served workspace', () => {
    expect(() => admit(anna, general, policy)).not.toThrow()
  })

  it.each<[ErrorCode, Partial<Actor>, Partial<Place>]>([
    ['permission.workspace', {}, { workspaceId: 'T2' }],
    ['permission.workspace', { isAdministrator: true }, { workspaceId: 'T2' }],
    ['permission.outsider', { isOutsider: true }, {}],
    ['permission.outsider', { isOutsider: true, isGuest: true, isAdministrator: true }, {}],
    ['permission.guest', { isGuest: true }, {}],
    ['permission.bot', { isBot: true }, {}],
  ])('refuses with %s: actor %o at %o', (code, who, where) => {
    expect(() => admit({ ...anna, ...who }, { ...general, ...where }, policy)).toThrow(
      expect.objectContaining({ code }),
    )
  })

  it('admits guests, outsiders and bots each by their own setting', () => {
    expect(() => admit({ ...anna, isGuest: true }, general, { ...policy, allowGuests: true })).not.toThrow()
    expect(() => admit({ ...anna, isOutsider: true }, general, { ...policy, allowOutsiders: true })).not.toThrow()
    expect(() => admit({ ...anna, isBot: true }, general, { ...policy, allowBots: true })).not.toThrow()
    expect(() =>
      admit({ ...anna, isGuest: true }, general, { ...policy, allowOutsiders: true, allowBots: true }),
    ).toThrow()
  })
})

describe('a PBX', () => {
  const pbx = (...chats: string[]) => ({ name: 'berlin', policy: { chats } })

  it('that names no chats serves all that are served', () => {
    expect(() => admitToPbx(general, pbx())).not.toThrow()
  })

  it('serves the channels and workspaces that it names', () => {
    expect(() => admitToPbx(general, pbx('slack:T9', 'slack:T1:C1'))).not.toThrow()
    expect(() => admitToPbx({ ...general, threadId: '1.2' }, pbx('slack:T1'))).not.toThrow()
  })

  it.each(['slack:T1:C2', 'slack:T2', 'discord:T1', 'slack:T1:C'])('that names only %s refuses other chats', (chat) => {
    expect(() => admitToPbx(general, pbx(chat))).toThrow(
      expect.objectContaining({ code: 'permission.pbx', details: { blanks: { pbx: 'berlin' } } }),
    )
  })
})
