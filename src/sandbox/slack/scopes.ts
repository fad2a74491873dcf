/** What the workspace granted the app: exactly what manifest.yml asks for, so that what it lacks is refused here too. */
export const botScopes: readonly string[] = [
  'app_mentions:read',
  'channels:history',
  'channels:read',
  'chat:write',
  'chat:write.public',
  'commands',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'mpim:history',
  'users:read',
]

/** App-level tokens have scopes of their own. */
export const appScopes: readonly string[] = ['connections:write']
