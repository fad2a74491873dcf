import { describe, expect, it } from 'vitest'
import {
  type Grant,
  type GrantableRole,
  grantees,
  granteeToText,
  grantFor,
  textToGrantee,
  withGrantsThere,
} from '#core/access.ts'
import type { Actor } from '#core/actor.ts'

const grant = (to: Grant['to'], role: GrantableRole, isHere = false): Grant => ({ to, role, isHere })
const bob = { userId: 'U2', groups: ['10', '11'] }
const everybody = grant(grantees.everybody, 'viewer')

describe('what was granted', () => {
  it('to somebody by name goes before what everybody has, also where it is less', () => {
    const own = grant(grantees.user('U2'), 'viewer')
    expect(grantFor(bob, [grant(grantees.everybody, 'operator', true), own])).toBe(own)
    expect(grantFor({ userId: 'U3' }, [everybody, own])).toBe(everybody)
  })

  it('to them and to groups of theirs is the strongest of these', () => {
    const weak = grant(grantees.group('10'), 'participant')
    const strong = grant(grantees.group('11'), 'operator')
    expect(grantFor(bob, [weak, strong, grant(grantees.user('U2'), 'viewer')])).toBe(strong)
    expect(grantFor({ ...bob, groups: ['12'] }, [weak, strong])).toBeNull()
    expect(grantFor({ userId: 'U2' }, [weak])).toBeNull()
  })

  it('to everybody in the channel goes before the workspace', () => {
    const here = grant(grantees.everybody, 'participant', true)
    expect(grantFor(bob, [everybody, here])).toBe(here)
  })

  it('is nobody’s where nothing was', () => {
    expect(grantFor(bob, [])).toBeNull()
  })
})

describe('what was granted in another channel', () => {
  const there = { platform: 'slack', workspaceId: 'T1', channelId: 'C9', kind: 'channel' } as const
  const own: Actor = {
    ...{ platform: 'slack', workspaceId: 'T1', userId: 'U2', name: 'Bob' },
    ...{ isAdministrator: false, isGuest: false, isBot: false, isOutsider: false },
  }
  const roleThere = (role: GrantableRole) => ({ roleThere: { channelKey: 'slack:T1:C9', role } })
  const operator = grant(grantees.user('U2'), 'operator', true)

  it('counts for what belongs there', () => {
    expect(withGrantsThere(own, [operator], there)).toEqual({ ...own, ...roleThere('operator') })
    expect(withGrantsThere(own, [], there)).toEqual(own)
  })

  it('of another workspace names nobody here, and gives nobody more than they have', () => {
    const stranger = { ...own, workspaceId: 'T2' }
    expect(withGrantsThere(stranger, [operator], there)).toEqual(stranger)
    expect(withGrantsThere(stranger, [operator, everybody], there)).toEqual({ ...stranger, ...roleThere('viewer') })
    const open = grant(grantees.everybody, 'administrator')
    expect(withGrantsThere(stranger, [open], there)).toEqual({ ...stranger, ...roleThere('participant') })
  })
})

it.each([grantees.everybody, grantees.user('U2'), grantees.group('10')])(
  'a grantee is read as it was written: %o',
  (to) => {
    expect(textToGrantee(granteeToText(to))).toEqual(to)
  },
)

it.each(['', 'user:', 'role:1', 'user:a b', 'everybody:1'])('what is no grantee is not read: “%s”', (text) => {
  expect(textToGrantee(text)).toBeNull()
})
