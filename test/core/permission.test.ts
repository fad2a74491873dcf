import { expect, it } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { type Action, actions, isPermitted, type Role, roleOf, roles } from '#core/permission.ts'

const person = (userId: string) => ({ platform: 'slack', workspaceId: 'T1', userId, name: userId })
const actor = (userId: string, isAdministrator = false): Actor => ({
  ...person(userId),
  isAdministrator,
  isGuest: false,
  isBot: false,
  isOutsider: false,
})
const conference = { chair: person('U1') }

it('gives the chair of a conference their role in that conference alone', () => {
  expect(roleOf(actor('U1'), conference)).toBe('chair')
  expect(roleOf(actor('U1'), { chair: person('U2') })).toBe('participant')
  expect(roleOf(actor('U1'), null)).toBe('participant')
})

it('tells namesakes of other workspaces and platforms from the chair', () => {
  expect(roleOf({ ...actor('U1'), workspaceId: 'T2' }, conference)).toBe('participant')
  expect(roleOf({ ...actor('U1'), platform: 'discord' }, conference)).toBe('participant')
})

it('counts what was granted in a channel for what belongs to it, and for nothing that reaches beyond', () => {
  const at = (channelId: string) => ({ platform: 'slack', workspaceId: 'T1', channelId, kind: 'channel' }) as const
  const who: Actor = { ...actor('U2'), role: 'viewer', roleHere: { channelKey: 'slack:T1:C1', role: 'administrator' } }
  expect(roleOf(who, null)).toBe('administrator')
  expect(roleOf(who, { ...conference, place: at('C1') })).toBe('administrator')
  expect(roleOf(who, { ...conference, place: at('C2') })).toBe('viewer')
  expect(roleOf({ ...who, userId: 'U1' }, { ...conference, place: at('C2') })).toBe('chair')
  expect(isPermitted(who, 'channel.manage', null)).toBe(true)
  for (const action of ['room.manage', 'server.manage', 'directory.manage', 'status.view', 'audit.view'] as const)
    expect(isPermitted(who, action, null)).toBe(false)
})

it('gives administrators of the workspace every right', () => {
  const all = Object.keys(actions).filter((action): action is Action => action in actions)
  expect(all.filter((action) => !isPermitted(actor('U9', true), action, conference))).toEqual([])
})

it.each<[Action, Role[]]>([
  ['conference.view', ['participant', 'chair', 'administrator']],
  ['conference.start', ['participant', 'chair', 'administrator']],
  ['participant.invite', ['participant', 'chair', 'administrator']],
  ['participant.mute', ['chair', 'administrator']],
  ['participant.kick', ['chair', 'administrator']],
  ['conference.lock', ['chair', 'administrator']],
  ['conference.end', ['chair', 'administrator']],
  ['conference.picture', ['chair', 'administrator']],
  ['recording.link', ['chair', 'administrator']],
  ['recording.delete', ['chair', 'administrator']],
  ['room.manage', ['administrator']],
  ['server.manage', ['administrator']],
  ['audit.view', ['administrator']],
])('permits %s to %s only', (action, permitted) => {
  const people: Partial<Record<Role, Actor>> = {
    participant: actor('U2'),
    chair: actor('U1'),
    administrator: actor('U3', true),
  }
  expect(Object.entries(people).flatMap(([role, one]) => (isPermitted(one, action, conference) ? role : []))).toEqual(
    permitted,
  )
})

it('knows the roles from the weakest to the strongest', () => {
  expect(roles).toEqual(['viewer', 'participant', 'chair', 'operator', 'administrator'])
})
