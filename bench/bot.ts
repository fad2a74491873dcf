/** confbot as it runs for a company: a process of its own that Slack calls over signed HTTP, with a database and a PBX. */
import { type Child, startChild } from './child.ts'
import { guildId, publicKeyHex } from './discord-command.ts'
import { teamId } from './sample-meetings.ts'
import { signingSecret } from './slack-command.ts'

/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:9'

export interface BotOptions {
  readonly slackApi: string
  readonly database: string
  readonly pbx?: string
}

export const slackEnvironment = (api: string): Readonly<Record<string, string>> => ({
  SLACK_MODE: 'http',
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_BOT_TOKEN: 'xoxb-bench',
  SLACK_WORKSPACES: teamId,
  SLACK_API_URL: `${api}/`,
})

export const discordEnvironment = (api: string): Readonly<Record<string, string>> => ({
  DISCORD_MODE: 'http',
  DISCORD_TOKEN: 'bench',
  DISCORD_SERVERS: guildId,
  DISCORD_PUBLIC_KEY: publicKeyHex,
  DISCORD_API_URL: `${api}/api`,
})

export const pbxEnvironment = ({
  database,
  pbx = nowhere,
}: Omit<BotOptions, 'slackApi'>): Readonly<Record<string, string>> => ({
  PBX_KIND: 'portsip',
  PBX_URL: `${pbx}/api`,
  PBX_USERNAME: 'bench',
  PBX_PASSWORD: 'bench',
  PBX_DOMAIN: 'bench.example',
  PBX_ROOMS: '8000-8099',
  PBX_EXTENSIONS: '1000-1099',
  DATABASE_URL: `sqlite:${database}`,
  PORT: '0',
  ADMIN_PORT: '0',
})

export interface Bot extends Child {
  /** Where Slack sends commands. */
  readonly url: string
}

/** Resolves once it says that it runs. */
export async function startBot(options: BotOptions): Promise<Bot> {
  const args = ['--import', './bench/usage.ts', 'src/main.ts']
  const bot = await startChild(
    process.execPath,
    args,
    { ...slackEnvironment(options.slackApi), ...pbxEnvironment(options) },
    {
      isReady: 'confbot runs',
      isAsked: true,
    },
  )
  const origin = /http:\/\/[^"/]+/.exec(bot.line)?.[0]
  if (!origin) throw new Error(`no address in "${bot.line}"`)
  return { ...bot, url: `${origin}/slack/events` }
}
