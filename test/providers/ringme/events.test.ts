import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PbxEventRequest } from '#core/contracts/conference-provider.ts'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { createLogger, createSilentLogger } from '#lib/logger.ts'
import { RingmeSettings } from '#providers/ringme/config.ts'
import { createRingme } from '#providers/ringme/provider.ts'
import hooks from '../../fixtures/providers/ringme/events.json' with { type: 'json' }
import signIn from '../../fixtures/providers/ringme/sign-in.json' with { type: 'json' }
import { createPlayer, type Player } from '../exchange.ts'

const baseUrl = 'https://pbx.example.com'
const eventSecret = 'planted-event-secret'
const settings = RingmeSettings.parse({
  url: baseUrl,
  clientId: 'planted-app-id',
  clientSecret: 'planted-app-secret',
  serviceExtension: '468900',
  eventSecret,
})

let clock: MovableClock
let player: Player
let told: (string | null)[]
beforeEach(() => {
  clock = createMovableClock()
  told = []
  player = createPlayer(baseUrl)
  player.playForever(signIn['sign in'])
})
afterEach(() => player.dispatcher.close())

const open = (eventsUrl: string | null = 'https://bot.example.com/pbx/office/events', more: object = {}) =>
  createRingme(
    { ...settings, ...more },
    { name: 'office', clock, logger: createSilentLogger(), dispatcher: player.dispatcher, eventsUrl: () => eventsUrl },
  )
const listen = (provider: ReturnType<typeof open>) => provider.subscribeHints((roomId) => told.push(roomId))
const asked = () =>
  player
    .sent()
    .filter(({ path }) => path.includes('/event/'))
    .map(({ method }) => method)

/** As documented: form fields. */
const event = (more: Partial<PbxEventRequest> = {}): PbxEventRequest => ({
  method: 'POST',
  secret: eventSecret,
  query: {},
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: Buffer.from(
    'EventType=answer&CallID=C67CBFE9&CallerIDNum=%2B4930901800&CalledExtension=0003*8001&CallStatus=ANSWER',
  ),
  remoteAddress: '192.0.2.7',
  ...more,
})

describe('events of RingMe', () => {
  it('are asked for when somebody listens, once, and given up at the end', async () => {
    const provider = open()
    expect(provider.isPushing()).toBe(false)
    player.play(hooks.list, hooks['create answer'], hooks['create hangup'])
    listen(provider)
    listen(provider)
    await expect.poll(() => provider.isPushing()).toBe(true)
    player.play(hooks['remove answer'], hooks['remove hangup'])
    await provider.close()
    player.assertAllPlayed()
    expect(asked()).toEqual(['GET', 'POST', 'POST', 'DELETE', 'DELETE'])
    expect(provider.isPushing()).toBe(false)
  })

  it('are not asked for twice where an earlier process did', async () => {
    const provider = open()
    player.play(hooks['list with ours'], hooks['create hangup'])
    listen(provider)
    await expect.poll(() => provider.isPushing()).toBe(true)
    expect(asked()).toEqual(['GET', 'POST'])
    await provider.close()
  })

  it('that an earlier process left behind with another secret, or twice, are taken down', async () => {
    const provider = open()
    const [ours] = hooks['list with ours'].response.json.filter(({ url }) => url.includes(eventSecret))
    const there = [
      ours,
      { ...ours, id: 91 },
      { ...ours, id: 92, url: 'https://bot.example.com/pbx/office/events/an-older-secret' },
      { ...ours, id: 93, url: 'https://bot.example.com/pbx/office-2/events/an-older-secret' },
      { ...ours, id: 94, url: null },
    ]
    const removal = (id: number) => ({
      request: { method: 'DELETE', path: `${hooks.list.request.path}${id}` },
      response: { status: 204 },
    })
    player.play({ request: hooks.list.request, response: { status: 200, json: there } }, hooks['create hangup'])
    player.play({ ...removal(91), response: { status: 500 } }, removal(92))
    listen(provider)
    await expect.poll(asked).toEqual(['GET', 'POST', 'DELETE', 'DELETE'])
    expect(provider.isPushing()).toBe(true)
    player.play(hooks['remove answer'], hooks['remove hangup'])
    await provider.close()
    player.assertAllPlayed()
  })

  it.each([
    ['address', null, {}],
    ['secret', 'https://bot.example.com/pbx/office/events', { eventSecret: undefined }],
  ])('are none without an %s', async (_, eventsUrl, more) => {
    const provider = open(eventsUrl, more)
    listen(provider)
    await provider.close()
    expect(player.sent()).toEqual([])
  })

  it('are asked for again later when the platform fails', async () => {
    const provider = open()
    const { request } = hooks.list
    player.playForever({ request, response: { status: 403, json: { message: 'no', status: 'app_access_type_deny' } } })
    listen(provider)
    await expect.poll(asked).toEqual(['GET'])
    clock.advance(5 * 60_000)
    await expect.poll(asked).toEqual(['GET', 'GET'])
    expect(provider.isPushing()).toBe(false)
    await provider.close()
    clock.advance(5 * 60_000)
    expect(asked()).toEqual(['GET', 'GET'])
  })

  it('have an address that no log shows, whatever the platform repeats of it', async () => {
    let log = ''
    const destination = new Writable({
      write(chunk, _encoding, done) {
        log += String(chunk)
        done()
      },
    })
    const { request } = hooks['create answer']
    const message = `cannot deliver to ${request.json.url}`
    player.play(hooks.list, { request, response: { status: 500, json: { message } } })
    const logger = createLogger({ level: 'trace', destination })
    const eventsUrl = () => 'https://bot.example.com/pbx/office/events'
    const provider = createRingme(settings, { name: 'office', clock, logger, dispatcher: player.dispatcher, eventsUrl })
    listen(provider)
    await expect.poll(() => log).toContain('cannot deliver to')
    expect(log).not.toContain(eventSecret)
    await provider.close()
  })

  it('that cannot be given up hold nobody back', async () => {
    const provider = open()
    player.play(hooks.list, hooks['create answer'], hooks['create hangup'])
    listen(provider)
    await expect.poll(() => provider.isPushing()).toBe(true)
    player.play({ request: hooks['remove answer'].request, response: { status: 500 } }, hooks['remove hangup'])
    await provider.close()
    player.assertAllPlayed()
  })

  it('say that something happened, and nothing of a room', async () => {
    const provider = open(null)
    const stop = listen(provider)
    expect(await provider.receiveEvent(event())).toBe(200)
    expect(told).toEqual([null])
    stop()
    await provider.receiveEvent(event())
    expect(told).toEqual([null])
  })

  it.each<[string, Partial<PbxEventRequest>, number]>([
    ['with another secret', { secret: 'planted-event-secre' }, 404],
    ['by another method', { method: 'GET' }, 405],
    ['without an event in it', { body: Buffer.from('{"a":1}') }, 200],
  ])('count for nothing %s', async (_, more, status) => {
    const provider = open(null)
    listen(provider)
    expect(await provider.receiveEvent(event(more))).toBe(status)
    expect(told).toEqual([])
  })

  it('are taken from nobody where there is no secret', async () => {
    const provider = open(null, { eventSecret: undefined })
    listen(provider)
    expect(await provider.receiveEvent(event())).toBe(404)
    expect(told).toEqual([])
  })
})
