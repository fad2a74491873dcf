import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConferenceProvider, ProviderDefinition } from '#core/contracts/conference-provider.ts'
import type { ErrorCode } from '#core/errors.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { YeastarPSettings } from '#providers/yeastar-p/config.ts'
import { yeastarP } from '#providers/yeastar-p/index.ts'
import { createYeastarP } from '#providers/yeastar-p/provider.ts'
import { providerContract } from '../../contracts/provider-contract.ts'
import calls from '../../fixtures/providers/yeastar-p/calls.json' with { type: 'json' }
import recordings from '../../fixtures/providers/yeastar-p/recordings.json' with { type: 'json' }
import rooms from '../../fixtures/providers/yeastar-p/rooms.json' with { type: 'json' }
import signIn from '../../fixtures/providers/yeastar-p/sign-in.json' with { type: 'json' }
import { createPlayer, type ExchangeAnswer, type Player } from '../exchange.ts'
import { createInstantClock } from '../instant-clock.ts'

const baseUrl = 'https://192.168.5.150:8088'
const settings = YeastarPSettings.parse({
  url: `${baseUrl}/openapi/v1.0`,
  clientId: 'planted-client',
  clientSecret: 'planted-secret',
  serviceExtension: '1099',
  events: 'off',
})

const number = '6500'
const channel = 'PJSIP/1003-00000021'

const room = {
  id: number,
  number,
  subject: 'Regional Sales Strategy Session',
  dialIn: null,
  hasPin: true,
  fields: {
    id: 6,
    number,
    name: 'Regional Sales Strategy Session',
    moderator_list: '149,131',
    sound_prompt: 'ext_number',
    enb_custom_language: true,
    prompt_language: 'en-us',
    enb_wait_moderator: true,
    allow_partic_invite: false,
  },
}
const untold = {
  sound_prompt: null,
  enb_custom_language: null,
  prompt_language: null,
  enb_wait_moderator: null,
  allow_partic_invite: null,
}
const recording = {
  id: '616',
  startedAt: Date.UTC(2026, 10, 20, 9, 5),
  endedAt: Date.UTC(2026, 10, 20, 9, 9, 10),
  durationSeconds: 250,
  fileName: '20261120100500-1795165500.14-1003-6500-Internal.wav',
  sizeBytes: 825_588,
}
const earlier = {
  id: '614',
  startedAt: Date.UTC(2026, 10, 20, 7),
  endedAt: Date.UTC(2026, 10, 20, 7, 1),
  durationSeconds: 60,
  fileName: '20261120080000-1795158000.10-5556-6500-Internal.wav',
  sizeBytes: 20_000,
}
const participant = (legId: string, from: string | null) => ({
  legId,
  name: null,
  number: from,
  muted: null,
  chairman: null,
  talking: null,
  callId: null,
})

const says = (errcode: number, errmsg = 'FAILURE'): ExchangeAnswer => ({ status: 200, json: { errcode, errmsg } })
const nothing: ExchangeAnswer = { status: 200, json: { errcode: 0, errmsg: 'SUCCESS', total_number: 0, data: [] } }
const becomes = (errcode: number, code: ErrorCode): [string, ExchangeAnswer, ErrorCode] => [
  `answers 200 with the error ${errcode}`,
  says(errcode),
  code,
]

