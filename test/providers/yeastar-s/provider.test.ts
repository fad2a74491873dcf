import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConferenceProvider } from '#core/contracts/conference-provider.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { YeastarSSettings } from '#providers/yeastar-s/config.ts'
import { yeastarS } from '#providers/yeastar-s/index.ts'
import { createYeastarS } from '#providers/yeastar-s/provider.ts'
import { spanToString } from '#text/format.ts'
import { providerContract } from '../../contracts/provider-contract.ts'
import members from '../../fixtures/providers/yeastar-s/members.json' with { type: 'json' }
import recordings from '../../fixtures/providers/yeastar-s/recordings.json' with { type: 'json' }
import rooms from '../../fixtures/providers/yeastar-s/rooms.json' with { type: 'json' }
import signIn from '../../fixtures/providers/yeastar-s/sign-in.json' with { type: 'json' }
import { createPlayer, type Exchange, type Player } from '../exchange.ts'
import { createInstantClock } from '../instant-clock.ts'

const baseUrl = 'https://pbx.example.com:8088/api/v2.0.0'
const settings = YeastarSSettings.parse({
  url: baseUrl,
  username: 'api',
  password: 'planted-password',
  operator: '4000',
  serviceExtension: '4099',
  ownAddress: '192.0.2.10',
})

const roomId = '6401'
const extensionLeg = 'PJSIP/4001-00000021'
const inboundLeg = 'PJSIP/sip-trunk-00000022'
const outboundLeg = 'PJSIP/sip-trunk-00000023'
const recordingId = '20261120001000-1572313740.138-4001-6401-Internal.wav'
const during = { from: Date.UTC(2026, 10, 20, 8), until: Date.UTC(2026, 10, 20, 9) }

const room = {
  id: roomId,
  number: roomId,
  subject: 'PM',
  dialIn: null,
  hasPin: true,
  fields: {
    number: roomId,
    name: 'PM',
    waitformoderator: false,
    allowinvite: true,
    moderators: '',
    musiconhold: true,
    mute: false,
    prompt: 'default',
  },
}
const olderRoom = {
  id: '6400',
  number: '6400',
  subject: '6400',
  dialIn: null,
  hasPin: false,
  fields: {
    number: '6400',
    name: '6400',
    waitformoderator: true,
    allowinvite: false,
    moderators: '4000',
    musiconhold: null,
    mute: null,
    prompt: null,
  },
}
const participant = (legId: string, number: string | null) => ({
  legId,
  number,
  name: null,
  muted: null,
  chairman: null,
  talking: null,
  callId: null,
})
const failed = (errno: string) => ({ status: 200, json: { status: 'Failed', errno } })

