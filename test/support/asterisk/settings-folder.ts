/** Writes the settings of one Asterisk: `docs/asterisk/*.conf` as they stand, and the small files of `etc/` that include them. */
import { chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AsteriskInstallation } from './installation.ts'

export const sampleFolder = join(import.meta.dirname, '../../../docs/asterisk')
const ownFolder = join(import.meta.dirname, 'etc')

/** `values`: what stands in the place of `<NAME>`. A name without a value outside of a comment is an error. */
export function writeSettings(
  folder: string,
  values: Readonly<Record<string, string>>,
  user: AsteriskInstallation['user'],
): void {
  for (const name of ['etc/confbot', 'db', 'lib', 'cache', 'spool', 'run', 'log'])
    mkdirSync(join(folder, name), { recursive: true })
  copyFilled(ownFolder, join(folder, 'etc'), values)
  copyFilled(sampleFolder, join(folder, 'etc/confbot'), values)
  // Asterisk gives up the right to go where it does not belong, even where root starts it.
  if (user)
    for (const path of ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })])
      chownSync(join(folder, path), user.uid, user.gid)
}

function copyFilled(from: string, to: string, values: Readonly<Record<string, string>>): void {
  for (const name of readdirSync(from).filter((file) => file.endsWith('.conf')))
    writeFileSync(join(to, name), fill(readFileSync(join(from, name), 'utf8'), values, name))
}

function fill(text: string, values: Readonly<Record<string, string>>, file: string): string {
  const lines = text.split('\n').map((line) =>
    line.startsWith(';')
      ? line
      : line.replace(/<([A-Z_]+)>/g, (_whole, name: string) => {
          const value = values[name]
          if (value === undefined) throw new Error(`${file} asks for ${name}, which has no value`)
          return value
        }),
  )
  return lines.join('\n')
}
