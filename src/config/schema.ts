/** The settings that belong to no platform and no PBX, each described once: validation, messages and `.env.example` follow from here. */
import { z } from 'zod'

const Port = z.number().int().min(0).max(65_535)
const Switch = (env: string, description: string) => z.boolean().default(false).meta({ env, description })

const file = 'sqlite:data/confbot.db or the path of a file'
const DatabaseUrl = z.string().transform((text, context) => {
  const path = text.replace(/^sqlite:(\/\/(?=\/))?/, '')
  // A letter and a colon is a Windows drive, more letters are a scheme.
  if (path && !/^[a-z][a-z0-9+.-]+:/i.test(path)) return path
  context.addIssue({ code: 'custom', message: `Expected ${file}.` })
  return z.NEVER
})

export const General = z.object({
  port: Port.default(3000).describe('Port of the public server; 0 takes any that is free.'),
  host: z.string().optional().meta({
    env: 'CONFBOT_HOST',
    description:
      'Address on which the public server listens: all of this machine, but loopback alone with the sandbox.',
  }),
  adminPort: Port.default(3001).describe('Port of the administrative server (/readyz); 0 takes any that is free.'),
  adminHost: z.string().default('127.0.0.1').meta({
    env: 'CONFBOT_ADMIN_HOST',
    description: 'Address on which the administrative server listens.',
  }),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Where the public server is reached from outside, for calendar addresses and for what PBXs deliver. Without it there is neither.',
    ),
  databaseUrl: DatabaseUrl.optional().meta({
    expected: file,
    description:
      'SQLite file in which everything is kept: data/confbot.db, but memory alone with the sandbox, always in the terminal.',
  }),
  secretKey: z.string().min(24, 'at least 24 characters').optional().meta({
    env: 'CONFBOT_SECRET_KEY',
    expected: 'at least 24 characters that nobody guesses',
    description:
      'Key with which logins to PBXs, and rooms with their PINs where confbot keeps them for the PBX, are sealed in the database: what "openssl rand -base64 32" prints, say. Required for a PBX whose rooms confbot keeps. Without it logins are kept in memory alone; with another one PBXs are signed in to anew, and rooms that confbot keeps cannot be read until the former one is back.',
  }),
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .optional()
    .describe('The least weighty lines that are logged: info, but warn with the sandbox and in the terminal.'),
  allow: z
    .object({
      guests: Switch('CONFBOT_ALLOW_GUESTS', 'Serves guests of a workspace.'),
      outsiders: Switch('CONFBOT_ALLOW_OUTSIDERS', 'Serves people of other organisations in shared channels.'),
      bots: Switch('CONFBOT_ALLOW_BOTS', 'Serves other bots.'),
    })
    .prefault({}),
  together: z
    .array(z.string().regex(/^[a-z]+:\w+$/, 'workspaces and servers such as slack:T012AB3CD'))
    .optional()
    .meta({
      env: 'CONFBOT_TOGETHER',
      description:
        'Workspaces and servers of one company, such as slack:T012AB3CD: what is live in public channels of one is found from the others. With one of each platform they are, unless said.',
    }),
  defaultPbx: z.string().optional().meta({
    env: 'CONFBOT_DEFAULT_PBX',
    description: 'Name of the PBX for channels that have none of their own: the first, unless said.',
  }),
})
export type General = z.output<typeof General>

/** The kinds of PBX that the sandbox can be taken for, by the ids of their providers. */
export const sandboxPbxKinds = ['portsip', 'yeastar-p', 'yeastar-s', 'ringme', 'kazoo'] as const

/** From the environment alone: for trials and tests. */
export const SandboxSettings = z.object({
  token: z.string().optional().describe('Token of the sandbox page: a new one at each start, unless fixed here.'),
  chats: z
    .array(z.enum(['slack', 'discord']))
    .min(1)
    .default(['slack', 'discord'])
    .describe('The chat services that it stands in for.'),
  pbxs: z
    .array(z.enum(sandboxPbxKinds))
    .min(1)
    .default([...sandboxPbxKinds])
    .describe('The kinds of PBX that it stands in for; the first is the one that is used unless said.'),
  slackDelivery: z
    .enum(['socket', 'http'])
    .default('socket')
    .describe("How the sandbox's Slack delivers: over Socket Mode, or as signed HTTP requests."),
  discordDelivery: z
    .enum(['gateway', 'http'])
    .default('gateway')
    .describe("How the sandbox's Discord delivers: over the gateway, or as signed HTTP requests."),
  realPbx: z
    .boolean()
    .default(false)
    .describe('Lets a sandbox chat use a PBX that is not on this machine: it rings real telephones.'),
  port: Port.default(3100).describe('Port of the sandbox alone (npm run sandbox).'),
  slackRequestUrl: z
    .url()
    .optional()
    .describe('With the sandbox alone: where its Slack delivers signed HTTP requests. Over Socket Mode, unless said.'),
  discordRequestUrl: z
    .url()
    .optional()
    .describe(
      'With the sandbox alone: where its Discord delivers signed HTTP requests. Over the gateway, unless said.',
    ),
})
