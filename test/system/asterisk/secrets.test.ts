/**
 * Secrets that go to and from a real Asterisk are looked for wherever something is told or kept: confbot's log at its finest, messages,
 * the audit, the database, `/readyz`, doctor, and what Asterisk itself notes and shows of a call.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { expect, it, onTestFinished } from 'vitest'
import { createApp } from '#app'
import { createLogger } from '#lib/logger.ts'
import { createCallers } from '#test/support/asterisk/callers.ts'
import { channels, people } from '#test/support/asterisk/conference-witness.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'
import { configFrom } from '#test/support/config.ts'
import { runDoctorCommand } from '#test/support/doctor-command.ts'
import { deadOrigin } from '#test/support/local-server.ts'
import { createMeetingDriver } from '#test/support/meeting-driver.ts'
import { startSandboxServer } from '#test/support/sandbox-server.ts'

const secretKey = 'a-key-that-only-this-test-knows'
const entrySecret = 'planted-entry-secret-of-this-test'
const [dialsIn, isInvited] = ['+4930901801', '+4930901812']
const patience = { timeout: 20_000 }

describeOnAsterisk('what is secret', { timeout: 120_000 }, (running) => {
  it('is told and kept nowhere', async () => {
    const asterisk = running()
    const folder = await mkdtemp(join(tmpdir(), 'confbot-secrets-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const chat = await startSandboxServer()
    onTestFinished(() => chat.stop())
    const { slack } = chat
    const publicUrl = await deadOrigin()
    const env = {
      ...Object.fromEntries(Object.entries(chat.env).filter(([name]) => name.startsWith('SLACK_'))),
      ...{ CONFBOT_SECRET_KEY: secretKey, CONFBOT_SANDBOX_REAL_PBX: '1', PUBLIC_URL: publicUrl },
      ...{ PORT: new URL(publicUrl).port, DATABASE_URL: join(folder, 'confbot.db') },
      ...{ PBX_KIND: 'asterisk', PBX_URL: `tcp://127.0.0.1:${asterisk.ami.port}`, PBX_AMI_SECRET: asterisk.ami.secret },
      ...{ PBX_ARI_URL: asterisk.ari.url, PBX_ARI_PASSWORD: asterisk.ari.password, PBX_ENTRY_SECRET: entrySecret },
      ...{ PBX_OUTSIDE_CHANNEL: 'PJSIP/{number}@outside', PBX_ROOMS: '8000-8009', PBX_EXTENSIONS: '1001-1009' },
      PBX_COUNTRIES: 'DE',
    }
    let log = ''
    const destination = new Writable({
      write(chunk, _, done) {
        log += String(chunk)
        done()
      },
    })
    const app = createApp(configFrom(env), {
      version: 'test',
      clock: chat.clock,
      logger: createLogger({ level: 'trace', destination }),
    })
    const { address, adminAddress } = await app.start()
    let isStopped = false
    const stop = async () => {
      if (!isStopped) await app.stop()
      isStopped = true
    }
    onTestFinished(stop)
    const callers = await createCallers(asterisk, {
      '1001': { answers: null },
      '1002': { rings: null },
      [isInvited]: { answers: null },
    })
    onTestFinished(() => callers.close())
    // With everything that Asterisk can say of what its dialplan does.
    await writeFile(
      join(asterisk.spool, '../etc/logger.conf'),
      '[logfiles]\nmessages.log => notice,warning,error\nfull.log => notice,warning,error,verbose(9)\n',
    )
    await asterisk.cli('logger reload')
    const fullLog = () => readFile(join(asterisk.spool, '../log/full.log'), 'utf8')
    await asterisk.setEntryUrl(`${address}/pbx/asterisk/entry/${entrySecret}`)
    const driver = createMeetingDriver(() => ({ slack }), 'asterisk')
    const { ask } = driver

    // A conference into which somebody dials, with a wrong PIN and with the right one.
    await slack.command('alice', `start "Sprint review" 1001 ${isInvited}`)
    const open = await slack.card('Sprint review\nLive, started', ['2 people'])
    const room = /dial (\d+)/.exec(open.text)?.[1] ?? ''
    const pinAnswer = await ask('alice', 'pin', /PIN \d+/)
    const pin = /PIN (\d+)/.exec(pinAnswer.text)?.[1] ?? ''
    const wrong = pin === '482915' ? '482916' : '482915'
    const caller = await callers.dial(room, { from: dialsIn })
    const read = async () => (await channels(asterisk)).find(({ application }) => application === 'Read')?.data
    await expect.poll(read, patience).toContain('conf-getpin')
    await caller.key(`${wrong}#`)
    await expect.poll(read, patience).toContain('conf-invalidpin')
    await caller.key(`${pin}#`)
    await expect.poll(async () => (await people(asterisk, room)).length, patience).toBe(3)
    // Who came in carries nothing of it any more.
    const shown = await Promise.all(
      (await people(asterisk, room)).map(({ name }) => asterisk.cli(`core show channel ${name}`)),
    )
    await slack.card('Sprint review\nLive, started', ['3 people'])

    // Recorded, muted, and looked at.
    await ask('alice', 'record start', /./)
    await ask('alice', 'mute all', /./)
    await ask('alice', 'record stop', /./)
    await expect.poll(() => readdir(join(asterisk.spool, 'recording')), patience).toHaveLength(1)
    await ask('alice', 'record list', /Recordings/)
    await ask('bob', 'record link 1', /./)
    await ask('alice', `/confadmin room show ${room}`, /./)

    // A code is said.
    await ask('bob', 'me phone 1002', 'Whoever answers hears a code')
    await callers.pickUp('1002')
    const saying = async () => (await channels(asterisk)).find(({ application }) => application === 'SayDigits')?.data
    await expect.poll(saying, patience).toMatch(/^\d{6}$/)
    const code = (await saying()) ?? ''
    await ask('bob', `me phone code:${code === '111111' ? '222222' : '111111'}`, /not the code/)
    await ask('bob', `me phone code:${code}`, 'Verified')

    // Whoever guesses where it is asked, and what they are told.
    const guesses = await Promise.all(
      ['wrong-secret-of-nobody', entrySecret.slice(0, -1), encodeURIComponent(`${entrySecret}\r\n`)].map((secret) =>
        fetch(`${address}/pbx/asterisk/entry/${secret}`, { method: 'POST', body: `room=${room}&pin=${pin}` }),
      ),
    )
    expect(new Set(await Promise.all(guesses.map(async (one) => `${one.status} ${await one.text()}`))).size).toBe(1)
    expect(guesses[0]?.status).toBe(404)

    // Asterisk goes, and comes again.
    const doctor = async () => (await runDoctorCommand(folder, { ...env, PORT: '0', ADMIN_PORT: '0' }, [], [])).printed
    const told: { where: string; text: string }[] = [{ where: 'doctor', text: await doctor() }]
    const asteriskLog = await fullLog()
    await asterisk.kill()
    await ask('alice', 'invite 1003', /./)
    await ask('alice', 'show', /./)
    told.push({ where: 'doctor without it', text: await doctor() })
    for (const path of ['/readyz', '/metrics'])
      told.push({ where: path, text: await (await fetch(`${adminAddress}${path}`)).text() })
    await ask('alice', '/confadmin audit', /./)
    await ask('alice', '/confadmin status', /./)
    for (const person of ['alice', 'bob', 'carol'])
      for (const channel of ['general', 'ops', '@confbot'])
        for (const message of await slack.messages(person, channel))
          if (!message.text.includes(`PIN ${pin}`) || !message.is_ephemeral || person !== 'alice')
            told.push({ where: `${person} in ${channel}`, text: JSON.stringify(message) })
    await stop()
    told.push({ where: 'log', text: log })
    const files = (await readdir(folder)).filter((name) => name.startsWith('confbot.db'))
    for (const name of files) told.push({ where: name, text: await readFile(join(folder, name), 'latin1') })
    for (const text of shown) told.push({ where: 'a channel in the conference', text })
    told.push({ where: 'names of recordings', text: (await readdir(join(asterisk.spool, 'recording'))).join() })

    expect([pin, code].every((one) => /^\d{6}$/.test(one))).toBe(true)
    expect(log).toContain('"level":20')
    const secrets = [asterisk.ami.secret, asterisk.ari.password, entrySecret, pin, wrong, code, secretKey]
    const isOfTelephones = (where: string) => where.startsWith('confbot.db') || where.startsWith('a channel')
    const leaks = told.flatMap(({ where, text }) => {
      // Numbers are part of what is kept, and of what the telephone network shows.
      const numbers = isOfTelephones(where) ? [] : [dialsIn.slice(1), isInvited.slice(1)]
      return found(text, [...secrets, ...numbers]).map((around) => `${where}: ${around}`)
    })
    expect(leaks.slice(0, 30)).toEqual([])
    // What Asterisk notes of its own accord, as docs/asterisk tells, and nothing else.
    const lines = asteriskLog.split('\n').filter((line) => found(line, secrets).length > 0)
    const noted = /Setting global variable 'CONFBOT_ENTRY'|User entered '|SayDigits\(/
    expect(lines.filter((line) => !noted.test(line))).toEqual([])
    expect(lines.length).toBeGreaterThan(2)
  })
})

const escaped = (secret: string) => secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** Where each of `secrets` stands, with what is around it; digits that are part of a longer number, such as a time, are not it. */
const found = (text: string, secrets: readonly string[]): readonly string[] =>
  secrets.flatMap((secret) => {
    const digits = /^\d+$/.test(secret)
    const at = text.search(new RegExp(digits ? `(?<![\\d.])${secret}(?!\\d)` : escaped(secret)))
    return at < 0 ? [] : [text.slice(Math.max(0, at - 100), at + secret.length + 60)]
  })