providerContract({
  definition: yeastarP,
  baseUrl,
  open: (deps, timeoutMs) => createYeastarP({ ...settings, requestTimeoutMs: timeoutMs }, deps),
  signIn: [signIn['by secret']],
  renewal: [signIn.refresh],
  signOut: [signIn.revoke],
  anyOf: ['access_token'],
  secrets: [
    'planted-secret',
    'planted-access-1',
    'planted-access-2',
    'planted-refresh-1',
    'planted-refresh-2',
    '271828',
    '314159',
    '+4930901800',
  ],
  errorBody: (message) => ({ errcode: 40002, errmsg: message }),
  refusal: says(10004, 'TOKEN EXPIRED'),
  isGone: [rooms.search, rooms.list].map(({ request }) => ({ request, response: nothing })),
  failures: [
    becomes(-2, 'provider.failed'),
    becomes(-1, 'provider.rejected'),
    becomes(1, 'provider.unconfirmed'),
    becomes(2, 'provider.unconfirmed'),
    becomes(10001, 'provider.malformed'),
    becomes(10002, 'provider.malformed'),
    becomes(10003, 'provider.malformed'),
    becomes(10005, 'provider.forbidden'),
    becomes(40001, 'provider.rejected'),
    becomes(40002, 'provider.rejected'),
    becomes(40003, 'provider.conflict'),
    becomes(40004, 'provider.rejected'),
    becomes(60001, 'provider.not-found'),
    becomes(60002, 'provider.rejected'),
    becomes(60101, 'provider.forbidden'),
    becomes(70004, 'provider.forbidden'),
    becomes(70082, 'provider.rate-limited'),
    becomes(70084, 'provider.forbidden'),
    becomes(70087, 'provider.forbidden'),
    becomes(70091, 'provider.conflict'),
    becomes(79999, 'provider.rejected'),
  ],
  cases: [
    { title: 'check', exchanges: [rooms['list of one']], run: (pbx) => pbx.check() },
    {
      title: 'listRooms',
      exchanges: [rooms.list],
      run: (pbx) => pbx.listRooms(),
      gives: [
        { ...room, hasPin: false, fields: { ...room.fields, ...untold } },
        {
          id: '6501',
          number: '6501',
          subject: 'Board',
          dialIn: null,
          hasPin: false,
          fields: { id: 7, number: '6501', name: 'Board', moderator_list: null, ...untold },
        },
      ],
    },
    { title: 'getRoom', exchanges: [rooms.search, rooms.get], run: (pbx) => pbx.getRoom(number), gives: room },
    {
      title: 'readRoom',
      exchanges: [calls.ongoing],
      run: (pbx) => pbx.readRoom(number),
      gives: {
        locked: null,
        recording: null,
        muted: null,
        participants: [participant(channel, '1003'), participant('PJSIP/trunk-00000023', null)],
      },
    },
    {
      title: 'invite',
      exchanges: [calls.invite],
      run: (pbx) => pbx.invite(number, '+4930901800'),
      gives: { callId: null },
    },
    {
      title: 'startInstantRoom',
      exchanges: [calls.instant],
      run: (pbx) =>
        pbx.startInstantRoom?.({
          number: '6901',
          subject: 'Instant conference',
          numbers: ['1001', '1003', '1007', '5503309'],
        }),
      gives: { id: '6901', number: '6901', subject: 'Instant conference', dialIn: null, hasPin: false, fields: {} },
    },
    {
      title: 'endConference',
      exchanges: [calls.ongoing, calls['kick all']],
      run: (pbx) => pbx.endConference?.(number),
    },
    {
      title: 'createRoom',
      exchanges: [rooms.create, rooms.get],
      run: (pbx) =>
        pbx.createRoom?.({
          number,
          name: 'Regional Sales Strategy Session',
          partic_password: '271828',
          enb_wait_moderator: true,
          moderator_list: '149,131',
        }),
      gives: room,
    },
    {
      title: 'updateRoom as the vendor shows it',
      exchanges: [rooms.search, rooms.update],
      run: (pbx) => pbx.updateRoom?.(number, { name: 'Regional Sales Strategy Session 2' }),
    },
    { title: 'deleteRoom', exchanges: [rooms.search, rooms.delete], run: (pbx) => pbx.deleteRoom?.(number) },
    {
      title: 'readPin',
      exchanges: [rooms.search, rooms['view the password']],
      run: (pbx) => pbx.readPin?.(number),
      gives: '271828',
    },
    {
      title: 'readChairPin',
      exchanges: [rooms.search, rooms['view the password of moderators']],
      run: (pbx) => pbx.readChairPin?.(number),
      gives: '314159',
    },
    {
      title: 'muteParticipant',
      exchanges: [calls.ongoing, calls.mute],
      run: (pbx) => pbx.muteParticipant?.(number, channel),
    },
    {
      title: 'unmuteParticipant',
      exchanges: [calls.ongoing, calls.unmute],
      run: (pbx) => pbx.unmuteParticipant?.(number, channel),
    },
    { title: 'muteAll', exchanges: [calls.ongoing, calls['mute all']], run: (pbx) => pbx.muteAll?.(number) },
    { title: 'unmuteAll', exchanges: [calls.ongoing, calls['unmute all']], run: (pbx) => pbx.unmuteAll?.(number) },
    {
      title: 'kickParticipant',
      exchanges: [calls.ongoing, calls.kick],
      run: (pbx) => pbx.kickParticipant?.(number, channel),
    },
    {
      title: 'listRecordings',
      exchanges: [recordings.list],
      run: (pbx) => pbx.listRecordings?.(number),
      gives: [earlier, recording],
    },
    {
      title: 'listRecordings of one conference',
      exchanges: [recordings.list],
      run: (pbx) =>
        pbx.listRecordings?.(number, { from: Date.UTC(2026, 10, 20, 9), until: Date.UTC(2026, 10, 20, 9, 30) }),
      gives: [recording],
    },
    {
      title: 'fetchRecording',
      exchanges: [recordings['find the download'], recordings.download],
      run: (pbx) => pbx.fetchRecording?.(number, '616'),
      gives: { name: recording.fileName, mimeType: 'audio/wav', content: Buffer.from('RIFF') },
    },
    {
      title: 'fieldOptions of languages',
      exchanges: [rooms['prompt languages']],
      run: (pbx) => pbx.fieldOptions?.('prompt_language'),
      gives: [{ value: 'en-us', label: 'English' }],
    },
  ],
})

