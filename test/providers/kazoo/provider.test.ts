import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConferenceProvider, ProviderDefinition } from '#core/contracts/conference-provider.ts'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { KazooSettings } from '#providers/kazoo/config.ts'
import { kazoo } from '#providers/kazoo/index.ts'
import { createKazoo } from '#providers/kazoo/provider.ts'
import { providerContract } from '../../contracts/provider-contract.ts'
import conferences from '../../fixtures/providers/kazoo/conferences.json' with { type: 'json' }
import participants from '../../fixtures/providers/kazoo/participants.json' with { type: 'json' }
import signIn from '../../fixtures/providers/kazoo/sign-in.json' with { type: 'json' }
import { createPlayer, type Exchange, type Player } from '../exchange.ts'

const baseUrl = 'https://pbx.example.com:8443/v2'
const settings = KazooSettings.parse({ url: baseUrl, apiKey: 'planted-key' })
const createCallId = () => 'call-of-ours'

const roomId = '5edbfdd3b825314a71b0a05957392edb'
const otherId = '8a90afd2aee14fa9a1a2a1ab1fda4acb'

const untold = Object.fromEntries(kazoo.roomFields.filter((one) => !one.secret).map((one) => [one.id, null]))
const listed = {
  ...untold,
  name: 'Sprint review',
  conference_numbers: '8001',
  'member.numbers': '',
  'member.join_muted': false,
  'member.join_deaf': false,
  'moderator.numbers': '',
  'moderator.join_muted': false,
  'moderator.join_deaf': false,
}
const room = {
  id: roomId,
  number: '8001',
  subject: 'Sprint review',
  dialIn: null,
  hasPin: true,
  fields: {
    ...listed,
    max_participants: 20,
    play_entry_tone: 'true',
    play_exit_tone: 'tone_stream://%(200,0,500)',
    play_name: false,
    language: 'en-us',
    flags: 'ui,voice',
    controls: '{"keys":{"1":"mute"}}',
    'profile.rate': '16000',
    'profile.max-members': 20,
  },
}
const legId = '1:call-1'

/** What Crossbar says of what failed. */
const envelope = (error: string, message: string) => ({ data: {}, error, message, status: 'error', request_id: 'r' })

