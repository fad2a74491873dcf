/** A bot of its own on the Discord of `sandbox-server.ts` alone, over either way in, with what it logs. */
import { createApp } from '#app'
import { configFrom } from './config.ts'
import { createLogBook, type LogBook } from './log-book.ts'
import type { SandboxServer } from './sandbox-server.ts'

export interface DiscordBot {
  readonly log: LogBook
  readonly address: string
  readonly adminAddress: string
  stop(): Promise<void>
}

/** `env` in the place of the sandbox's own; its store is memory unless `DATABASE_URL` says where. */
export async function startDiscordBot(
  sandbox: SandboxServer,
  delivery: 'gateway' | 'http',
  env: Readonly<Record<string, string>> = {},
): Promise<DiscordBot> {
  const log = createLogBook()
  const config = configFrom({ DATABASE_URL: ':memory:', ...sandbox.discordEnv, DISCORD_MODE: delivery, ...env })
  const app = createApp(config, { version: 'test', clock: sandbox.clock, logger: log.logger })
  try {
    const { address, adminAddress } = await app.start()
    if (delivery === 'http')
      await sandbox.discord.post('delivery', { delivery, requestUrl: `${address}/discord/interactions` })
    return { log, address, adminAddress, stop: app.stop }
  } catch (error) {
    await app.stop()
    throw error
  }
}
