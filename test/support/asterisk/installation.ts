/** The Asterisk that can run on this machine: the one that is installed, or one in a folder of its own (`scripts/asterisk-install.ts`). */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../programs.ts'

export interface AsteriskInstallation {
  /** The folder that is its root, as an absolute path; `/` for one that is installed on the machine itself. */
  readonly root: string
  /** Runs as this user, to whom its folders belong; null: as whoever runs the tests. */
  readonly user: { readonly name: string; readonly uid: number; readonly gid: number } | null
}

/** What a folder holds from which it may run: written once all of it is there. */
export const readyMark = 'confbot-asterisk-ready'

/** `ASTERISK_FOLDER`, or one that is not among the tracked files. */
export const asteriskFolder = (): string =>
  process.env.ASTERISK_FOLDER || join(import.meta.dirname, '../../../.cache/asterisk')

/** Undefined where there is none, or where this user may not run it. */
export function findAsterisk(): AsteriskInstallation | undefined {
  const isRoot = process.getuid?.() === 0
  if (findProgram({ names: ['asterisk'] })) return { root: '/', user: isRoot ? userOf('/') : null }
  const root = asteriskFolder()
  if (!isRoot || !existsSync(join(root, readyMark))) return undefined
  return { root, user: userOf(root) }
}

/** Program and arguments by which a command runs there, with the rights of the caller. */
export const commandThere = (
  { root }: AsteriskInstallation,
  command: readonly [string, ...string[]],
): [string, ...string[]] => (root === '/' ? [...command] : ['chroot', root, ...command])

function userOf(root: string): AsteriskInstallation['user'] {
  const entry = readFileSync(join(root, 'etc/passwd'), 'utf8').match(/^asterisk:[^:]*:(\d+):(\d+):/m)
  return entry ? { name: 'asterisk', uid: Number(entry[1]), gid: Number(entry[2]) } : null
}
