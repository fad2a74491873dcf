/** `npm run sandbox`: the sandbox alone, on a port of its own, for bots that run, and may be killed, in another process. */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { createMovableClock } from '#lib/clock.ts'
import { createLogger } from '#lib/logger.ts'
import { createSandbox } from './index.ts'
import { type DialectId, dialects } from './pbx/dialects/index.ts'
import { pbxToEnvironment } from './pbx-environment.ts'

const { env } = process
const port = Number(env.CONFBOT_SANDBOX_PORT ?? 3100)
const requestUrl = env.CONFBOT_SANDBOX_SLACK_REQUEST_URL
const discordRequestUrl = env.CONFBOT_SANDBOX_DISCORD_REQUEST_URL
const token = env.CONFBOT_SANDBOX_TOKEN ?? randomBytes(18).toString('base64url')
const origin = `http://127.0.0.1:${port}`

const isKind = (word: string): word is DialectId => word in dialects
const kinds = (env.CONFBOT_SANDBOX_PBXS ?? 'portsip').split(',').map((word) => word.trim())
const unknown = kinds.filter((word) => !isKind(word))
if (unknown.length > 0) {
  const known = Object.keys(dialects).join(', ')
  process.stderr.write(`CONFBOT_SANDBOX_PBXS: there is no kind of PBX "${unknown.join(', ')}". There is: ${known}.\n`)
  process.exit(2)
}

const sandbox = createSandbox({
  clock: createMovableClock(),
  logger: createLogger({ level: env.LOG_LEVEL ?? 'warn', destination: process.stderr }),
  token,
  slack: requestUrl ? { delivery: 'http', requestUrl } : { delivery: 'socket' },
  discord: discordRequestUrl ? { delivery: 'http', requestUrl: discordRequestUrl } : { delivery: 'gateway' },
  pbxs: kinds.filter(isKind),
  baseUrl: () => origin,
})

const server = createServer((req, res) => {
  if (!sandbox.handle(req, res)) res.writeHead(404).end()
})
server.on('upgrade', (req, socket, head) => {
  if (!sandbox.upgrade(req, socket, head)) socket.destroy()
})
server.on('error', (error) => {
  process.stderr.write(`The sandbox cannot listen on ${origin}: ${error.message}\n`)
  process.exit(1)
})

server.listen(port, '127.0.0.1', () => {
  const { pbxs, discord, ...slack } = sandbox.credentials()
  process.stdout.write(
    [
      `Sandbox: ${origin}/?token=${token}`,
      '',
      'Environment of a bot that is to use it:',
      `SLACK_API_URL=${slack.slackApiUrl}`,
      `SLACK_BOT_TOKEN=${slack.botToken}`,
      `SLACK_WORKSPACES=${slack.teamId}`,
      ...(requestUrl
        ? ['SLACK_MODE=http', `SLACK_SIGNING_SECRET=${slack.signingSecret}`]
        : ['SLACK_MODE=socket', `SLACK_APP_TOKEN=${slack.appToken}`]),
      `DISCORD_API_URL=${discord.apiUrl}`,
      `DISCORD_TOKEN=${discord.token}`,
      `DISCORD_SERVERS=${discord.serverId}`,
      ...(discordRequestUrl
        ? ['DISCORD_MODE=http', `DISCORD_PUBLIC_KEY=${discord.publicKey}`]
        : ['DISCORD_MODE=gateway']),
      // One is all that an environment can say; another one stands in its place.
      ...[...pbxs.values()].flatMap((pbx, index) =>
        Object.entries(pbxToEnvironment(pbx)).map(([name, value]) => `${index === 0 ? '' : '#'}${name}=${value}`),
      ),
      'PBX_ROOMS=8000-8099',
      'PBX_EXTENSIONS=1000-1099',
      'PBX_COUNTRIES=DE,US,GB,CH,AT,FR',
      '',
    ].join('\n'),
  )
})

const stop = () => {
  void sandbox.close().then(() => {
    server.close(() => process.exit(0))
    server.closeAllConnections()
  })
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
