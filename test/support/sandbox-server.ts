/** The sandbox on a server of its own, for bots that are stopped and started again while it goes on. */
import { createServer, type RequestListener } from 'node:http'
import type { Duplex } from 'node:stream'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createSandbox } from '#sandbox/index.ts'
import type { DialectId } from '#sandbox/pbx/index.ts'
import { pbxToEnvironment } from '#sandbox/pbx-environment.ts'
import { createDiscordClient, type DiscordClient } from './discord-client.ts'
import { close, listen } from './local-server.ts'
import { createPbxDriver, type PbxDriver } from './pbx-driver.ts'
import { createSandboxClient, type SandboxClient } from './sandbox-client.ts'

export interface SandboxServer {
  readonly slack: SandboxClient
  readonly discord: DiscordClient
  /** From the telephones' side. */
  readonly pbx: PbxDriver
  readonly clock: MovableClock
  /** Where its page is, with the token. */
  readonly pageUrl: string
  /** The environment of a bot that uses its Slack over Socket Mode. */
  readonly env: Readonly<Record<string, string>>
  /** Of one that uses its Discord over the gateway, or, with `DISCORD_MODE=http`, over HTTP. */
  readonly discordEnv: Readonly<Record<string, string>>
  /** The bot's way to the PBX: unplugged, nothing listens there any more. */
  readonly line: { unplug(): Promise<void>; plug(): Promise<void> }
  /** Hears of each request to the sandbox as it comes in. Returns a function that ends it. */
  onRequest(listener: (path: string) => void): () => void
  /** Writes something else than Slack's own to each of the bot's connections. */
  sendFrame(text: string): void
  stop(): Promise<void>
}

/** `kind`: of its PBX. */
export async function startSandboxServer(kind: DialectId = 'portsip'): Promise<SandboxServer> {
  const clock = createMovableClock()
  const token = 'sandbox-token'
  let baseUrl = ''
  const sandbox = createSandbox({
    clock,
    logger: createSilentLogger(),
    token,
    slack: { delivery: 'socket' },
    pbxs: [kind],
    baseUrl: () => baseUrl,
  })
  const listeners = new Set<(path: string) => void>()
  const handle: RequestListener = (request, response) => {
    for (const listener of listeners) listener(request.url ?? '')
    if (!sandbox.handle(request, response)) response.writeHead(404).end()
  }
  const server = createServer(handle)
  const connections = new Set<Duplex>()
  server.on('upgrade', (request, socket, head) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
    if (!sandbox.upgrade(request, socket, head)) socket.destroy()
  })
  baseUrl = await listen(server)
  // The sandbox answers under its own name alone.
  const line = createServer((request, response) => {
    request.headers.host = new URL(baseUrl).host
    handle(request, response)
  })
  const lineUrl = await listen(line)
  const { pbxs, discord, ...slack } = sandbox.credentials()
  const [pbx] = pbxs.values()
  const pbxEnv = {
    ...Object.fromEntries(
      Object.entries(pbx ? pbxToEnvironment(pbx) : {}).map(([name, value]) => [name, value.replace(baseUrl, lineUrl)]),
    ),
    PBX_ROOMS: '8000-8009',
    PBX_EXTENSIONS: '1000-1099',
    PBX_COUNTRIES: 'DE',
  }
  const client = createSandboxClient(baseUrl, token)
  return {
    slack: client,
    pbx: createPbxDriver(client, kind),
    discord: createDiscordClient(baseUrl, token),
    clock,
    pageUrl: `${baseUrl}/?token=${token}`,
    env: {
      SLACK_MODE: 'socket',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_WORKSPACES: slack.teamId,
      SLACK_API_URL: slack.slackApiUrl,
      ...pbxEnv,
    },
    discordEnv: {
      DISCORD_MODE: 'gateway',
      DISCORD_TOKEN: discord.token,
      DISCORD_SERVERS: discord.serverId,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_PUBLIC_KEY: discord.publicKey,
      ...pbxEnv,
    },
    line: {
      unplug: () => close(line),
      async plug() {
        await listen(line, Number(new URL(lineUrl).port))
      },
    },
    onRequest(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    sendFrame(text) {
      for (const connection of connections) connection.write(textFrame(text))
    },
    async stop() {
      await sandbox.close()
      await Promise.all([close(server), close(line)])
    },
  }
}

/** One unmasked text frame (RFC 6455, section 5.2). */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const { length } = payload
  if (length < 126) return Buffer.concat([Buffer.from([0x81, length]), payload])
  const head = Buffer.alloc(10)
  head.writeUInt16BE(0x817f)
  head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}
