import { expect, test } from 'vitest'
import { servePortsip } from '../../serve-portsip.ts'

type Rows = [field: string, good: unknown[], bad: unknown[]][]

const letters = (length: number) => 'x'.repeat(length)
const digits = (length: number) => '8'.repeat(length)
const audio = { extension_number: '8000', mode: 'AUDIO', subject: 'Review', capacity: 9 }
const video = { ...audio, mode: 'VIDEO' }

const onCreationAlone: Rows = [
  ['extension_number', [digits(3), digits(64)], [digits(2), digits(65), '80a0', 8000, '', null]],
  ['mode', ['AUDIO', 'VIDEO'], ['audio', '', null]],
  ['enable_recording', [true, false], ['true', 1, null]],
]

const everywhere: Rows = [
  ['control', ['FREE', 'MASTER'], ['free', '', null]],
  ['height', [144, 1920], [143, 1921, 720.5, '720']],
  ['width', [144, 1920], [143, 1921, '1280']],
  ['bitrate', [128, 10240], [127, 10241, '1024']],
  ['framerate', [5, 30], [4, 31, '15']],
  [
    'layout',
    ['LAYOUT0', 'LAYOUT1', 'LAYOUT2', 'LAYOUT3', 'LAYOUT4', 'LAYOUT6', 'LAYOUT9'],
    ['LAYOUT5', 'LAYOUT7', 'LAYOUT8', 'LAYOUT10', 0],
  ],
  ['subject', ['x', letters(64), '😀'.repeat(64)], ['', letters(65), '😀'.repeat(65), 5, null]],
  ['language', ['en-US', 'de', 'zh-Hant-TW'], ['en_US', '', 5]],
  ['capacity', [1, 200], [0, 201, 9.5, '9', null]],
  ['admin_pin', ['123', '123456'], ['12', '1234567', '12a', 1234, '', null]],
  ['room_pin', ['000', '999999'], ['12', '1234567', '１２３', 1234, '', null]],
  ['enable_prompt', [true, false], ['yes', 0]],
  ['timezone', ['Asia/Shanghai', 'Europe/Berlin', 'UTC'], ['Mars/Base', '+01:00', '']],
  [
    'scheduled_start_at',
    ['2017-07-21T17:32:28Z', '2026-12-01T15:00:00+01:00', '2026-12-01T15:00:00.5Z', '2024-02-29T00:00:00Z'],
    ['2026-12-01', '2026-12-01T15:00Z', '2026-12-01T15:00:00', '2026-12-01 15:00:00Z', '2026-02-29T00:00:00Z', 1],
  ],
  ['scheduled_end_at', ['2017-07-21T17:32:28Z'], ['2026-12-01T24:00:00Z', '2026-13-01T00:00:00Z', 'soon', '']],
  ['numbers', ['', letters(128)], [letters(129), 5]],
  ['external_invitees', ['', 'guest@example.com'], [['guest@example.com'], 5]],
  ['custom_options', ['{}', '{"colour":"red"}'], ['{', '', {}]],
  ['internal_invitees', [[], ['NzAwNTUxOTA5NzczMTQ4MTYw']], ['1001', [1001]]],
  [
    'outbound_caller_ids',
    [[], [{ provider_id: 'a', caller_id: letters(64), description: letters(1024) }]],
    [
      [{ provider_id: 'a', caller_id: '' }],
      [{ provider_id: 'a', caller_id: letters(65) }],
      [{ provider_id: 'a', caller_id: 'b', description: letters(1025) }],
      [{ caller_id: 'b' }],
    ],
  ],
]

test.each([...onCreationAlone, ...everywhere])(
  'a new room takes %s within its limits alone',
  async (field, good, bad) => {
    const { post } = await servePortsip()
    for (const value of bad) {
      const answer = await post('/conference_rooms', { ...video, [field]: value })
      expect([value, answer.status, answer.json]).toMatchObject([value, 400, { errors: [{ code: 'VALIDATE_FAILED' }] }])
      expect(answer.text).toContain(field)
    }
    for (const [index, value] of good.entries()) {
      const answer = await post('/conference_rooms', { ...video, extension_number: `80${10 + index}`, [field]: value })
      expect([value, answer.status]).toEqual([value, 201])
    }
  },
)

