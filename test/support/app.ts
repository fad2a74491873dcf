/** The whole application on the sandbox, on free ports, as `npm start` would run it. */
import { createApp } from '#app'
import { createMovableClock } from '#lib/clock.ts'
import { createLogger } from '#lib/logger.ts'
import { configFrom } from './config.ts'
import { createDiscordClient, type DiscordClient } from './discord-client.ts'
import { createLogBook, type LogBook } from './log-book.ts'
import { createSandboxClient, type SandboxClient } from './sandbox-client.ts'

export interface RunningApp {
  readonly address: string
  readonly adminAddress: string
  /** The sandbox's page, with its token. */
  readonly pageUrl: string
  readonly slack: SandboxClient
  readonly discord: DiscordClient
  /** What it logs; nothing where `LOG_LEVEL` lets it print. */
  readonly log: LogBook
  /** The first room of the PBX in use, as the telephone network sees it. */
  room(): Promise<PbxRoom>
  stop(): Promise<void>
}

export interface PbxRoom {
  readonly number: string
  readonly subject: string
  readonly locked: boolean
  readonly recording: boolean
  readonly recordings: number
  readonly legs: readonly {
    readonly id: string
    readonly number: string | null
    readonly muted: boolean
    readonly chairman: boolean
  }[]
}

/** On the sandbox's Slack alone, unless `CONFBOT_SANDBOX_CHATS` says more. */
export async function startApp(env: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
  const config = configFrom({ CONFBOT_SANDBOX_CHATS: 'slack', ...env })
  const log = createLogBook()
  const app = createApp(config, {
    version: 'test',
    clock: createMovableClock(),
    logger: env.LOG_LEVEL === undefined ? log.logger : createLogger({ level: env.LOG_LEVEL }),
  })
  const { address, adminAddress, sandboxUrl } = await app.start()
  const token = config.sandbox.token.reveal()
  const slack = createSandboxClient(address, token)
  return {
    address,
    adminAddress,
    pageUrl: sandboxUrl ?? '',
    slack,
    discord: createDiscordClient(address, token),
    log,
    async room() {
      const { rooms } = await slack.get<{ rooms: readonly PbxRoom[] }>('pbx/portsip/rooms')
      const [first] = rooms
      if (!first) throw new Error('the PBX has no room')
      return first
    },
    stop: () => app.stop(),
  }
}
