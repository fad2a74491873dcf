import { expect, test } from 'vitest'
import { serveKazoo } from '../../serve-kazoo.ts'

test('a conference is made with 201, its id in two places, and is read as it was sent', async () => {
  const { call } = await serveKazoo()
  const data = { name: 'Review', conference_numbers: ['8000'], custom: 'value', _read_only: { x: 1 }, pvt_secret: 1 }
  const made = await call('PUT', '/conferences', { data })
  expect(made).toMatchObject({ status: 201, json: { status: 'success', data: { name: 'Review', custom: 'value' } } })
  const { id } = made.json.data as { id: string }
  expect(id).toMatch(/^[0-9a-f]{32}$/)
  expect(made.headers.get('location')).toBe(id)
  const read = await call('GET', `/conferences/${id}`)
  expect(read).toMatchObject({
    status: 200,
    json: {
      data: { id, name: 'Review', _read_only: { members: 0, moderators: 0, is_locked: false, participants: [] } },
    },
  })
  expect(read.json.data).not.toHaveProperty('pvt_secret')
})

test('POST drops what is left out, PATCH keeps it, and null takes a key away', async () => {
  const { call, create } = await serveKazoo()
  const id = await create({ member: { pins: ['1234'], join_muted: false }, language: 'en-us' })
  const path = `/conferences/${id}`
  const kept = await call('PATCH', path, { data: { name: 'Renamed', member: { join_muted: null } } })
  expect(kept.json.data).toEqual({
    id,
    name: 'Renamed',
    conference_numbers: ['8000'],
    member: { pins: ['1234'] },
    language: 'en-us',
  })
  const replaced = await call('POST', path, { data: { name: 'Bare' } })
  expect(replaced).toMatchObject({ status: 200, json: { data: { id, name: 'Bare' } } })
  expect((await call('GET', path)).json.data).toEqual({ id, name: 'Bare', _read_only: expect.anything() })
})

test('members join muted unless it is said otherwise', async () => {
  const { pbx, create, participants } = await serveKazoo()
  const muted = await create()
  const open = await create({ conference_numbers: ['8001'], member: { join_muted: false } })
  pbx.call({ from: '1001', to: '8000' })
  pbx.call({ from: '1001', to: '8001' })
  expect((await participants(muted))[0]?.conference_channel_vars.speak).toBe(false)
  expect((await participants(open))[0]?.conference_channel_vars.speak).toBe(true)
})

test('a conference that is deleted is gone, and what is not there is a bad identifier', async () => {
  const { call, create } = await serveKazoo()
  const path = `/conferences/${await create()}`
  expect((await call('DELETE', path)).status).toBe(200)
  const bad = { status: 404, json: { error: '404', message: 'bad_identifier' } }
  expect(await call('DELETE', path)).toMatchObject(bad)
  expect(await call('PATCH', path, { data: {} })).toMatchObject(bad)
  expect(await call('POST', path, { data: {} })).toMatchObject(bad)
})

test('an unknown id is answered with a conference that nobody made', async () => {
  const { call } = await serveKazoo()
  expect(await call('GET', '/conferences/whatever')).toMatchObject({
    status: 200,
    json: { data: { id: 'whatever', _read_only: { members: 0, participants: [] } } },
  })
})

test('numbers are used once, and the clash is named', async () => {
  const { call, create } = await serveKazoo()
  await create()
  const data = { name: 'Other', moderator: { numbers: ['8000'] } }
  expect(await call('PUT', '/conferences', { data })).toMatchObject({
    status: 400,
    json: { data: { numbers: { unique: { message: 'Numbers already in use', cause: '8000' } } } },
  })
})

test.each<[object, string, string]>([
  [{ name: '' }, 'name', 'minLength'],
  [{ name: 'x'.repeat(129) }, 'name', 'maxLength'],
  [{ owner_id: 'x'.repeat(31) }, 'owner_id', 'minLength'],
  [{ conference_numbers: ['80a'] }, 'conference_numbers', 'pattern'],
  [{ conference_numbers: ['1', '1'] }, 'conference_numbers', 'uniqueItems'],
  [{ member: { pins: ['12a'] } }, 'member.pins', 'pattern'],
  [{ member: { join_muted: 'no' } }, 'member.join_muted', 'type'],
  [{ play_entry_tone: 7 }, 'play_entry_tone', 'type'],
  [{ max_participants: '9' }, 'max_participants', 'type'],
  [{ profile: { interval: 9 } }, 'profile.interval', 'minimum'],
  [{ profile: { interval: 121 } }, 'profile.interval', 'maximum'],
  [{ profile: { rate: 8001 } }, 'profile.rate', 'enum'],
  [{ profile: { 'max-members': 1 } }, 'profile.max-members', 'minimum'],
  [{ profile: { 'comfort-noise': 10_001 } }, 'profile.comfort-noise', 'maximum'],
  [{ profile: { 'energy-level': 1801 } }, 'profile.energy-level', 'maximum'],
])('refuses %j', async (data, field, rule) => {
  const { call } = await serveKazoo()
  expect(await call('PUT', '/conferences', { data })).toMatchObject({
    status: 400,
    json: { status: 'error', data: { [field]: { [rule]: { message: expect.any(String) } } } },
  })
})

