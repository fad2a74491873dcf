/** `npm run doctor` on an Asterisk that was set up wrongly, in each of the ways in which that happens: one sentence, and what to do. */
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { AsteriskSettings } from '#providers/asterisk/config.ts'
import { createAsterisk } from '#providers/asterisk/provider.ts'
import type { Asterisk } from '#test/support/asterisk/server.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'
import { runDoctorCommand } from '#test/support/doctor-command.ts'
import { examine } from '#test/support/findings.ts'
import { deadOrigin } from '#test/support/local-server.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'

const entrySecret = 'planted-entry-secret'
const entryUrl = `http://127.0.0.1:3000/pbx/asterisk/entry/${entrySecret}`

describeOnAsterisk('the doctor', { timeout: 30_000, asterisk: { entryUrl } }, (running) => {
  let asterisk: Asterisk
  let chat: SandboxServer
  beforeAll(async () => {
    asterisk = running()
    chat = await startSandboxServer()
  })
  afterAll(() => chat?.stop())

  const settings = () => ({
    url: `tcp://127.0.0.1:${asterisk.ami.port}`,
    amiSecret: asterisk.ami.secret,
    ariUrl: asterisk.ari.url,
    ariPassword: asterisk.ari.password,
    entrySecret,
    requestTimeoutMs: 2_000,
  })
  /** What is not in order. */
  const look = async (more: Readonly<Record<string, string | undefined>> = {}, port?: number) => {
    const deps = { name: 'asterisk', clock: createSystemClock(), logger: createSilentLogger(), port }
    const provider = createAsterisk(AsteriskSettings.parse({ ...settings(), ...more }), deps)
    try {
      const found = await examine(provider.diagnose())
      const { amiSecret, ariPassword } = settings()
      for (const secret of [amiSecret, ariPassword, entrySecret, 'planted-wrong'])
        expect(found.join('\n')).not.toContain(secret)
      return found.filter((line) => !line.startsWith('ok: '))
    } finally {
      await provider.close()
    }
  }
  /** Until the end of the test its settings hold `to` in the place of `from`. */
  const mistake = async (file: string, from: string, to: string, reload: string) => {
    const path = join(asterisk.spool, '../etc', file)
    const right = readFileSync(path, 'utf8')
    expect(right).toContain(from)
    const set = async (text: string) => {
      writeFileSync(path, text)
      await asterisk.cli(reload)
    }
    onTestFinished(() => set(right))
    await set(right.replace(from, to))
  }

  it('finds the sample in order, and shows no secret', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'confbot-doctor-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const { url, amiSecret, ariUrl, ariPassword } = settings()
    const { exitCode, printed, problems } = await runDoctorCommand(
      folder,
      {
        ...Object.fromEntries(Object.entries(chat.env).filter(([name]) => name.startsWith('SLACK_'))),
        ...{ PORT: '0', ADMIN_PORT: '0', PUBLIC_URL: 'https://bot.example', CONFBOT_SANDBOX_REAL_PBX: '1' },
        ...{ CONFBOT_SECRET_KEY: 'a-key-that-only-this-test-knows', PBX_KIND: 'asterisk', PBX_URL: url },
        ...{ PBX_AMI_SECRET: amiSecret, PBX_ARI_URL: ariUrl, PBX_ARI_PASSWORD: ariPassword },
        ...{ PBX_ENTRY_SECRET: entrySecret, PBX_ROOMS: '8000-8099', PBX_EXTENSIONS: '1001-1009', PBX_COUNTRIES: 'DE' },
      },
      [],
      [amiSecret, ariPassword, entrySecret],
    )
    expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] })
    expect(printed).toContain('asks confbot at 127.0.0.1:3000 who may enter')
    // Rooms are confbot's, and recordings were listed.
    expect(printed).not.toContain('shows only')
  })

  it('says what is wrong with an address or a secret', async () => {
    const silent = createServer((socket) => void socket.on('error', () => undefined).write('220 mail.example\r\n'))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void silent.close())
    const address = silent.address()
    const mailPort = typeof address === 'object' ? address?.port : 0
    const { port } = asterisk.ami
    const dead = new URL(await deadOrigin()).host
    expect([
      await look({ amiSecret: 'planted-wrong' }),
      await look({ url: `tcp://${dead}` }),
      await look({ url: `tcp://${new URL(asterisk.ari.url).host}` }),
      await look({ url: `tcp://127.0.0.1:${mailPort}` }),
      await look({ url: `tls://127.0.0.1:${port}` }),
      await look({ ariPassword: 'planted-wrong' }),
      await look({ entrySecret: 'planted-wrong-entry' }),
    ]).toEqual([
      [expect.stringMatching(/^fail: It does not accept the manager login as confbot\. Compare amiUser and amiSecret/)],
      [expect.stringMatching(`^fail: ${dead} cannot be reached \\(ECONNREFUSED\\)\\. Check url and its port`)],
      [expect.stringMatching(/^fail: No manager interface answers at .+\. Set url to the address and port/)],
      [expect.stringMatching(/^fail: No manager interface answers at .+\. Set url to the address and port/)],
      [expect.stringMatching(/^fail: .+ does not speak TLS at this port \(.+\)\. Take the port of tlsbindaddr/)],
      [expect.stringMatching(/^fail: It does not accept the ARI login as confbot\. Compare ariUser and ariPassword/)],
      [expect.stringMatching(/^fail: Its dialplan asks elsewhere, or with another secret, .+ Set CONFBOT_ENTRY/)],
    ])
  })

  it('warns of what is left out, and of another port', async () => {
    expect(await look({ ariUrl: undefined, ariPassword: undefined }, 3000)).toEqual([
      expect.stringMatching(/^warn: Conferences can be recorded, but .+ Set ariUrl and ariPassword/),
    ])
    expect(await look({}, 3999)).toEqual([
      expect.stringMatching(
        /^warn: Its dialplan asks at 127\.0\.0\.1:3000 .+ port 3999: nobody enters, unless a proxy/,
      ),
    ])
  })

  it.for([
    ['reporting,originate', /^fail: The login lacks rights: call\. In manager\.conf, give it write =/],
    ['call,originate', /^fail: The login lacks rights: reporting\. In manager\.conf, give it write =/],
    ['call,reporting', /^fail: The login lacks rights: originate\. In manager\.conf, give it write =/],
    [
      'call,reporting,originate,system',
      /^warn: The login may do more than is needed: config, system\. In manager\.conf/,
    ],
  ] as const)('says what rights it should have instead of %s', async ([rights, says]) => {
    const [file, reload] = ['confbot/manager.conf', 'manager reload']
    await mistake(file, 'write = call,reporting,originate', `write = ${rights}`, reload)
    expect(await look()).toEqual([expect.stringMatching(says)])
  })

  it('says that no events come', async () => {
    await mistake('confbot/manager.conf', 'read = call,reporting', 'read = reporting', 'manager reload')
    expect(await look()).toEqual([expect.stringMatching(/^fail: It tells nothing of calls .+ read = call,reporting/)])
  })

  it('says that ARI may only read, or is off', async () => {
    await mistake('confbot/ari.conf', 'read_only = no', 'read_only = yes', 'module reload res_ari.so')
    expect(await look()).toEqual([
      expect.stringMatching(/^fail: The ARI login as confbot may only read, .+ read_only = no/),
    ])
    await mistake('ari.conf', 'enabled = yes', 'enabled = no', 'module reload res_ari.so')
    expect(await look()).toEqual([
      expect.stringMatching(/^fail: .+ answers with a web page \(HTTP 404\) .+ switched on/),
    ])
  })

  it('says once that the dialplan is not included', async () => {
    await mistake('extensions.conf', '#include "confbot/extensions.conf"', '', 'dialplan reload')
    expect(await look()).toEqual([expect.stringMatching(/^fail: Its dialplan lacks confbot-ask, .+ Include docs/)])
  })

  it.for([
    ['func_curl.so', /^fail: It lacks func_curl, by which .+ Install the module/],
    ['app_confbridge.so', /^fail: It has no ConfBridge\. Load app_confbridge\.so/],
  ] as const)('says that %s is missing', async ([module, says]) => {
    await asterisk.cli(`module unload ${module}`)
    onTestFinished(async () => void (await asterisk.cli(`module load ${module}`)))
    expect(await look()).toEqual([expect.stringMatching(says)])
  })
})
