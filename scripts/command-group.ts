/** A command with all that it starts, as one group of processes: a signal reaches each of them, and none outlives it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'

export interface CommandGroup {
  /** Its exit code, once the group is empty; 1 where it could not be started (which is said), or died of a signal. */
  readonly ended: Promise<number>
  signal(name: 'SIGINT' | 'SIGTERM'): void
}

/** More than confbot takes to stop in order. */
const patienceMs = 12_000
const stepMs = 50

/** A Ctrl+C of the terminal does not reach it by itself: the group is not the shell's. */
export function startGroup(program: string, args: readonly string[], env: NodeJS.ProcessEnv): CommandGroup {
  const child = spawn(program, args, { stdio: 'inherit', env, detached: true })
  let isTold = false
  const signal = (name: NodeJS.Signals) => {
    isTold = true
    tell(child, name)
  }
  return { ended: follow(), signal }

  async function follow(): Promise<number> {
    const code = await new Promise<number>((resolve) => {
      child.once('error', (error) => {
        console.error(error.message)
        resolve(1)
      })
      child.once('exit', (exitCode) => resolve(exitCode ?? 1))
    })
    // npm is gone before what it started. Who is told twice does not stop in order.
    if (!isTold) signal('SIGTERM')
    for (let waited = 0; waited < patienceMs && tell(child, 0); waited += stepMs) await delay(stepMs)
    tell(child, 'SIGKILL')
    return code
  }
}

/** False where nobody is left. */
function tell({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}
