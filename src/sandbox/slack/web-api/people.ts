/** Methods on people, user groups, the team and the app itself (docs.slack.dev, reference/methods). */
import { appId, botId, botUserId, teamDomain, teamId } from '../identity.ts'
import { SlackRefusal } from '../refusal.ts'
import { personToProfile, personToUser } from '../wire-object.ts'
import { type Call, type Method, paginate } from './method.ts'

function authTest(): Record<string, unknown> {
  return {
    url: `https://${teamDomain}.slack.com/`,
    team: 'Sandbox',
    user: 'confbot',
    team_id: teamId,
    user_id: botUserId,
    bot_id: botId,
    is_enterprise_install: false,
  }
}

/** Gives back what it was given, or the error that was asked for. */
function apiTest({ args }: Call): Record<string, unknown> {
  const error = args.text('error')
  if (error !== undefined) throw new SlackRefusal(error)
  const foo = args.text('foo')
  return { args: foo === undefined ? {} : { foo } }
}

function found({ args, workspace }: Call, argument: string) {
  const person = workspace.directory.person(args.text(argument) ?? botUserId)
  if (!person) throw new SlackRefusal('user_not_found')
  return person
}

function userInfo(call: Call): Record<string, unknown> {
  call.args.required('user')
  const { clock, directory } = call.workspace
  const person = found(call, 'user')
  const user = personToUser(person, clock.now(), directory.isDeactivated(person.id))
  return { user: call.args.flag('include_locale') ? { ...user, locale: 'en-US' } : user }
}

function userProfile(call: Call): Record<string, unknown> {
  return { profile: personToProfile(found(call, 'user')) }
}

function userList({ args, workspace }: Call): Record<string, unknown> {
  const { page, response_metadata } = paginate(args, workspace.directory.people(), 0)
  const now = workspace.clock.now()
  return {
    members: page.map((person) => personToUser(person, now, workspace.directory.isDeactivated(person.id))),
    cache_ts: Math.floor(now / 1000),
    response_metadata,
  }
}

function botInfo({ args }: Call): Record<string, unknown> {
  if (args.text('bot') !== botId) throw new SlackRefusal('bot_not_found')
  return {
    bot: { id: botId, app_id: appId, user_id: botUserId, name: 'confbot', deleted: false, updated: 1_700_000_000 },
  }
}

function teamInfo(): Record<string, unknown> {
  return { team: { id: teamId, name: 'Sandbox', domain: teamDomain, email_domain: '', icon: {} } }
}

function userGroupMembers({ args, workspace }: Call): Record<string, unknown> {
  const group = workspace.directory.userGroups().find((one) => one.id === args.required('usergroup'))
  if (!group) throw new SlackRefusal('no_such_subteam')
  return { users: [...group.users] }
}

function userGroups({ args, workspace }: Call): Record<string, unknown> {
  const groups = workspace.directory.userGroups().map((group) => ({
    id: group.id,
    is_usergroup: true,
    handle: group.handle,
    name: group.name,
    user_count: group.users.length,
    ...(args.flag('include_users') && { users: [...group.users] }),
  }))
  return { usergroups: groups }
}

export const peopleMethods: Record<string, Method> = {
  'api.test': { tier: 'tier4', token: 'any', run: apiTest },
  'auth.test': { tier: 'special', run: authTest },
  'users.info': { tier: 'tier4', scopes: ['users:read'], run: userInfo },
  'users.list': { tier: 'tier2', scopes: ['users:read'], run: userList },
  'users.profile.get': { tier: 'tier4', scopes: ['users.profile:read'], run: userProfile },
  'bots.info': { tier: 'tier3', scopes: ['users:read'], run: botInfo },
  'team.info': { tier: 'tier3', scopes: ['team:read'], run: teamInfo },
  'usergroups.list': { tier: 'tier2', scopes: ['usergroups:read'], run: userGroups },
  'usergroups.users.list': { tier: 'tier2', scopes: ['usergroups:read'], run: userGroupMembers },
}
