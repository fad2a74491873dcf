import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConferenceProvider, ProviderDefinition } from '#core/contracts/conference-provider.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { PortsipSettings } from '#providers/portsip/config.ts'
import { portsip } from '#providers/portsip/index.ts'
import { createPortsip } from '#providers/portsip/provider.ts'
import { providerContract } from '../../contracts/provider-contract.ts'
import participants from '../../fixtures/providers/portsip/participants.json' with { type: 'json' }
import recordings from '../../fixtures/providers/portsip/recordings.json' with { type: 'json' }
import rooms from '../../fixtures/providers/portsip/rooms.json' with { type: 'json' }
import servers from '../../fixtures/providers/portsip/servers.json' with { type: 'json' }
import signIn from '../../fixtures/providers/portsip/sign-in.json' with { type: 'json' }
import { createPlayer, type Player } from '../exchange.ts'
import { createInstantClock } from '../instant-clock.ts'

const baseUrl = 'https://pbx.example.com:8887/api'
const settings = PortsipSettings.parse({
  url: baseUrl,
  username: 'conference-bot',
  password: 'planted-password',
  domain: 'tenant.example.com',
  clientId: 'planted-client',
  systemUsername: 'system-admin',
  systemPassword: 'planted-system-password',
})

/** The id that stands as an example of each path of the page. */
const exampleId = 'NzAwNTUxOTA5NzczMTQ4MTYw'
const roomId = 'cm9vbS0x'
const legId = 'bGVnLTE='
const otherLegId = 'bGVnLTI='
const recordingId = 'cmVjLTE'
const serverId = 'c2VydmVyLTE='
/** Servers belong to the whole system. */
const login = { signIn: [signIn['password of the system']], renewal: [signIn['refresh of the system']] }

const room = {
  id: roomId,
  number: '8001',
  subject: 'Sprint review',
  dialIn: '+49 30 901800',
  hasPin: true,
  fields: {
    extension_number: '8001',
    mode: 'AUDIO',
    control: 'FREE',
    height: null,
    width: null,
    bitrate: null,
    framerate: null,
    layout: null,
    subject: 'Sprint review',
    language: 'en-US',
    capacity: 20,
    enable_recording: false,
    enable_prompt: true,
    timezone: 'Europe/Berlin',
    scheduled_start_at: null,
    scheduled_end_at: null,
    numbers: '+49 30 901800',
    external_invitees: null,
    custom_options: null,
  },
}
const emptyFields = Object.fromEntries(Object.keys(room.fields).map((id) => [id, null]))
const secondRoom = {
  id: 'cm9vbS0y',
  number: '8002',
  subject: 'Board',
  dialIn: null,
  hasPin: false,
  fields: { ...emptyFields, extension_number: '8002', subject: 'Board' },
}
const recording = {
  id: recordingId,
  startedAt: Date.UTC(2026, 10, 20, 9),
  endedAt: Date.UTC(2026, 10, 20, 9, 31, 5, 500),
  durationSeconds: 1865,
  fileName: 'sprint-review.wav',
  sizeBytes: 29_840_128,
}
const server = {
  id: serverId,
  name: 'frankfurt',
  fields: {
    name: 'frankfurt',
    enabled: true,
    ipv4: '192.0.2.7',
    ipv6: null,
    max_rooms: 50,
    max_participants: 400,
    type: 'EXTERNAL',
  },
}
const ownServer = {
  id: 'c2VydmVyLTA=',
  name: 'default',
  fields: {
    ...server.fields,
    name: 'default',
    ipv4: '127.0.0.1',
    max_rooms: 100,
    max_participants: 1000,
    type: 'INTERNAL',
  },
}
const schedule = {
  subject: 'Sprint review',
  startAt: Date.UTC(2026, 11, 1, 14),
  endAt: Date.UTC(2026, 11, 1, 15, 30),
  timeZone: 'Europe/Berlin',
  externalInvitees: 'ada@example.com; grace@example.com',
}

