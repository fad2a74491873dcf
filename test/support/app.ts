/** The whole application on the sandbox, on free ports, as `npm start` would run it. */
import { createApp } from '#app'
import { createMovableClock } from '#lib/clock.ts'
import { createLogger } from '#lib/logger.ts'
import { configFrom } from './config.ts'
import { createDiscordClient, type DiscordClient } from './discord-client.ts'
import { createLogBook, type LogBook } from './log-book.ts'
import { createPbxDriver, type PbxDriver, type PbxRoom } from './pbx-driver.ts'
import { createSandboxClient, type SandboxClient } from './sandbox-client.ts'

export type { PbxRoom } from './pbx-driver.ts'

export interface RunningApp {
  readonly address: string
  readonly adminAddress: string
  /** The sandbox's page, with its token. */
  readonly pageUrl: string
  readonly slack: SandboxClient
  readonly discord: DiscordClient
  /** What it logs; nothing where `LOG_LEVEL` lets it print. */
  readonly log: LogBook
  /** A PBX from the telephones' side; the one that is used unless said, unless named. */
  pbx(name?: string): PbxDriver
  /** The first room of a PBX, as the telephone network sees it; of the one that is used unless said, unless named. */
  room(pbxName?: string): Promise<PbxRoom>
  stop(): Promise<void>
}

/** On the sandbox's Slack and PortSIP PBX alone, unless `CONFBOT_SANDBOX_CHATS` and `CONFBOT_SANDBOX_PBXS` say more. */
export async function startApp(env: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
  const config = configFrom({ CONFBOT_SANDBOX_CHATS: 'slack', CONFBOT_SANDBOX_PBXS: 'portsip', ...env })
  const log = createLogBook()
  const app = createApp(config, {
    version: 'test',
    clock: createMovableClock(),
    logger: env.LOG_LEVEL === undefined ? log.logger : createLogger({ level: env.LOG_LEVEL }),
  })
  const { address, adminAddress, sandboxUrl } = await app.start()
  const token = config.sandbox.token.reveal()
  const slack = createSandboxClient(address, token)
  const pbx = (name: string = config.sandbox.pbxs[0] ?? 'portsip') => createPbxDriver(slack, name)
  return {
    address,
    adminAddress,
    pageUrl: sandboxUrl ?? '',
    slack,
    discord: createDiscordClient(address, token),
    log,
    pbx,
    room: (name) => pbx(name).room(),
    stop: () => app.stop(),
  }
}
