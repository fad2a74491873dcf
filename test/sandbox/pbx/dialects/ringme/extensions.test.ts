import { expect, test } from 'vitest'
import { serveRingme } from '../../serve-ringme.ts'

const creation = { name: '8000', type: 'conference', label: 'Review', status: 'active' }

test('a number gets the prefix of the client, which may also be written', async () => {
  const { request } = await serveRingme()
  const create = (name: string) => request('POST', '/client/@me/extension/', { ...creation, name })
  expect((await create('8000')).json).toEqual({ ...creation, id: expect.any(Number), name: '01874*8000' })
  expect((await create('01874*8001')).json).toMatchObject({ name: '01874*8001' })
  for (const name of ['01111*8002', 'room', '8000 ']) expect((await create(name)).status).toBe(400)
  for (const taken of ['8000', '01874*8001', '1099']) expect((await create(taken)).status).toBe(409)
})

test('a conference is blocked unless it is said to be active, and takes no calls then', async () => {
  const { pbx, request } = await serveRingme()
  const { status: _, ...silent } = creation
  expect((await request('POST', '/client/@me/extension/', silent)).json).toMatchObject({ status: 'blocked' })
  expect(pbx.call({ from: '1001', to: '8000' })).toEqual({ error: 'offline' })
  expect(pbx.editRoom('8000', { status: 'active' })).toBe(true)
  expect(pbx.call({ from: '1001', to: '8000' })).toHaveProperty('leg')
})

test('lists are bare arrays, chosen by type, in pages', async () => {
  const { request, createConference } = await serveRingme()
  for (const name of ['8000', '8001', '8002']) await createConference(name)
  const names = async (query: string) => {
    const { text } = await request('GET', `/client/@me/extension/${query}`)
    return [...text.matchAll(/"name":"01874\*(\d+)"/g)].map((match) => match[1])
  }
  expect(await names('')).toEqual(['1099', '8000', '8001', '8002'])
  expect(await names('?type=phone')).toEqual(['1099'])
  expect(await names('?type=conference&per_page=2&page=2')).toEqual(['8002'])
  expect(await names('?type=conference&per_page=2&page=3')).toEqual([])
})

test('properties are those of the page, all of them, and come back after a change', async () => {
  const { request, createConference } = await serveRingme()
  const path = `/extension/${await createConference()}/conference/`
  const defaults = {
    announce_caller_name: false,
    enter_sound: null,
    max_members: null,
    moderator_pin: null,
    music_on_hold_sound: null,
    mute_non_moderator: false,
    pin: null,
    record_enabled: false,
  }
  expect((await request('GET', path)).json).toEqual(defaults)
  const changes = { pin: '4711', moderator_pin: '4712', max_members: 20, mute_non_moderator: true, enter_sound: 7 }
  expect((await request('PUT', path, changes)).json).toEqual({ ...defaults, ...changes })
  expect((await request('GET', path)).json).toEqual({ ...defaults, ...changes })
})

test('a PIN of the moderator needs one of the participants', async () => {
  const { request, createConference } = await serveRingme()
  const path = `/extension/${await createConference()}/conference/`
  expect((await request('PUT', path, { moderator_pin: '4712' })).status).toBe(400)
  expect((await request('PUT', path, { pin: '4711', moderator_pin: '4712' })).status).toBe(200)
  expect((await request('PUT', path, { pin: null })).status).toBe(400)
})

test('properties hold for who rings in', async () => {
  const { pbx, createConference } = await serveRingme()
  await createConference('8000', { pin: '4711', moderator_pin: '4712', max_members: 2, mute_non_moderator: true })
  expect(pbx.call({ from: '1001', to: '8000' })).toEqual({ error: 'wrong_pin' })
  pbx.call({ from: '1001', to: '8000', pin: '4711' })
  pbx.call({ from: '1002', to: '8000', pin: '4712' })
  expect(pbx.rooms()).toMatchObject([{ capacity: 2, legs: [{ muted: true }, { muted: false }] }])
  expect(pbx.call({ from: '1003', to: '8000', pin: '4711' })).toEqual({ error: 'room_full' })
})

test('the console shows what the portal has, without PINs, and refuses what the API would', async () => {
  const { pbx, createConference } = await serveRingme()
  await createConference('8000', { pin: '4711' })
  expect(pbx.rooms()[0]?.fields).toMatchObject({ name: '01874*8000', status: 'active', max_members: null })
  expect(JSON.stringify(pbx.rooms())).not.toContain('4711')
  expect(pbx.editRoom('8000', { label: 'Board' })).toBe(true)
  expect(pbx.rooms()[0]?.subject).toBe('Board')
  expect(pbx.editRoom('8000', { max_members: 'many' })).toMatch(/max_members/)
})
