/** Programs that play telephones: each runs where the Asterisk of the test does, and ends with the test at the latest. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram, programPath } from '../programs.ts'
import { commandThere, findAsterisk } from './installation.ts'

export interface Place {
  /** As seen from here. */
  readonly folder: string
  /** The same as the programs see it. */
  inside(file: string): string
  /** Starts one of them; rejected where it isn't there. */
  run(command: readonly [string, ...string[]]): Running
}

export interface Running {
  /** The end of what it said, for sentences about failures. */
  said(): string
  hasEnded(): boolean
  /** By its own process id; done when it is gone. */
  end(): Promise<void>
}

const alive = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

/** A folder beside the spool of that Asterisk: it goes away with it. */
export function placeBeside(spool: string): Place {
  const installation = findAsterisk()
  if (!installation) throw new Error('There is no Asterisk here')
  const folder = mkdtempSync(join(spool, '../callers-'))
  const { root } = installation
  return {
    folder,
    inside: (file) => join(root === '/' ? folder : folder.slice(root.length), file),
    run: (command) => {
      const dying =
        root !== '/' || findProgram({ names: ['setpriv'] }) ? (['setpriv', '--pdeathsig', 'KILL'] as const) : []
      const [program, ...args] = commandThere(installation, [...dying, ...command] as [string, ...string[]])
      const env = { ...process.env, PATH: programPath }
      return follow(spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env }))
    },
  }
}

function follow(child: ChildProcess): Running {
  alive.add(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-2000)
    })
  child.once('error', (error) => {
    said += error.message
  })
  // Only then all is there that it said, also where it could not even be started.
  let isOver = false
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve())).then(() => {
    isOver = true
    alive.delete(child)
  })
  return {
    said: () => said,
    hasEnded: () => isOver,
    end() {
      if (!isOver) child.kill('SIGKILL')
      return ended
    },
  }
}
