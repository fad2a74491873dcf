import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConferenceProvider, ProviderDefinition } from '#core/contracts/conference-provider.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { RingmeSettings } from '#providers/ringme/config.ts'
import { ringme } from '#providers/ringme/index.ts'
import { createRingme } from '#providers/ringme/provider.ts'
import { providerContract } from '../../contracts/provider-contract.ts'
import recordings from '../../fixtures/providers/ringme/recordings.json' with { type: 'json' }
import rooms from '../../fixtures/providers/ringme/rooms.json' with { type: 'json' }
import signIn from '../../fixtures/providers/ringme/sign-in.json' with { type: 'json' }
import { createPlayer, type Player } from '../exchange.ts'
import { createInstantClock } from '../instant-clock.ts'

const baseUrl = 'https://pbx.example.com'
const settings = RingmeSettings.parse({
  url: baseUrl,
  clientId: 'planted-app-id',
  clientSecret: 'planted-app-secret',
  serviceExtension: '468900',
})

const roomId = '468944'
const recordingId = '468944-C7C3931362A5458580DF48AEFFECEF74'
const room = {
  id: roomId,
  number: '8001',
  subject: 'Sprint review',
  dialIn: null,
  hasPin: true,
  fields: {
    name: '8001',
    label: 'Sprint review',
    status: 'active',
    announce_caller_name: false,
    enter_sound: 17,
    max_members: 20,
    mute_non_moderator: true,
    music_on_hold_sound: null,
    record_enabled: false,
  },
}
const otherRoom = {
  id: '468945',
  number: '8002',
  subject: '',
  dialIn: null,
  hasPin: false,
  fields: {
    ...room.fields,
    name: '8002',
    label: null,
    status: 'blocked',
    enter_sound: null,
    max_members: null,
    mute_non_moderator: false,
  },
}
const reading = { participants: null, locked: null, recording: null, muted: null }

