/** Keeps the commands registered: also in a server into which the bot is invited later, or once more. */
import { GatewayDispatchEvents, type GatewayDispatchPayload } from 'discord-api-types/v10'
import type { Clock } from '#lib/clock.ts'

export interface Registration {
  /** Resolves when it was tried in each server. */
  start(register: Register): Promise<void>
  /** What the gateway tells of servers. */
  hear(payload: GatewayDispatchPayload): void
  stop(): void
}

/** False where it was not possible. Never rejects. */
export type Register = (server: string) => Promise<boolean>

interface Deps {
  readonly servers: readonly string[]
  readonly clock: Clock
}

/** Where no gateway tells that the bot was invited, and where it failed otherwise. */
const againMs = 10 * 60_000

export function createRegistration({ servers, clock }: Deps): Registration {
  const done = new Set<string>()
  const trying = new Set<string>()
  let register: Register = async () => false
  let cancel = () => {}
  let isStopped = false

  const tryLater = () => {
    cancel()
    if (!isStopped) cancel = clock.schedule(againMs, () => void attemptAll())
  }
  const attempt = async (server: string) => {
    if (done.has(server) || trying.has(server)) return
    trying.add(server)
    const isDone = await register(server)
    trying.delete(server)
    if (isDone) done.add(server)
    else tryLater()
  }
  const attemptAll = async () => {
    await Promise.all(servers.map(attempt))
  }

  return {
    start(how) {
      register = how
      return attemptAll()
    },
    hear({ t, d }) {
      if (t === GatewayDispatchEvents.GuildCreate && servers.includes(d.id)) void attempt(d.id)
      // One that is only down keeps what it has; of one that the bot was removed from Discord forgets it.
      if (t === GatewayDispatchEvents.GuildDelete && !d.unavailable) done.delete(d.id)
    },
    stop() {
      isStopped = true
      cancel()
    },
  }
}
