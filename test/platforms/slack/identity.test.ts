import { describe, expect, it } from 'vitest'
import { createIdentity, userToActor } from '#platforms/slack/identity.ts'
import { createHastyClock } from '#test/support/hasty-clock.ts'
import { startStubSlack } from './stub-slack.ts'

const who = { platform: 'slack', workspaceId: 'T1', userId: 'U1' }
const alice = {
  id: 'U1',
  team_id: 'T1',
  name: 'alice',
  real_name: 'Alice Adams',
  tz: 'Europe/Berlin',
  is_admin: true,
  profile: { display_name: 'Alice', phone: '+4930901800' },
}

async function prepare() {
  const slack = await startStubSlack()
  const clock = createHastyClock()
  return { slack, clock, identity: createIdentity({ clients: slack.clients, clock }) }
}

describe('who asks', () => {
  it('is told by Slack: name, zone, phone, and whether they administer the workspace', async () => {
    const { slack, identity } = await prepare()
    slack.answer('users.info', { user: alice })
    expect(await identity.identify(who)).toEqual({
      platform: 'slack',
      workspaceId: 'T1',
      userId: 'U1',
      name: 'Alice',
      isAdministrator: true,
      isGuest: false,
      isBot: false,
      isOutsider: false,
      timeZone: 'Europe/Berlin',
      phone: '+4930901800',
    })
  })

  it('is asked once for many requests at the same time, and again after five minutes', async () => {
    const { slack, clock, identity } = await prepare()
    slack.answer('users.info', { user: alice })
    await Promise.all([identity.identify(who), identity.identify(who), identity.find(who)])
    clock.advance(4 * 60_000)
    await identity.identify(who)
    expect(slack.callsOf('users.info')).toHaveLength(1)
    clock.advance(2 * 60_000)
    slack.answer('users.info', { user: { ...alice, is_admin: false } })
    expect(await identity.identify(who)).toMatchObject({ isAdministrator: false })
  })

  it.each([
    ['does not answer', 'internal_error', 'chat.unavailable'],
    ['does not let us in', 'token_revoked', 'chat.refused'],
  ])('is remembered for an hour while Slack %s, and not for longer', async (_, error, code) => {
    const { slack, clock, identity } = await prepare()
    slack.answer('users.info', { user: alice })
    await identity.identify(who)
    slack.answer('users.info', { ok: false, error })
    clock.advance(50 * 60_000)
    expect(await identity.identify(who)).toMatchObject({ name: 'Alice' })
    clock.advance(20 * 60_000)
    await expect(identity.identify(who)).rejects.toMatchObject({ code })
  })

  it('stays unknown when Slack cannot be asked', async () => {
    const { slack, identity } = await prepare()
    slack.answer('users.info', { ok: false, error: 'internal_error' })
    await expect(identity.identify(who)).rejects.toMatchObject({ code: 'chat.unavailable' })
  })

  it('waits as long as Slack asks for', async () => {
    const { slack, clock, identity } = await prepare()
    slack.answer('users.info', { status: 429, headers: { 'retry-after': '7' } }, { user: alice })
    expect(await identity.identify(who)).toMatchObject({ name: 'Alice' })
    expect(clock.waits).toEqual([7000])
  })

  it.each([
    ['a guest of several channels', { is_restricted: true }, { isGuest: true }],
    ['a guest of one channel', { is_ultra_restricted: true }, { isGuest: true }],
    ['a bot', { is_bot: true }, { isBot: true }],
    ['a workflow', { is_workflow_bot: true }, { isBot: true }],
    ['an owner', { is_owner: true }, { isAdministrator: true }],
    [
      'somebody of another organisation',
      { is_stranger: true, is_admin: true },
      { isOutsider: true, isAdministrator: false },
    ],
    [
      'an administrator of another workspace',
      { team_id: 'T9', is_admin: true },
      { isOutsider: true, isAdministrator: false },
    ],
    [
      'a member by way of the organisation',
      { team_id: 'T9', enterprise_user: { teams: ['T9', 'T1'] } },
      { isOutsider: false },
    ],
    [
      'a member of another workspace of the organisation',
      { team_id: 'E1', enterprise_user: { teams: ['T9'] } },
      { isOutsider: true },
    ],
  ])('may be %s', (_, user, actor) => {
    expect(userToActor({ team_id: 'T1', name: 'x', ...user }, who)).toMatchObject(actor)
  })

  it('is an outsider when Slack does not show them', async () => {
    const { slack, identity } = await prepare()
    slack.answer('users.info', { ok: false, error: 'user_not_visible' })
    expect(await identity.identify(who)).toMatchObject({ isOutsider: true, name: 'U1' })
    expect(await identity.find(who)).toBeNull()
  })

  it('can be looked up for their number, unless they left', async () => {
    const { slack, identity } = await prepare()
    slack.answer('users.info', ({ user }) => ({ user: { ...alice, id: user, deleted: user === 'U2' } }))
    expect(await identity.find(who)).toMatchObject({
      platform: 'slack',
      workspaceId: 'T1',
      userId: 'U1',
      name: 'Alice',
      isGuest: false,
      phone: '+4930901800',
    })
    expect(await identity.find({ ...who, userId: 'U2' })).toBeNull()
  })
})
