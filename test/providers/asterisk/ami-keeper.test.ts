import { expect, it, test, vi } from 'vitest'
import { deadOrigin } from '#test/support/local-server.ts'
import { challenge, connectTo, createAmiServer, failure, login, message, success } from './ami-server.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })
const begins = 'events of the PBX do not come'

/** The clock is moved step by step until it is so. */
const movedUntil = (clock: { advance(ms: number): void }, stepMs: number, read: () => unknown) =>
  expect.poll(() => {
    clock.advance(stepMs)
    return read()
  })

it('opens the line for whoever listens, tells that events were missed before, and then every event', async () => {
  const server = await createAmiServer()
  const { ami, events, listen } = connectTo(server.port)
  const stop = listen()
  await expect.poll(() => events).toEqual(['gap'])
  expect(ami.isOpen()).toBe(true)
  server.say(message({ Event: 'ConfbridgeJoin', Conference: '8101' }))
  await expect.poll(() => events.length).toBe(2)
  stop()
  server.say(message({ Event: 'ConfbridgeLeave', Conference: '8101' }))
  await ami.ask({ Action: 'Ping' })
  expect(events).toEqual(['gap', { Event: 'ConfbridgeJoin', Conference: '8101' }])
})

it('tells no event before the login, and none but of calls is asked for', async () => {
  const server = await createAmiServer()
  server.greet(`Asterisk Call Manager/11.0.0\r\n${message({ Event: 'ConfbridgeJoin' })}`)
  const { events, listen } = connectTo(server.port)
  listen()
  await expect.poll(() => events).toEqual(['gap'])
  expect(server.heard()).toContain('\r\nEvents: call\r\n')
})

it('opens it again, tells of the gap, and of the outage in two lines', async () => {
  const server = await createAmiServer()
  const { ami, clock, book, events, listen } = connectTo(server.port)
  listen()
  await expect.poll(() => events.length).toBe(1)
  server.cut()
  await expect.poll(() => ami.isOpen()).toBe(false)
  expect(events).toEqual(['gap'])
  await movedUntil(clock, 1_000, () => events.length).toBe(2)
  expect(events).toEqual(['gap', 'gap'])
  expect(book.of(begins)).toHaveLength(1)
  // It is over when it has stayed so.
  clock.advance(10_000)
  server.say(message({ Event: 'Hangup' }))
  await expect.poll(() => book.of('events of the PBX come again').length).toBe(1)
  expect(book.of(begins)).toHaveLength(1)
})

it('tries again at ever longer distances, and tells of it once', async () => {
  const port = Number(new URL(await deadOrigin()).port)
  const { clock, book, events, listen } = connectTo(port)
  listen()
  await expect.poll(() => book.of(begins).length).toBe(1)
  const schedule = vi.spyOn(clock, 'schedule')
  // Whatever else is waited for is the time of one request, or none.
  const waits = () => schedule.mock.calls.map(([ms]) => ms).filter((ms) => ms !== 10_000 && ms > 0)
  await movedUntil(clock, 60_000, () => waits().length).toBeGreaterThan(7)
  const [first = 0] = waits()
  expect(first).toBeLessThanOrEqual(2_000)
  expect(waits().at(-1)).toBeGreaterThanOrEqual(30_000)
  expect(Math.max(...waits())).toBeLessThanOrEqual(60_000)
  expect(book.of(begins)).toEqual([expect.objectContaining({ pbx: 'office', code: 'ECONNREFUSED' })])
  const server = await createAmiServer({ port })
  await movedUntil(clock, 60_000, () => events.length).toBe(1)
  expect(server.count.logins).toBe(1)
})

it('waits no longer for it because many listen', async () => {
  const port = Number(new URL(await deadOrigin()).port)
  const { ami, clock, book } = connectTo(port)
  const schedule = vi.spyOn(clock, 'schedule')
  for (let listener = 0; listener < 20; listener += 1) ami.subscribe(() => {})
  await expect.poll(() => book.of(begins).length).toBe(1)
  const waits = schedule.mock.calls.map(([ms]) => ms).filter((ms) => ms !== 10_000)
  expect(Math.max(...waits)).toBeLessThanOrEqual(1_000)
})

it('leaves it closed when nobody listens any more', async () => {
  const server = await createAmiServer()
  const { ami, clock, book, events, listen } = connectTo(server.port)
  const stop = listen()
  await expect.poll(() => events.length).toBe(1)
  stop()
  server.cut()
  await expect.poll(() => ami.isOpen()).toBe(false)
  clock.advance(600_000)
  await ami.ask({ Action: 'Ping' })
  expect(server.count.connections).toBe(2)
  expect(book.lines).toEqual([])
})

it('tells every listener, though one of them fails', async () => {
  const server = await createAmiServer()
  const { ami, book, events, listen } = connectTo(server.port)
  ami.subscribe(() => {
    throw new Error('one that fails')
  })
  listen()
  await expect.poll(() => events).toEqual(['gap'])
  server.say(message({ Event: 'Hangup' }))
  await expect.poll(() => events.length).toBe(2)
  expect(book.of('an event of the PBX could not be taken')).toHaveLength(2)
  expect(await ami.ask({ Action: 'Ping' })).toMatchObject({ Ping: 'Pong' })
})

test('a wrong login is told of, and tried again after ever longer waits', async () => {
  const server = await createAmiServer()
  const { ami, clock, book, events, listen } = connectTo(server.port, { secret: 'ganz falsch' })
  const ask = () => ami.ask({ Action: 'Ping' })
  await expect(ask()).rejects.toEqual(code('provider.unauthorized'))
  await expect(ask()).rejects.toEqual(code('provider.unauthorized'))
  await expect(ami.list({ Action: 'CoreShowChannels' })).rejects.toEqual(code('provider.unauthorized'))
  listen()
  await expect.poll(() => book.of(begins)).toEqual([expect.objectContaining({ code: 'LOGIN_REFUSED' })])
  expect(server.count.logins).toBe(1)
  // Half a minute, one, two, …: never more often than that in an hour.
  for (let minute = 0; minute < 60; minute += 1) {
    clock.advance(60_000)
    await ask().catch(() => {})
  }
  expect(server.count.logins).toBeGreaterThan(5)
  expect(server.count.logins).toBeLessThan(12)
  expect(events).toEqual([])
  expect(book.of(begins)).toHaveLength(1)
  expect(book.text()).not.toContain('ganz falsch')
  expect(server.heard()).not.toContain('ganz falsch')
})

test('a login that was refused is taken when it was put right', async () => {
  const server = await createAmiServer()
  const { ami, clock } = connectTo(server.port)
  server.answer('Challenge', (action) => failure(action, 'Login Already In Use'))
  const failed = await ami.ask({ Action: 'Ping' }).catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 'provider.unauthorized' })
  expect(failed).toMatchObject({
    details: { cause: { message: expect.stringContaining('Login Already In Use') } },
  })
  server.answer('Challenge', (action) => success(action, { Challenge: challenge }))
  clock.advance(30_000)
  expect(await ami.ask({ Action: 'Ping' })).toMatchObject({ Ping: 'Pong' })
})

test('a login that cannot be sent is none', async () => {
  const server = await createAmiServer()
  const { ami } = connectTo(server.port, { user: `${login.user}\r\nSecret: x` })
  await expect(ami.ask({ Action: 'Ping' })).rejects.toEqual(code('provider.unauthorized'))
  expect(server.heard()).not.toContain('Secret')
})
