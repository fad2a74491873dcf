/** What the sandbox workspace granted its bot: all scopes that the methods spoken here ask for (each method's page, "Scopes"). */
export const botScopes: readonly string[] = [
  'app_mentions:read',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'mpim:history',
  'mpim:read',
  'mpim:write',
  'team:read',
  'usergroups:read',
  'users.profile:read',
  'users:read',
]

/** App-level tokens have scopes of their own. */
export const appScopes: readonly string[] = ['connections:write']