providerContract({
  definition: yeastarS,
  baseUrl,
  open: (deps, timeoutMs) => createYeastarS({ ...settings, requestTimeoutMs: timeoutMs }, deps),
  signIn: [signIn.login],
  renewal: [signIn['heartbeat refused'], signIn['login anew']],
  signOut: [signIn.logout],
  secrets: [
    'planted-password',
    signIn.login.request.json.password,
    'planted-token-1',
    'planted-token-2',
    'planted-random-1',
    'planted-random-2',
    '314*159',
    '27*1828',
    '+4930901800',
    '+4930901801',
  ],
  errorBody: null,
  refusal: failed('20004'),
  failures: [
    ['answers 200 with the error 10002', failed('10002'), 'provider.rejected'],
    ['answers 200 with the error 10003', failed('10003'), 'provider.rejected'],
    ['answers 200 with the error 10004', failed('10004'), 'provider.rejected'],
    ['answers 200 with the error 10005', failed('10005'), 'provider.not-found'],
    ['answers 200 with the error 10006', failed('10006'), 'provider.rejected'],
    ['answers 200 with the error 10007', failed('10007'), 'provider.not-found'],
    ['answers 200 with the error 10008', failed('10008'), 'provider.rejected'],
    ['answers 200 with the error 10011', failed('10011'), 'provider.rejected'],
    ['answers 200 with the error 10015', failed('10015'), 'provider.rejected'],
    ['answers 200 with the error 10024', failed('10024'), 'provider.forbidden'],
    ['answers 200 with the error 10025', failed('10025'), 'provider.rate-limited'],
    ['answers 200 with the error 10110', failed('10110'), 'provider.not-found'],
    ['answers 200 with the error 20000', failed('20000'), 'provider.rejected'],
    ['answers 200 with the error 20001', failed('20001'), 'provider.rejected'],
    ['answers 200 with the error 20014', failed('20014'), 'provider.not-found'],
    ['answers 200 with an error that no document explains', failed('10999'), 'provider.rejected'],
    ['answers 200 with an error and no number', { status: 200, json: { status: 'Failed' } }, 'provider.rejected'],
    [
      'answers 200 with a number for the error',
      { status: 200, json: { status: 'Failed', errno: 10024 } },
      'provider.forbidden',
    ],
  ],
  isGone: [{ request: rooms.read.request, response: failed('10110') }],
  anyOf: ['token'],
  cases: [
    { title: 'check', exchanges: [rooms.device], run: (pbx) => pbx.check() },
    { title: 'listRooms', exchanges: [rooms.list], run: (pbx) => pbx.listRooms(), gives: [room, olderRoom] },
    { title: 'getRoom', exchanges: [rooms.read], run: (pbx) => pbx.getRoom(roomId), gives: room },
    {
      title: 'readRoom',
      exchanges: [members.list],
      run: (pbx) => pbx.readRoom(roomId),
      gives: {
        locked: null,
        recording: null,
        muted: null,
        participants: [
          participant(extensionLeg, '4001'),
          participant(inboundLeg, '+4930901800'),
          participant(outboundLeg, '+4930901801'),
        ],
      },
    },
    {
      title: 'invite',
      exchanges: [members.invite],
      run: (pbx) => pbx.invite(roomId, '+4930901800'),
      gives: { callId: null },
    },
    {
      title: 'startInstantRoom',
      exchanges: [members.instant],
      run: (pbx) => pbx.startInstantRoom?.({ number: '6466', subject: '6466', numbers: ['4000', '4001'] }),
      gives: { id: '6466', number: '6466', subject: '6466', dialIn: null, hasPin: false, fields: {} },
    },
    {
      title: 'updateRoom',
      exchanges: [rooms.update],
      run: (pbx) =>
        pbx.updateRoom?.(roomId, {
          name: 'Sprint review',
          participantepassword: '314*159',
          mute: true,
          allowinvite: false,
          moderators: '4000,4001',
        }),
    },
    { title: 'readPin', exchanges: [rooms.read], run: (pbx) => pbx.readPin?.(roomId), gives: '3201' },
    {
      title: 'readChairPin',
      exchanges: [rooms['read another']],
      run: (pbx) => pbx.readChairPin?.('6400'),
      gives: '27*1828',
    },
    {
      title: 'readChairPin of a room that has none',
      exchanges: [rooms.read],
      run: (pbx) => pbx.readChairPin?.(roomId),
      gives: null,
    },
    {
      title: 'muteParticipant',
      exchanges: [members.list, members.mute],
      run: (pbx) => pbx.muteParticipant?.(roomId, extensionLeg),
    },
    {
      title: 'unmuteParticipant',
      exchanges: [members.list, members.unmute],
      run: (pbx) => pbx.unmuteParticipant?.(roomId, inboundLeg),
    },
    {
      title: 'kickParticipant',
      exchanges: [members.list, members.kick],
      run: (pbx) => pbx.kickParticipant?.(roomId, outboundLeg),
    },
    { title: 'muteAll', exchanges: [members.list, members['mute all']], run: (pbx) => pbx.muteAll?.(roomId) },
    { title: 'unmuteAll', exchanges: [members.list, members['unmute all']], run: (pbx) => pbx.unmuteAll?.(roomId) },
    {
      title: 'endConference',
      exchanges: [members.list, members['kick all']],
      run: (pbx) => pbx.endConference?.(roomId),
    },
    {
      title: 'listRecordings',
      exchanges: [rooms.device, recordings.random, recordings.records],
      run: (pbx) => pbx.listRecordings?.(roomId, during),
      gives: [
        {
          id: recordingId,
          startedAt: Date.UTC(2026, 10, 20, 8, 10),
          endedAt: Date.UTC(2026, 10, 20, 8, 41, 10),
          durationSeconds: 1865,
          fileName: recordingId,
          sizeBytes: null,
        },
      ],
    },
    {
      title: 'fetchRecording',
      exchanges: [rooms.device, recordings.random, recordings.records, recordings['file random'], recordings.file],
      run: async (pbx) => {
        await pbx.listRecordings?.(roomId, during)
        return pbx.fetchRecording?.(roomId, recordingId)
      },
      gives: { name: recordingId, mimeType: 'audio/wav', content: Buffer.from('RIFF') },
    },
    {
      title: 'fieldOptions',
      exchanges: [rooms.extensions],
      run: (pbx) => pbx.fieldOptions?.('moderators'),
      gives: [
        { value: '1022', label: '1022' },
        { value: '4000', label: '4000 Ada Byron' },
      ],
    },
  ],
})

