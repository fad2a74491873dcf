import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ConfbotError } from '#core/errors.ts'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createHttp, FileReply, type Http, type HttpOptions, path } from '#providers/http.ts'
import { createPlayer, type Exchange, type ExchangeAnswer, type Player } from './exchange.ts'

const baseUrl = 'https://pbx.example.com:8887/api'
const Anything = z.unknown()
const rooms = (response: ExchangeAnswer): Exchange => ({ request: { method: 'GET', path: '/rooms' }, response })
const lock = (response: ExchangeAnswer): Exchange => ({ request: { method: 'POST', path: '/lock' }, response })
const ok = { status: 200, json: {} }

let clock: MovableClock
let player: Player

beforeEach(() => {
  clock = createMovableClock()
  player = createPlayer(baseUrl)
})
afterEach(() => player.dispatcher.close())

const open = (more: Partial<HttpOptions> = {}): Http =>
  createHttp({
    name: 'office',
    baseUrl,
    clock,
    logger: createSilentLogger(),
    problemOf: () => null,
    dispatcher: player.dispatcher,
    ...more,
  })
const getRooms = (http: Http) => http.call({ method: 'GET', path: '/rooms' }, Anything)
const postLock = (http: Http) => http.call({ method: 'POST', path: '/lock' })

describe('HTTP for providers', () => {
  it('joins addresses, and encodes what stands in paths and queries', async () => {
    player.play({ request: { method: 'GET', path: '/rooms/a%2Fb%3F', query: { search: 'x & y' } }, response: ok })
    const call = { method: 'GET', path: path`/rooms/${'a/b?'}`, query: { search: 'x & y' } } as const
    await open({ baseUrl: `${baseUrl}//` }).call(call, Anything)
    player.assertAllPlayed()
  })

  it('gives a file as it came, and nothing else in its place', async () => {
    const fetchFile = () => open().call({ method: 'GET', path: '/file', isFile: true }, FileReply)
    const file = (response: ExchangeAnswer): Exchange => ({ request: { method: 'GET', path: '/file' }, response })
    player.play(file({ status: 200, text: 'RIFF', headers: { 'content-type': 'audio/wav; rate=8000' } }))
    expect(await fetchFile()).toEqual({ mimeType: 'audio/wav', content: Buffer.from('RIFF') })
    for (const answer of [ok, { status: 200, text: '<html>' }]) {
      player.play(file(answer))
      await expect(fetchFile()).rejects.toMatchObject({ code: 'provider.malformed' })
    }
  })

  it('says what it takes, and what it sends in the words that the vendor wants', async () => {
    player.play({ request: { method: 'GET', path: '/file' }, response: { status: 200, text: 'RIFF' } })
    player.play({ request: { method: 'POST', path: '/lock', json: {} }, response: ok })
    const http = open({ jsonType: 'application/json; charset=utf-8' })
    await http.call({ method: 'GET', path: '/file', isFile: true }, FileReply)
    await http.call({ method: 'POST', path: '/lock', json: {} })
    const headers = player.dispatcher
      .getCallHistory()
      ?.calls()
      .map((call) => new Map(Object.entries(call.headers ?? {})))
    expect(headers?.map((sent) => [sent.get('accept'), sent.get('content-type')])).toEqual([
      ['*/*', undefined],
      ['application/json', 'application/json; charset=utf-8'],
    ])
  })

  it('reads a problem in the place of a file', async () => {
    player.play({ request: { method: 'GET', path: '/file' }, response: { status: 200, json: { errcode: 1 } } })
    const http = open({ failsWith200: true, problemOf: () => ({ message: 'gone', code: 'provider.not-found' }) })
    await expect(http.call({ method: 'GET', path: '/file', isFile: true }, FileReply)).rejects.toMatchObject({
      code: 'provider.not-found',
    })
  })

  it('tells what the vendor calls the problem in preference to the HTTP status', async () => {
    player.play(lock({ status: 400, json: {} }))
    const http = open({ problemOf: () => ({ message: 'token expired', code: 'provider.unauthorized' }) })
    await expect(postLock(http)).rejects.toMatchObject({ code: 'provider.unauthorized' })
  })

  it('rejects with the status where the vendor says nothing', async () => {
    player.play(lock({ status: 422, text: 'no' }))
    await expect(postLock(open())).rejects.toMatchObject({
      code: 'provider.rejected',
      details: { blanks: { pbx: 'office', message: 'HTTP 422' } },
    })
  })

  it('sends a refusal no second time, though it was a question', async () => {
    player.play(rooms({ status: 409 }))
    await expect(getRooms(open())).rejects.toMatchObject({ code: 'provider.conflict' })
    expect(player.sent()).toHaveLength(1)
  })

  it('asks three times in all, and what is marked as repeatable as well', async () => {
    player.playForever(rooms('reset'))
    player.playForever(lock('reset'))
    const http = open()
    await expect(getRooms(http)).rejects.toMatchObject({ code: 'provider.unreachable' })
    expect(player.sent()).toHaveLength(3)
    const marked = http.call({ method: 'POST', path: '/lock', repeatable: true })
    await expect(marked).rejects.toMatchObject({ code: 'provider.unreachable' })
    expect(player.sent()).toHaveLength(5)
  })

  it('says of an action that was sent and not answered that nobody knows whether it was done', async () => {
    player.play(lock('reset'), lock('hang'), lock('refused'))
    const http = open({ timeoutMs: 50 })
    await expect(postLock(http)).rejects.toMatchObject({ code: 'provider.unanswered' })
    await expect(postLock(http)).rejects.toMatchObject({ code: 'provider.unanswered' })
    await expect(postLock(http)).rejects.toMatchObject({ code: 'provider.unreachable' })
    expect(player.sent()).toHaveLength(3)
  })

  it('repeats nothing when its time is over', async () => {
    player.playForever(rooms('reset'))
    const asked = getRooms(open({ timeoutMs: 100 }))
    await expect(asked).rejects.toMatchObject({ code: 'provider.unreachable' })
    expect(player.sent()).toHaveLength(1)
  })

  it('asks a PBX that was silent five times no more, until ten seconds later', async () => {
    player.playForever(lock('refused'))
    const http = open()
    for (let count = 0; count < 7; count += 1)
      await expect(postLock(http)).rejects.toMatchObject({ code: 'provider.unreachable' })
    expect(player.sent()).toHaveLength(5)
    clock.advance(10_000)
    await expect(postLock(http)).rejects.toMatchObject({ code: 'provider.unreachable' })
    expect(player.sent()).toHaveLength(6)
  })

  it('goes on asking a PBX that answers, however badly', async () => {
    player.playForever(lock({ status: 500 }))
    const http = open()
    for (let count = 0; count < 7; count += 1)
      await expect(postLock(http)).rejects.toMatchObject({ code: 'provider.failed' })
    expect(player.sent()).toHaveLength(7)
  })

  it('takes what was given up for no silence of the PBX', async () => {
    player.playForever(lock('hang'))
    player.play(rooms(ok))
    const http = open()
    for (let count = 0; count < 6; count += 1) {
      const call = http.call({ method: 'POST', path: '/lock', signal: AbortSignal.abort() })
      await expect(call).rejects.toMatchObject({ code: 'provider.unreachable' })
    }
    expect(await getRooms(http)).toEqual({})
  })

  it('has eight requests under way at once', async () => {
    player.playForever(lock('hang'))
    const http = open({ timeoutMs: 200 })
    const asked = Array.from({ length: 20 }, () => postLock(http))
    await new Promise(setImmediate)
    expect(player.sent()).toHaveLength(8)
    await Promise.allSettled(asked)
  })

  it('does not send late what had no turn in time', async () => {
    player.playForever(lock('hang'))
    const http = open({ atOnce: 1, timeoutMs: 200 })
    const first = postLock(http)
    const second = postLock(http)
    clock.advance(200)
    await expect(first).rejects.toMatchObject({ code: 'provider.unanswered' })
    await expect(second).rejects.toMatchObject({ code: 'provider.unreachable' })
    expect(player.sent()).toHaveLength(1)
  })

  it('fetches a file from where the PBX says it lies, as long as that is on the PBX', async () => {
    player.play({
      request: { method: 'GET', path: '/files/1', query: { token: 'x' } },
      response: { status: 200, text: 'RIFF' },
    })
    const http = open()
    const fetchFile = (at: string) => http.call({ method: 'GET', path: at, isFile: true }, FileReply)
    expect((await fetchFile(`${baseUrl}/files/1?token=x`)).content).toEqual(Buffer.from('RIFF'))
    for (const at of ['https://elsewhere.example/files/1', baseUrl.replace('https:', 'http:'), 'https://']) {
      await expect(fetchFile(at)).rejects.toMatchObject({ code: 'provider.malformed' })
    }
    expect(player.sent()).toHaveLength(1)
  })

  it('says of a file that is too large that it is', async () => {
    player.play({ request: { method: 'GET', path: '/file' }, response: { status: 200, text: 'RIFF'.repeat(100) } })
    const fetched = open().call({ method: 'GET', path: '/file', isFile: true, maxBytes: 399 }, FileReply)
    await expect(fetched).rejects.toMatchObject({ code: 'provider.too-large' })
    expect(player.sent()).toHaveLength(1)
  })

  it('sends nothing while the PBX says that nothing remains, and goes on after that', async () => {
    const limitOf = (headers: Readonly<Record<string, string>>) =>
      headers['x-left'] === undefined ? null : { remaining: Number(headers['x-left']), resetMs: 30_000 }
    const http = open({ limitOf })
    player.play(rooms({ ...ok, headers: { 'x-left': '1' } }), rooms({ ...ok, headers: { 'x-left': '0' } }), rooms(ok))
    await getRooms(http)
    await getRooms(http)
    const refused = await getRooms(http).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'provider.rate-limited' })
    const { retryAfterMs } = (refused as ConfbotError).details
    expect(retryAfterMs).toBeGreaterThan(29_000)
    expect(player.sent()).toHaveLength(2)
    clock.advance(30_000)
    await getRooms(http)
    expect(player.sent()).toHaveLength(3)
  })

  it('remembers for how long it was asked to be patient', async () => {
    player.play(rooms({ status: 429, headers: { 'retry-after': '20' } }), rooms(ok))
    const http = open()
    await expect(getRooms(http)).rejects.toMatchObject({ code: 'provider.rate-limited' })
    await expect(postLock(http)).rejects.toMatchObject({ code: 'provider.rate-limited' })
    expect(player.sent()).toHaveLength(1)
    clock.advance(20_000)
    await getRooms(http)
  })

  it('keeps within what the vendor documents', async () => {
    player.playForever(rooms(ok))
    const http = open({ requestsPerMinute: 3 })
    for (let count = 0; count < 3; count += 1) await getRooms(http)
    await expect(getRooms(http)).rejects.toMatchObject({ code: 'provider.rate-limited' })
    expect(player.sent()).toHaveLength(3)
    clock.advance(60_000)
    await getRooms(http)
  })
})
