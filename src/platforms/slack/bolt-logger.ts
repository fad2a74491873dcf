/**
 * The SDK's log lines in our log. Its debug lines hold whole payloads and headers, so they are dropped whatever our level is;
 * its info lines are about connections, which is our debug.
 */
import type { Logger as SdkLogger } from '@slack/bolt'
import { LogLevel } from '@slack/bolt'
import type { Logger } from '#lib/logger.ts'

export function createBoltLogger(logger: Logger): SdkLogger {
  const words = (said: readonly unknown[]) =>
    said.map((one) => (one instanceof Error ? one.message : String(one))).join(' ')
  return {
    debug: () => {},
    info: (...said) => logger.debug(words(said)),
    warn: (...said) => logger.warn(words(said)),
    error: (...said) => logger.error(words(said)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  }
}
