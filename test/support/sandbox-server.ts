/** The sandbox on a server of its own, for bots that are stopped and started again while it goes on. */
import { createServer, type RequestListener, type Server } from 'node:http'
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
  /** The bot's way to the PBX: unplugged, nothing listens there any more. */
  readonly line: { unplug(): Promise<void>; plug(): Promise<void> }
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
  const handle: RequestListener = (request, response) => {
    if (!sandbox.handle(request, response)) response.writeHead(404).end()
  }
  const server = createServer(handle)
  server.on('upgrade', (request, socket, head) => {
    if (!sandbox.upgrade(request, socket, head)) socket.destroy()
  })
  baseUrl = `http://127.0.0.1:${await listen(server)}`
  // The sandbox answers under its own name alone.
  const line = createServer((request, response) => {
    request.headers.host = new URL(baseUrl).host
    handle(request, response)
  })
  const linePort = await listen(line)
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
      PBX_URL: pbx.url.replace(baseUrl, `http://127.0.0.1:${linePort}`),
      PBX_USERNAME: pbx.username,
      PBX_PASSWORD: pbx.password,
      PBX_DOMAIN: pbx.domain,
      PBX_ROOMS: '8000-8009',
      PBX_EXTENSIONS: '1000-1099',
      PBX_COUNTRIES: 'DE',
    },
    line: {
      unplug: () => close(line),
      async plug() {
        await listen(line, linePort)
      },
    },
    async stop() {
      await sandbox.close()
      await Promise.all([close(server), close(line)])
    },
  }
}

async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
