/**
 * How often sessions are begun. Discord counts a thousand a day and takes the token away above that (events/gateway, "Session start
 * limit"); discord.js begins one every few seconds for as long as Discord ends each at once.
 */

import { type IIdentifyThrottler, SimpleIdentifyThrottler } from 'discord.js'
import type { APIGatewayBotInfo } from 'discord-api-types/v10'
import { type Clock, sleep } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'

/** In an hour, for each connection, as fast as they are wanted; those after them wait ever longer. */
const freely = 5
const firstWaitMs = 10_000
const longestWaitMs = 300_000

export async function createIdentifyThrottler(
  manager: { fetchGatewayInformation(): Promise<Pick<APIGatewayBotInfo, 'session_start_limit'>> },
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Promise<IIdentifyThrottler> {
  const { session_start_limit: limit } = await manager.fetchGatewayInformation()
  const inTurn = new SimpleIdentifyThrottler(limit.max_concurrency)
  const begun = new Map<number, readonly number[]>()
  return {
    async waitForIdentify(shard, signal) {
      const lately = (begun.get(shard) ?? []).filter((at) => clock.now() - at < 3_600_000)
      const waitMs = waitAfter(lately.length)
      if (waitMs > 0) {
        logger.warn({ shard, waitMs }, 'Discord ends each session at once, so the next one waits')
        await sleep(clock, waitMs, signal)
      }
      begun.set(shard, [...lately, clock.now()])
      await inTurn.waitForIdentify(shard, signal)
    },
  }
}

/** Milliseconds before the next session, after so many within the hour. */
export const waitAfter = (count: number): number =>
  count < freely ? 0 : Math.min(firstWaitMs * 2 ** (count - freely), longestWaitMs)
