/**
 * A real Asterisk without Docker, on a machine whose Debian has no package of it: the Debian that has one, in a folder of its own
 * (`ASTERISK_FOLDER`, or `.cache/asterisk`) in which it is run by `chroot`. Nothing of the machine itself is changed, but that
 * debootstrap is installed. About 500 MB, and a minute or two. Signatures are checked.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { asteriskFolder, findAsterisk, readyMark } from '#test/support/asterisk/installation.ts'
import { findProgram, programPath } from '#test/support/programs.ts'

const release = 'forky'
/** What brings it, and what checks its signatures. */
const tools = ['debootstrap', 'gpgv', 'debian-archive-keyring']
const packages = ['asterisk', 'asterisk-core-sounds-en-wav', 'sip-tester', 'baresip-core']
const complete = `${release}: ${packages.join(', ')}\n`
/** What a folder holds that this began to fill: only such a one is emptied to begin anew. */
const begunMark = 'confbot-asterisk-begun'
const scripts = '/usr/share/debootstrap/scripts'

/** Null when it is there; else why it cannot be, as one sentence. What the programs say goes to the standard streams. */
export async function installAsterisk(): Promise<string | null> {
  if (findProgram({ names: ['asterisk'] })) return null
  if (isWhole(asteriskFolder()))
    return findAsterisk() ? null : `The Asterisk in ${asteriskFolder()} can be run by root alone.`
  const obstacle = obstacleHere()
  if (obstacle) return `There is no Asterisk here, and it cannot be installed: ${obstacle}.`
  const folder = asteriskFolder()
  const letGo = await holdFolder(folder)
  try {
    const failure = isWhole(folder) ? null : fill(folder)
    if (failure) return `Asterisk could not be installed into ${folder}: ${failure}.`
    return findAsterisk() ? null : `${folder} holds an Asterisk that does not run here.`
  } finally {
    letGo()
  }
}

function isWhole(folder: string): boolean {
  try {
    return readFileSync(join(folder, readyMark), 'utf8') === complete
  } catch {
    return false
  }
}

function obstacleHere(): string | null {
  if (process.getuid?.() !== 0) return 'that takes root'
  if (!/^ID="?debian"?$/m.test(readIfThere('/etc/os-release'))) return 'that is done on Debian only'
  return null
}

function fill(folder: string): string | null {
  const mirror = ownMirror()
  if (!mirror) return 'the apt sources of this machine name no mirror of Debian'
  const foreign = empty(folder)
  if (foreign) return foreign
  if (!findProgram({ names: ['debootstrap'] })) {
    if (
      !run('apt-get', '-q', '-y', 'update') ||
      !run('apt-get', '-q', '-y', 'install', '--no-install-recommends', ...tools)
    )
      return 'apt-get cannot install debootstrap'
  }
  writeFileSync(join(folder, begunMark), complete)
  // An older debootstrap does not know a newer release by name; all of the last ten years are made in the same way.
  const script = existsSync(join(scripts, release)) ? [] : [join(scripts, 'sid')]
  if (!run('debootstrap', '--variant=minbase', '--force-check-gpg', release, folder, mirror, ...script))
    return `debootstrap cannot bring ${release} from ${mirror}`
  // No service is started in there, and a mirror with a certificate is believed as here.
  writeFileSync(join(folder, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n')
  chmodSync(join(folder, 'usr/sbin/policy-rc.d'), 0o755)
  const authorities = '/etc/ssl/certs/ca-certificates.crt'
  if (existsSync(authorities)) {
    mkdirSync(join(folder, 'etc/ssl/certs'), { recursive: true })
    writeFileSync(join(folder, authorities), readFileSync(authorities))
  }
  // The lists that debootstrap has checked are still there; an older mirror's would be refused when they are fetched anew.
  const quick = ['-o', 'Dpkg::Options::=--force-unsafe-io']
  if (!run('chroot', folder, 'apt-get', '-q', '-y', ...quick, 'install', '--no-install-recommends', ...packages))
    return `apt-get cannot install ${packages.join(', ')}`
  run('chroot', folder, 'apt-get', 'clean')
  if (!run('chroot', folder, 'asterisk', '-V')) return 'the program does not run'
  writeFileSync(join(folder, readyMark), complete)
  return null
}

/** Makes the folder empty; what somebody else keeps there is left alone, and said. */
function empty(folder: string): string | null {
  mkdirSync(folder, { recursive: true })
  const held = readdirSync(folder)
  if (held.length === 0) return null
  if (!held.includes(begunMark) && !held.includes(readyMark)) return 'the folder holds something else'
  rmSync(join(folder, readyMark), { force: true })
  // Of a debootstrap that was ended in the middle; with them still there, what they show would be deleted, too.
  const mounted = () =>
    readIfThere('/proc/mounts')
      .split('\n')
      .flatMap((line) => line.split(' ')[1] ?? [])
      .filter((path) => path.startsWith(`${folder}/`))
  for (const path of mounted().reverse()) run('umount', path)
  if (mounted().length > 0) return `${mounted().join(' and ')} cannot be unmounted`
  for (const name of held.filter((name) => name !== begunMark))
    if (!run('rm', '-rf', '--one-file-system', join(folder, name))) return `${name} in it cannot be deleted`
  return null
}

/** From where this machine has its own packages. */
function ownMirror(): string | undefined {
  const codename = readIfThere('/etc/os-release').match(/^VERSION_CODENAME=(\S+)/m)?.[1]
  if (!codename) return undefined
  const lists = ['/etc/apt/sources.list', ...globSync('/etc/apt/sources.list.d/*.list')]
  const oneLine = lists.flatMap((path) =>
    [...readIfThere(path).matchAll(/^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s/gm)].map(([, uri, suite]) => ({
      uri,
      suites: [suite],
    })),
  )
  const stanzas = globSync('/etc/apt/sources.list.d/*.sources').flatMap((path) =>
    readIfThere(path)
      .split(/\n\s*\n/)
      .map((stanza) => ({ uri: field(stanza, 'URIs')[0], suites: field(stanza, 'Suites') })),
  )
  return [...stanzas, ...oneLine].find(({ uri, suites }) => uri && suites.includes(codename))?.uri
}

const field = (stanza: string, name: string) =>
  stanza
    .match(new RegExp(`^${name}:\\s*(.+)$`, 'm'))?.[1]
    ?.trim()
    .split(/\s+/) ?? []

/** Who comes second waits; the system lets go of it when the process ends. */
async function holdFolder(folder: string): Promise<() => void> {
  for (let waited = 0; ; waited += 1) {
    const server = createServer()
    const held = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(`\0confbot-asterisk:${folder}`, () => resolve(true))
    })
    if (held) return () => void server.close()
    if (waited === 0) console.log(`waiting for whoever fills ${folder}`)
    await delay(1000)
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const run = (program: string, ...args: string[]) =>
  spawnSync(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: programPath, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  }).status === 0
