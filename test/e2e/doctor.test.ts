/** `npm run doctor` as a person runs it, beside a Slack and a PortSIP that are in order, and beside each fault. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createApp } from '#app'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { portsip } from '#providers/portsip/index.ts'
import { openStore } from '#storage/index.ts'
import { configFrom } from '#test/support/config.ts'
import { runDoctorCommand } from '#test/support/doctor-command.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'

const deps = { clock: createSystemClock(), logger: createSilentLogger() }

// Each run is a process of its own.
vi.setConfig({ testTimeout: 60_000 })

let sandbox: SandboxServer
let folder: string
beforeAll(async () => {
  sandbox = await startSandboxServer()
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  await sandbox.slack.post('reset', {})
  folder = await mkdtemp(join(tmpdir(), 'confbot-doctor-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** The real command, in an empty folder. */
function run(env: Readonly<Record<string, string>>, ...args: string[]) {
  const { SLACK_BOT_TOKEN = '', SLACK_APP_TOKEN = '', PBX_PASSWORD = '' } = { ...sandbox.env, ...env }
  return runDoctorCommand(folder, env, args, [SLACK_BOT_TOKEN, SLACK_APP_TOKEN, PBX_PASSWORD])
}

const configured = (changes: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  ...sandbox.env,
  PORT: '0',
  ADMIN_PORT: '0',
  DATABASE_URL: join(folder, 'confbot.db'),
  CONFBOT_SECRET_KEY: 'a-key-that-only-this-test-knows',
  ...changes,
})
const doctor = (changes?: Readonly<Record<string, string>>, ...args: string[]) => run(configured(changes), ...args)

