/** confbot is killed in mid-conference, while it records: Asterisk goes on with all of it, and the next process takes it up. */

import { readdirSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Callers, createCallers } from '#test/support/asterisk/callers.ts'
import { pbxEnvironment } from '#test/support/asterisk/confbot.ts'
import { inConference } from '#test/support/asterisk/conference-witness.ts'
import { attendees, listed } from '#test/support/asterisk/crowd.ts'
import { createDiallers, type Diallers, withPin } from '#test/support/asterisk/diallers.ts'
import { holdPorts, type PortBlock } from '#test/support/asterisk/ports.ts'
import { describeOnAsterisk } from '#test/support/asterisk/suite.ts'
import { createMovedBots, type MovedBots } from '#test/support/moved-process.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'

const pin = '482915'
const entrySecret = 'hard-to-guess-4-tests'
const isOfPbx = ([name]: readonly [string, string]) => name.startsWith('PBX_')

describeOnAsterisk('an outage of confbot', { timeout: 90_000, asterisk: { dialplan: withPin } }, (running) => {
  let folder: string
  let sandbox: SandboxServer
  let bots: MovedBots
  let callers: Callers
  let diallers: Diallers
  let ports: PortBlock
  beforeAll(async () => {
    const asterisk = running()
    folder = await mkdtemp(join(tmpdir(), 'confbot-'))
    sandbox = await startSandboxServer()
    callers = await createCallers(asterisk, { '1001': { answers: null }, '1002': { answers: null } })
    diallers = await createDiallers(asterisk)
    ports = await holdPorts()
    const port = String(ports.ami)
    bots = await createMovedBots(sandbox, folder, {
      ...Object.fromEntries(Object.entries(sandbox.env).filter((one) => !isOfPbx(one))),
      ...pbxEnvironment(asterisk, entrySecret),
      PORT: port,
      CONFBOT_SECRET_KEY: 'a key of this test and of no other',
      DATABASE_URL: `sqlite:${join(folder, 'confbot.db')}`,
    })
    await asterisk.setEntryUrl(`http://127.0.0.1:${port}/pbx/asterisk/entry/${entrySecret}`)
  }, 60_000)
  afterAll(async () => {
    bots?.stop()
    await diallers?.close()
    await callers?.close()
    await sandbox?.stop()
    ports?.release()
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  it('the recording goes on, the next process shows it and who is there, lets people in, and ends it', async () => {
    const asterisk = running()
    const { slack } = sandbox
    const there = async () => listed(await attendees(asterisk, room))
    const recorders = async () => (await inConference(asterisk, room)).filter((name) => name.startsWith('Local/'))
    const first = await bots.start()
    await first.started
    await slack.command('alice', `start Review 1001 1002 pin:${pin}`)
    const { text } = await slack.card('Review', ['2 people'])
    const room = /Room (\d+) on/.exec(text)?.[1] ?? ''
    await slack.command('alice', 'record start')
    await slack.card('Review', ['· recording'])
    // One that says so to everybody is gone when it has.
    await expect.poll(recorders).toHaveLength(1)
    const [recorder] = await recorders()
    const [file = ''] = readdirSync(join(asterisk.spool, 'recording'))
    const size = () => statSync(join(asterisk.spool, 'recording', file)).size

    await first.kill()
    const sizeThen = size()
    await callers.hangUp('1002')
    await expect.poll(size).toBeGreaterThan(sizeThen)
    expect(await recorders()).toEqual([recorder])
    // Nobody answers for who may enter, so that nobody does.
    const early = diallers.dial(`${room}*${pin}`, '1201')
    await expect.poll(early.state).toBe('over')
    expect(await there()).toEqual(['1001'])

    const second = await bots.start()
    await second.started
    await slack.card('Review', ['1 person', '· recording', '1001 · joined'])
    expect(await recorders()).toEqual([recorder])
    diallers.dial(`${room}*${pin}`, '1202')
    await slack.card('Review', ['2 people', '1202 · joined'])
    expect(await there()).toEqual(['1001', '1202'])

    await slack.command('alice', 'record stop')
    await expect.poll(async () => (await slack.card('Review\nLive')).text).not.toContain('· recording')
    expect(await recorders()).toEqual([])
    await slack.command('alice', 'record list')
    await slack.answer('alice', /Recordings of Review/)
    expect(readdirSync(join(asterisk.spool, 'recording'))).toEqual([file])
    expect(callers.calls('1001')).toEqual(['answered'])
    await second.kill()
  })
})
