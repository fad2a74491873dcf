/**
 * `npm run test:system [-- <arguments of Vitest>]`: installs what the system tests need and is not there (on Debian, with the
 * right to do so), then runs them; with `--install` it only installs. Exits with 1 and the reason where it cannot be installed.
 */
import { spawnSync } from 'node:child_process'
import { findProgram, programPath, systemPrograms } from '#test/support/programs.ts'
import { installAsterisk } from './asterisk-folder.ts'

const run = (command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, PATH: programPath, ...env } }).status ?? 1

function installPrograms(): string | null {
  const missing = Object.values(systemPrograms).filter((program) => findProgram(program) === undefined)
  if (missing.length === 0) return null
  const packages = missing.flatMap(({ debian }) => debian)
  console.log(`installing ${packages.join(', ')}`)
  const mayInstall = findProgram({ names: ['apt-get'] }) !== undefined && process.getuid?.() === 0
  const apt = (...args: string[]) => run('apt-get', ['-q', '-y', ...args], { DEBIAN_FRONTEND: 'noninteractive' }) === 0
  if (mayInstall && apt('update') && apt('install', '--no-install-recommends', ...packages)) return null
  return `The system tests need ${missing.map(({ names }) => names[0]).join(', ')}. As root on Debian: apt-get install ${packages.join(' ')}`
}

const failures = [installPrograms(), await installAsterisk()].filter((failure) => failure !== null)
for (const failure of failures) console.error(failure)
if (failures.length > 0) process.exit(1)
if (process.argv[2] !== '--install') process.exitCode = run('vitest', ['run', 'test/system', ...process.argv.slice(2)])
