import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Pbx, PbxPolicy } from '#core/contracts/conference-provider.ts'
import type { Check } from '#core/contracts/diagnosis.ts'
import { ConfbotError } from '#core/errors.ts'
import { pbxChecks, type RoomUse } from '#doctor/pbx.ts'
import { createSystemClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { PortsipSettings } from '#providers/portsip/config.ts'
import { portsip } from '#providers/portsip/index.ts'
import { examine } from '#test/support/findings.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'
import { say } from '#text/message.ts'

let sandbox: SandboxServer
let pbx: Pbx
const policy: PbxPolicy = {
  rooms: { first: 8000, last: 8009 },
  extensions: [
    { first: '1000', last: '1099' },
    { first: '21', last: '21' },
  ],
  countries: ['DE', 'AT'],
  caps: { atOnce: 1, perPersonHour: 1, perDay: 1, perConference: 1 },
  chats: [],
}
const unused: RoomUse = { leased: new Set(), permanent: new Set() }

beforeAll(async () => {
  sandbox = await startSandboxServer()
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  await sandbox.slack.post('reset', {})
  const { PBX_URL: url, PBX_USERNAME: username, PBX_PASSWORD: password, PBX_DOMAIN: domain } = sandbox.env
  const settings = PortsipSettings.parse({ url, username, password, domain })
  const deps = { name: 'office', clock: createSystemClock(), logger: createSilentLogger() }
  pbx = { name: 'office', definition: portsip, policy, provider: portsip.create(settings, deps) }
})

const look = async (changes: Partial<Pbx> = {}, use: RoomUse = unused) =>
  // After the address, the clock and the login.
  (await examine(pbxChecks({ ...pbx, ...changes }, async () => use))).slice(3)
const withPolicy = (changes: Partial<PbxPolicy>) => look({ policy: { ...policy, ...changes } })
const room = (number: string, capacity = 200) =>
  pbx.provider.createRoom?.({ extension_number: number, mode: 'AUDIO', subject: 'A room', capacity })

const untried = 'ok: Whether recordings can be listed shows only once there is a room.'
const numbers = 'ok: It may ring the extensions 1000–1099, 21 and numbers of DE, AT.'

describe('the rooms of a PBX', () => {
  it('are all free on a new one', async () => {
    expect(await look()).toEqual([
      'ok: Of its rooms 8000 to 8009, 0 are there and 0 in a conference; 10 are free for others.',
      'ok: Whether the account may also create rooms shows only with the first that is needed: 10 of the range are not there yet.',
      untried,
      numbers,
    ])
  })

  it('need no right of the account where they are made by a detour', async () => {
    const createRoom = { support: 'detour', how: 'room.capability.end-by-kicking' } as const
    const definition = { ...portsip, capabilities: { ...portsip.capabilities, createRoom } }
    expect(await look({ definition })).toEqual([
      'ok: Of its rooms 8000 to 8009, 0 are there and 0 in a conference; 10 are free for others.',
      untried,
      numbers,
    ])
  })

  it('are counted: those that are there, in a conference, and to stay as they are; others do not matter', async () => {
    for (const number of ['8000', '8001', '8002', '7999', '8010']) await room(number)
    const use = { leased: new Set(['8000', '9000']), permanent: new Set(['8002', '8000']) }
    expect((await look({}, use))[0]).toBe(
      'ok: Of its rooms 8000 to 8009, 3 are there and 1 in a conference; 8 are free for others.',
    )
  })

  it('are free only as far as they are there, where none can be created', async () => {
    await room('8000')
    const createRoom = { support: 'no', why: 'room.capability.no-room-events' } as const
    const definition = { ...portsip, capabilities: { ...portsip.capabilities, createRoom } }
    expect((await look({ definition }))[0]).toContain('1 are there and 0 in a conference; 1 are free')
    const used = { ...unused, leased: new Set(['8000']) }
    expect((await look({ definition }, used))[0]).toBe(
      'warn: Of its rooms 8000 to 8009, none is free for a further conference. Give it a wider range of rooms, or look at what uses them.',
    )
  })

  it('are used by others when somebody is there without a conference of confbot', async () => {
    for (const number of ['8000', '8003', '8004']) await room(number)
    for (const to of ['8000', '8003', '8004']) await sandbox.slack.post('pbx/portsip/call', { from: '+4930901811', to })
    const found = await look({}, { ...unused, leased: new Set(['8000']) })
    expect(found[0]).toContain('3 are there and 1 in a conference; 7 are free')
    expect(found).toContain(
      'warn: People are in the rooms 8003, 8004 without a conference of confbot. Choose a range of rooms that nothing else uses: confbot changes what is in it.',
    )
  })

  it('may be made by others when they are not as confbot makes them', async () => {
    await room('8000')
    await room('8005', 9)
    expect(await look()).toContain(
      'warn: Room 8005 is not as confbot makes it, so somebody else may have. Choose another range if so: confbot gives the rooms of its range new names and PINs, but for those made with /confadmin room create.',
    )
    expect((await look({}, { ...unused, permanent: new Set(['8005']) })).join()).not.toContain('as confbot makes')
  })

  it('are no extensions that may be rung', async () => {
    const collision =
      'warn: Some of its rooms 8000 to 8009 are also among the extensions that may be rung. Take them out of the extensions: a room that rings a room joins two conferences.'
    expect(await withPolicy({ extensions: [{ first: '7000', last: '8000' }] })).toContain(collision)
    expect(await withPolicy({ extensions: [{ first: '8010', last: '8999' }] })).not.toContain(collision)
    expect(await withPolicy({ extensions: [{ first: '800', last: '810' }] })).not.toContain(collision)
  })

  it('cannot be listed by an account without the right', async () => {
    const listRooms = () => Promise.reject(new ConfbotError('provider.forbidden', { blanks: { pbx: 'office' } }))
    expect(await look({ provider: { ...pbx.provider, listRooms } })).toEqual([
      'fail: The account has no right to list rooms. Give the account the rights that the README of this kind of PBX names.',
      numbers,
    ])
  })
})

describe('the recordings of a PBX', () => {
  it('are listed of a room that is there', async () => {
    await room('8000')
    expect(await look()).toContain('ok: The recordings of a room can be listed.')
  })

  it('cannot be listed by an account without the right', async () => {
    await room('8000')
    const listRecordings = () => Promise.reject(new ConfbotError('provider.forbidden', { blanks: { pbx: 'office' } }))
    expect(await look({ provider: { ...pbx.provider, listRecordings } })).toContain(
      'fail: The account has no right to list recordings. Give the account the rights that the README of this kind of PBX names.',
    )
  })

  it('are not called untried where the kind tells of them by itself', async () => {
    const told: Check = { what: say('doctor.pbx.what.recordings'), shows: 'listRecordings', run: async () => [] }
    const diagnose = () => [told, ...pbx.provider.diagnose()]
    expect(await look({ provider: { ...pbx.provider, diagnose } })).not.toContain(untried)
  })

  it('are nothing to look at where a PBX has none', async () => {
    const listRecordings = { support: 'unknown' } as const
    const definition = { ...portsip, capabilities: { ...portsip.capabilities, listRecordings } }
    expect((await look({ definition })).join()).not.toContain('ecordings')
  })
})

it.each<[string, Partial<PbxPolicy>]>([
  [
    'warn: It may ring the extensions 1000–1099, 21 alone: no country may be called. To have numbers outside rung, name their countries (PBX_COUNTRIES).',
    { countries: [] },
  ],
  [
    'warn: It may ring numbers of DE, AT, but no extension. To have extensions rung, set them (PBX_EXTENSIONS).',
    { extensions: [] },
  ],
  [
    'warn: It may ring nobody: neither extensions nor countries are set. Set extensions (PBX_EXTENSIONS), countries (PBX_COUNTRIES) or both.',
    { extensions: [], countries: [] },
  ],
])('says whom it may ring: %s', async (sentence, changes) => {
  expect((await withPolicy(changes)).at(-1)).toBe(sentence)
})

it('creates and changes nothing on the PBX', async () => {
  await room('8000')
  const before = await sandbox.slack.get('pbx/portsip/rooms')
  const { frames } = await sandbox.slack.get<{ frames: readonly unknown[] }>('pbx/portsip/traffic')
  await look()
  await pbx.provider.close()
  const after = await sandbox.slack.get<{ frames: readonly { method: string; path: string }[] }>('pbx/portsip/traffic')
  const asked = after.frames.slice(frames.length).map(({ method, path }) => `${method} ${path}`)
  expect(asked.filter((one) => one.startsWith('POST'))).toEqual(['POST /api/login/oauth/revoke'])
  expect(await sandbox.slack.get('pbx/portsip/rooms')).toEqual(before)
})