test('a tone may be switched, or be one', async () => {
  const { create } = await serveKazoo()
  expect(await create({ play_entry_tone: true, play_exit_tone: 'tone_stream://%(100,0,300)' })).toMatch(
    /^[0-9a-f]{32}$/,
  )
})

test('the list shows summaries, 50 to a page, with a key for the next', async () => {
  const { clock, call, create } = await serveKazoo()
  const ids: string[] = []
  for (let count = 0; count < 53; count += 1) {
    clock.advance(1_000)
    ids.push(await create({ conference_numbers: [String(8000 + count)], max_participants: 5 }))
  }
  const first = await call('GET', '/conferences')
  const [summary] = first.json.data as object[]
  expect(summary).toEqual({
    id: expect.any(String),
    name: 'Review',
    conference_numbers: [expect.any(String)],
    _read_only: { members: 0, moderators: 0, duration: 0, is_locked: false },
  })
  expect(first.json).toMatchObject({ page_size: 50, next_start_key: expect.any(String) })
  const second = await call('GET', `/conferences?start_key=${String(first.json.next_start_key)}`)
  expect(second.json).toMatchObject({ page_size: 3, start_key: first.json.next_start_key })
  expect(second.json).not.toHaveProperty('next_start_key')
  const idsOf = (data: unknown) => (data as { id: string }[]).map(({ id }) => id)
  expect([...idsOf(first.json.data), ...idsOf(second.json.data)].sort()).toEqual([...ids].sort())
  expect((await call('GET', '/conferences?paginate=false')).json.data).toHaveLength(53)
  expect((await call('GET', '/conferences?page_size=2')).json.data).toHaveLength(2)
})

test('what is live is counted, and a lock ends with its conference', async () => {
  const { pbx, clock, call, create } = await serveKazoo()
  const id = await create({ member: { pins: ['1111'] }, moderator: { pins: ['2222'] } })
  const legs = [
    pbx.call({ from: '1001', to: '8000', pin: '1111' }),
    pbx.call({ from: '1002', to: '8000', pin: '2222' }),
  ]
  clock.advance(60_000)
  expect(await call('PUT', `/conferences/${id}`, { action: 'lock', data: {} })).toMatchObject({
    status: 202,
    json: { data: 'ok' },
  })
  expect((await call('GET', `/conferences/${id}`)).json.data).toMatchObject({
    _read_only: { members: 1, moderators: 1, duration: 60, is_locked: true },
  })
  expect(pbx.call({ from: '1003', to: '8000', pin: '1111' })).toEqual({ error: 'locked' })
  for (const leg of legs) if ('leg' in leg) pbx.hangup(leg.leg)
  expect((await call('GET', `/conferences/${id}`)).json.data).toMatchObject({ _read_only: { is_locked: false } })
})

test('actions are taken where there is nothing to act on', async () => {
  const { call, create } = await serveKazoo()
  const id = await create()
  for (const path of [`/conferences/${id}`, '/conferences/nobody'])
    expect((await call('PUT', path, { action: 'lock', data: {} })).status).toBe(202)
  expect((await call('GET', `/conferences/${id}`)).json.data).toMatchObject({ _read_only: { is_locked: false } })
})

test('an action stands beside data, and is found in it', async () => {
  const { pbx, call, create } = await serveKazoo()
  const id = await create()
  pbx.call({ from: '1001', to: '8000' })
  await call('PUT', `/conferences/${id}`, { data: { action: 'lock' } })
  expect(pbx.rooms()[0]?.locked).toBe(true)
  await call('PUT', `/conferences/${id}`, { action: 'unlock', data: {} })
  expect(pbx.rooms()[0]?.locked).toBe(false)
})

test.each<[object, number, object]>([
  [{ action: 'dance', data: {} }, 404, { message: 'faulty_request' }],
  [{ data: {} }, 404, { message: 'faulty_request' }],
  [{ action: 'record', data: {} }, 400, { data: { 'data.action': { required: expect.anything() } } }],
  [{ action: 'record', data: { action: 'pause' } }, 400, { data: { 'data.action': { enum: { value: 'pause' } } } }],
  [{ action: 'play', data: {} }, 400, { data: { 'data.media_id': { required: expect.anything() } } }],
  [{ action: 'play', data: { media_id: 'hello' } }, 202, { data: 'ok' }],
])('answers %j with %i', async (body, status, json) => {
  const { call, create } = await serveKazoo()
  expect(await call('PUT', `/conferences/${await create()}`, body)).toMatchObject({ status, json })
})

test('a live conference is recorded between start and stop', async () => {
  const { pbx, clock, call, create } = await serveKazoo()
  const path = `/conferences/${await create()}`
  pbx.call({ from: '1001', to: '8000' })
  const start = await call('PUT', path, { action: 'record', data: { action: 'start' } })
  expect(start).toMatchObject({ status: 202, json: { data: 'starting recording' } })
  clock.advance(90_000)
  await call('PUT', path, { action: 'record', data: { action: 'stop' } })
  expect((await call('GET', '/recordings')).json.data).toMatchObject([{ duration: 90, media_type: 'wav', to: '8000' }])
})
