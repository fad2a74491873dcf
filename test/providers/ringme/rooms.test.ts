import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { RingmeSettings } from '#providers/ringme/config.ts'
import { createRingme } from '#providers/ringme/provider.ts'
import fixtures from '../../fixtures/providers/ringme/rooms.json' with { type: 'json' }
import signIn from '../../fixtures/providers/ringme/sign-in.json' with { type: 'json' }
import { createPlayer, type Exchange, type Player } from '../exchange.ts'

const baseUrl = 'https://pbx.example.com'
const settings = RingmeSettings.parse({
  url: baseUrl,
  clientId: 'planted-app-id',
  clientSecret: 'planted-app-secret',
  serviceExtension: '468900',
})
const roomId = '468944'
const values = { name: '8001', label: 'Sprint review', max_members: 20, pin: '271828' }

let clock: MovableClock
let player: Player
let provider: ReturnType<typeof createRingme>

beforeEach(() => {
  clock = createMovableClock()
  player = createPlayer(baseUrl)
  player.playForever(signIn['sign in'])
  provider = createRingme(settings, {
    name: 'office',
    clock,
    logger: createSilentLogger(),
    dispatcher: player.dispatcher,
  })
})
afterEach(() => player.dispatcher.close())

const asked = () =>
  player
    .sent()
    .filter(({ path }) => path !== '/oauth/token')
    .map(({ method, path, query }) => `${method} ${path}${query.page ? `?page=${query.page}` : ''}`)

describe('a room that is made', () => {
  it('is deleted again when it cannot be set up', async () => {
    player.play(
      fixtures.create,
      { request: fixtures['set up'].request, response: { status: 400, json: { message: 'no such sound' } } },
      fixtures.delete,
    )
    await expect(provider.createRoom(values)).rejects.toMatchObject({
      code: 'provider.rejected',
      details: { blanks: { message: 'no such sound' } },
    })
    expect(asked().at(-1)).toBe('DELETE /api/ver1.0/client/@me/extension/468944')
  })

  it('is deleted also when nobody knows whether it was set up', async () => {
    player.play(fixtures.create, { request: fixtures['set up'].request, response: 'reset' }, fixtures.delete)
    await expect(provider.createRoom(values)).rejects.toMatchObject({ code: 'provider.unanswered' })
    player.assertAllPlayed()
  })

  it('is said to be left behind when it can be neither set up nor deleted', async () => {
    player.play(
      fixtures.create,
      { request: fixtures['set up'].request, response: { status: 503 } },
      { request: fixtures.delete.request, response: { status: 503 } },
    )
    await expect(provider.createRoom(values)).rejects.toMatchObject({
      code: 'provider.failed',
      details: { remedy: { key: 'ringme.remedy.left-behind', blanks: { number: '8001' } }, blanks: { pbx: 'office' } },
    })
  })

  it('needs no mention when somebody else deleted it meanwhile', async () => {
    player.play(
      fixtures.create,
      { request: fixtures['set up'].request, response: { status: 404 } },
      { request: fixtures.delete.request, response: { status: 404 } },
    )
    const error: unknown = await provider.createRoom(values).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'provider.not-found' })
    expect(error).not.toHaveProperty('details.remedy')
  })

  it('has no PIN of moderators without one of its own, which is said before anything is asked', async () => {
    await expect(provider.createRoom({ name: '8001', moderator_pin: '314159' })).rejects.toMatchObject({
      code: 'provider.rejected',
      details: { blanks: { message: { key: 'ringme.moderator-pin-alone' } } },
    })
    expect(player.sent()).toEqual([])
  })
})