providerContract({
  definition: ringme,
  baseUrl,
  open: (deps, timeoutMs) => createRingme({ ...settings, requestTimeoutMs: timeoutMs }, deps),
  signIn: [signIn['sign in']],
  renewal: [signIn['sign in again']],
  signOut: [],
  secrets: ['planted-app-secret', 'planted-access-1', 'planted-access-2', '271828', '314159', '161803', '+4930901800'],
  errorBody: (message) => ({ message, status: 'access_denied' }),
  failures: [
    [
      'says that the hour is over',
      { status: 429, json: { message: 'x', status: 'rate_limit_exceeded' } },
      'provider.rate-limited',
    ],
    ['lacks a right', { status: 403, json: { message: 'x', status: 'app_access_type_deny' } }, 'provider.forbidden'],
  ],
  cases: [
    { title: 'check', exchanges: [rooms.list], run: (pbx) => pbx.check() },
    {
      title: 'listRooms',
      exchanges: [
        rooms.list,
        rooms['list, page 1'],
        rooms['list, page 2'],
        rooms['read conference'],
        rooms['read the other conference'],
      ],
      run: (pbx) => pbx.listRooms(),
      gives: [room, otherRoom],
    },
    {
      title: 'getRoom',
      exchanges: [rooms['read conference'], rooms['read extension']],
      run: (pbx) => pbx.getRoom(roomId),
      gives: room,
    },
    {
      title: 'readRoom',
      exchanges: [rooms['read conference'], rooms['read extension']],
      run: (pbx) => pbx.readRoom(roomId),
      gives: reading,
    },
    {
      title: 'invite',
      exchanges: [rooms['read extension'], rooms['read conference'], rooms.invite],
      run: (pbx) => pbx.invite(roomId, '+4930901800'),
      gives: { callId: '02abb9ee685a11ea94bfe17eb6eaecba' },
    },
    {
      title: 'createRoom',
      exchanges: [rooms.create, rooms['set up']],
      run: (pbx) => pbx.createRoom?.({ name: '8001', label: 'Sprint review', max_members: 20, pin: '271828' }),
      gives: { ...room, fields: { ...room.fields, enter_sound: null, mute_non_moderator: false } },
    },
    {
      title: 'updateRoom',
      exchanges: [rooms['read conference'], rooms.update],
      run: (pbx) => pbx.updateRoom?.(roomId, { pin: '161803', announce_caller_name: true }),
    },
    { title: 'deleteRoom', exchanges: [rooms.delete], run: (pbx) => pbx.deleteRoom?.(roomId) },
    {
      title: 'readPin',
      exchanges: [rooms['read conference']],
      run: (pbx) => pbx.readPin?.(roomId),
      gives: '271828',
    },
    {
      title: 'readChairPin',
      exchanges: [rooms['read conference']],
      run: (pbx) => pbx.readChairPin?.(roomId),
      gives: '314159',
    },
    {
      title: 'readChairPin of a room that has none',
      exchanges: [rooms['read the other conference']],
      run: (pbx) => pbx.readChairPin?.(otherRoom.id),
      gives: null,
    },
    {
      title: 'listRecordings',
      exchanges: [recordings.list],
      run: (pbx) => pbx.listRecordings?.(roomId),
      gives: [
        {
          id: recordingId,
          startedAt: Date.UTC(2026, 10, 19, 9, 0, 18),
          endedAt: Date.UTC(2026, 10, 19, 9, 31, 5, 500),
          durationSeconds: 1847,
          fileName: '2026-11-19-09-00-18-UTC_in_8001_ypgt.mp3',
          sizeBytes: 29_840_128,
        },
      ],
    },
    {
      title: 'listRecordings of a day',
      exchanges: [recordings['list a day']],
      run: (pbx) => pbx.listRecordings?.(roomId, { from: Date.UTC(2026, 10, 19), until: Date.UTC(2026, 10, 20) }),
      gives: [],
    },
    {
      title: 'fetchRecording',
      exchanges: [recordings.fetch],
      run: (pbx) => pbx.fetchRecording?.(roomId, recordingId),
      gives: { name: `${recordingId}.mp3`, mimeType: 'audio/mpeg', content: Buffer.from('ID3-sound') },
    },
    {
      title: 'linkRecording',
      exchanges: [recordings.link],
      run: (pbx) => pbx.linkRecording?.(roomId, recordingId),
      gives: 'https://storage.example.com/planted-file',
    },
    {
      title: 'deleteRecording',
      exchanges: [recordings.delete],
      run: (pbx) => pbx.deleteRecording?.(roomId, recordingId),
    },
  ],
})

