/**
 * A real Asterisk of one's own on loopback, with the sample of `docs/asterisk/`: for tests, for `npm run asterisk`, and as the PBX
 * behind the sandbox's chat. It needs no network beyond this machine, and ends with the process that started it.
 *
 * Callers reach the rooms 8000-8099 by `sip:<room>@<sip.host>:<sip.port>`, from whatever number they say that they are. It rings
 * `PJSIP/<number>@outside`, and `PJSIP/1001` to `PJSIP/1009` unless there are more, at the telephone of `calleePort`.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findProgram, programPath } from '../programs.ts'
import { type AsteriskInstallation, commandThere, findAsterisk } from './installation.ts'
import { holdPorts, type WantedPorts } from './ports.ts'
import { writeSettings } from './settings-folder.ts'

export { findAsterisk } from './installation.ts'

export interface AsteriskOptions {
  /** Where the dialplan asks who may enter; without one nobody enters. `setEntryUrl` changes it. */
  readonly entryUrl?: string
  /**
   * UDP port on 127.0.0.1 at which who is rung answers. `'itself'`: calls come back to this Asterisk, which plays an outside world,
   * and 1006 to 1009 are telephones that register without a password. Default: a free one, `calleePort`, on which nobody listens.
   */
  readonly calleePort?: number | 'itself'
  /** Ports to listen on where they are free; others where they are not, or not named. */
  readonly wanted?: WantedPorts
  /** How many extensions there are, from 1001 on: 9 unless said, 99 at most. */
  readonly phones?: number
  /** Lines for the end of `extensions.conf`. */
  readonly dialplan?: string
}

export interface Asterisk {
  readonly version: string
  readonly ami: { readonly host: string; readonly port: number; readonly user: string; readonly secret: string }
  /** `url` ends in `/ari`. */
  readonly ari: { readonly url: string; readonly user: string; readonly password: string }
  readonly sip: { readonly host: string; readonly port: number }
  readonly calleePort: number
  /** Its spool as seen from here; recordings are in `recording/` of it. */
  readonly spool: string
  /** What it warned of so far: one line each, with level, file and sentence. */
  log(): string
  /** What a command of its command line answers. Rejects while it is down. */
  cli(command: string): Promise<string>
  /** From now on, also after a restart. */
  setEntryUrl(url: string): Promise<void>
  /** At once, without a word to anybody. */
  kill(): Promise<void>
  /** Again after `kill`, with the same settings. */
  start(): Promise<void>
  /** For good: processes, folder and ports. */
  stop(): Promise<void>
}

