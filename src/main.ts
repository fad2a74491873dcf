/** The process: loads the configuration, starts the application, says where it is, and stops it in order. */
import { enableCompileCache } from 'node:module'
import { userInfo } from 'node:os'

if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(`confbot needs Node 24 or later, and this is ${process.version}; "npm start" brings its own.`)
  process.exit(1)
}
// What is imported after this is compiled once and kept.
enableCompileCache()
if (process.argv[2] === 'doctor') {
  const { runDoctor } = await import('./doctor.ts')
  const code = await runDoctor(process.argv.slice(3), process.stdout)
  await new Promise<void>((written) => process.stdout.write('', () => written()))
  // Whatever hangs is not waited for.
  process.exit(code)
}
const { createApp } = await import('#app')
const { loadConfig } = await import('#config/load.ts')
const { createMovableClock } = await import('#lib/clock.ts')
const { createLogger } = await import('#lib/logger.ts')
const { consolePerson, consoleWorkspace, createConsole } = await import('#platforms/console/index.ts')
const { chatSettings } = await import('#platforms/index.ts')
const { providers } = await import('#providers/index.ts')
const { startFailureToText } = await import('./start-failure.ts')
const { default: packageJson } = await import('../package.json', { with: { type: 'json' } })

const isTerminal = process.argv[2] === 'terminal'
const { stdin: input, stdout: output } = process
const stopWithinMs = 10_000

try {
  const config = loadConfig({ chats: chatSettings, providers, hasOwnChat: isTerminal })
  const logger = createLogger({ level: config.logLevel, destination: isTerminal ? process.stderr : undefined })
  for (const warning of config.warnings) logger.warn(warning)

  let isStopping = false
  const stop = () => {
    // Asked twice, or too slow: the store and the PBX are left in a state that the next start can take up.
    if (isStopping) process.exit(1)
    isStopping = true
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    void app.stop().then(() => process.exit(0))
  }
  const app = createApp(config, {
    clock: createMovableClock(),
    logger,
    version: packageJson.version,
    onLost(error) {
      console.error(startFailureToText(error))
      process.exit(1)
    },
    ...(isTerminal && {
      chat: {
        workspace: consoleWorkspace,
        create: (deps) =>
          createConsole({ ...deps, input, output, person: consolePerson(userInfo().username), onQuit: stop }),
      },
    }),
  })
  process.on('unhandledRejection', (reason) => logger.error({ failure: startFailureToText(reason) }, 'nobody waited'))
  process.on('SIGINT', stop).on('SIGTERM', stop)

  const { address, sandboxUrl } = await app.start()
  if (sandboxUrl) console.log(`confbot runs with its sandbox: ${sandboxUrl}`)
  // Behind a real PBX the numbers would be somebody's.
  const numbers = config.pbxs.length > 0 ? '' : ' +4930901800 1001'
  if (sandboxUrl && !isTerminal) console.log(`Open it, and type /conf start "Sprint review"${numbers}`)
  else logger.info({ address }, 'confbot runs')
} catch (error) {
  console.error(startFailureToText(error))
  process.exit(error instanceof Error && error.name === 'ConfigError' ? 2 : 1)
}
