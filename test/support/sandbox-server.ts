/** The sandbox on a server of its own, for bots that are stopped and started again while it goes on. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createSandbox } from '#sandbox/index.ts'
import { createSandboxClient, type SandboxClient } from './sandbox-client.ts'

export interface SandboxServer {
  readonly slack: SandboxClient
  readonly clock: MovableClock
  /** The environment of a bot that uses it over Socket Mode. */
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<void>
}

export async function startSandboxServer(): Promise<SandboxServer> {
  const clock = createMovableClock()
  const token = 'sandbox-token'
  let baseUrl = ''
  const sandbox = createSandbox({
    clock,
    logger: createSilentLogger(),
    token,
    slack: { delivery: 'socket' },
    baseUrl: () => baseUrl,
  })
  const server = createServer((request, response) => {
    if (!sandbox.handle(request, response)) response.writeHead(404).end()
  })
  server.on('upgrade', (request, socket, head) => {
    if (!sandbox.upgrade(request, socket, head)) socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { pbx, ...slack } = sandbox.credentials()
  return {
    slack: createSandboxClient(baseUrl, token),
    clock,
    env: {
      SLACK_MODE: 'socket',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_WORKSPACES: slack.teamId,
      SLACK_API_URL: slack.slackApiUrl,
      PBX_KIND: 'portsip',
      PBX_URL: pbx.url,
      PBX_USERNAME: pbx.username,
      PBX_PASSWORD: pbx.password,
      PBX_DOMAIN: pbx.domain,
      PBX_ROOMS: '8000-8009',
      PBX_EXTENSIONS: '1000-1099',
      PBX_COUNTRIES: 'DE',
    },
    async stop() {
      await sandbox.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