providerContract({
  definition: kazoo,
  baseUrl,
  open: (deps, timeoutMs) => createKazoo({ ...settings, requestTimeoutMs: timeoutMs }, { ...deps, createCallId }),
  signIn: [signIn.key],
  renewal: [signIn['key again']],
  signOut: [signIn.revoke],
  secrets: [
    'planted-key',
    'planted-token-1',
    'planted-token-2',
    'planted-bridge',
    '271828',
    '314159',
    '161803',
    '+4930901800',
  ],
  errorBody: (message) => ({ status: 'error', error: '400', message: 'validation error', data: { message } }),
  failures: [
    [
      'answers as the page of Vinix has it',
      { status: 400, json: conferences['error of Vinix'].json },
      'provider.rejected',
    ],
    ['is out of credit', { status: 402, json: envelope('402', 'out_of_credit') }, 'provider.rejected'],
    ['does not know the action', { status: 404, json: envelope('404', 'faulty_request') }, 'provider.not-found'],
    ['has a newer document', { status: 409, json: envelope('409', 'datastore_conflict') }, 'provider.conflict'],
    ['takes no more for now', { status: 429, json: envelope('429', 'too_many_requests') }, 'provider.rate-limited'],
    ['has lost its store', { status: 503, json: envelope('503', 'datastore_fault') }, 'provider.failed'],
  ],
  anyOf: ['random'],
  cases: [
    { title: 'check', exchanges: [conferences['list of one']], run: (pbx) => pbx.check() },
    {
      title: 'listRooms',
      exchanges: [conferences.list],
      run: (pbx) => pbx.listRooms(),
      gives: [
        { ...room, fields: listed },
        {
          id: otherId,
          number: '8002',
          subject: 'Board',
          dialIn: null,
          hasPin: false,
          fields: { ...untold, name: 'Board', 'member.numbers': '8002' },
        },
      ],
    },
    { title: 'getRoom', exchanges: [conferences.read], run: (pbx) => pbx.getRoom(roomId), gives: room },
    {
      title: 'readRoom',
      exchanges: [conferences.read],
      run: (pbx) => pbx.readRoom(roomId),
      gives: {
        locked: true,
        recording: null,
        muted: null,
        participants: [
          { legId, name: 'Ada Byron', number: '1001', muted: false, chairman: true, talking: true, callId: 'call-1' },
          {
            legId: '2:call-2',
            name: null,
            number: '+4930901800',
            muted: true,
            chairman: false,
            talking: false,
            callId: 'call-2',
          },
        ],
      },
    },
    {
      title: 'invite',
      exchanges: [conferences.read, conferences.dial],
      run: (pbx) => pbx.invite(roomId, '+4930901800'),
      gives: { callId: 'call-of-ours', failure: expect.any(Promise) },
    },
    {
      title: 'createRoom',
      exchanges: [conferences.create],
      run: (pbx) =>
        pbx.createRoom?.({
          name: 'Sprint review',
          conference_numbers: '8001',
          'member.join_muted': false,
          'member.pins': '271828',
          max_participants: 20,
        }),
      gives: {
        ...room,
        fields: {
          ...untold,
          name: 'Sprint review',
          conference_numbers: '8001',
          'member.join_muted': false,
          max_participants: 20,
        },
      },
    },
    {
      title: 'updateRoom',
      exchanges: [conferences.patch],
      run: (pbx) => pbx.updateRoom?.(roomId, { name: 'Retrospective', 'member.pins': '161803' }),
    },
    { title: 'deleteRoom', exchanges: [conferences.delete], run: (pbx) => pbx.deleteRoom?.(roomId) },
    { title: 'readPin', exchanges: [conferences.read], run: (pbx) => pbx.readPin?.(roomId), gives: '271828' },
    { title: 'readChairPin', exchanges: [conferences.read], run: (pbx) => pbx.readChairPin?.(roomId), gives: '314159' },
    {
      title: 'muteParticipant',
      exchanges: [conferences.read, participants.mute],
      run: (pbx) => pbx.muteParticipant?.(roomId, legId),
    },
    {
      title: 'unmuteParticipant',
      exchanges: [conferences.read, participants.unmute],
      run: (pbx) => pbx.unmuteParticipant?.(roomId, legId),
    },
    {
      title: 'kickParticipant',
      exchanges: [conferences.read, participants.kick],
      run: (pbx) => pbx.kickParticipant?.(roomId, '2:call-2'),
    },
    {
      title: 'muteAll',
      exchanges: [participants['mute all'], conferences.read, participants.mute],
      run: (pbx) => pbx.muteAll?.(roomId),
    },
    {
      title: 'unmuteAll',
      exchanges: [participants['unmute all'], conferences.read],
      run: (pbx) => pbx.unmuteAll?.(roomId),
    },
    { title: 'endConference', exchanges: [participants['kick all']], run: (pbx) => pbx.endConference?.(roomId) },
    { title: 'lockRoom', exchanges: [conferences.lock], run: (pbx) => pbx.lockRoom?.(roomId) },
    { title: 'unlockRoom', exchanges: [conferences.unlock], run: (pbx) => pbx.unlockRoom?.(roomId) },
  ],
})

