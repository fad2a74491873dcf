import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { calendarPath, createCalendarServer } from '#calendar/serve.ts'
import type { Actor } from '#core/actor.ts'
import { createCalendarSecret, hashCalendarSecret } from '#core/calendar-secret.ts'
import { ConfbotError } from '#core/errors.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { openStore } from '#storage/index.ts'
import { alice, general, sampleMeeting } from '#test/storage/samples.ts'
import { createHandClock } from '#test/support/hand-clock.ts'

const ofAlice = 'person:slack:T1:U1'
const ofGeneral = 'channel:slack:T1:C1'
const actor: Actor = { ...alice, isAdministrator: false, isGuest: false, isBot: false, isOutsider: false }

async function startServer(find: () => Promise<Actor | null> = async () => actor) {
  const clock = createHandClock()
  const store = await openStore({ kind: 'sqlite', path: ':memory:', clock, logger: createSilentLogger() })
  const handle = createCalendarServer({ store, people: { find }, clock })
  const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  onTestFinished(async () => {
    server.close()
    await store.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    clock,
    store,
    get: (path: string) => fetch(`http://127.0.0.1:${port}${path}`),
    async addressOf(scope: string) {
      const secret = createCalendarSecret()
      await store.calendars.put({ hash: hashCalendarSecret(secret), scope, createdAt: clock.now() })
      return calendarPath(secret)
    },
  }
}

describe('a calendar address', () => {
  it('of a person has the meetings that they own, and nobody else’s', async () => {
    const { store, get, addressOf } = await startServer()
    const bob = { ...alice, userId: 'U2', name: 'Bob' }
    await store.meetings.save(sampleMeeting('k3x9ab'), 1)
    await store.meetings.save(sampleMeeting('abc234', { owner: bob, subject: 'Bob’s own' }), 1)
    const answer = await get(await addressOf(ofAlice))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    const text = await answer.text()
    expect(text).toContain('SUMMARY:Weekly review')
    expect(text).not.toContain('Bob’s own')
  })

  it('of a channel has the meetings of that channel', async () => {
    const { store, get, addressOf } = await startServer()
    await store.meetings.save(sampleMeeting('k3x9ab'), 1)
    await store.meetings.save(
      sampleMeeting('abc234', { place: { ...general, channelId: 'C2' }, subject: 'Elsewhere' }),
      1,
    )
    const text = await (await get(await addressOf(ofGeneral))).text()
    expect(text).toContain('SUMMARY:Weekly review')
    expect(text).not.toContain('Elsewhere')
  })

  it('is kept by no shared cache, told to no other site and found by no search', async () => {
    const { get, addressOf } = await startServer()
    const { headers } = await get(await addressOf(ofAlice))
    expect(headers.get('cache-control')).toMatch(/^private/)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-robots-tag')).toBe('noindex')
  })

  it('that is unknown, renewed, switched off or no address at all looks the same', async () => {
    const { store, get, addressOf } = await startServer()
    const renewed = await addressOf(ofAlice)
    const present = await addressOf(ofAlice)
    const ended = await addressOf(ofGeneral)
    await store.calendars.remove(ofGeneral)
    const paths = [
      renewed,
      ended,
      calendarPath(createCalendarSecret()),
      '/calendar/x.ics',
      '/calendar/',
      '/calendar/a/b.ics',
    ]
    const answers = await Promise.all(
      paths.map(async (path) => {
        const answer = await get(path)
        const { date: _date, ...headers } = Object.fromEntries(answer.headers)
        return JSON.stringify([answer.status, headers, await answer.text()])
      }),
    )
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('404')
    expect((await get(present)).status).toBe(200)
  })

  it('of somebody who has left opens nothing', async () => {
    const { get, addressOf } = await startServer(async () => null)
    expect((await get(await addressOf(ofAlice))).status).toBe(404)
  })

  it('is answered also while the chat cannot be asked', async () => {
    const { get, addressOf } = await startServer(async () => {
      throw new ConfbotError('chat.unavailable')
    })
    expect((await get(await addressOf(ofAlice))).status).toBe(200)
  })

  it('asks the chat who it belongs to once in a while alone', async () => {
    let asked = 0
    const { clock, get, addressOf } = await startServer(async () => {
      asked++
      return actor
    })
    const path = await addressOf(ofAlice)
    await get(path)
    await get(path)
    expect(asked).toBe(1)
    clock.advance(16 * 60_000)
    await get(path)
    expect(asked).toBe(2)
  })
})
