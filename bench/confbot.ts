/** confbot as configured by the environment, in a process of its own. Prints its address. */
import { createApp } from '#app'
import { loadConfig } from '#config/load.ts'
import { createMovableClock } from '#lib/clock.ts'
import { createLogger } from '#lib/logger.ts'
import { chatSettings } from '#platforms/index.ts'
import { providers } from '#providers/index.ts'

const config = loadConfig({ chats: chatSettings, providers })
const app = createApp(config, {
  clock: createMovableClock(),
  logger: createLogger({ level: 'silent' }),
  version: 'bench',
})
const { address } = await app.start()
console.log(address)
process.on('SIGTERM', () => process.exit(0))
