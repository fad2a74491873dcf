/** Processes that are measured: started with an environment of their own, ready when they print a line. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Usage } from './usage.ts'

export interface Child {
  /** The line by which it said that it is ready. */
  readonly line: string
  /** Only of one that loads `usage.ts`. */
  usage(): Promise<Usage>
  stop(): Promise<void>
}

export interface ChildOptions {
  /** A part of the line by which it says that it is ready; the first one when absent. */
  readonly isReady?: string
  /** It is asked for its usage. */
  readonly isAsked?: boolean
}

/** Rejects when it ends before it is ready. */
export async function startChild(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { isReady = '', isAsked = false }: ChildOptions = {},
): Promise<Child> {
  // A group of its own, since npm does not pass a signal on to what it runs.
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit', ...(isAsked ? (['ipc'] as const) : [])],
    detached: true,
  })
  return {
    line: await readyLine(child, isReady),
    async usage() {
      const answer = once(child, 'message')
      child.send({})
      const [usage] = await answer
      return usage
    },
    stop: () => stop(child),
  }
}

async function readyLine(child: ChildProcess, isReady: string): Promise<string> {
  if (!child.stdout) throw new Error('the process has no output')
  for await (const line of createInterface(child.stdout)) {
    // npm tells what it runs before the process says anything.
    if (line.startsWith('>') || line.trim() === '' || !line.includes(isReady)) continue
    child.stdout.resume()
    return line
  }
  throw new Error(`${child.spawnargs.join(' ')} ended before it was ready`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const signal = (name: NodeJS.Signals) => child.pid !== undefined && process.kill(-child.pid, name)
  signal('SIGTERM')
  const timer = setTimeout(() => signal('SIGKILL'), 10_000)
  await ended
  clearTimeout(timer)
}