describe('a Yeastar S-Series PBX', () => {
  let player: Player
  let provider: ConferenceProvider

  beforeEach(() => {
    player = createPlayer(baseUrl, ['token'])
    provider = createYeastarS(settings, {
      name: 'office',
      clock: createInstantClock(),
      logger: createSilentLogger(),
      dispatcher: player.dispatcher,
    })
    player.play(signIn.login)
  })
  afterEach(() => player.dispatcher.close())

  /** A roster of these members. */
  const roster = (...wrapped: readonly unknown[]): Exchange => ({
    request: members.list.request,
    response: {
      status: 200,
      json: { status: 'Success', conference: [{ conferencenumber: 6401, members: wrapped }] },
    },
  })
  const sentPaths = () => player.sent().map(({ path }) => path)

  it('carries its token in the query, and in nothing else', async () => {
    player.play(rooms.device)
    await provider.check()
    expect(player.sent()).toMatchObject([
      { path: '/login', query: {}, authorization: undefined },
      { path: '/deviceinfo/query', query: { token: 'planted-token-1' }, authorization: undefined },
    ])
  })

  it('announces JSON as the vendor’s page prints it', async () => {
    player.play(rooms.read)
    await provider.getRoom(roomId)
    const types = player.dispatcher
      .getCallHistory()
      ?.calls()
      .map((call) => new Map(Object.entries(call.headers ?? {})).get('content-type'))
    expect(types).toEqual(Array(2).fill('application/json; charset=utf-8'))
  })

  it('touches nobody of two who come with the same number', async () => {
    player.playForever(
      roster(
        { inbound: { from: '+4930901800', channelid: 'a', memberstatus: 'ANSWERED' } },
        { inbound: { from: '+4930901800', channelid: 'b', memberstatus: 'ANSWERED' } },
      ),
    )
    for (const act of [provider.muteParticipant, provider.unmuteParticipant, provider.kickParticipant]) {
      const error: unknown = await act?.(roomId, 'a').catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'provider.rejected', details: { blanks: { pbx: 'office' } } })
    }
    expect(sentPaths().filter((path) => path.endsWith('_member'))).toEqual([])
  })

  it.each(['', 'anonymous', 'all', '1001,1002'])('touches nobody whose number is %j', async (from) => {
    player.play(roster({ inbound: { from, channelid: 'a', memberstatus: 'ANSWERED' } }))
    await expect(provider.kickParticipant?.(roomId, 'a')).rejects.toMatchObject({
      code: 'provider.rejected',
      details: {
        blanks: {
          message: expect.objectContaining({ key: 'yeastar-s.member.no-number' }),
        },
      },
    })
    expect(sentPaths()).not.toContain('/conference/kick_member')
  })

  it('touches nobody when the leg is gone', async () => {
    player.play(roster({ ext: { number: '4001', channelid: 'PJSIP/4001-00000099', memberstatus: 'ANSWERED' } }))
    await expect(provider.kickParticipant?.(roomId, extensionLeg)).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('takes nobody who is in a room whose number only begins alike, and bears fields that are empty', async () => {
    const inRoom = [{ ext: { number: 4001, channelid: 'a', memberstatus: null }, inbound: null }]
    const conference = [
      { conferencenumber: '64010', members: inRoom },
      { conferencenumber: '640', members: inRoom },
      { conferencenumber: 6401, members: null },
    ]
    const answer = (json: object) => ({ request: members.list.request, response: { status: 200, json } })
    player.play(answer({ status: 'Success', conference }))
    expect((await provider.readRoom(roomId)).participants).toEqual([])
    player.play(answer({ status: 'Success', conference: null }))
    expect((await provider.readRoom(roomId)).participants).toEqual([])
    player.play(answer({ status: 'Success', conference: [{ conferencenumber: '6401', members: inRoom }] }))
    expect((await provider.readRoom(roomId)).participants).toEqual([participant('a', '4001')])
    const conferences = [
      { number: 640, name: null },
      { number: 6401, name: 'PM', moderators: [4000] },
    ]
    player.play({
      request: rooms.read.request,
      response: { status: 200, json: { status: 'Success', conferences: conferences } },
    })
    expect(await provider.getRoom(roomId)).toMatchObject({
      subject: 'PM',
      hasPin: false,
      fields: { moderators: '4000', mute: null },
    })
  })

  it('knows an empty room from one that is gone', async () => {
    player.play(members.nobody, rooms.read)
    expect((await provider.readRoom(roomId)).participants).toEqual([])
    player.play(members.nobody, { request: rooms.read.request, response: failed('10110') })
    await expect(provider.readRoom(roomId)).rejects.toMatchObject({ code: 'provider.not-found' })
    player.play(members.nobody, {
      request: rooms.read.request,
      response: { status: 200, json: { status: 'Success', conferences: [] } },
    })
    await expect(provider.readRoom(roomId)).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('does not take a PBX that fails for an empty room', async () => {
    player.play(members.nobody)
    player.playForever({ request: rooms.read.request, response: { status: 503 } })
    await expect(provider.readRoom(roomId)).rejects.toMatchObject({ code: 'provider.failed' })
  })

  const muteOf = (membernumber: string): Exchange['request'] => ({
    ...members.mute.request,
    json: { number: roomId, operator: '4000', membernumber },
  })
  const inbound = (channelid: string, from: string) => ({ inbound: { from, channelid, memberstatus: 'ANSWERED' } })
  const done = members.mute.response

  it('does to all what it does, also to whoever moderates, and by "all" only for whoever withheld a number', async () => {
    const all = roster(inbound('a', '4001'), inbound('b', 'anonymous'), inbound('c', '4001'), inbound('d', '4002'))
    player.play(all, { request: muteOf('all'), response: done }, all, {
      request: muteOf('4001,4002'),
      response: done,
    })
    await provider.muteAll?.(roomId)
    player.assertAllPlayed()
  })

  it('does once more with those who are there what could not be done for all', async () => {
    player.play(
      roster(inbound('a', '4001'), inbound('b', '4002')),
      { request: muteOf('4001,4002'), response: failed('10006') },
      roster(inbound('b', '4002')),
      { request: muteOf('4002'), response: done },
    )
    await provider.muteAll?.(roomId)
    player.assertAllPlayed()
  })

  it('ends a conference that nobody is in any more', async () => {
    player.play(members.nobody, rooms.read)
    await provider.endConference?.(roomId)
    player.assertAllPlayed()
  })

  it('tells what to do where the extension may not call outside', async () => {
    player.play({ request: members.invite.request, response: failed('10024') })
    const error = await provider.invite(roomId, '+4930901800').catch((thrown) => thrown)
    expect(spanToString(error.details.remedy)).toMatch(/right to call outside/)
  })

  it('sends no PIN with characters that the PBX refuses', async () => {
    await expect(provider.updateRoom?.(roomId, { participantepassword: '12#4' })).rejects.toMatchObject({
      code: 'provider.rejected',
    })
    expect(player.sent()).toEqual([])
  })

  it('fetches no recording of anything but this room', async () => {
    player.playForever(rooms.device)
    const request = { method: 'POST', path: '/cdr/get_random', repeatable: true }
    const period = { starttime: '2026-10-19 23:00:00', endtime: '2026-11-20 03:00:00' }
    player.playForever({
      request: { ...request, json: { number: 'all', ...period } },
      response: recordings.random.response,
    })
    player.playForever({
      request: {
        ...recordings.records.request,
        query: { ...recordings.records.request.query, ...period },
      },
      response: recordings.records.response,
    })
    for (const other of ['20261120002000-1572313740.140-4001-4002-Internal.wav', '../passwd'])
      await expect(provider.fetchRecording?.(roomId, other)).rejects.toMatchObject({ code: 'provider.not-found' })
    expect(sentPaths()).not.toContain('/recording/get_random')
  })
})