test.each(everywhere)('an update takes %s within its limits alone', async (field, good, bad) => {
  const { post, createRoom } = await servePortsip()
  const path = `/conference_rooms/${await createRoom({ mode: 'VIDEO' })}`
  for (const value of bad) expect([value, (await post(path, { [field]: value })).status]).toEqual([value, 400])
  for (const value of good) expect([value, (await post(path, { [field]: value })).status]).toEqual([value, 200])
})

test.each([
  ['extension_number', '8001'],
  ['mode', 'AUDIO'],
  ['enable_recording', true],
])('an update cannot change %s', async (field, value) => {
  const { post, createRoom } = await servePortsip()
  const answer = await post(`/conference_rooms/${await createRoom()}`, { [field]: value })
  expect(answer).toMatchObject({ status: 400, json: { errors: [{ code: 'VALIDATE_FAILED' }] } })
})

test.each(['extension_number', 'mode', 'subject', 'capacity'])('a new room needs %s', async (field) => {
  const { post } = await servePortsip()
  const { [field]: _left, ...rest }: Record<string, unknown> = audio
  expect((await post('/conference_rooms', rest)).status).toBe(400)
})

test('an update needs nothing', async () => {
  const { post, createRoom } = await servePortsip()
  expect((await post(`/conference_rooms/${await createRoom()}`, {})).status).toBe(200)
})

test('a field that nobody named is refused', async () => {
  const { post, createRoom } = await servePortsip()
  expect((await post('/conference_rooms', { ...audio, pin: '123' })).status).toBe(400)
  expect((await post(`/conference_rooms/${await createRoom()}`, { pin: '123' })).status).toBe(400)
})

test.each([{ height: 720 }, { width: 1280 }, { bitrate: 1024 }, { framerate: 15 }, { layout: 'LAYOUT4' }])(
  'an audio room has no %o',
  async (field) => {
    const { post, createRoom } = await servePortsip()
    expect((await post('/conference_rooms', { ...audio, ...field })).status).toBe(400)
    expect((await post(`/conference_rooms/${await createRoom()}`, field)).status).toBe(400)
  },
)

const server = { name: 'second', ipv4: '192.0.2.1', max_rooms: 5, max_participants: 50 }
test.each([
  ['name', ['x', letters(64)], ['', letters(65), 5]],
  ['enabled', [true, false], ['true', 1]],
  ['ipv4', ['192.0.2.1'], ['192.0.2.256', 'host', '']],
  ['ipv6', ['2001:db8::1'], ['2001:db8', 'host', '']],
  ['max_rooms', [0, 2 ** 31 - 1], [1.5, '5', 2 ** 31]],
  ['max_participants', [0, 2 ** 31 - 1], [1.5, '5', 2 ** 31]],
] satisfies Rows)('a new server takes %s within its limits alone', async (field, good, bad) => {
  const { post } = await servePortsip()
  const create = async (value: unknown) => [
    value,
    (await post('/conference_servers', { ...server, [field]: value })).status,
  ]
  for (const value of bad) expect(await create(value)).toEqual([value, 400])
  for (const value of good) expect(await create(value)).toEqual([value, 200])
})

test.each([
  ['an invitation', 'invite', [{}, { number: '' }, { number: 1001 }, { number: '1001', name: 'Front desk' }]],
  ['a layout', 'layout', [{}, { items: 'all' }, { items: ['bm9uZQ'] }, { items: Array(10).fill('bm9uZQ') }]],
])('%s says what it must', async (_what, name, bodies) => {
  const { post, createRoom, pbx } = await servePortsip()
  const path = `/conference_rooms/${await createRoom()}/participants/${name}`
  for (const body of bodies) expect([body, (await post(path, body)).status]).toEqual([body, 400])
  expect(pbx.calls()).toEqual([])
})

test('a position is between -1 and 8', async () => {
  const { post, createRoom, pbx } = await servePortsip()
  const room = await createRoom()
  const call = pbx.call({ from: '1001', to: '8000' })
  const path = `/conference_rooms/${room}/participants/${'leg' in call && call.leg}/position`
  for (const position of [-2, 9, 1.5, '3']) expect((await post(path, { position })).status).toBe(400)
  for (const position of [-1, 0, 8]) expect((await post(path, { position })).status).toBe(200)
  expect((await post(path, {})).status).toBe(200)
})
