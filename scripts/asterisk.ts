/**
 * `npm run asterisk [-- <command>]`: a real Asterisk on this machine, until Ctrl+C, with rooms to dial and an outside world that
 * answers; installed by itself where that is possible. What confbot must be told of it is written to `.cache/asterisk.yaml`; a command,
 * such as `npm start`, is told itself, and Asterisk ends with it.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { stringify } from 'yaml'
import { type Asterisk, startAsterisk } from '#test/support/asterisk/server.ts'
import { installAsterisk } from './asterisk-folder.ts'
import { startGroup } from './command-group.ts'

const [program, ...args] = process.argv.slice(2)
// A command has them for itself, so that whoever runs one beside it keeps theirs.
const settingsFolder = program ? mkdtempSync(join(tmpdir(), 'confbot-')) : join(import.meta.dirname, '../.cache')
const settingsPath = join(settingsFolder, 'asterisk.yaml')
const pbxName = 'asterisk'
const confbotPort = process.env.PORT || '3000'

const failure = await installAsterisk()
if (failure) {
  console.error(failure)
  process.exit(1)
}
const entrySecret = randomBytes(18).toString('base64url')
const asterisk = await startAsterisk({
  entryUrl: `http://127.0.0.1:${confbotPort}/pbx/${pbxName}/entry/${entrySecret}`,
  calleePort: 'itself',
  wanted: { ami: 5038, ari: 8088, sip: 5060 },
})
writeSettings(asterisk)
const settings = {
  CONFBOT_CONFIG: program ? settingsPath : relative(process.cwd(), settingsPath),
  CONFBOT_SANDBOX_REAL_PBX: '1',
}
const { host, port } = asterisk.sip
console.log(`Asterisk ${asterisk.version} runs: AMI on port ${asterisk.ami.port}, ARI at ${asterisk.ari.url}, SIP on port ${port} (UDP).

Rooms:    sip:8000@${host}:${port} to 8099, from any telephone, without registration.
Yours:    register as 1006, 1007, 1008 or 1009 at ${host}:${port}, with any password or none.
Outside:  1001 to 1005 and every number with a country code are answered by Asterisk itself: of the last two digits 00-49 answer,
          50-59 are busy, 60-69 do not answer, 70-79 are wrong, 80-89 hang up after a minute, 90-99 answer late.
`)

if (program) {
  const group = startGroup(program, args, { ...process.env, ...settings })
  onEnd((signal) => group.signal(signal))
  process.exitCode = await group.ended
} else {
  const given = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  console.log(
    `For confbot behind the sandbox's chat, in another shell:\n\n  ${given.join(' ')} npm start\n\nCtrl+C ends it.`,
  )
  await new Promise<void>((resolve) => onEnd(() => resolve()))
}
await asterisk.stop()
if (program) rmSync(settingsFolder, { recursive: true })
process.exit()

/** Where this shall end: it is told to, or npm, whose shell passes nothing on, is gone. */
function onEnd(run: (signal: 'SIGINT' | 'SIGTERM') => void): void {
  process.on('SIGINT', run).on('SIGTERM', run)
  const parent = process.ppid
  if (!process.env.npm_lifecycle_event) return
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    run('SIGTERM')
  }, 250)
}

function writeSettings({ ami, ari }: Asterisk): void {
  const pbx = {
    kind: 'asterisk',
    url: `tcp://${ami.host}:${ami.port}`,
    amiUser: ami.user,
    amiSecret: ami.secret,
    ariUrl: ari.url,
    ariUser: ari.user,
    ariPassword: ari.password,
    entrySecret,
    outsideChannel: 'PJSIP/{number}@outside',
    rooms: '8000-8099',
    extensions: ['1001-1009'],
    countries: ['DE', 'US', 'GB', 'CH', 'AT', 'FR'],
  }
  mkdirSync(settingsFolder, { recursive: true })
  writeFileSync(
    settingsPath,
    `# Written by npm run asterisk, anew at each start.\n${stringify({ pbxs: { [pbxName]: pbx } })}`,
    {
      mode: 0o600,
    },
  )
}
