/** `npm run doctor` as a person runs it: a process of its own. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'

const main = join(import.meta.dirname, '../../src/main.ts')

export interface Examined {
  readonly exitCode: number | null
  readonly printed: string
  /** What is not in order. */
  readonly problems: readonly string[]
}

/** In `folder`, with nothing of the test's own environment but what it is given; none of `secrets` may be told. */
export async function runDoctorCommand(
  folder: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  secrets: readonly string[],
): Promise<Examined> {
  const child = spawn(process.execPath, [main, 'doctor', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const [printed, errors, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited])
  expect(errors).toBe('')
  expect(printed).not.toMatch(/^\s+at /m)
  for (const secret of secrets) expect(printed).not.toContain(secret)
  return { exitCode, printed, problems: printed.split('\n').filter((line) => /^(warn|fail)/.test(line)) }
}