describe('RingMe', () => {
  let player: Player
  let provider: ReturnType<typeof createRingme>

  beforeEach(() => {
    player = createPlayer(baseUrl)
    player.playForever(signIn['sign in'])
    provider = createRingme(settings, {
      name: 'office',
      clock: createInstantClock(),
      logger: createSilentLogger(),
      dispatcher: player.dispatcher,
    })
  })
  afterEach(() => player.dispatcher.close())
  const paths = () =>
    player
      .sent()
      .map(({ method, path }) => `${method} ${path}`)
      .filter((one) => !one.endsWith('/oauth/token'))

  it('is what the service and the configuration expect', () => {
    const asServed: ConferenceProvider = provider
    const asDefined: ProviderDefinition<never> = ringme
    expect([asServed, asDefined]).toHaveLength(2)
  })

  it('rings somebody without a PIN where the room has none', async () => {
    const { request, response } = rooms.invite
    const { dst_dtmf, ...json } = request.json
    player.play(
      rooms['read extension'],
      {
        request: rooms['read conference'].request,
        response: { status: 200, json: { ...rooms['read conference'].response.json, pin: null, moderator_pin: null } },
      },
      { request: { ...request, json }, response },
    )
    await provider.invite(roomId, '+4930901800')
    player.assertAllPlayed()
  })

  it('asks for a room once a minute at most, however often it is read', async () => {
    player.play(rooms['read conference'], rooms['read extension'])
    for (let count = 0; count < 5; count += 1) expect(await provider.readRoom(roomId)).toEqual(reading)
    expect(paths()).toHaveLength(2)
  })

  it('reads the PIN of a room once for all who are called at once, and anew for the next', async () => {
    player.play(rooms['read conference'], rooms['read extension'])
    await provider.getRoom(roomId)
    player.playForever(rooms.invite)
    player.play(rooms['read conference'])
    const before = paths().length
    await Promise.all(['1', '2', '3'].map(() => provider.invite(roomId, '+4930901800')))
    expect(
      paths()
        .slice(before)
        .filter((path) => path.endsWith('/conference/')),
    ).toHaveLength(1)
    player.play(rooms['read conference'])
    expect(await provider.readPin(roomId)).toBe('271828')
  })

  it('says that a room is gone', async () => {
    player.play({ request: rooms['read extension'].request, response: { status: 404, json: { message: 'Not found' } } })
    player.play({
      request: rooms['read conference'].request,
      response: { status: 404, json: { message: 'Not found' } },
    })
    await expect(provider.readRoom(roomId)).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('tells which right is missing', async () => {
    player.play({
      request: rooms['read conference'].request,
      response: { status: 403, json: { message: 'Access denied', status: 'app_access_type_deny' } },
    })
    await expect(provider.readPin(roomId)).rejects.toMatchObject({
      code: 'provider.forbidden',
      details: { remedy: { key: 'ringme.remedy.app_access_type_deny' } },
    })
  })

  it('asks no more when the hour is used up, and tells how long it lasts', async () => {
    player.play({
      request: rooms['read conference'].request,
      response: {
        status: 429,
        json: { message: 'Too many', status: 'rate_limit_exceeded' },
        headers: { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '90' },
      },
    })
    await expect(provider.readPin(roomId)).rejects.toMatchObject({
      code: 'provider.rate-limited',
      details: { retryAfterMs: 90_000 },
    })
    await expect(provider.readPin(roomId)).rejects.toMatchObject({ code: 'provider.rate-limited' })
    expect(paths()).toHaveLength(1)
  })

  it('does not take the same statistics running already for the end of the hour', async () => {
    player.play(
      {
        request: recordings.list.request,
        response: {
          status: 429,
          json: { message: 'The same request is running' },
          headers: { 'x-ratelimit-remaining': '900', 'x-ratelimit-reset': '3000' },
        },
      },
      rooms['read conference'],
    )
    await expect(provider.listRecordings(roomId)).rejects.not.toHaveProperty('details.retryAfterMs')
    expect(await provider.readPin(roomId)).toBe('271828')
  })

  it('gives no link that leads to an unsafe place', async () => {
    const json = { record_url: 'http://storage.example.com/1' }
    player.play({ request: recordings.link.request, response: { status: 200, json } })
    await expect(provider.linkRecording(roomId, recordingId)).rejects.toMatchObject({ code: 'provider.malformed' })
  })

  it('asks for long periods in parts', async () => {
    const period = (start_datetime: string, end_datetime: string) => ({
      request: { ...recordings.list.request, query: { start_datetime, end_datetime, order: 'asc' } },
      response: { status: 200, json: [] },
    })
    player.play(
      period('2026-08-15 12:00:00', '2026-09-30 23:59:59'),
      period('2026-10-01 00:00:00', '2026-11-20 09:00:00'),
    )
    await provider.listRecordings(roomId, { from: Date.UTC(2026, 7, 15, 12), until: Date.UTC(2026, 10, 20, 9) })
    player.assertAllPlayed()
  })

  it('sends its token with every call, and only there', async () => {
    player.play(rooms['read conference'])
    await provider.readPin(roomId)
    expect(player.sent().map(({ path, authorization }) => [path, authorization])).toEqual([
      ['/oauth/token', undefined],
      [rooms['read conference'].request.path, 'Bearer planted-access-1'],
    ])
  })
})
