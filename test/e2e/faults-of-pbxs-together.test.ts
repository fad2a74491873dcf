/**
 * Several PBXs at once: one that hangs keeps nobody on another waiting, rooms of one number are not taken for each other, a channel's
 * choice holds for what starts later, and a conference outlives the configuration of its PBX. And what meetings ask of PBXs that cannot.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { isDone } from '#core/contracts/conference-provider.ts'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { startBot } from '#test/support/bot.ts'
import { createMeetingDriver, minuteMs, typed } from '#test/support/meeting-driver.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'
import { eventually } from '#test/support/sandbox-client.ts'
import { startSandboxServer } from '#test/support/sandbox-server.ts'

const all = kindsThere.map(({ id }) => id)

describe('all kinds at once', () => {
  let app: RunningApp
  beforeEach(async () => {
    app = await startApp({ CONFBOT_SANDBOX_PBXS: all.join() })
  })
  afterEach(async () => {
    expect(app.log.loud()).toEqual([])
    await app.stop()
  })
  const answers = async (channel: string) =>
    (await app.slack.messages('alice', channel)).filter((one) => one.is_ephemeral).map(({ text }) => text)
  const start = async (pbx: string, name: string, channel: string, ...who: string[]) => {
    await app.slack.command('alice', `start "${name}" ${who.join(' ')} pbx:${pbx}`, channel)
    await app.slack.answer('alice', `${name} is open`, channel)
    await app.slack.advance(3)
    return app.slack.card(name, ['Chair: '], channel)
  }

  it.each(kindsThere)('$id hangs: all others are started, controlled and ended while it does', async ({ id }) => {
    await app.pbx(id).spoil('', 'hang', { times: 100_000 })
    await app.slack.command('alice', `start "Stuck" 1001 pbx:${id}`, 'general')
    for (const { id: other, definition } of kindsThere.filter((one) => one.id !== id)) {
      // Nobody types as fast as this.
      await app.slack.advance(2)
      const card = await start(other, `On ${other}`, 'ops', '1001', 'another:yes')
      await app.slack.command('alice', `invite 1002 in:"On ${other}"`, 'ops')
      await app.slack.answer('alice', `Invited into On ${other}`, 'ops')
      if (!isDone(definition.capabilities.end)) continue
      await app.slack.click('alice', card, 'End', {}, 'ops')
      await eventually(async () => {
        const now = (await app.slack.messages('alice', 'ops')).find(({ ts }) => ts === card.ts)
        expect(now?.text).toContain('Ended')
      })
    }
    // What was asked of it first has no answer yet.
    expect(await answers('general')).toEqual([])
    await app.pbx(id).mend()
  })

  it('rooms of one number on two PBXs are not taken for each other', async () => {
    await start('yeastar-p', 'First', 'general', '1001')
    await start('kazoo', 'Second', 'ops', '1001')
    const number = (await app.pbx('yeastar-p').room('First')).number
    expect((await app.pbx('kazoo').room('Second')).number).toBe(number)
    await app.slack.command('alice', `lock in:${number}`, 'shared')
    const question = await app.slack.answer('alice', 'Several conferences are meant', 'shared')
    expect(JSON.stringify(question.blocks)).toMatch(/First.*Second|Second.*First/s)
    expect((await app.pbx('kazoo').room('Second')).locked).toBe(false)
    await app.slack.command('alice', 'mute 1001', 'ops')
    await app.slack.answer('alice', 'is muted', 'ops')
    expect((await app.pbx('kazoo').room('Second')).legs).toMatchObject([{ muted: true }])
    expect((await app.pbx('yeastar-p').room('First')).legs).toMatchObject([{ muted: false }])
    await app.slack.click('alice', await app.slack.card('First', ['Chair: ']), 'End')
    await app.slack.card('First', ['Ended'])
    await app.slack.advance(11)
    await app.slack.card('Second', ['1 person'], 'ops')
    expect((await app.pbx('kazoo').room('Second')).legs).toHaveLength(1)
  })

  it('a channel that changes to another PBX keeps what is live on the first', async () => {
    await start('kazoo', 'Standing', 'general', '1001')
    await app.slack.command('alice', '/confadmin channel pbx yeastar-s')
    await app.slack.answer('alice', 'yeastar-s')
    await app.slack.command('alice', 'invite 1002')
    await app.slack.answer('alice', 'Invited into Standing')
    await app.slack.advance(3)
    expect((await app.pbx('kazoo').calls()).map(({ number }) => number)).toEqual(['1001', '1002'])
    await app.slack.card('Standing', ['2 people'])
    await app.slack.command('alice', 'start "Afterwards" 1003 another:yes')
    await app.slack.answer('alice', 'Afterwards is open')
    await eventually(async () =>
      expect((await app.pbx('yeastar-s').calls()).map((one) => one.number)).toEqual(['1003']),
    )
    await app.slack.click('alice', await app.slack.card('Standing', ['Chair: ']), 'End')
    await app.slack.card('Standing', ['Ended'])
    expect((await app.pbx('kazoo').rooms()).flatMap(({ legs }) => legs)).toEqual([])
  })
})

describe.each(kindsThere)('$id is taken out of the configuration', ({ id }) => {
  it('the card of what is live on it says so, claims no end there, and another PBX is used', {
    timeout: 30_000,
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'confbot-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const sandbox = await startSandboxServer(id)
    const other = await startSandboxServer(id === 'kazoo' ? 'portsip' : 'kazoo')
    const database = { DATABASE_URL: `sqlite:${join(folder, 'confbot.db')}` }
    let bot = await startBot(sandbox, database)
    onTestFinished(async () => {
      await bot.stop()
      await sandbox.stop()
      await other.stop()
    })
    const { slack } = sandbox
    await slack.command('alice', 'start "Left behind" 1001')
    await slack.answer('alice', 'Left behind is open')
    await slack.advance(3)
    const first = await slack.card('Left behind', ['Chair: '])
    await bot.stop()
    const isPbx = ([name]: [string, string]) => name.startsWith('PBX_')
    const env = Object.fromEntries([
      ...Object.entries(sandbox.env).filter((entry) => !isPbx(entry)),
      ...Object.entries(other.env).filter(isPbx),
    ])
    bot = await startBot({ ...sandbox, env }, database)
    const record = await slack.card('Left behind', ['Ended because confbot no longer uses its PBX', 'may still be'])
    expect(record.ts).toBe(first.ts)
    await slack.command('alice', 'invite 1002')
    await slack.answer('alice', /No conference is live here/)
    await slack.command('alice', 'start "Next" 1003')
    await slack.answer('alice', 'Next is open')
    expect(bot.log.loud()).toEqual([])
    // Nobody there was rung for it, nor anybody put out.
    expect((await sandbox.pbx.calls()).map(({ number }) => number)).toEqual(['1001'])
  })
})

describe.each(kindsThere)('a meeting on $id that is to be recorded, locked and muted', ({ id, kind, definition }) => {
  it('is told beforehand what will not happen, and the rest happens', { timeout: 30_000 }, async () => {
    const app = await startApp({ CONFBOT_SANDBOX_PBXS: id })
    onTestFinished(() => app.stop())
    const driver = createMeetingDriver(() => app, id)
    const can = (capability: 'record' | 'lock' | 'mute') =>
      kind.showsRoster && isDone(definition.capabilities[capability])
    const startAt = Math.ceil((await driver.now()) / minuteMs) * minuteMs + 10 * minuteMs
    const line = `schedule Weekly ${typed(startAt)} zone:UTC for:30m 1001 --record --lock --mute`
    const question = await driver.ask('alice', line, 'Schedule Weekly?')
    const told = /cannot do this, so it will not happen: ([^\n]*)\. All else/.exec(question.text)?.[1] ?? ''
    expect(/record/.test(told)).toBe(!can('record'))
    expect(/lock/.test(told)).toBe(!can('lock'))
    expect(/mut/.test(told)).toBe(!can('mute'))
    await driver.press('alice', question, 'Schedule it', 'Weekly is scheduled')
    await driver.until(startAt + 1000)
    await app.slack.card('Weekly\nLive, started')
    await app.slack.advance(3)
    await eventually(async () => {
      await app.slack.advance(3)
      const room = await driver.room('Weekly')
      expect(room.legs).toMatchObject([{ number: '1001', muted: can('mute') }])
      expect(room.recording).toBe(can('record'))
      if (definition.capabilities.lock.support === 'yes') expect(room.locked).toBe(true)
    })
    if (can('lock')) await app.slack.card('Weekly\nLive', [/[Ll]ocked/])
    expect(app.log.loud()).toEqual([])
  })
})
