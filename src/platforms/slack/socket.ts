/**
 * Socket Mode over two connections. Slack closes each of them now and then, and while one is renewed what comes goes over the
 * other. The SDK's own reconnecting is off: it waits five seconds, and a refusal while it reconnects ends the process as an
 * unhandled rejection.
 */
import { type App, SocketModeReceiver } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import { type Clock, sleep } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import { createBoltLogger } from './bolt-logger.ts'
import { failureWords } from './failure.ts'
import { admitOnlyFrames } from './socket-frames.ts'

export interface SocketConnections {
  /** The App is made with this one; `attach` gives it the others. */
  readonly receiver: SocketModeReceiver
  attach(app: App): void
  /** Resolves when the first connection stands; rejects when Slack refuses it. */
  start(): Promise<void>
  stop(): Promise<void>
  connected(): number
  readonly count: number
}

const firstWaitMs = 500
const longestWaitMs = 30_000
/** A connection that ended sooner is not renewed at once. */
const steadyMs = 10_000

interface Deps {
  readonly appToken: string
  /** Called for each connection, since the SDK writes into the object. */
  readonly clientOptions: () => WebClientOptions
  readonly clock: Clock
  readonly logger: Logger
  readonly count?: number
}

export function createSocketConnections({
  appToken,
  clientOptions,
  clock,
  logger,
  count = 2,
}: Deps): SocketConnections {
  const open = () => {
    const one = new SocketModeReceiver({
      appToken,
      autoReconnectEnabled: false,
      logger: createBoltLogger(logger),
      installerOptions: { clientOptions: clientOptions() },
    })
    admitOnlyFrames(one, logger)
    return one
  }
  const receiver = open()
  const receivers = [receiver, ...Array.from({ length: count - 1 }, open)]
  const standing = new Set<SocketModeReceiver>()
  const stopping = new AbortController()
  const isStopping = () => stopping.signal.aborted

  /** Resolves when the connection has ended. */
  const ended = (one: SocketModeReceiver) => new Promise<void>((resolve) => one.client.once('disconnected', resolve))

  const connect = async (one: SocketModeReceiver) => {
    await one.start()
    if (isStopping()) return void one.client.disconnect()
    standing.add(one)
    logger.debug({ connections: standing.size }, 'a Socket Mode connection stands')
  }

  /** Renews the connection whenever it ends: at once after it stood for a while, else ever more slowly. */
  const keep = async (one: SocketModeReceiver) => {
    let waitMs = 0
    const wait = () => {
      waitMs = Math.min(Math.max(waitMs * 2, firstWaitMs), longestWaitMs)
    }
    while (!isStopping()) {
      if (standing.has(one)) {
        const since = clock.now()
        await ended(one)
        standing.delete(one)
        if (!isStopping()) logger.info({ connections: standing.size }, 'a Socket Mode connection ended')
        if (clock.now() - since >= steadyMs) waitMs = 0
        else wait()
      }
      await sleep(clock, waitMs, stopping.signal).catch(() => {})
      if (isStopping()) return
      try {
        await connect(one)
      } catch (error) {
        wait()
        logger.warn({ failure: failureWords(error), waitMs }, 'a Socket Mode connection could not be made')
      }
    }
  }

  return {
    receiver,
    count,
    connected: () => standing.size,
    attach(app) {
      for (const one of receivers) if (one !== receiver) one.init(app)
    },
    async start() {
      await connect(receiver)
      for (const one of receivers) void keep(one)
    },
    async stop() {
      stopping.abort()
      await Promise.all(receivers.filter((one) => standing.has(one)).map((one) => one.client.disconnect()))
      standing.clear()
    },
  }
}
