/** What a process holds that is connected to Slack and Discord, and does nothing, beside a bare script that connects both clients. */
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { createMovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createSandbox } from '#sandbox/index.ts'
import { pbxToEnvironment } from '#sandbox/pbx-environment.ts'
import { pbxEnvironment } from './bot.ts'
import { startChild } from './child.ts'
import type { Row } from './main.ts'

const limitRatio = 1.25
/** Until what the start needed is let go of. */
const settleMs = 10_000

export async function benchIdle(): Promise<Row[]> {
  const sandbox = await startSandbox()
  try {
    const { env } = sandbox
    const measure = async (script: string) => {
      const args = ['--import', './bench/usage.ts', script]
      const child = await startChild(process.execPath, args, env, { isAsked: true })
      try {
        await pause(settleMs)
        return (await child.usage()).rssMb
      } finally {
        await child.stop()
      }
    }
    const bare = await measure('bench/bare-clients.ts')
    const ours = await measure('src/main.ts')
    return [
      {
        what: 'memory of an idle process that is connected to Slack and Discord',
        value: `${ours.toFixed(0)} MB, ${(ours / bare).toFixed(2)} ×`,
        beside: `a bare script with both clients: ${bare.toFixed(0)} MB; limit ${limitRatio} ×`,
        isReached: ours / bare <= limitRatio,
      },
    ]
  } finally {
    await sandbox.stop()
  }
}

/** The chats and the PBX, in this process, and the environment of a bot that is to use them. */
async function startSandbox() {
  let baseUrl = ''
  const sandbox = createSandbox({
    clock: createMovableClock(),
    logger: createSilentLogger(),
    token: 'bench',
    slack: { delivery: 'socket' },
    discord: { delivery: 'gateway' },
    baseUrl: () => baseUrl,
  })
  const server = createServer((request, response) => void sandbox.handle(request, response))
  server.on('upgrade', (request, socket, head) => void sandbox.upgrade(request, socket, head))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  baseUrl = `http://127.0.0.1:${address.port}`
  const { slackApiUrl, botToken, appToken, teamId, discord, pbxs } = sandbox.credentials()
  const [pbx] = pbxs.values()
  const env = {
    ...pbxEnvironment({ database: ':memory:' }),
    SLACK_API_URL: slackApiUrl,
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_WORKSPACES: teamId,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_SERVERS: discord.serverId,
    ...(pbx && pbxToEnvironment(pbx)),
  }
  return {
    env,
    async stop() {
      await sandbox.close()
      server.closeAllConnections()
      server.close()
    },
  }
}
