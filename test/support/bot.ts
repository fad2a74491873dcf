/** A bot of its own beside the sandbox of `sandbox-server.ts`, over Socket Mode, with what it logs. */
import { createApp } from '#app'
import { configFrom } from './config.ts'
import { createLogBook, type LogBook } from './log-book.ts'
import type { SandboxServer } from './sandbox-server.ts'

export interface Bot {
  readonly log: LogBook
  stop(): Promise<void>
}

/** `env` is what it is configured with beside the sandbox's own; its store is memory unless `DATABASE_URL` says where. */
export async function startBot(sandbox: SandboxServer, env: Readonly<Record<string, string>> = {}): Promise<Bot> {
  const log = createLogBook()
  const config = configFrom({ DATABASE_URL: ':memory:', ...sandbox.env, ...env })
  const app = createApp(config, { version: 'test', clock: sandbox.clock, logger: log.logger })
  await app.start()
  return { log, stop: app.stop }
}
