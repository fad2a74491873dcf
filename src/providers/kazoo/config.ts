/** What must be told of a KAZOO PBX. Source: KAZOO Crossbar, "User Authentication" and "Account API Authentication"; Vinix, "Authentication". */
import { z } from 'zod'
import { connectionSettings } from '../connection.ts'

const Text = z.string().min(1)

export const KazooSettings = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .regex(/^[^?#@]+$/, 'without a login and a query')
      .describe(
        'Address of the REST API with its version: https://pbx.example.com:8443/v2, or of Vinix https://api.vinixglobal.com/v2.',
      ),
    apiKey: Text.optional().describe("The account's API key: what confbot signs in with, unless a user is set."),
    username: Text.optional().describe('User whom confbot signs in as, in the place of the API key.'),
    password: Text.optional().describe("That user's password."),
    accountName: Text.optional().describe('Name of the account that the user belongs to.'),
    accountRealm: Text.optional().describe(
      'SIP realm of the account that the user belongs to, in the place of its name.',
    ),
    accountId: Text.optional().describe(
      'Id of the account whose conferences are used: that of the login, unless said.',
    ),
    websocketUrl: z
      .url({ protocol: /^wss?$/ })
      .regex(/^[^?#@]+$/, 'without a login and a query')
      .optional()
      .describe(
        'Address of the WebSocket service (blackhole), such as wss://pbx.example.com:5556. Without it there are no events, and rooms are read by the clock alone.',
      ),
    operator: Text.optional().describe(
      'Company that runs it, such as Vinix: named where an administrator reads of it.',
    ),
    ...connectionSettings,
  })
  .refine(({ apiKey, username }) => (apiKey === undefined) !== (username === undefined), {
    error: 'Expected either apiKey or username.',
    path: ['apiKey'],
  })
  .refine(({ username, password }) => (username === undefined) === (password === undefined), {
    error: 'Expected username and password together.',
    path: ['password'],
  })
  .refine(
    ({ username, accountName, accountRealm }) =>
      username === undefined || (accountName === undefined) !== (accountRealm === undefined),
    { error: 'Expected accountName or accountRealm with a username.', path: ['accountName'] },
  )
export type KazooSettings = z.output<typeof KazooSettings>