const host = '127.0.0.1'
const startSeconds = 60
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Rejects with a sentence where there is none, or where it does not start. */
export async function startAsterisk(options: AsteriskOptions = {}): Promise<Asterisk> {
  const installation = requireAsterisk()
  const ports = await holdPorts(options.wanted)
  const calleePort = options.calleePort === 'itself' ? ports.sip : (options.calleePort ?? ports.callee)
  const folder = createFolder(installation)
  const inside = installation.root === '/' ? folder : folder.slice(installation.root.length)
  const [amiSecret, ariPassword] = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')]
  let entryUrl = options.entryUrl ?? ''
  const write = () =>
    writeSettings(
      folder,
      {
        FOLDER: inside,
        AMI_PORT: String(ports.ami),
        ARI_PORT: String(ports.ari),
        SIP_PORT: String(ports.sip),
        CALLEE_PORT: String(calleePort),
        RTP_FIRST: String(ports.rtp.first),
        RTP_LAST: String(ports.rtp.last),
        ENTRY_URL: entryUrl,
        AMI_SECRET: amiSecret,
        ARI_PASSWORD: ariPassword,
        PHONES: phones(calleePort, options.calleePort === 'itself' ? 4 : 0, options.phones),
        DIALPLAN: options.dialplan ?? '',
      },
      installation.user,
    )
  write()

  const asterisk = commandThere(installation, ['asterisk', '-C', `${inside}/etc/asterisk.conf`])
  const cli = (command: string) =>
    new Promise<string>((resolve, reject) => {
      const [program, ...args] = asterisk
      execFile(program, [...args, '-rx', command], { env: environment }, (error, stdout, stderr) =>
        error ? reject(new Error(`Asterisk does not answer "${command}": ${stderr || stdout}`)) : resolve(stdout),
      )
    })
  let child: ChildProcess | null = null

  async function start(): Promise<void> {
    if (child) return
    // Not of the shell's foreground, so that a Ctrl+C there leaves it to us when it ends.
    const [program, ...args] = ownedCommand(installation, inside)
    const started = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    child = started
    running.add(started)
    let said = ''
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (chunk) => (said = `${said}${chunk}`.slice(-2000)))
    started.once('exit', () => running.delete(started)).once('error', (error) => (said += error.message))
    for (const deadline = Date.now() + startSeconds * 1000; Date.now() < deadline; ) {
      if (hasEnded(started)) break
      if ((await cli('core waitfullybooted').catch(() => '')).includes('fully booted')) return
      await delay(100)
    }
    await kill()
    throw new Error(`Asterisk did not start: ${said || log(folder) || 'it says nothing about why'}`)
  }

  async function kill(): Promise<void> {
    const ending = child
    child = null
    if (!ending || hasEnded(ending)) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill('SIGKILL')
    await ended
  }

  async function stop(): Promise<void> {
    await kill()
    rmSync(folder, { recursive: true, force: true })
    ports.release()
  }

  try {
    await start()
    const version = (await cli('core show version')).split(' ')[1] ?? 'unknown'
    return {
      version,
      ami: { host, port: ports.ami, user: 'confbot', secret: amiSecret },
      ari: { url: `http://${host}:${ports.ari}/ari`, user: 'confbot', password: ariPassword },
      sip: { host, port: ports.sip },
      calleePort,
      spool: join(folder, 'spool'),
      log: () => log(folder),
      cli,
      async setEntryUrl(url) {
        entryUrl = url
        write()
        if (child) await cli(`dialplan set global CONFBOT_ENTRY ${url}`)
      },
      kill,
      start,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const environment = { PATH: programPath }

function requireAsterisk(): AsteriskInstallation {
  const installation = findAsterisk()
  if (!installation) throw new Error('There is no Asterisk here: npm run test:system -- --install installs one.')
  return installation
}

const hasEnded = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined

/** As its own user, and so that the system ends it when this process dies, whatever it dies of. */
function ownedCommand(installation: AsteriskInstallation, inside: string): [string, ...string[]] {
  const { user } = installation
  const asterisk = ['asterisk', '-f', '-C', `${inside}/etc/asterisk.conf`] as const
  if (!user && !findProgram({ names: ['setpriv'] })) return [...asterisk]
  const identity = user ? ['--reuid', user.name, '--regid', user.name, '--clear-groups'] : []
  return commandThere(installation, ['setpriv', ...identity, '--pdeathsig', 'KILL', ...asterisk])
}

/** Where Asterisk sees it, too. What processes left there that are no more is taken away. */
function createFolder({ root }: AsteriskInstallation): string {
  const parent = root === '/' ? tmpdir() : join(root, 'tmp')
  mkdirSync(parent, { recursive: true })
  for (const name of readdirSync(parent)) {
    const pid = name.match(/^confbot-asterisk-(\d+)-/)?.[1]
    if (pid && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true })
  }
  return mkdtempSync(join(parent, `confbot-asterisk-${process.pid}-`))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** From 1001 on; `own` of them, the last ones, are where they register. */
function phones(port: number, own: number, count = 9): string {
  return Array.from({ length: count }, (_, index) => String(1001 + index))
    .map((number, index) => {
      const where =
        index >= count - own ? 'max_contacts = 1\nremove_existing = yes' : `contact = sip:${number}@${host}:${port}`
      return `[${number}](line)\naors = ${number}\n\n[${number}]\ntype = aor\n${where}\n`
    })
    .join('\n')
}

function log(folder: string): string {
  try {
    return readFileSync(join(folder, 'log/messages.log'), 'utf8')
  } catch {
    return ''
  }
}