providerContract({
  definition: portsip,
  baseUrl,
  open: (deps, timeoutMs) => createPortsip({ ...settings, requestTimeoutMs: timeoutMs }, deps),
  signIn: [signIn.password],
  renewal: [signIn.refresh],
  signOut: [signIn.revoke],
  secrets: [
    'planted-password',
    'planted-access-1',
    'planted-access-2',
    'planted-refresh-1',
    'planted-refresh-2',
    'planted-system-password',
    'planted-system-access-1',
    'planted-system-access-2',
    'planted-system-refresh-1',
    'planted-system-refresh-2',
    'planted-room-token',
    'planted-digest',
    '271828',
    '314159',
    '+4930901800',
  ],
  errorBody: (message) => ({ errors: [{ code: 'VALIDATE_FAILED', message }] }),
  cases: [
    { title: 'check', exchanges: [rooms['list of one']], run: (pbx) => pbx.check() },
    {
      title: 'listRooms',
      exchanges: [rooms.list],
      run: (pbx) => pbx.listRooms(),
      gives: [room, secondRoom],
    },
    { title: 'getRoom', exchanges: [rooms.read], run: (pbx) => pbx.getRoom(roomId), gives: room },
    {
      title: 'readRoom',
      exchanges: [rooms.status, participants.list],
      run: (pbx) => pbx.readRoom(roomId),
      gives: {
        locked: true,
        recording: true,
        muted: false,
        participants: [
          {
            legId,
            name: 'Ada Byron',
            number: '1001',
            muted: false,
            chairman: true,
            talking: null,
            callId: null,
            position: 0,
          },
          {
            legId: otherLegId,
            name: null,
            number: null,
            muted: true,
            chairman: false,
            talking: null,
            callId: null,
            position: -1,
          },
        ],
      },
    },
    {
      title: 'invite',
      exchanges: [participants.invite],
      run: (pbx) => pbx.invite(roomId, '+4930901800'),
      gives: { callId: null },
    },
    {
      title: 'endConference',
      exchanges: [participants.list, participants.destroy, participants['destroy the other']],
      run: (pbx) => pbx.endConference?.(roomId),
    },
    {
      title: 'createRoom',
      exchanges: [rooms.create, rooms.read],
      run: (pbx) =>
        pbx.createRoom?.({
          extension_number: '8001',
          mode: 'AUDIO',
          subject: 'Sprint review',
          capacity: 20,
          room_pin: '271828',
        }),
      gives: room,
    },
    {
      title: 'updateRoom',
      exchanges: [rooms.update],
      run: (pbx) => pbx.updateRoom?.(roomId, { subject: 'Retrospective', room_pin: '271828' }),
    },
    { title: 'deleteRoom', exchanges: [rooms.destroy], run: (pbx) => pbx.deleteRoom?.(roomId) },
    { title: 'readPin', exchanges: [rooms.read], run: (pbx) => pbx.readPin?.(roomId), gives: '271828' },
    { title: 'readChairPin', exchanges: [rooms.read], run: (pbx) => pbx.readChairPin?.(roomId), gives: '314159' },
    {
      title: 'muteParticipant',
      exchanges: [participants.mute],
      run: (pbx) => pbx.muteParticipant?.(roomId, legId),
    },
    {
      title: 'unmuteParticipant',
      exchanges: [participants.unmute],
      run: (pbx) => pbx.unmuteParticipant?.(roomId, legId),
    },
    { title: 'muteAll', exchanges: [rooms.mute], run: (pbx) => pbx.muteAll?.(roomId) },
    { title: 'unmuteAll', exchanges: [rooms.unmute], run: (pbx) => pbx.unmuteAll?.(roomId) },
    {
      title: 'kickParticipant',
      exchanges: [participants.destroy],
      run: (pbx) => pbx.kickParticipant?.(roomId, legId),
    },
    { title: 'lockRoom', exchanges: [rooms.lock], run: (pbx) => pbx.lockRoom?.(roomId) },
    { title: 'unlockRoom', exchanges: [rooms.unlock], run: (pbx) => pbx.unlockRoom?.(roomId) },
    { title: 'startRecording', exchanges: [rooms['start recording']], run: (pbx) => pbx.startRecording?.(roomId) },
    { title: 'stopRecording', exchanges: [rooms['stop recording']], run: (pbx) => pbx.stopRecording?.(roomId) },
    {
      title: 'listRecordings',
      exchanges: [recordings.list],
      run: (pbx) => pbx.listRecordings?.(roomId),
      gives: [recording],
    },
    {
      title: 'linkRecording',
      exchanges: [recordings.list],
      run: (pbx) => pbx.linkRecording?.(roomId, recordingId),
      gives: 'https://pbx.example.com:8887/api/blobs/planted-digest',
    },
    {
      title: 'deleteRecording',
      exchanges: [recordings.destroy],
      run: (pbx) => pbx.deleteRecording?.(roomId, recordingId),
    },
    {
      title: 'setRecordingRead',
      exchanges: [recordings['set read']],
      run: (pbx) => pbx.setRecordingRead?.(roomId, recordingId, true),
    },
    {
      title: 'setRecordingRead to unread',
      exchanges: [recordings['set unread']],
      run: (pbx) => pbx.setRecordingRead?.(roomId, recordingId, false),
    },
    {
      title: 'readSchedules',
      exchanges: [rooms['list with schedules']],
      run: (pbx) => pbx.readSchedules?.(),
      gives: new Map([
        [roomId, schedule],
        [secondRoom.id, null],
      ]),
    },
    { title: 'writeSchedule', exchanges: [rooms.schedule], run: (pbx) => pbx.writeSchedule?.(roomId, schedule) },
    {
      title: 'writeSchedule with null',
      exchanges: [rooms['take the schedule back']],
      run: (pbx) => pbx.writeSchedule?.(roomId, null),
    },
    {
      title: 'setChairman',
      exchanges: [participants.chairman],
      run: (pbx) => pbx.setChairman?.(roomId, legId),
    },
    {
      title: 'setLayout',
      exchanges: [rooms['read a video room'], participants.layout],
      run: (pbx) => pbx.setLayout?.(roomId, [otherLegId, legId]),
    },
    {
      title: 'setPosition',
      exchanges: [rooms['read a video room'], participants.position],
      run: (pbx) => pbx.setPosition?.(roomId, legId, 8),
    },
    {
      title: 'setPosition to none',
      exchanges: [rooms['read a video room'], participants.hide],
      run: (pbx) => pbx.setPosition?.(roomId, legId, null),
    },
    {
      title: 'queryRooms',
      exchanges: [rooms.query],
      run: (pbx) =>
        pbx.queryRooms?.({
          filter: "mode eq 'AUDIO'",
          search: 'review',
          orderby: 'subject asc, capacity desc',
          skip: 2,
          top: 2,
        }),
      gives: { items: [room, secondRoom], total: 9 },
    },
    {
      title: 'listServers',
      login,
      exchanges: [servers.list],
      run: (pbx) =>
        pbx.listServers?.({
          filter: "enabled eq true and startswith(name, 'O''Brien')",
          search: 'frank',
          orderby: 'name desc',
          skip: 0,
          top: 20,
          count: true,
        }),
      gives: { items: [server, ownServer], total: 7 },
    },
    {
      title: 'listServers with nothing asked',
      login,
      exchanges: [servers['list with nothing asked']],
      run: (pbx) => pbx.listServers?.({}),
      gives: { items: [server], total: null },
    },
    {
      title: 'createServer',
      login,
      exchanges: [servers.create, servers.read],
      run: (pbx) => pbx.createServer?.({ name: 'frankfurt', ipv4: '192.0.2.7', max_rooms: 50, max_participants: 400 }),
      gives: server,
    },
    {
      title: 'readServer',
      login,
      exchanges: [servers.read],
      run: (pbx) => pbx.readServer?.(serverId),
      gives: server,
    },
    {
      title: 'updateServer',
      login,
      exchanges: [servers.update],
      run: (pbx) => pbx.updateServer?.(serverId, { enabled: false, max_rooms: 60 }),
    },
    {
      title: 'readServerStatus',
      login,
      exchanges: [servers.status],
      run: (pbx) => pbx.readServerStatus?.(serverId),
      gives: { isOnline: true, rooms: 3, participants: 12, cpuUsage: 7.5, memoryUsage: 41 },
    },
    {
      title: 'deleteServer',
      login,
      exchanges: [servers.destroy],
      run: (pbx) => pbx.deleteServer?.(serverId),
    },
  ],
})