describe('a room that is changed', () => {
  it('keeps what is not named', async () => {
    player.play(fixtures['read conference'], fixtures.update)
    await provider.updateRoom(roomId, { pin: '161803', announce_caller_name: true })
    player.assertAllPlayed()
  })

  it('does not lose its PIN while moderators have one', async () => {
    player.play(fixtures['read conference'])
    await expect(provider.updateRoom(roomId, { pin: null })).rejects.toMatchObject({ code: 'provider.rejected' })
    expect(asked()).toHaveLength(1)
  })

  it('loses both together', async () => {
    const json = { ...fixtures['read conference'].response.json, pin: null, moderator_pin: null }
    player.play(fixtures['read conference'], {
      request: { ...fixtures.update.request, json },
      response: { status: 200, json },
    })
    await provider.updateRoom(roomId, { pin: null, moderator_pin: '' })
    player.assertAllPlayed()
  })

  it('is shown as it is now', async () => {
    player.play(fixtures['read conference'], fixtures['read extension'])
    await provider.getRoom(roomId)
    player.play(fixtures['read conference'], fixtures.update)
    await provider.updateRoom(roomId, { pin: '161803', announce_caller_name: true })
    player.play(fixtures['read extension'], {
      request: fixtures['read conference'].request,
      response: fixtures.update.response,
    })
    expect((await provider.getRoom(roomId)).fields.announce_caller_name).toBe(true)
    player.assertAllPlayed()
  })

  it.each([
    ['is written', fixtures.update.response],
    ['is not answered', 'reset' as const],
  ])('is read anew also where somebody read it before the change %s', async (_, response) => {
    player.playForever(fixtures['read extension'])
    player.playForever(fixtures['read conference'])
    player.play({ request: fixtures.update.request, response })
    await Promise.allSettled([
      provider.updateRoom(roomId, { pin: '161803', announce_caller_name: true }),
      provider.getRoom(roomId),
    ])
    const before = asked().length
    await provider.readRoom(roomId)
    expect(asked().length).toBeGreaterThan(before)
  })
})

it('a room that is watched costs one request a minute', async () => {
  player.play(fixtures['read extension'])
  player.playForever(fixtures['read conference'])
  for (let minute = 0; minute < 5; minute += 1) {
    await provider.readRoom(roomId)
    await provider.readRoom(roomId)
    clock.advance(60_000)
  }
  expect(asked()).toHaveLength(6)
})

describe('rooms in a list', () => {
  const page = (ids: readonly number[], number?: number): Exchange => ({
    request: {
      ...fixtures.list.request,
      query: { type: 'conference', ...(number !== undefined && { page: String(number) }) },
    },
    response: {
      status: 200,
      json: ids.map((id) => ({ id, name: `0003*${id}`, type: 'conference', label: null, status: 'active' })),
    },
  })
  const properties = (id: number): Exchange => ({
    request: { method: 'GET', path: `/api/ver1.0/extension/${id}/conference/` },
    response: { status: 200, json: { pin: null } },
  })
  const listed = async () => (await provider.listRooms()).map(({ id }) => Number(id))
  beforeEach(() => {
    for (let id = 1; id <= 9; id += 1) player.playForever(properties(id))
  })

  it('are read from page 1 on where the first one comes again', async () => {
    player.play(page([1, 2]), page([1, 2], 1), page([3], 2), page([], 3))
    expect(await listed()).toEqual([1, 2, 3])
  })

  it('are read from page 0 on where the second one brings others', async () => {
    player.play(page([1, 2]), page([3, 4], 1), page([5], 2), page([], 3))
    expect(await listed()).toEqual([1, 2, 3, 4, 5])
  })

  it('are not asked for by a page that is known to be the first', async () => {
    player.play(page([1]), page([1], 1), page([], 2))
    await listed()
    player.play(page([1]), page([2], 2), page([], 3))
    expect(await listed()).toEqual([1, 2])
  })

  it('end where pages are not counted at all', async () => {
    player.play(page([1]), page([1], 1), page([1], 2))
    expect(await listed()).toEqual([1])
  })

  it('are none where there is none, after one request', async () => {
    player.play(page([]))
    expect(await listed()).toEqual([])
    expect(asked()).toHaveLength(1)
  })

  it('leave out what is no conference', async () => {
    player.play({
      request: page([]).request,
      response: { status: 200, json: [{ id: 1, name: '0003*1', type: 'phone' }] },
    })
    expect(await listed()).toEqual([])
  })

  it('are asked for their properties once a minute', async () => {
    const twice = () => player.play(page([1]), page([1], 1), page([], 2))
    twice()
    await listed()
    player.play(page([1]), page([], 2))
    await listed()
    const reads = () => asked().filter((one) => one.endsWith('/conference/')).length
    expect(reads()).toBe(1)
    clock.advance(60_000)
    player.play(page([1]), page([], 2))
    await listed()
    expect(reads()).toBe(2)
  })

  it('leave out one that was deleted meanwhile', async () => {
    player.play(page([1, 44]), page([1, 44], 1), page([], 2), {
      request: properties(44).request,
      response: { status: 404 },
    })
    expect(await listed()).toEqual([1])
  })
})
