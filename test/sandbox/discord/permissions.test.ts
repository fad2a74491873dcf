/** What members may do, as the documents compute it. */
import { expect, test } from 'vitest'
import {
  allPermissions,
  computeBasePermissions,
  computeOverwrites,
  type Holder,
  type Overwrite,
  permissionBits,
  permissionNames,
  permissionSet,
} from '#sandbox/discord/permissions.ts'

const see = permissionBits.VIEW_CHANNEL
const send = permissionBits.SEND_MESSAGES
const member: Holder = { id: 'm', isOwner: false, roles: ['a', 'b'] }
const table = (permissions: Record<string, bigint>) => ({
  everyoneId: 'e',
  permissionsOf: (id: string) => permissions[id] ?? 0n,
})
const role = (id: string, allow: bigint, deny: bigint): Overwrite => ({ id, type: 0, allow, deny })

test('roles add up; the owner and administrators may do all', () => {
  expect(computeBasePermissions(member, table({ e: see, b: send }))).toBe(see | send)
  expect(computeBasePermissions(member, table({ a: permissionBits.ADMINISTRATOR }))).toBe(allPermissions)
  expect(computeBasePermissions({ ...member, isOwner: true }, table({}))).toBe(allPermissions)
})

test('overwrites count for everybody, then roles together, then the member', () => {
  const roles = table({})
  const after = (...overwrites: readonly Overwrite[]) => computeOverwrites(see | send, member, roles, overwrites)
  expect(after(role('e', 0n, send))).toBe(see)
  expect(after(role('e', 0n, send), role('a', send, 0n))).toBe(see | send)
  // What one role allows, no other role denies.
  expect(after(role('a', send, 0n), role('b', 0n, send))).toBe(see | send)
  expect(after(role('a', send, 0n), { id: 'm', type: 1, allow: 0n, deny: send })).toBe(see)
  expect(after(role('other', 0n, send))).toBe(see | send)
})

test('no overwrite holds an administrator', () => {
  expect(computeOverwrites(allPermissions, member, table({}), [role('e', 0n, see)])).toBe(allPermissions)
})

test('who does not see a channel may do nothing there; who does not send attaches nothing', () => {
  const base = see | send | permissionSet('ATTACH_FILES', 'READ_MESSAGE_HISTORY')
  expect(computeOverwrites(base, member, table({}), [role('e', 0n, see)])).toBe(0n)
  expect(permissionNames(computeOverwrites(base, member, table({}), [role('e', 0n, send)]))).toEqual([
    'VIEW_CHANNEL',
    'READ_MESSAGE_HISTORY',
  ])
})