/** Every call of the vendor's page "Conference", in its order. */
const documented = [
  'GET /conference_servers',
  'POST /conference_servers',
  'GET /conference_servers/{id}',
  'POST /conference_servers/{id}',
  'GET /conference_servers/{id}/status',
  'POST /conference_servers/{id}/destroy',
  'GET /conference_rooms',
  'POST /conference_rooms',
  'GET /conference_rooms/{id}',
  'POST /conference_rooms/{id}',
  'POST /conference_rooms/{id}/destroy',
  'GET /conference_rooms/{id}/status',
  'POST /conference_rooms/{id}/mute',
  'POST /conference_rooms/{id}/unmute',
  'POST /conference_rooms/{id}/lock',
  'POST /conference_rooms/{id}/unlock',
  'POST /conference_rooms/{id}/start_recording',
  'POST /conference_rooms/{id}/stop_recording',
  'GET /conference_rooms/{id}/participants',
  'POST /conference_rooms/{id}/participants/layout',
  'GET /conference_rooms/{id}/participants/{participant_id}',
  'POST /conference_rooms/{id}/participants/invite',
  'POST /conference_rooms/{id}/participants/{participant_id}/mute',
  'POST /conference_rooms/{id}/participants/{participant_id}/unmute',
  'POST /conference_rooms/{id}/participants/{participant_id}/chairman',
  'POST /conference_rooms/{id}/participants/{participant_id}/position',
  'POST /conference_rooms/{id}/participants/{participant_id}/destroy',
  'GET /conference_rooms/{id}/recordings',
  'POST /conference_rooms/{id}/recordings/{recording_id}/destroy',
  'POST /conference_rooms/{id}/recordings/{recording_id}/set_read',
  'POST /conference_rooms/{id}/recordings/{recording_id}/set_unread',
]

