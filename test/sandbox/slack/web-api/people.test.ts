import { expect, test } from 'vitest'
import { serveSandbox } from '../../serve-sandbox.ts'
import { createWebClient } from '../run-bolt.ts'

async function setUp() {
  const served = await serveSandbox()
  return { ...served, client: createWebClient(served) }
}

test('each person is told apart by what the door asks for', async () => {
  const { client } = await setUp()
  const { members = [] } = await client.users.list({})
  const byName = Object.fromEntries(members.map((member) => [member.name, member]))
  expect(byName.alice).toMatchObject({ is_admin: true, tz: 'Europe/Berlin', profile: { phone: '+49 30 901804' } })
  expect(byName.bob).toMatchObject({ is_admin: false, is_restricted: false, team_id: 'T0SANDBOX' })
  expect(byName.carol).toMatchObject({ tz: 'America/New_York' })
  expect(byName.guest).toMatchObject({ is_restricted: true })
  expect(byName.stranger).toMatchObject({ team_id: 'T0PARTNER', is_stranger: false })
  expect(byName.robot).toMatchObject({ is_bot: true })
})

test("offsets are those of the sandbox's present", async () => {
  const { client, clock } = await setUp()
  const offset = async () => (await client.users.info({ user: 'U0ALICE' })).user?.tz_offset
  const offsets = new Set([await offset()])
  for (let quarter = 1; quarter < 4; quarter += 1) {
    clock.advance(91 * 86_400_000)
    offsets.add(await offset())
  }
  expect([...offsets].toSorted()).toEqual([3600, 7200])
})

test('a profile, the team, the bot and the groups can be asked for', async () => {
  const { client, grant } = await setUp()
  await grant('users.profile:read', 'team:read', 'usergroups:read')
  expect(await client.users.profile.get({ user: 'U0ALICE' })).toMatchObject({ profile: { phone: '+49 30 901804' } })
  expect(await client.team.info()).toMatchObject({ team: { id: 'T0SANDBOX', domain: 'sandbox' } })
  expect(await client.bots.info({ bot: 'B0CONFBOT' })).toMatchObject({ bot: { user_id: 'U0CONFBOT' } })
  expect(await client.usergroups.list({})).toMatchObject({ usergroups: [{ id: 'S0LEADS', handle: 'leads' }] })
  expect(await client.usergroups.users.list({ usergroup: 'S0LEADS' })).toMatchObject({ users: ['U0ALICE', 'U0BOB'] })
  await expect(client.users.info({ user: 'U0NOBODY' })).rejects.toMatchObject({ data: { error: 'user_not_found' } })
})
