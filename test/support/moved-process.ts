/** Starts, moves and kills bots that run in processes of their own. One is always read in already, so that the next starts at once. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Said } from './moved-bot.ts'
import type { SandboxServer } from './sandbox-server.ts'

export interface MovedBots {
  /** Resolves when it begins to connect; `started` does when it is connected. */
  start(): Promise<MovedBot>
  /** Moves the sandbox, and the bot that runs. */
  advance(ms: number): void
  /** What all of them logged: warnings and worse. */
  log(): string
  stop(): void
}

export interface MovedBot {
  readonly started: Promise<void>
  kill(): Promise<void>
}

interface Spare {
  readonly child: ChildProcess
  readonly isReady: Promise<unknown>
}

/** `folder` takes the program, which lies there until the test removes it; `env` is all that the bots are configured with. */
export async function createMovedBots(
  sandbox: SandboxServer,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<MovedBots> {
  const program = await bundle(folder)
  let log = ''
  let running: ChildProcess | null = null
  const spawn = (): Spare => {
    const child = fork(program, {
      env: { PATH: process.env.PATH, TZ: process.env.TZ, ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    child.stderr?.on('data', (text) => {
      log += String(text)
    })
    return { child, isReady: once(child, 'message') }
  }
  const tell = (child: ChildProcess, said: Said) => void (child.connected && child.send(said, () => {}))
  let spare = spawn()

  return {
    async start() {
      const { child, isReady } = spare
      await isReady
      spare = spawn()
      running = child
      const started = once(child, 'message').then(([answer]) => {
        if (answer !== 'started') throw new Error(`a bot could not start: ${answer}\n${log}`)
      })
      started.catch(() => {})
      tell(child, { start: sandbox.clock.offsetMs })
      return {
        started,
        async kill() {
          running = null
          const ended = once(child, 'exit')
          child.kill('SIGKILL')
          await ended
        },
      }
    },
    advance(ms) {
      sandbox.clock.advance(ms)
      if (running) tell(running, { advance: ms })
    },
    log: () => log,
    stop() {
      running?.kill('SIGKILL')
      spare.child.kill('SIGKILL')
    },
  }
}

/** The program in one file: reading it from its sources takes five times as long, and tests start it very often. */
async function bundle(folder: string): Promise<string> {
  const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
  await build({
    entryPoints: { bot: at('./moved-bot.ts'), 'sqlite-worker': at('../../src/storage/dialects/sqlite-worker.ts') },
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: ['esbuild'],
    // Packages that are not modules ask for others in their own way.
    banner: {
      js: 'import { createRequire as requirer } from "node:module"; const require = requirer(import.meta.url);',
    },
    logLevel: 'error',
  })
  // The store starts its thread by the name of the source.
  await rename(join(folder, 'sqlite-worker.js'), join(folder, 'sqlite-worker.ts'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  return join(folder, 'bot.js')
}