it('every documented call has an exchange, and no other has one', () => {
  const named = [
    [serverId, '{id}'],
    [roomId, '{id}'],
    [exampleId, '{id}'],
    [recordingId, '{recording_id}'],
    [legId, '{participant_id}'],
    [otherLegId, '{participant_id}'],
  ] as const
  const recorded = [servers, rooms, participants, recordings].flatMap((file) =>
    Object.values(file).map(({ request: { method, path } }) =>
      named.reduce((text, [id, name]) => text.replace(encodeURIComponent(id), name), `${method} ${path}`),
    ),
  )
  expect(documented).toHaveLength(31)
  expect([...new Set(recorded)].sort()).toEqual(documented.toSorted())
})

describe('PortSIP in particular', () => {
  let player: Player
  let provider: ReturnType<typeof createPortsip>

  beforeEach(() => {
    player = createPlayer(baseUrl)
    player.play(signIn.password)
    const deps = { name: 'office', clock: createInstantClock(), logger: createSilentLogger() }
    provider = createPortsip(settings, { ...deps, dispatcher: player.dispatcher })
  })
  afterEach(() => player.dispatcher.close())

  const page = (skip: number, items: readonly unknown[], count: number | null) => ({
    request: { method: 'GET', path: '/conference_rooms', query: { skip: String(skip), top: '100' } },
    response: { status: 200, json: { count, items } },
  })
  const wireRooms = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({
      id: `r${from + index}`,
      extension_number: `${8000 + from + index}`,
    }))

  it('is what the service and the configuration expect', () => {
    const asServed: ConferenceProvider = provider
    const asDefined: ProviderDefinition<never> = portsip
    expect([asServed, asDefined]).toHaveLength(2)
  })

  it('sends and reads every field of the page with its example', async () => {
    const { json } = rooms['create with every field of the page'].request
    player.play(rooms['create with every field of the page'], rooms['read the example of the page'])
    const { admin_pin: _, room_pin: __, ...shown } = json
    expect(await provider.createRoom(json)).toMatchObject({ id: exampleId, number: '800', hasPin: true, fields: shown })
    player.play(rooms['update with every field of the page'])
    await provider.updateRoom(exampleId, rooms['update with every field of the page'].request.json)
    player.assertAllPlayed()
    expect(Object.keys(json).sort()).toEqual(portsip.roomFields.map(({ id }) => id).sort())
  })

  it('asks by the page’s paths, whatever stands in the place of an id', async () => {
    const odd = '../a b/?#%'
    await expect(provider.kickParticipant(exampleId, odd)).rejects.toBeDefined()
    expect(player.sent().at(-1)?.path).toBe(
      `/conference_rooms/${exampleId}/participants/${encodeURIComponent(odd)}/destroy`,
    )
  })

  it('reads the pages of a long list until it has them all', async () => {
    player.play(
      page(0, wireRooms(0, 100), 230),
      page(100, wireRooms(100, 200), 230),
      page(200, wireRooms(200, 230), 230),
    )
    const all = await provider.listRooms()
    expect(new Set(all.map((one) => one.id)).size).toBe(230)
    player.assertAllPlayed()
  })

  it('stops at a short page where the PBX does not count, and at one that brings nothing new', async () => {
    player.play(page(0, wireRooms(0, 100), null), page(100, wireRooms(100, 103), null))
    expect(await provider.listRooms()).toHaveLength(103)
    player.play(page(0, wireRooms(0, 100), 500), page(100, wireRooms(0, 100), 500))
    expect(await provider.listRooms()).toHaveLength(100)
    player.assertAllPlayed()
  })

  it('counts a room once that slipped to the next page meanwhile', async () => {
    player.play(page(0, wireRooms(0, 100), 150), page(100, wireRooms(99, 150), 150))
    expect(await provider.listRooms()).toHaveLength(150)
  })

  it('ends a conference although somebody hung up in the middle of it', async () => {
    player.play(participants.list, participants.destroy, participants['destroy one who left'])
    await provider.endConference(roomId)
    player.assertAllPlayed()
  })

  it('never destroys the room of a conference that it ends', async () => {
    player.play(participants.list, participants.destroy, participants['destroy the other'])
    await provider.endConference(roomId)
    expect(player.sent().map(({ path }) => path)).not.toContain(`/conference_rooms/${roomId}/destroy`)
  })

  it('says that a recording is gone which the room does not have', async () => {
    player.play(recordings.list)
    await expect(provider.linkRecording(roomId, 'other')).rejects.toMatchObject({ code: 'provider.not-found' })
  })

  it('gives no link that leads anywhere but to recordings of this PBX', async () => {
    const [item] = recordings.list.response.json.items
    const items = [{ ...item, file_url: 'https://evil.example/login' }]
    player.play({ request: recordings.list.request, response: { status: 200, json: { items } } })
    await expect(provider.linkRecording(roomId, recordingId)).rejects.toMatchObject({ code: 'provider.malformed' })
  })

  it('has no PIN to tell of a room without one', async () => {
    const json = { ...rooms.read.response.json, room_pin: null }
    player.play({ request: rooms.read.request, response: { status: 200, json } })
    expect(await provider.readPin(roomId)).toBeNull()
  })

  it('does not arrange the picture of a room that has none', async () => {
    player.play(rooms.read, rooms.read)
    const refused = { code: 'capability.unsupported', details: { blanks: { pbx: 'office' } } }
    await expect(provider.setLayout(roomId, [legId])).rejects.toMatchObject(refused)
    await expect(provider.setPosition(roomId, legId, 1)).rejects.toMatchObject(refused)
    expect(player.sent().filter(({ method, path }) => method === 'POST' && path !== '/login/oauth/token')).toEqual([])
  })

  it('asks for servers with the login of the system, and for rooms with that of the tenant', async () => {
    player.play(signIn['password of the system'], servers.read, rooms.lock)
    await provider.readServer(serverId)
    await provider.lockRoom(roomId)
    expect(player.sent().flatMap(({ authorization }) => authorization ?? [])).toEqual([
      'Bearer planted-system-access-1',
      'Bearer planted-access-1',
    ])
  })

  it('gives both logins back', async () => {
    const revoked: string[] = []
    player.play(signIn['password of the system'], servers.read, rooms.lock, signIn.revoke, signIn.revoke)
    await provider.readServer(serverId)
    await provider.lockRoom(roomId)
    await provider.close()
    for (const { path, authorization } of player.sent())
      if (path === signIn.revoke.request.path) revoked.push(authorization ?? '')
    expect(revoked.sort()).toEqual(['Bearer planted-access-1', 'Bearer planted-system-access-1'])
  })

  it('asks nothing about servers without a login of the system', async () => {
    const { systemPassword: _, ...lacking } = settings
    const deps = { name: 'office', clock: createInstantClock(), logger: createSilentLogger() }
    const alone = createPortsip(lacking, { ...deps, dispatcher: player.dispatcher })
    const asked = [
      alone.listServers({}),
      alone.readServer(serverId),
      alone.readServerStatus(serverId),
      alone.createServer({ name: 'frankfurt' }),
      alone.updateServer(serverId, { enabled: true }),
      alone.deleteServer(serverId),
    ]
    for (const { reason } of (await Promise.allSettled(asked)) as PromiseRejectedResult[])
      expect(reason).toMatchObject({ code: 'provider.forbidden', details: { blanks: { pbx: 'office' } } })
    expect(player.sent()).toEqual([])
  })

  it('sends its token with every call, and only there', async () => {
    player.play(rooms.lock)
    await provider.lockRoom(roomId)
    expect(player.sent().map(({ path, authorization }) => [path, authorization])).toEqual([
      ['/login/oauth/token', undefined],
      [rooms.lock.request.path, 'Bearer planted-access-1'],
    ])
  })

  it('does not repeat a PIN that the PBX repeats in its refusal', async () => {
    player.play({
      request: rooms.update.request,
      response: { status: 400, json: { errors: [{ code: 'VALIDATE_FAILED', message: '271828 is too easy' }] } },
    })
    await expect(provider.updateRoom(roomId, rooms.update.request.json)).rejects.toMatchObject({
      code: 'provider.rejected',
      details: { blanks: { message: '[redacted] is too easy' } },
    })
  })
})
