/** Processes that are measured: started with an environment of their own, ready when they print a line. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Child {
  /** The first line that it printed. */
  readonly line: string
  stop(): Promise<void>
}

export async function startChild(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Child> {
  // A group of its own, since npm does not pass a signal on to what it runs.
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  return { line: await firstLine(child), stop: () => stop(child) }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the process has no output')
  for await (const line of createInterface(child.stdout)) {
    // npm tells what it runs before the process says anything.
    if (line.startsWith('>') || line.trim() === '') continue
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
