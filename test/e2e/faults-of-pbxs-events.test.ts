/**
 * Events of PBXs that are forged, cannot be read, come by the thousand or in the wrong order: who is on the card is whom the PBX shows
 * when it is asked, and it is not asked more often than once a second.
 */
import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '#app'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { configFrom } from '#test/support/config.ts'
import { createLogBook, type LogBook } from '#test/support/log-book.ts'
import type { PbxDriver } from '#test/support/pbx-driver.ts'
import { wires } from '#test/support/pbx-faults.ts'
import { kindsThere } from '#test/support/pbx-kinds.ts'
import { eventually, type SandboxClient } from '#test/support/sandbox-client.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'

const subject = 'Sprint review'

/** A conference with one person in it, and the PIN of its room. */
async function begin(slack: SandboxClient, sees: boolean) {
  await slack.command('alice', `start "${subject}" 1001`)
  await slack.answer('alice', `${subject} is open`)
  await slack.advance(3)
  await slack.card(subject, [sees ? '1 person' : 'does not tell who is in the room'])
  await slack.command('alice', 'pin')
  return /PIN (\d+)/.exec((await slack.answer('alice', /PIN \d+/)).text)?.[1]
}

/** How often `while` had who is there read, and the most that once a second would be. */
async function readings(pbx: PbxDriver, path: string, act: () => Promise<unknown>) {
  const count = async () =>
    (await pbx.traffic()).filter((one) => one.direction === 'in' && `${one.method} ${one.path}`.includes(path)).length
  const [before, startedMs] = [await count(), performance.now()]
  await act()
  return { read: (await count()) - before, most: Math.ceil((performance.now() - startedMs) / 1000) + 2 }
}

describe.each(kindsThere.filter(({ id }) => ['yeastar-s', 'ringme'].includes(id)))('the webhook of $id', (there) => {
  const { id, kind } = there
  let app: RunningApp
  let secret = ''
  let number = ''
  const post = (body: string, { path = secret, method = 'POST' } = {}) =>
    fetch(`${app.address}/pbx/${id}/events/${path}`, {
      method,
      ...(method === 'POST' && { body, headers: { 'content-type': 'application/json' } }),
    })
  const eventOf = (members: readonly unknown[]) =>
    id === 'ringme'
      ? 'EventType=answer&CalledNumber=1009&CallID=1'
      : JSON.stringify({ event: 'ConferenceStatus', conferencenumber: number, members })
  const stranger = { ext: { number: '1009', channelid: 'PJSIP/1009-1', memberstatus: 'ANSWER' } }

  beforeAll(async () => {
    app = await startApp({ CONFBOT_SANDBOX_PBXS: id })
    const token = new URL(app.pageUrl).searchParams.get('token') ?? ''
    const password = createHmac('sha256', token).update('pbx password').digest('hex').slice(0, 24)
    const digest = (what: string) => createHmac('sha256', password).update(what).digest('hex')
    secret = id === 'ringme' ? digest('events of RingMe') : digest('events').slice(0, 32)
    await begin(app.slack, kind.showsRoster)
    number = (await app.pbx().room(subject)).number
  })
  afterEach(() => {
    expect(app.log.loud()).toEqual([])
    expect(app.log.text()).not.toContain(secret)
  })
  afterAll(() => app?.stop())

  it('takes what the PBX sends, and nothing from who does not know the address', async () => {
    expect((await post(eventOf([]))).status).toBe(200)
    expect((await post(eventOf([]), { path: 'guessed' })).status).toBe(404)
    expect((await post(eventOf([]), { path: `${secret}/more` })).status).toBe(404)
    expect((await post('', { method: 'GET' })).status).toBe(405)
  })

  it('shows nobody of whom only an event tells', async () => {
    expect((await post(eventOf([stranger]))).status).toBe(200)
    await app.slack.advance(11)
    const { text } = await app.slack.card(subject, ['Chair: '])
    expect(text).not.toContain('1009')
  })

  it.each([
    ['nothing', ''],
    ['no JSON', '{"event":'],
    ['null', 'null'],
    ['a list', '[1,2]'],
    ['another shape', '{"event":7,"conferencenumber":{},"members":"x"}'],
    ['bytes that are no text', '\uFFFF\u0000\u0001'],
    ['a long text', 'x'.repeat(200_000)],
  ])('is not upset by %s', async (_what, body) => {
    expect((await post(body)).status).toBe(200)
    await app.slack.advance(11)
    await app.slack.card(subject, [kind.showsRoster ? '1 person' : 'does not tell who is in the room'])
  })

  it('refuses what is larger than any event', async () => {
    const status = await post('x'.repeat(300_000)).then(
      (response) => response.status,
      () => 413,
    )
    expect(status).toBe(413)
  })

  it('has a storm of a thousand read at most once a second', async () => {
    const { read, most } = await readings(app.pbx(), wires[id].read, async () => {
      for (let batch = 0; batch < 20; batch += 1)
        await Promise.all(Array.from({ length: 50 }, async () => expect((await post(eventOf([]))).status).toBe(200)))
    })
    expect(read).toBeLessThanOrEqual(most)
    await app.slack.advance(11)
    await app.slack.card(subject, ['Chair: '])
  })
})