describe('Yeastar P-Series in particular', () => {
  let player: Player
  let provider: ReturnType<typeof createYeastarP>

  beforeEach(() => {
    player = createPlayer(baseUrl, ['access_token'])
    player.play(signIn['by secret'])
    const deps = { name: 'office', clock: createInstantClock(), logger: createSilentLogger() }
    provider = createYeastarP(settings, { ...deps, dispatcher: player.dispatcher })
  })
  afterEach(() => player.dispatcher.close())

  const endpoints = () =>
    player
      .sent()
      .slice(1)
      .map(({ path }) => path.replace('/openapi/v1.0/', ''))

  it('is what the service and the configuration expect', () => {
    const asServed: ConferenceProvider = provider
    const asDefined: ProviderDefinition<never> = yeastarP
    expect([asServed, asDefined]).toHaveLength(2)
  })

  it('gives its name and its token with every request', async () => {
    player.play(rooms.list)
    await provider.listRooms()
    const headers = player.dispatcher
      .getCallHistory()
      ?.calls()
      .map((call) => new Map(Object.entries(call.headers ?? {})).get('user-agent'))
    expect(headers).toEqual(['OpenAPI', 'OpenAPI'])
    expect(player.sent().map(({ query }) => query.access_token)).toEqual([undefined, 'planted-access-1'])
  })

  it('reads the pages of a long list until it has them all, and each room once', async () => {
    const page = (number: number, from: number, to: number) => ({
      request: { ...rooms.list.request, query: { page: String(number), page_size: '100' } },
      response: {
        status: 200,
        json: {
          errcode: 0,
          total_number: 150,
          data: Array.from({ length: to - from }, (_, index) => ({
            id: from + index,
            number: String(7000 + from + index),
          })),
        },
      },
    })
    player.play(page(1, 0, 100), page(2, 99, 150))
    expect(await provider.listRooms()).toHaveLength(150)
    player.assertAllPlayed()
  })

  it.each(['reset', { status: 503 }] as const)('deletes no second time after %o', async (response) => {
    player.play(rooms.search, { request: rooms.delete.request, response })
    await expect(provider.deleteRoom(number)).rejects.toThrow()
    expect(endpoints()).toEqual(['conference/search', 'conference/delete'])
  })

  it('deletes nothing where no room has exactly that number', async () => {
    const [other] = rooms.search.response.json.data
    const response = { status: 200, json: { errcode: 0, total_number: 1, data: [other] } }
    player.play({ ...rooms.search, response }, { ...rooms.list, response })
    await expect(provider.deleteRoom(number)).rejects.toMatchObject({ code: 'provider.not-found' })
    expect(endpoints()).toEqual(['conference/search', 'conference/list'])
  })

  it('finds a room that the search does not, since which fields are searched is not documented', async () => {
    player.play({ ...rooms.search, response: nothing }, rooms.list, rooms.get)
    expect(await provider.getRoom(number)).toMatchObject({ id: number, fields: { id: 6 } })
  })

  it('takes "not found" for an empty room where the room is there', async () => {
    player.play({ request: calls.ongoing.request, response: says(60001) }, rooms.search)
    expect(await provider.readRoom(number)).toMatchObject({ participants: [] })
  })

  it('does not take a PBX that fails for a room that is gone', async () => {
    player.play({ request: calls.ongoing.request, response: says(60001) })
    player.playForever({ request: rooms.search.request, response: { status: 503 } })
    await expect(provider.readRoom(number)).rejects.toMatchObject({ code: 'provider.failed' })
  })

  it('takes nobody who is in a room whose number only begins alike', async () => {
    const member = { from: '1003', channel_id: channel, member_status: 'ANSWERED' }
    const conferences = [65_001, 650].map((conference_number) => ({ conference_number, members: [member] }))
    const data = [...conferences, { conference_number: 6500, members: null }]
    player.play({ request: calls.ongoing.request, response: { status: 200, json: { errcode: 0, data } } }, rooms.search)
    expect(await provider.readRoom(number)).toMatchObject({ participants: [] })
  })

  it('does not take a room that is gone for an empty one, which may be told alike', async () => {
    const empty = { request: calls.ongoing.request, response: nothing }
    player.play(empty, { ...rooms.search, response: nothing }, { ...rooms.list, response: nothing })
    await expect(provider.readRoom(number)).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('reads recordings to the end where the PBX gives shorter pages than were asked for', async () => {
    const [one, ...others] = recordings.list.response.json.data
    const page = (number: number, data: readonly unknown[]) => ({
      request: { ...recordings.list.request, query: { ...recordings.list.request.query, page: String(number) } },
      response: { status: 200, json: { errcode: 0, total_number: others.length + 1, data } },
    })
    player.play(page(1, [one]), page(2, others))
    expect(await provider.listRecordings(number)).toHaveLength(2)
    player.assertAllPlayed()
  })

  it('counts nobody as in who still rings', async () => {
    const member = (channel_id: string, member_status: string) => ({ from: '1003', channel_id, member_status })
    const members = [member('a', 'RING'), member('b', 'ANSWER'), member('c', 'BYE')]
    const json = { errcode: 0, data: [{ conference_number: number, members }] }
    player.play({ request: calls.ongoing.request, response: { status: 200, json } })
    expect((await provider.readRoom(number)).participants).toMatchObject([{ legId: 'b' }])
  })

  it('does nothing to a channel that is gone, and nothing in an empty room', async () => {
    const empty = { request: calls.ongoing.request, response: { status: 200, json: { errcode: 0, data: [] } } }
    player.play(empty, empty, empty)
    player.playForever(rooms.search)
    await expect(provider.kickParticipant(number, channel)).rejects.toMatchObject({ code: 'provider.not-found' })
    await provider.muteAll(number)
    await provider.endConference(number)
    expect(new Set(endpoints())).toEqual(new Set(['conference/query_ongoing_conference', 'conference/search']))
  })

  it('does once more with those who are there what was done for some alone', async () => {
    const [conference] = calls.ongoing.response.json.data
    const members = conference?.members.slice(0, 1)
    const fewer = { errcode: 0, data: [{ ...conference, members }] }
    player.play(
      calls.ongoing,
      { request: calls['kick all'].request, response: says(1) },
      { request: calls.ongoing.request, response: { status: 200, json: fewer } },
      calls.kick,
    )
    await provider.endConference(number)
    player.assertAllPlayed()
  })

  it('asks how the PBX shows times where a file does not tell, and once', async () => {
    const data = recordings.list.response.json.data.map((one) => ({ ...one, file: `${one.id}.wav` }))
    const device = {
      system_time: '11/20/2026 10:00:00',
      system_date_format: 'MM/DD/YYYY',
      timestamp: Date.UTC(2026, 10, 20, 9) / 1000,
    }
    player.play(
      { request: recordings.list.request, response: { status: 200, json: { errcode: 0, data } } },
      {
        request: { method: 'GET', path: '/openapi/v1.0/system/information' },
        response: { status: 200, json: { errcode: 0, data: device } },
      },
    )
    expect(await provider.listRecordings(number)).toMatchObject([
      { id: '614', startedAt: earlier.startedAt },
      { id: '616', startedAt: recording.startedAt },
    ])
    player.assertAllPlayed()
  })

  it('offers extensions and groups as moderators', async () => {
    player.play(rooms.extensions, rooms.groups)
    expect(await provider.fieldOptions('moderator_list')).toEqual([
      { value: '149', label: '1001-Emily Parker' },
      { value: '131', label: 'Sales (ext_group)' },
    ])
    expect(await provider.fieldOptions('name')).toEqual([])
  })

  it.each(['https://evil.example/api/download/a.wav', '/etc/passwd', '/api/download/../../x', '/api/download/a?b=c'])(
    'fetches nothing from %s',
    async (download_resource_url) => {
      const json = { errcode: 0, file: 'a.wav', download_resource_url }
      player.play({ request: recordings['find the download'].request, response: { status: 200, json } })
      await expect(provider.fetchRecording(number, '616')).rejects.toMatchObject({ code: 'provider.malformed' })
      expect(endpoints()).toEqual(['recording/download'])
    },
  )

  it('fetches a file of any size as it is, though its first bytes look like an error', async () => {
    const text = `{"errcode":60001}${' '.repeat(20_000)}`
    player.play(recordings['find the download'], {
      request: recordings.download.request,
      response: { status: 200, text, headers: { 'content-type': 'audio/wav' } },
    })
    expect((await provider.fetchRecording(number, '616')).content).toHaveLength(text.length)
  })

  it('tells of a recording that is gone', async () => {
    player.play(recordings['find the download'], { request: recordings.download.request, response: says(60001) })
    await expect(provider.fetchRecording(number, '616')).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('says of a blocked address where it is set free', async () => {
    player.play({ request: rooms.list.request, response: says(70004) })
    await expect(provider.listRooms()).rejects.toMatchObject({
      code: 'provider.forbidden',
      details: { remedy: { key: 'yeastar-p.remedy.blocked' } },
    })
  })
})