describe('KAZOO in particular', () => {
  let clock: MovableClock
  let player: Player
  let provider: ReturnType<typeof createKazoo>

  beforeEach(() => {
    clock = createMovableClock()
    player = createPlayer(baseUrl, ['random'])
    player.play(signIn.key)
    const deps = { name: 'office', clock, logger: createSilentLogger(), createCallId }
    provider = createKazoo(settings, { ...deps, dispatcher: player.dispatcher })
  })
  afterEach(() => player.dispatcher.close())

  const base = conferences.list.request.path
  const page = (startKey: string | null, ids: readonly string[], next?: string): Exchange => ({
    request: {
      method: 'GET',
      path: base,
      query: { page_size: '100', ...(startKey !== null && { start_key: startKey }) },
    },
    response: {
      status: 200,
      json: { data: ids.map((id) => ({ id, name: id })), ...(next !== undefined && { next_start_key: next }) },
    },
  })
  const readAs = (changes: Readonly<Record<string, unknown>>): Exchange => ({
    request: conferences.read.request,
    response: { status: 200, json: { data: { ...conferences.read.response.json.data, ...changes } } },
  })
  const update = () => provider.updateRoom(roomId, { name: 'Retrospective', 'member.pins': '161803' })

  it('is what the service and the configuration expect', () => {
    const asServed: ConferenceProvider = provider
    const asDefined: ProviderDefinition<never> = kazoo
    expect([asServed, asDefined]).toHaveLength(2)
  })

  it('follows the pages of a long list, until there is none or one brings nothing new', async () => {
    player.play(page(null, ['a', 'b'], 'g2wAAg'), page('g2wAAg', ['c']))
    expect((await provider.listRooms()).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    player.play(page(null, ['a', 'b'], 'g2wAAg'), page('g2wAAg', ['b'], 'g2wAAg'))
    expect((await provider.listRooms()).map(({ id }) => id)).toEqual(['a', 'b'])
    player.assertAllPlayed()
  })

  it.each([
    ['getRoom', () => provider.getRoom(otherId)],
    ['readRoom', () => provider.readRoom(otherId)],
    ['invite', () => provider.invite(otherId, '1001')],
  ])('takes the empty room that is answered of an id that is nobody’s for none: %s', async (_, run) => {
    player.play(conferences["read of nobody's id"], page(null, [roomId]))
    await expect(run()).rejects.toMatchObject({ code: 'provider.not-found' })
    player.assertAllPlayed()
  })

  it('knows a room by the list that has neither name nor number', async () => {
    player.play(conferences["read of nobody's id"], page(null, [otherId]))
    expect(await provider.getRoom(otherId)).toMatchObject({ id: otherId, number: '', subject: '' })
  })

  it('asks for the participants where the room itself does not tell them', async () => {
    player.play(conferences['read without participants'], participants.list)
    const { locked, participants: legs } = await provider.readRoom(otherId)
    expect([locked, legs?.map((one) => one.legId)]).toEqual([null, ['1:call-1', '2:call-2']])
  })

  it('does nothing to somebody who left, whoever has their number by now', async () => {
    player.play(conferences.read)
    await expect(provider.kickParticipant(roomId, '2:call-of-yesterday')).rejects.toMatchObject({
      code: 'provider.not-found',
    })
    expect(player.sent().map(({ method }) => method)).not.toContain('DELETE')
    player.assertAllPlayed()
  })

  it.each([
    [405, conferences['patch not supported']],
    [404, { request: conferences.patch.request, response: { status: 404 } }],
  ])(
    'replaces the whole room with its other keys where PATCH is answered with %i, and asks so no more',
    async (_, no) => {
      player.play(no, conferences.read, conferences.replace)
      await update()
      player.play(conferences.read, conferences.replace)
      await update()
      player.assertAllPlayed()
      expect(player.sent().filter(({ method }) => method === 'PATCH')).toHaveLength(1)
    },
  )

  it('says of a room that is gone that it is, rather than to make it anew', async () => {
    const gone = { request: conferences.patch.request, response: { status: 404 } }
    player.play(gone, readAs({ name: null, conference_numbers: [], member: {}, moderator: {} }), page(null, [otherId]))
    await expect(update()).rejects.toMatchObject({ code: 'provider.not-found' })
    player.play(conferences.patch)
    await update()
    player.assertAllPlayed()
  })

  it('takes a value away with null, and leaves it out of a room that is made', async () => {
    const patch = { data: { language: null, member: { pins: [] }, play_exit_tone: false, profile: { rate: 48000 } } }
    player.play({ request: { ...conferences.patch.request, json: patch }, response: conferences.patch.response })
    await provider.updateRoom(roomId, {
      language: '',
      'member.pins': '',
      play_exit_tone: 'no',
      'profile.rate': '48000',
    })
    const json = { data: { name: 'Board', controls: { keys: {} } } }
    player.play({ request: { ...conferences.create.request, json }, response: conferences.create.response })
    await provider.createRoom({ name: 'Board', language: '', owner_id: null, controls: '{"keys":{}}' })
    player.assertAllPlayed()
  })

  it('has no PIN to tell of a room without one', async () => {
    player.play(readAs({ member: { pins: [] } }))
    expect(await provider.readPin(roomId)).toBeNull()
  })

  it('does not repeat a PIN that the PBX repeats in its refusal', async () => {
    const data = { 'member.pins.1': { pattern: { message: '161803 is too easy', value: '161803' } } }
    player.play({
      request: conferences.patch.request,
      response: { status: 400, json: { status: 'error', error: '400', message: 'validation error', data } },
    })
    await expect(update()).rejects.toMatchObject({
      code: 'provider.rejected',
      details: { blanks: { message: '[redacted] is too easy (member.pins.1)' } },
    })
  })

  it('sends and reads the example of Vinix’s page, as its own answer shows', async () => {
    const example = conferences['example of Vinix']
    const { data } = example.request.json
    player.play({
      request: conferences.read.request,
      response: { status: 200, json: { data: { id: roomId, ...data } } },
    })
    player.play({ ...example, request: { ...example.request, json: { data: { ...data, name: 'Retrospective' } } } })
    player.play({
      request: { ...conferences.patch.request, json: { data: { name: 'Retrospective' } } },
      response: { status: 405 },
    })
    await provider.updateRoom(roomId, { name: 'Retrospective' })
    expect(player.sent().at(-1)).toMatchObject({ method: 'POST' })
  })

  it('tells what Vinix says is wrong', async () => {
    player.play({ request: conferences.patch.request, response: conferences['error of Vinix'] })
    await expect(update()).rejects.toMatchObject({
      code: 'provider.rejected',
      details: { blanks: { message: 'string' } },
    })
  })

  describe('ringing somebody', () => {
    const ring = (number = '+4930901800') => provider.invite(roomId, number)

    it('is not waited for: what the PBX does not refuse at once, rings', async () => {
      player.play(conferences.read, { request: conferences.dial.request, response: 'hang' })
      const call = ring()
      await expect.poll(() => player.sent().length).toBe(3)
      clock.advance(1_500)
      expect(await call).toMatchObject({ callId: 'call-of-ours' })
    })

    it('holds up nothing else, however many ring', async () => {
      player.playForever({ request: conferences.dial.request, response: 'hang' })
      player.playForever(conferences.read)
      const calls = Array.from({ length: 20 }, () => ring())
      await expect.poll(() => player.sent().filter(({ method }) => method === 'PUT').length).toBe(21)
      expect(await provider.getRoom(roomId)).toMatchObject({ id: roomId })
      clock.advance(1_500)
      expect(await Promise.all(calls)).toHaveLength(20)
    })

    it('has failed when the PBX says so at once, without the number', async () => {
      player.play(conferences.read, conferences['dial in vain'])
      await expect(ring('+4930901850')).rejects.toMatchObject({
        code: 'provider.rejected',
        details: { blanks: { message: 'failed to start call: UNALLOCATED_NUMBER' } },
      })
    })

    it('is refused without the number that the PBX repeats', async () => {
      const [response] = conferences['dial in vain'].response.json.data.endpoint_responses
      const data = { endpoint_responses: [{ ...response, message: 'no route to +4930901850' }] }
      player.play(conferences.read, {
        request: conferences['dial in vain'].request,
        response: { status: 202, json: { data } },
      })
      await expect(ring('+4930901850')).rejects.toMatchObject({
        details: { blanks: { message: 'no route to [redacted]' } },
      })
    })

    const dialled = (data: object | string) =>
      player.play(conferences.read, { request: conferences.dial.request, response: { status: 202, json: { data } } })
    const one = (response: object) => ({ endpoint_responses: [{ endpoint_id: '+4930901800', ...response }] })
    it.each([
      ['was answered', one({ status: 'success', call_id: 'x', message: 'dial resulted in call id x' }), null],
      ['is busy', one({ status: 'error', call_id: null, hangup_cause: 'USER_BUSY' }), 'busy'],
      ['rang in vain', one({ status: 'error', call_id: null, hangup_cause: 'NO_ANSWER' }), 'no-answer'],
      [
        'rang for too long',
        one({ status: 'success', message: 'dialing timed out before a call could be established' }),
        'no-answer',
      ],
      ['was given up', { status: 'error', message: 'timed out trying to dial endpoints' }, 'no-answer'],
      ['is not told of', 'dialing endpoints', null],
    ])('tells that it %s', async (_, data, why) => {
      dialled(data)
      const { failure } = await ring()
      expect(await failure).toBe(why)
    })

    it('is refused of what is no number, in words', async () => {
      player.play(conferences.read, conferences['dial of what is no number'])
      await expect(ring('12345')).rejects.toMatchObject({
        code: 'provider.rejected',
        details: { blanks: { message: 'Value not a number, device or user ID, or SIP endpoint (data.endpoints.1)' } },
      })
    })

    it('is recognised by the call id that it was given, also under the one that the PBX chose', async () => {
      player.play(conferences.read, conferences.dial)
      const { callId } = await ring()
      const [leg] = participants.list.response.json.data
      const { call_id } = conferences.dial.response.json.data.endpoint_responses[0] ?? {}
      player.play(readAs({ _read_only: { participants: [{ ...leg, call_id }] } }))
      expect((await provider.readRoom(roomId)).participants).toMatchObject([{ callId }])
    })

    it('is given up when the adapter is closed', async () => {
      player.play(conferences.read, { request: conferences.dial.request, response: 'hang' }, signIn.revoke)
      const call = ring()
      await expect.poll(() => player.sent().length).toBe(3)
      await Promise.all([provider.close(), expect(call).rejects.toMatchObject({ code: 'provider.unreachable' })])
    })
  })
})
