import { describe, expect, it } from 'vitest'
import type { PbxEventRequest } from '#core/contracts/conference-provider.ts'
import { createMovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createEvents, eventTarget } from '#providers/yeastar-s/events.ts'
import events from '../../fixtures/providers/yeastar-s/events.json' with { type: 'json' }

const eventSecret = 'planted-secret-0123456789'

function listen(eventAddresses: string[] = []) {
  const clock = createMovableClock()
  const hints: (string | null)[] = []
  const heard = createEvents({ eventSecret, eventAddresses }, { clock, logger: createSilentLogger(), name: 'office' })
  const stop = heard.subscribeHints((roomId) => hints.push(roomId))
  const deliver = (body: unknown, changes: Partial<PbxEventRequest> = {}) =>
    heard.receiveEvent({
      method: 'POST',
      secret: eventSecret,
      query: {},
      headers: { 'user-agent': 'WebAPI', 'content-type': 'application/json' },
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      remoteAddress: '::ffff:192.168.5.150',
      ...changes,
    })
  return { clock, hints, stop, deliver, isPushing: heard.isPushing }
}

describe('events of Yeastar S-Series', () => {
  it('are hints to the room that ConferenceStatus names', async () => {
    const { deliver, hints, isPushing } = listen()
    expect(isPushing()).toBe(false)
    expect(await deliver(events.ConferenceStatus)).toBe(200)
    expect(await deliver({ ...events.ConferenceStatus, conferencenumber: 6401 })).toBe(200)
    expect(hints).toEqual(['6409', '6401'])
    expect(isPushing()).toBe(true)
  })

  it('are taken and forgotten where they tell nothing of rooms', async () => {
    const { deliver, hints } = listen()
    expect(await deliver(events.NewCdr)).toBe(200)
    expect(hints).toEqual([])
  })

  it.each(['{"event":"Conf', '[]', '', '{"event":7}'])(
    'that cannot be read say that something happened: %j',
    async (body) => {
      const { deliver, hints } = listen()
      expect(await deliver(body)).toBe(200)
      expect(hints).toEqual([null])
    },
  )

  it.each([
    ['another secret', { secret: 'planted-secret-0123456788' }, 404],
    ['no secret', { secret: '' }, 404],
    ['another method', { method: 'GET' }, 405],
  ])('are refused with %s', async (_, changes, status) => {
    const { deliver, hints, isPushing } = listen()
    expect(await deliver(events.ConferenceStatus, changes)).toBe(status)
    expect(hints).toEqual([])
    expect(isPushing()).toBe(false)
  })

  it('are taken from the configured addresses alone, where there are some', async () => {
    const { deliver, hints } = listen(['192.168.5.150'])
    expect(await deliver(events.ConferenceStatus)).toBe(200)
    expect(await deliver(events.ConferenceStatus, { remoteAddress: '192.168.5.151' })).toBe(403)
    expect(hints).toEqual(['6409'])
  })

  it('are not counted upon after a long silence', async () => {
    const { deliver, clock, isPushing } = listen()
    await deliver(events.ConferenceStatus)
    clock.advance(1_800_000)
    expect(isPushing()).toBe(false)
  })

  it('reach nobody who does not listen any more', async () => {
    const { deliver, hints, stop } = listen()
    stop()
    await deliver(events.ConferenceStatus)
    expect(hints).toEqual([])
  })
})

describe('where the PBX is told to send events', () => {
  it('is nowhere without a secret or an address', () => {
    expect(
      eventTarget({ eventSecret: undefined, eventsUrl: undefined }, 'http://bot.example.com/pbx/office/events'),
    ).toBeNull()
    expect(eventTarget({ eventSecret, eventsUrl: undefined }, null)).toBeNull()
  })

  it('is nowhere over TLS, which the documents do not know', () => {
    const publicUrl = 'https://bot.example.com/pbx/office/events'
    expect(eventTarget({ eventSecret, eventsUrl: undefined }, publicUrl)).toBeNull()
  })

  it.each([
    ['http://10.0.0.5:3000/pbx/office/events', '3000', `10.0.0.5:3000/pbx/office/events/${eventSecret}`],
    ['http://bot.example.com/pbx/office/events/', '80', `bot.example.com:80/pbx/office/events/${eventSecret}`],
  ])('is an absolute address as its documents write one: %s', (address, port, url) => {
    expect(eventTarget({ eventSecret, eventsUrl: undefined }, address)).toEqual({ port, url, urltag: '1' })
  })

  it('is the configured address where there is one', () => {
    const target = eventTarget(
      { eventSecret, eventsUrl: 'http://10.0.0.5:3000/pbx/office/events' },
      'https://bot.example.com/x',
    )
    expect(target?.url).toBe(`10.0.0.5:3000/pbx/office/events/${eventSecret}`)
  })
})
