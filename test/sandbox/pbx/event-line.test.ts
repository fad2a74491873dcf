import { describe, expect, test } from 'vitest'
import { createFaults, type FaultKind } from '#sandbox/faults.ts'
import { createEventLine, postEvent } from '#sandbox/pbx/event-line.ts'
import { createTraffic } from '#sandbox/traffic.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { serve } from '#test/support/local-server.ts'

function begin() {
  const clock = createHandClock()
  const traffic = createTraffic()
  const faults = createFaults()
  const line = createEventLine({ clock, traffic, faults })
  const delivered: string[] = []
  const send = (name: string) =>
    line.send({
      name,
      transport: 'websocket',
      path: '/subscribe',
      body: { name, token: 'secret' },
      deliver: () => void delivered.push(name),
    })
  const spoil = (kind: FaultKind, match: string) => faults.add({ kind, match, times: 1 })
  return { clock, traffic, faults, line, delivered, send, spoil }
}

describe('an event', () => {
  test('goes out, and stands in the traffic without its secrets', () => {
    const { send, delivered, line, traffic } = begin()
    send('30011')
    expect(delivered).toEqual(['30011'])
    expect(line.sent()).toMatchObject([{ name: '30011', transport: 'websocket', fate: 'sent', status: null }])
    expect(traffic.list()).toMatchObject([
      { transport: 'websocket', direction: 'out', path: '/subscribe', body: { token: '[redacted]' } },
    ])
  })

  test('that is dropped never comes, and the next one does', () => {
    const { send, delivered, line, spoil } = begin()
    spoil('drop', 'event 30011')
    for (const name of ['30024', '30011', '30011']) send(name)
    expect(delivered).toEqual(['30024', '30011'])
    expect(line.sent().map(({ fate }) => fate)).toEqual(['sent', 'dropped', 'sent'])
  })

  test('comes twice', () => {
    const { send, delivered, spoil } = begin()
    spoil('duplicate', '')
    send('30011')
    expect(delivered).toEqual(['30011', '30011'])
  })

  test('that is late is overtaken by the next one, and forgotten by a reset', async () => {
    const { send, delivered, spoil, clock, line } = begin()
    spoil('delay', '30011')
    send('30011')
    send('30024')
    expect(delivered).toEqual(['30024'])
    clock.advance(5_000)
    await expect.poll(() => delivered).toEqual(['30024', '30011'])
    spoil('delay', '30011')
    send('30011')
    line.reset()
    expect(line.sent()).toEqual([])
    spoil('delay', '30024')
    send('30024')
    clock.advance(5_000)
    await expect.poll(() => delivered).toEqual(['30024', '30011', '30024'])
  })

  test('is not spoilt by what is planned for requests, nor a request by what is planned for events', () => {
    const { send, delivered, spoil, faults } = begin()
    spoil('5xx', '')
    spoil('drop', '')
    expect(faults.take('GET /rooms')).toMatchObject({ kind: '5xx' })
    expect(faults.take('GET /rooms')).toBeUndefined()
    send('30011')
    expect(delivered).toEqual([])
  })
})

describe('a webhook', () => {
  test('is answered with a status, which is recorded', async () => {
    const { line, traffic } = begin()
    const bodies: string[] = []
    const { origin } = await serve((req, res) => {
      req.on('data', (chunk: Buffer) => bodies.push(chunk.toString()))
      req.on('end', () => res.writeHead(req.headers['x-signature'] === 'right' ? 204 : 401).end())
    })
    line.send({
      name: 'call',
      transport: 'http',
      path: '/events',
      body: { a: 1 },
      deliver: () => postEvent(`${origin}/events`, { 'x-signature': 'right' }, '{"a":1}'),
    })
    await expect.poll(() => line.sent()).toMatchObject([{ status: 204 }])
    expect(bodies).toEqual(['{"a":1}'])
    expect(traffic.list()).toMatchObject([{ method: 'POST', status: 204 }])
  })

  test('that nobody takes has no status and harms nobody', async () => {
    expect(await postEvent('http://127.0.0.1:9', {}, '{}')).toBeUndefined()
  })
})