async function takePort(): Promise<string> {
  const server = createServer((_, response) => response.end('I am somebody else'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return String((server.address() as AddressInfo).port)
}

async function change(run: (store: Awaited<ReturnType<typeof openStore>>) => Promise<unknown>) {
  const store = await openStore({ kind: 'sqlite', path: join(folder, 'confbot.db'), ...deps })
  await run(store)
  await store.close()
}

it('finds a Slack and a PortSIP that are in order', async () => {
  await change((store) => store.settings.set('channel:slack:T0SANDBOX:C0OPS', 'zone', 'Europe/Berlin'))
  const { printed, exitCode } = await doctor()
  const host = new URL(sandbox.env.PBX_URL ?? '').host
  const lines = printed.replaceAll(/ to within \d seconds?/g, '').split('\n')
  expect(lines).toEqual([
    'ok   Configuration: It is complete: Slack and 1 PBX, read from the environment.',
    `ok   Machine: Node ${process.versions.node} runs confbot.`,
    `ok   Machine: Its zone data are of ${process.versions.tz} and know the latest changes of clocks (ICU ${process.versions.icu}).`,
    'ok   Ports: PORT is 0: any port that is free.',
    'ok   Ports: ADMIN_PORT is 0: any port that is free.',
    `ok   Store: The database ${join(folder, 'confbot.db')} can be read and written.`,
    'ok   Store: Its tables are of the present version (0003-kept-values).',
    'ok   Store: The database is intact.',
    'ok   Store: The audit trail is unbroken.',
    expect.stringMatching(/^ok {3}Store: [\d.]+ [MG]B are free on its disk\.$/),
    'ok   Store: The one zone that was chosen is known.',
    'ok   Slack: The bot token is good: it is confbot in the workspace Sandbox (T0SANDBOX), which is served.',
    'ok   Slack: The clock of this machine agrees with that of Slack.',
    'ok   Slack: The app-level token is good: Slack offers a connection for Socket Mode.',
    'ok   Slack: All scopes that confbot needs are granted.',
    'ok   Slack: A reminder or other message whose posting Slack does not confirm is looked for, and posted again only where it is not there.',
    'ok   Slack: The bot is in 3 channels: #general, #ops, #shared.',
    'ok   Slack: The bot may post in the one channel with defaults or a live conference.',
    `ok   PBX portsip: It answers at ${host}.`,
    'ok   PBX portsip: The clock of this machine agrees with that of portsip.',
    'ok   PBX portsip: The login as admin is accepted.',
    'ok   PBX portsip: The login as confbot is accepted.',
    'ok   PBX portsip: Of its rooms 8000 to 8009, 0 are there and 0 in a conference; 10 are free for others.',
    'ok   PBX portsip: Whether the account may also create rooms shows only with the first that is needed: 10 of the range are not there yet.',
    'ok   PBX portsip: Whether recordings can be listed shows only once there is a room.',
    'ok   PBX portsip: It may ring the extensions 1000–1099 and numbers of DE.',
    '',
    '26 ok, 0 warnings, 0 failures.',
    '',
  ])
  expect(exitCode).toBe(0)
})

it('is at ease beside a confbot that runs, with a conference', async () => {
  const env = configured()
  const app = createApp(configFrom(env), { version: 'test', clock: sandbox.clock, logger: deps.logger })
  const { address, adminAddress } = await app.start()
  onTestFinished(app.stop)
  await sandbox.slack.command('alice', 'start "Sprint review" 1001')
  await sandbox.slack.card('Sprint review', [/1001 · invited/])
  await sandbox.slack.advance(3)
  await sandbox.slack.card('Sprint review', ['1 person'])
  const { printed, exitCode, problems } = await doctor({
    PORT: new URL(address).port,
    ADMIN_PORT: new URL(adminAddress).port,
  })
  expect({ problems, exitCode }).toEqual({ problems: [], exitCode: 0 })
  expect(printed).toContain(`(PORT) is that of a confbot that runs.`)
  expect(printed).toContain(`(ADMIN_PORT) is that of a confbot that runs.`)
  expect(printed).toContain('Another process has it open, as a confbot that runs does')
  expect(printed).toContain('1 are there and 1 in a conference; 9 are free for others.')
  expect(printed).toContain('The recordings of a room can be listed.')
})

it('looks at the sandbox where nothing is configured', async () => {
  const { printed, exitCode, problems } = await run({ PORT: '0', ADMIN_PORT: '0' })
  expect(printed).toMatch(
    /^ok {3}Configuration: Nothing is configured, so this is the sandbox: its own chats and PBX are looked at\.$/m,
  )
  expect(printed).toContain('ok   Store: Everything is kept in memory alone, and is gone when confbot ends.')
  expect(printed).toContain('ok   PBX portsip: The login as confbot is accepted.')
  expect({ problems, exitCode }).toEqual({ problems: [], exitCode: 0 })
})

it('tells programs the same as JSON', async () => {
  const { printed, exitCode } = await doctor({ PBX_PASSWORD: 'wrong' }, '--json')
  const { ok, counts, findings } = JSON.parse(printed)
  expect({ ok, fail: counts.fail, exitCode }).toEqual({ ok: false, fail: 1, exitCode: 1 })
  expect(findings).toContainEqual({
    level: 'fail',
    part: 'PBX portsip',
    code: 'doctor.pbx.login-refused',
    sentence: 'It does not accept the login.',
    next: 'Check user, password and domain in the configuration; the account must not ask for a second factor.',
  })
})

it('tells all problems of the configuration at once, and nothing else', async () => {
  await writeFile(join(folder, 'confbot.yaml'), 'slack:\n  mode: socket\n')
  const { printed, exitCode } = await run({ PORT: 'high', SLACK_BOT_TOKEN: 'xoxb-planted' })
  expect(exitCode).toBe(2)
  expect(printed.split('\n')).toEqual([
    'fail Configuration: PORT: is not valid. Expected a number from 0 to 65535. Port of the public server; 0 takes any that is free.',
    expect.stringMatching(/^fail Configuration: slack\.workspaces: is missing\. Expected a list\. /),
    expect.stringMatching(/^fail Configuration: slack\.appToken: is missing\. Expected text\. /),
    expect.stringMatching(/^fail Configuration: pbxs \(or PBX_KIND\): is missing: Slack is configured, but no PBX\./),
    '',
    '0 ok, 0 warnings, 4 failures.',
    '',
  ])
})

it('says how it is written', async () => {
  expect(await doctor({}, '--yaml')).toMatchObject({
    printed: 'Write "npm run doctor", or "npm run doctor -- --json" for programs.\n',
    exitCode: 2,
  })
})

it('is coloured where that is wanted, and not where it is read by a program', async () => {
  const green = '\u001b[32mok  \u001b[39m Configuration'
  expect((await run({ PORT: '0', ADMIN_PORT: '0', FORCE_COLOR: '1' })).printed).toContain(green)
  expect((await run({ PORT: '0', ADMIN_PORT: '0' })).printed).not.toContain('\u001b')
  expect((await run({ PORT: '0', ADMIN_PORT: '0', FORCE_COLOR: '1' }, '--json')).printed).not.toContain('\u001b')
})

describe('a fault is told in a line of its own, with what to do', () => {
  const hangs = { PBX_REQUEST_TIMEOUT_MS: '1000' }
  const pbxFault = (kind: string) => sandbox.slack.post('pbx/portsip/fault', { match: '', kind, times: 99 })

  it('a wrong bot token', async () => {
    expect((await doctor({ SLACK_BOT_TOKEN: 'xoxb-wrong' })).problems).toEqual([
      'fail Slack: Slack refuses the bot token (invalid_auth). Copy the token that begins with xoxb- from “OAuth & Permissions” of the app, once the app is installed, into slack.botToken (SLACK_BOT_TOKEN).',
    ])
  })

  it('a wrong app-level token', async () => {
    expect((await doctor({ SLACK_APP_TOKEN: 'xapp-wrong' })).problems).toEqual([
      'fail Slack: Slack refuses the app-level token (invalid_auth). Under “Basic Information” of the same app, generate an app-level token with the scope connections:write, and copy it into slack.appToken (SLACK_APP_TOKEN).',
    ])
  })

  it('another workspace', async () => {
    expect((await doctor({ SLACK_WORKSPACES: 'T0OTHER' })).problems).toEqual([
      expect.stringMatching(
        /^fail Slack: The bot token belongs to the workspace Sandbox \(T0SANDBOX\), which is not among those that are served\. Add T0SANDBOX to slack\.workspaces/,
      ),
    ])
  })

  it('missing scopes', async () => {
    const scopes = ['app_mentions:read', 'chat:write', 'chat:write.public', 'im:history', 'im:write', 'users:read']
    await sandbox.slack.post('slack/scopes', { scopes: [...scopes, 'channels:history', 'groups:history'] })
    const { problems, exitCode } = await doctor()
    expect(problems).toEqual([
      'fail Slack: The scope commands is not granted: /conf, /confadmin and the shortcuts are not there. Paste manifest.yml as the manifest of the app again (or add it under “OAuth & Permissions”), and install the app to the workspace anew.',
      'warn Slack: In group messages, a reminder or other message whose posting Slack does not confirm is reported and not repeated, since mpim:history is not granted. To have that as well, grant the optional mpim:history when the app is installed.',
      'warn Slack: Whether the bot is in public channels and private channels and may post there cannot be told, since channels:read, groups:read is not granted. To have that as well, grant the optional channels:read, groups:read when the app is installed.',
      'warn Slack: A conference that is started by a mention in a public channel counts as private, since channels:read is not granted. To have that as well, grant the optional channels:read when the app is installed.',
      'warn Slack: Calendar files cannot be given to people in Slack, since files:write is not granted. Their calendar addresses work all the same. To have that as well, grant the optional files:write when the app is installed.',
    ])
    expect(exitCode).toBe(1)
  })

  it('a channel with defaults in which the bot is not', async () => {
    await change((store) => store.settings.set('channel:slack:T0SANDBOX:C0SECRET', 'pbx', 'portsip'))
    const { problems, exitCode } = await doctor()
    expect(problems).toEqual([
      'warn Slack: The bot is not in the channel C0SECRET, and may not post there. Write /invite @confbot there.',
    ])
    // A warning is no failure.
    expect(exitCode).toBe(0)
  })

  it('a wrong password of the PBX', async () => {
    const { problems, exitCode } = await doctor({ PBX_PASSWORD: 'wrong-password' })
    expect(problems).toEqual([
      'fail PBX portsip: It does not accept the login. Check user, password and domain in the configuration; the account must not ask for a second factor.',
    ])
    expect(exitCode).toBe(1)
  })

  it('a PBX that hangs, which holds up nothing else', async () => {
    await pbxFault('hang')
    const { problems, printed } = await doctor(hangs)
    expect(problems).toEqual([
      expect.stringMatching(
        /^fail PBX portsip: 127\.0\.0\.1:\d+ did not answer within 1 second\. Check the address and its port/,
      ),
    ])
    expect(printed).toContain('ok   Slack: The bot is in 3 channels')
    expect(printed).toContain('ok   PBX portsip: It may ring')
  })

  it('a PBX that answers with a web page', async () => {
    await pbxFault('html')
    expect((await doctor()).problems).toEqual([
      expect.stringMatching(
        /^fail PBX portsip: 127\.0\.0\.1:\d+ answers with a web page \(HTTP 502\) where its interface for programs should be\. Check that the interface is switched on there/,
      ),
    ])
  })

  it('a PBX that is not there', async () => {
    await sandbox.line.unplug()
    onTestFinished(sandbox.line.plug)
    expect((await doctor()).problems).toEqual([
      expect.stringMatching(
        /^fail PBX portsip: 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)\. Check the address and its port/,
      ),
    ])
  })

  it('rooms of the range that others have and use', async () => {
    const {
      PBX_URL: url = '',
      PBX_USERNAME: username = '',
      PBX_PASSWORD: password = '',
      PBX_DOMAIN: domain = '',
    } = sandbox.env
    const others = portsip.open({ url, username, password, domain }, { ...deps, name: 'others' })
    for (const number of ['8000', '8007'])
      await others.createRoom({ extension_number: number, mode: 'AUDIO', subject: 'Sales', capacity: 12 })
    await others.close()
    await sandbox.slack.post('pbx/portsip/call', { from: '+4930901811', to: '8000' })
    const { problems, printed } = await doctor()
    expect(printed).toContain('Of its rooms 8000 to 8009, 2 are there and 0 in a conference; 9 are free for others.')
    expect(problems).toEqual([
      'warn PBX portsip: Somebody is in room 8000 without a conference of confbot. Choose a range of rooms that nothing else uses: confbot changes what is in it.',
      'warn PBX portsip: Room 8007 is not as confbot makes it, so somebody else may have. Choose another range if so: confbot gives the rooms of its range new names and PINs, but for those made with /confadmin room create.',
    ])
  })

  it('no country and no extension', async () => {
    const { PBX_COUNTRIES: _, ...env } = configured()
    expect((await run(env)).problems).toEqual([
      'warn PBX portsip: It may ring the extensions 1000–1099 alone: no country may be called. To have numbers outside rung, name their countries (PBX_COUNTRIES).',
    ])
  })

  it('a database that can never be made, or is none', async () => {
    await writeFile(join(folder, 'file'), '')
    const path = join(folder, 'file', 'confbot.db')
    expect((await doctor({ DATABASE_URL: path })).problems).toEqual([
      `fail Store: No database can be made at ${path} (ENOTDIR). Let the account that runs confbot write to the folder, or set another path (DATABASE_URL).`,
    ])
    await mkdir(join(folder, 'folder'))
    expect((await doctor({ DATABASE_URL: join(folder, 'folder') })).problems).toEqual([
      expect.stringMatching(/^fail Store: The database \S+ cannot be used: unable to open database file/),
    ])
  })

  it('a port that is taken', async () => {
    const port = await takePort()
    expect((await doctor({ PORT: port, CONFBOT_HOST: '127.0.0.1' })).problems).toEqual([
      `fail Ports: Port ${port} is in use by another program. Stop that program, or set PORT to another port.`,
    ])
    expect((await doctor({ ADMIN_PORT: port })).problems).toEqual([
      `fail Ports: Port ${port} is in use by another program. Stop that program, or set ADMIN_PORT to another port.`,
    ])
  })

  it('a zone that is not known, and a PBX that is gone', async () => {
    await change(async ({ settings }) => {
      await settings.set('person:slack:T0SANDBOX:U0BOB', 'zone', 'Europe/Entenhausen')
      await settings.set('channel:slack:T0SANDBOX:C0OPS', 'pbx', 'attic')
    })
    expect((await doctor()).problems).toEqual([
      'warn Store: The person U0BOB has the zone “Europe/Entenhausen”, which is not known here. Choose one of the IANA names: /conf me zone.',
      'warn Store: The channel C0OPS has the PBX “attic”, which is not configured. Write /confadmin channel pbx default there, or configure it again.',
    ])
  })
})

it('waits for a rate limit when nothing else is left to do', async () => {
  await sandbox.discord.post('fault', { match: 'GET /sandbox/discord/api/v10/gateway/bot', kind: '429', retryAfter: 2 })
  const { exitCode, printed } = await run({
    ...sandbox.discordEnv,
    PORT: '0',
    ADMIN_PORT: '0',
    DATABASE_URL: join(folder, 'confbot.db'),
  })
  expect(printed).toContain('ok   Discord: The gateway takes connections')
  expect(exitCode).toBe(0)
})
