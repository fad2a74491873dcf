import { describe, expect, it } from 'vitest'
import type { FieldValue, RoomField, RoomFieldValues } from '#core/contracts/conference-provider.ts'
import { anna, ben, type RunningService, startService } from '#test/support/service.ts'

const audio = { extension_number: '7000', mode: 'AUDIO', subject: 'Board', capacity: '9' }
const create = ({ service, attempt }: RunningService, more: Record<string, string> = {}) =>
  service.createRoom(attempt(anna, 'confadmin room create'), { assignments: { ...audio, ...more } })
const bodies = ({ pbx }: RunningService) =>
  pbx()
    .traffic.list()
    .filter(({ method, path }) => method === 'POST' && path?.startsWith('/api/conference_rooms'))
    .map(({ body }) => body)

describe('a room', () => {
  it('is created with what was said, and shown as the PBX has it', async () => {
    const running = await startService()
    const { room, conferenceId } = await create(running, { room_pin: '24680', enable_prompt: 'no' })
    expect(room).toMatchObject({
      number: '7000',
      subject: 'Board',
      hasPin: true,
      fields: { capacity: 9, mode: 'AUDIO' },
    })
    expect(conferenceId).toBeNull()
    expect(bodies(running)).toEqual([{ ...audio, capacity: 9, room_pin: '24680', enable_prompt: false }])
    const [row] = await running.audit()
    expect(row).toMatchObject({
      result: 'done',
      target: expect.stringMatching(/^room 7000: .*subject=Board.*room_pin=•••/),
    })
    expect(JSON.stringify(row)).not.toContain('24680')
  })

  it.each([
    ['a field that is wrong', { capacity: '201' }, 'input.invalid'],
    ['a field that is unknown', { colour: 'red' }, 'input.unknown-field'],
  ])('with %s is not asked for', async (_what, more, code) => {
    const running = await startService()
    await expect(create(running, more)).rejects.toMatchObject({ code })
    expect(running.pbx().traffic.list()).toEqual([])
  })

  it('whose number is taken is not created', async () => {
    const running = await startService()
    await create(running)
    await expect(create(running)).rejects.toMatchObject({ code: 'room.exists' })
    expect(running.pbx().rooms()).toHaveLength(1)
  })

  it('is changed by what differs alone', async () => {
    const running = await startService()
    const { service, attempt, pbx } = running
    await create(running)
    pbx().traffic.clear()
    const changed = await service.editRoom(attempt(), {
      room: '7000',
      assignments: { subject: 'Council', capacity: '9' },
    })
    expect(bodies(running)).toEqual([{ subject: 'Council' }])
    expect(changed.room).toMatchObject({ subject: 'Council', fields: { capacity: 9 } })
    pbx().traffic.clear()
    await service.editRoom(attempt(), { room: '7000', assignments: { subject: 'Council' } })
    expect(bodies(running)).toEqual([])
  })

  it('does not get what rooms of its kind cannot have', async () => {
    const running = await startService()
    const { service, attempt, pbx } = running
    await create(running)
    pbx().traffic.clear()
    await expect(service.editRoom(attempt(), { room: '7000', assignments: { height: '720' } })).rejects.toMatchObject({
      code: 'input.invalid',
      details: { option: 'height' },
    })
    expect(bodies(running)).toEqual([])
  })

  it('is listed with the conference that uses it', async () => {
    const running = await startService()
    const { service, attempt, start } = running
    await create(running)
    const conference = await start(ben, 'Sprint review')
    const { rooms, leases } = await service.rooms(attempt(), {})
    expect(rooms.map(({ number }) => number).toSorted()).toEqual(['7000', '8000'])
    expect([...leases]).toEqual([['8000', conference.id]])
    expect(await service.room(attempt(), { room: '8000' })).toMatchObject({ conferenceId: conference.id })
    await expect(service.room(attempt(), { room: '9999' })).rejects.toMatchObject({ code: 'input.unknown-room' })
  })
})

describe('deleting a room', () => {
  const remove = ({ service, attempt }: RunningService, room: string, recordingsToo?: boolean) =>
    service.deleteRoom(attempt(), { room, recordingsToo })

  it('is done when nobody needs it', async () => {
    const running = await startService()
    await create(running)
    await remove(running, '7000')
    expect(running.pbx().rooms()).toEqual([])
  })

  it('is refused while somebody is in it or a conference holds it', async () => {
    const running = await startService()
    await create(running)
    running.pbx().call({ from: '+4930901877', to: '7000' })
    await expect(remove(running, '7000')).rejects.toMatchObject({ code: 'room.in-use' })
    await running.start(ben, 'Sprint review')
    await expect(remove(running, '8000', true)).rejects.toMatchObject({ code: 'room.in-use' })
    expect(running.pbx().rooms()).toHaveLength(2)
  })

  it('that would take recordings along needs to be said so', async () => {
    const running = await startService()
    const { room } = await create(running)
    const { provider } = running.service.pbxOf('berlin')
    await provider.startRecording?.(room.id)
    running.clock.advance(60_000)
    await provider.stopRecording?.(room.id)
    await expect(remove(running, '7000')).rejects.toMatchObject({
      code: 'room.has-recordings',
      details: { blanks: { count: 1 }, choices: [{ input: { recordings: 'yes' } }] },
    })
    await remove(running, room.id, true)
    expect(running.pbx().rooms()).toEqual([])
  })
})

