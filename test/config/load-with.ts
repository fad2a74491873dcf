/** Loads a configuration from an environment and files that a test makes up, against schemas like those of real adapters. */
import { resolve } from 'node:path'
import { z } from 'zod'
import { loadConfig } from '#config/load.ts'
import type { Providers } from '#config/pbxs.ts'
import { ConfigError } from '#config/problem.ts'

const shared = {
  botToken: z.string().startsWith('xoxb-').describe('Bot token, from the page of the app.'),
  workspaces: z.array(z.string().regex(/^T\w+$/, 'a workspace id')).min(1),
  apiUrl: z.url().optional(),
}
const slackSettings = z.discriminatedUnion('mode', [
  z.strictObject({ ...shared, mode: z.literal('socket').describe('No public address.'), appToken: z.string() }),
  z.strictObject({ ...shared, mode: z.literal('http').describe('Signed HTTP.'), signingSecret: z.string() }),
])
const providers = {
  acme: {
    settings: z.strictObject({
      url: z.url().describe('Where the PBX answers.'),
      username: z.string(),
      password: z.string().describe('Of an extension with rights to conferences.'),
      sessions: z.number().int().min(1).max(9).default(1),
      verifyTls: z.boolean().default(true),
    }),
  },
  bell: { settings: z.strictObject({ key: z.string() }) },
}
const discord = z.strictObject({ token: z.string().describe('Bot token.'), servers: z.array(z.string()).min(1) })
export const schemas = { chats: { slack: slackSettings, discord }, providers }

export const slackEnv = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_WORKSPACES: 'T1, T2' }
export const pbxEnv = {
  PBX_KIND: 'acme',
  PBX_URL: 'https://pbx.example',
  PBX_USERNAME: 'bot',
  PBX_PASSWORD: 'swordfish',
  PBX_ROOMS: '8000-8099',
}

export const cwd = resolve('/srv/confbot')

/** `files`: content by path, relative to the working directory. */
export function loadWith(
  env: Record<string, string>,
  files: Record<string, string> = {},
  options: { hasOwnChat?: boolean; providers?: Providers } = {},
) {
  const contents = new Map(Object.entries(files).map(([path, content]) => [resolve(cwd, path), content]))
  const readFile = (path: string) => {
    const content = contents.get(path)
    if (content === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' })
    return content
  }
  return loadConfig({ ...schemas, ...options, env, readFile, cwd })
}

/** The problems, one text each: `KEY: what is wrong`. */
export function problemsOf(...args: Parameters<typeof loadWith>): string[] {
  try {
    loadWith(...args)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ key, what }) => `${key}: ${what}`)
    throw error
  }
  return []
}