describe('the webhook of yeastar-p', () => {
  let sandbox: SandboxServer
  let address = ''
  let stop: () => Promise<unknown>
  let log: LogBook
  const post = (body: string, signature?: string) => {
    const signed = createHmac('sha256', sandbox.env.PBX_EVENT_SECRET ?? '')
      .update(body)
      .digest('base64')
    return fetch(`${address}/pbx/yeastar-p/events/x`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-signature': signature ?? signed },
    })
  }
  const call = (msg: unknown) => JSON.stringify({ type: 30_011, sn: 'sn', msg })

  beforeAll(async () => {
    sandbox = await startSandboxServer('yeastar-p')
    log = createLogBook()
    const config = configFrom({ DATABASE_URL: ':memory:', ...sandbox.env, PBX_EVENTS: 'webhook' })
    const app = createApp(config, { version: 'test', clock: sandbox.clock, logger: log.logger })
    address = (await app.start()).address
    stop = app.stop
    await begin(sandbox.slack, true)
  })
  afterEach(() => expect(log.loud()).toEqual([]))
  afterAll(async () => {
    await stop?.()
    await sandbox.stop()
  })

  it.each([
    ['no signature', ''],
    ['a wrong one', 'AAAA'],
    ['one of another body', createHmac('sha256', 'x').update('y').digest('base64')],
  ])('takes nothing with %s', async (_what, signature) => {
    expect((await post(call('{}'), signature)).status).toBe(401)
  })

  it.each([
    ['msg that is no JSON', call('{"call_id":')],
    ['msg that is no text', call({ members: [] })],
    ['msg whose quotes are not escaped', '{"type":30011,"sn":"x","msg":"{"call_id":"1"}"}'],
    ['members that are none', call(JSON.stringify({ members: 'x' }))],
    ['an unknown type', JSON.stringify({ type: 1, msg: '' })],
    ['nothing', ''],
    ['somebody who is not there', call('{"members":[{"extension":{"number":"1009","call_path":"8000"}}]}')],
  ])('is not upset by %s', async (_what, body) => {
    expect((await post(body)).status).toBe(200)
    await sandbox.slack.advance(11)
    const { text } = await sandbox.slack.card(subject, ['1 person'])
    expect(text).not.toContain('1009')
  })

  it('has a storm of a thousand read at most once a second', async () => {
    const { read, most } = await readings(sandbox.pbx, wires['yeastar-p'].read, async () => {
      for (let batch = 0; batch < 20; batch += 1)
        await Promise.all(Array.from({ length: 50 }, async () => expect((await post(call('{}'))).status).toBe(200)))
    })
    expect(read).toBeLessThanOrEqual(most)
  })
})

describe.each(kindsThere.filter(({ kind }) => kind.showsRoster))('events of $id', ({ id }) => {
  let app: RunningApp
  let pin: string | undefined
  beforeAll(async () => {
    app = await startApp({ CONFBOT_SANDBOX_PBXS: id })
    pin = await begin(app.slack, true)
  })
  beforeEach(() => app.pbx().mend())
  afterAll(() => app?.stop())

  const call = async (from: string) => {
    const { number } = await app.pbx().room(subject)
    expect(await app.pbx().post('call', { from, to: number, pin })).toMatchObject({ ok: true })
  }
  const hangUp = async (number: string) => {
    const leg = (await app.pbx().room(subject)).legs.find((one) => one.number === number)
    await app.pbx().post('hangup', { leg: leg?.id })
  }

  it('in the wrong order leave the card right', async () => {
    await app.pbx().spoil('', 'delay', { times: 1 })
    await call('1005')
    await hangUp('1005')
    await call('1006')
    await app.slack.advance(12)
    const { text } = await app.slack.card(subject, ['2 people', /1006 · joined/])
    expect(text).not.toMatch(/1005 · joined/)
    await hangUp('1006')
    await app.slack.advance(12)
    await app.slack.card(subject, ['1 person'])
  })

  it('that all are lost are made up for by reading', async () => {
    await app.pbx().spoil('', 'drop', { times: 100_000 })
    await call('1005')
    await app.slack.advance(61)
    await app.slack.card(subject, ['2 people'])
    await hangUp('1005')
    await app.slack.advance(61)
    await app.slack.card(subject, ['1 person'])
  })

  it('by the hundred have the room read at most once a second', async () => {
    await app.pbx().spoil('', 'duplicate', { times: 100_000 })
    const { read, most } = await readings(app.pbx(), wires[id].read, async () => {
      for (let round = 0; round < 60; round += 1) {
        await call('1007')
        await hangUp('1007')
      }
    })
    expect((await app.pbx().events()).length).toBeGreaterThan(id === 'portsip' ? -1 : 100)
    // Two requests of a reading, where it takes so many.
    expect(read).toBeLessThanOrEqual(most * 2)
    await eventually(async () => {
      await app.slack.advance(11)
      await app.slack.card(subject, ['1 person'])
    })
  })
})