it.each([
  ['list rooms', (running: RunningService) => running.service.rooms(running.attempt(ben), {})],
  ['see one', (running: RunningService) => running.service.room(running.attempt(ben), { room: '7000' })],
  ['create one', (running: RunningService) => running.service.createRoom(running.attempt(ben), { assignments: audio })],
  [
    'edit one',
    (running: RunningService) =>
      running.service.editRoom(running.attempt(ben), { room: '7000', assignments: { subject: 'x' } }),
  ],
  ['delete one', (running: RunningService) => running.service.deleteRoom(running.attempt(ben), { room: '7000' })],
])('who is no administrator cannot %s, and the PBX is not asked', async (_what, act) => {
  const running = await startService()
  await expect(act(running)).rejects.toMatchObject({ code: 'permission.denied' })
  expect(running.pbx().traffic.list()).toEqual([])
})

describe('the audit record of a room', () => {
  it('tells what was set, but no number, address or secret of anybody', async () => {
    const { service, attempt, audit } = await startService()
    const creating = attempt()
    await service.createRoom(creating, {
      assignments: {
        extension_number: '8050',
        mode: 'AUDIO',
        capacity: '20',
        subject: 'Call +49 30 9018-044 or eve@example.org',
        numbers: '+4930901802;+4930901803',
        external_invitees: 'dora@example.org',
        room_pin: '24680',
      },
    })
    const [{ target } = { target: '' }] = await audit()
    expect(target).toMatch(/^room 8050: .*mode=AUDIO/)
    for (const told of ['extension_number=8050', 'capacity=20', 'subject=Call', 'numbers', 'external_invitees'])
      expect(target).toContain(told)
    expect(target).not.toMatch(/9018|90180|@|24680|\+4930/)
  })

  it('masks a long room number', async () => {
    const { service, attempt, audit } = await startService()
    const assignments = { extension_number: '4930901805', mode: 'AUDIO', capacity: '20', subject: 'Long' }
    await service.createRoom(attempt(), { assignments })
    expect((await audit())[0]?.target).toContain('extension_number=···805')
  })
})

describe('a PBX with fields of its own', () => {
  const extra: readonly RoomField[] = [
    {
      id: 'access.moderators',
      kind: 'list',
      label: 'room.field.subject',
      options: true,
      group: 'access',
      create: 'optional',
      update: 'optional',
    },
    {
      id: 'greeting-file',
      kind: 'text',
      label: 'room.field.subject',
      requires: 'greeting',
      group: 'audio',
      create: 'optional',
      update: 'optional',
    },
    {
      id: 'greeting',
      kind: 'text',
      label: 'room.field.subject',
      group: 'audio',
      create: 'optional',
      update: 'optional',
    },
  ]
  /** What it was told of these, and what it shows; `takes` says what it makes of a value. */
  const running = async (takes: (value: FieldValue) => FieldValue = (value) => value) => {
    const kept: Record<string, FieldValue> = { 'access.moderators': '2,1', greeting: null, 'greeting-file': null }
    const told: RoomFieldValues[] = []
    const own = new Set(extra.map(({ id }) => id))
    const service = await startService([
      {
        name: 'berlin',
        moreFields: extra,
        capabilities: { fieldOptions: { support: 'yes' } },
        around: (adapter) => ({
          fieldOptions: async () => [
            { value: '1', label: '1001 Anna' },
            { value: '2', label: '1002 Bob' },
          ],
          async getRoom(id) {
            const room = await adapter.getRoom(id)
            return { ...room, fields: { ...room.fields, ...kept } }
          },
          async updateRoom(_id, values) {
            told.push(values)
            for (const [id, value] of Object.entries(values)) if (own.has(id)) kept[id] = takes(value)
          },
        }),
      },
    ])
    await create(service)
    const edit = (assignments: Record<string, string>) =>
      service.service.editRoom(service.attempt(), { room: '7000', assignments })
    return { ...service, told, edit }
  }

  it('is sent values in the place of labels and numbers, and nothing where the list is the same', async () => {
    const { edit, told, audit } = await running()
    await edit({ 'access.moderators': '1001 Anna, 1002' })
    expect(told).toEqual([])
    expect((await edit({ 'access.moderators': 'bob' })).notTaken).toEqual([])
    expect(told).toEqual([{ 'access.moderators': '2' }])
    expect((await audit())[0]).toMatchObject({ result: 'done', detail: '' })
  })

  it('is not asked for what is none of its options', async () => {
    const { edit, told } = await running()
    await expect(edit({ 'access.moderators': '1003' })).rejects.toMatchObject({
      code: 'input.invalid',
      details: { option: 'access.moderators' },
    })
    expect(told).toEqual([])
  })

  it('has a field that needs another only beside it: as it is, or as it will be', async () => {
    const { edit, told } = await running()
    await expect(edit({ 'greeting-file': 'a.wav' })).rejects.toMatchObject({ details: { option: 'greeting-file' } })
    await edit({ 'greeting-file': 'a.wav', greeting: 'Hello' })
    await edit({ 'greeting-file': 'b.wav' })
    expect(told).toEqual([{ 'greeting-file': 'a.wav', greeting: 'Hello' }, { 'greeting-file': 'b.wav' }])
  })

  it('that took something otherwise is named with the field, also in the audit', async () => {
    const { edit, audit } = await running(() => 'cut')
    const { notTaken } = await edit({ greeting: 'Hello there' })
    expect(notTaken).toMatchObject([{ id: 'greeting' }])
    expect((await audit())[0]).toMatchObject({ result: 'done', detail: 'shown otherwise: greeting' })
  })

  it('tells its options for a form, as far as it answers', async () => {
    const { service, attempt } = await running()
    const { options } = await service.fieldOptions(attempt(), {})
    expect(options.get('access.moderators')).toHaveLength(2)
  })
})
