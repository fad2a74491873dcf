import { expect, it, onTestFinished } from 'vitest'
import { createSilentLogger } from '#lib/logger.ts'
import { createHttp } from '#providers/http.ts'
import { createLoginClient } from '#providers/kazoo/client.ts'
import { KazooSettings } from '#providers/kazoo/config.ts'
import { createKazooHints } from '#providers/kazoo/events.ts'
import { createKazooSession } from '#providers/kazoo/session.ts'
import { soon } from '#test/support/soon.ts'
import { serveKazoo } from './serve.ts'

const rooms = ['8000', '8001'].map((number) => ({ number, subject: number, capacity: 9 }))
const minuteMs = 60_000

async function serveRooms() {
  const served = await serveKazoo({ rooms })
  const provider = served.open()
  const listed = await provider.listRooms()
  const idOf = (wanted: string) => listed.find(({ number }) => number === wanted)?.id ?? ''
  const hints: (string | null)[] = []
  const stop = provider.subscribeHints((roomId) => hints.push(roomId))
  /** What was sent over the socket, but for pings. */
  const asked = () =>
    served.pbx.traffic
      .list()
      .filter(({ transport, direction }) => transport === 'websocket' && direction === 'in')
      .map(({ body }) => JSON.stringify(body))
      .flatMap((text) => /"request_id":"((?:un)?subscribe:[^"]+)"/.exec(text)?.[1] ?? [])
  const [first, second] = [idOf('8000'), idOf('8001')]
  /** While the clock goes on, so that a line that was lost is opened again. */
  const subscribed = () => {
    served.clock.advance(5_000)
    return new Set(asked().filter((one) => one.startsWith('subscribe:')))
  }
  const pushing = () => expect.poll(() => provider.isPushing()).toBe(true)
  return { ...served, provider, first, second, hints, stop, asked, subscribed, pushing }
}

it('asks for the events of each room that is being read, once', async () => {
  const { provider, first, second, asked, pushing } = await serveRooms()
  await provider.readRoom(first)
  await provider.readRoom(first)
  await pushing()
  await provider.readRoom(second)
  expect(provider.isPushing()).toBe(false)
  await pushing()
  expect(asked()).toEqual([`subscribe:${first}`, `subscribe:${second}`])
})

it('says which room is to be read again, whatever happened there, but for who talks', async () => {
  const { provider, first, second, hints, pbx, pushing } = await serveRooms()
  await provider.readRoom(first)
  await pushing()
  hints.length = 0
  const call = pbx.call({ from: '1001', to: '8000' })
  pbx.call({ from: '1002', to: '8001' })
  await soon(() => expect(hints).toContain(first))
  expect(hints).not.toContain(second)
  const leg = 'leg' in call ? call.leg : ''
  hints.length = 0
  pbx.talk(leg, true)
  pbx.lock('8000', true)
  await soon(() => expect(hints).toEqual([first]))
})

it('says that everything is to be read again after a gap, and asks anew', async () => {
  const { provider, first, hints, pbx, subscribed, pushing } = await serveRooms()
  await provider.readRoom(first)
  await pushing()
  hints.length = 0
  pbx.reset()
  await expect.poll(subscribed).toEqual(new Set([`subscribe:${first}`]))
  await expect.poll(() => hints).toContain(null)
})

it('drops a room that nobody has read for some minutes', async () => {
  const { provider, first, second, asked, subscribed, pushing, clock, pbx } = await serveRooms()
  await provider.readRoom(first)
  await provider.readRoom(second)
  await pushing()
  for (let step = 0; step < 24; step += 1) {
    clock.advance(minuteMs / 4)
    await provider.readRoom(second)
  }
  expect(asked()).toContain(`subscribe:${first}`)
  // What is asked for on the next line shows what is still wanted.
  pbx.reset()
  await expect.poll(subscribed).toEqual(new Set([`subscribe:${second}`]))
})

it('subscribes with the token of the hour', async () => {
  const { provider, first, second, asked, pushing, clock } = await serveRooms()
  await provider.readRoom(first)
  await pushing()
  clock.advance(59 * minuteMs)
  await provider.readRoom(second)
  await pushing()
  expect(asked()).toContain(`subscribe:${second}`)
})

it('asks again after some minutes for what the PBX refused', async () => {
  const { pbx, clock, origin } = await serveKazoo({ rooms })
  const settings = KazooSettings.parse(pbx.settings(origin))
  const deps = { name: 'office', clock, logger: createSilentLogger() }
  const http = createHttp({ ...deps, baseUrl: settings.url, problemOf: () => null })
  const session = createKazooSession(createLoginClient(http), settings, deps)
  let isValid = false
  const token = async () => (isValid ? session.token() : 'a token of yesterday')
  const hints = createKazooHints(settings, { ...session, token }, deps)
  onTestFinished(async () => {
    hints.close()
    await http.close()
  })
  const refusals = () =>
    pbx.traffic
      .list()
      .filter(({ direction, body }) => direction === 'out' && JSON.stringify(body).includes('failed to'))
  hints.subscribe(() => {})
  hints.watch('a-room')
  await expect.poll(refusals).toHaveLength(1)
  isValid = true
  for (let minute = 0; minute < 5; minute += 1) {
    expect(hints.isPushing()).toBe(false)
    hints.watch('a-room')
    clock.advance(minuteMs)
  }
  await expect
    .poll(() => {
      hints.watch('a-room')
      return hints.isPushing()
    })
    .toBe(true)
  expect(refusals()).toHaveLength(1)
})

it('has no socket where none is configured, and tells nobody who stopped listening', async () => {
  const { open, pbx } = await serveKazoo({ rooms })
  const provider = open({ websocketUrl: undefined })
  const stop = provider.subscribeHints(() => {})
  const [room] = await provider.listRooms()
  await provider.readRoom(room?.id ?? '')
  stop()
  expect(provider.isPushing()).toBe(false)
  expect(pbx.traffic.list().filter(({ transport }) => transport === 'websocket')).toEqual([])
})
