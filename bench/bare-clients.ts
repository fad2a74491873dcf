/** The peer: the clients of Slack and Discord, connected as confbot connects them, with nothing that they do. Prints a line when both are. */
import bolt from '@slack/bolt'
import { Client, Events, GatewayIntentBits } from 'discord.js'

const { App, LogLevel } = bolt
const { env } = process
const app = new App({
  socketMode: true,
  token: env.SLACK_BOT_TOKEN ?? '',
  appToken: env.SLACK_APP_TOKEN ?? '',
  clientOptions: { slackApiUrl: env.SLACK_API_URL ?? '' },
  logLevel: LogLevel.ERROR,
})
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildScheduledEvents],
  rest: { api: env.DISCORD_API_URL ?? '' },
})
const isReady = new Promise((resolve) => client.once(Events.ClientReady, resolve))
await Promise.all([app.start(), client.login(env.DISCORD_TOKEN ?? ''), isReady])
console.log('both are connected')
process.on('SIGTERM', () => process.exit(0))
