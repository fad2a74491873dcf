/** Scheduled events over the HTTP API. */
import { describe, expect, test } from 'vitest'
import { eventStatuses } from '#sandbox/discord/event-store.ts'
import { botUserId, channelIds, guildId, personIds, roleIds } from '#sandbox/discord/identity.ts'
import { permissionBits } from '#sandbox/discord/permissions.ts'
import { eventsPath, problemCodes, type ServedRest, serveRest } from '../serve-rest.ts'

const hourMs = 3_600_000
const inHours = ({ clock }: ServedRest, hours: number) => new Date(clock.now() + hours * hourMs).toISOString()

const external = (served: ServedRest) => ({
  name: 'Review',
  privacy_level: 2,
  entity_type: 3,
  entity_metadata: { location: 'Phone conference' },
  scheduled_start_time: inHours(served, 1),
  scheduled_end_time: inHours(served, 2),
})

describe('an event', () => {
  test('is made, listed with who is interested, and told of', async () => {
    const served = await serveRest()
    const heard: string[] = []
    served.server.onChange((change) => heard.push(change.kind))
    const { status, body } = await served.post(eventsPath, external(served))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      guild_id: guildId,
      creator_id: botUserId,
      creator: { id: botUserId },
      status: 1,
      channel_id: null,
      entity_id: null,
      description: null,
      recurrence_rule: null,
    })
    expect(body).not.toHaveProperty('user_count')
    const event = served.server.events.find(String(body.id))
    if (!event) throw new Error('the event is not kept')
    served.server.events.setInterested(event, personIds.bob, true)
    expect((await served.get(`${eventsPath}?with_user_count=true`)).list).toMatchObject([
      { id: body.id, user_count: 1 },
    ])
    expect((await served.get(`${eventsPath}/${body.id}?with_user_count=1`)).body.user_count).toBe(1)
    expect(heard).toEqual(['created', 'user-added'])
  })

  test.each([
    ['without a location', { entity_metadata: {} }, { 'entity_metadata.location': 'BASE_TYPE_REQUIRED' }],
    ['without an end', { scheduled_end_time: null }, { scheduled_end_time: 'BASE_TYPE_REQUIRED' }],
    ['in a channel', { channel_id: channelIds.lounge }, { channel_id: 'GUILD_SCHEDULED_EVENT_CHANNEL_ID_INVALID' }],
    [
      'in the past',
      { scheduled_start_time: '2020-01-01T00:00:00Z' },
      { scheduled_start_time: 'GUILD_SCHEDULED_EVENT_SCHEDULE_PAST' },
    ],
    ['at no instant', { scheduled_start_time: 'tomorrow' }, { scheduled_start_time: 'STRING_TYPE_REGEX' }],
    ['of too long a name', { name: 'x'.repeat(101) }, { name: 'BASE_TYPE_MAX_LENGTH' }],
    ['of too long a description', { description: 'x'.repeat(1001) }, { description: 'BASE_TYPE_MAX_LENGTH' }],
    ['for the public', { privacy_level: 1 }, { privacy_level: 'BASE_TYPE_CHOICES' }],
    ['with a field of ours', { host: 'Anna' }, { host: 'UNKNOWN_FIELD' }],
  ])('cannot be made %s', async (_, wrong, expected) => {
    const served = await serveRest()
    const { status, body } = await served.post(eventsPath, { ...external(served), ...wrong })
    expect([status, problemCodes(body)]).toEqual([400, expected])
  })

  test('cannot end before it starts', async () => {
    const served = await serveRest()
    const { body } = await served.post(eventsPath, { ...external(served), scheduled_end_time: inHours(served, 1) })
    expect(problemCodes(body)).toEqual({ scheduled_end_time: 'GUILD_SCHEDULED_EVENT_SCHEDULE_END_BEFORE_START' })
  })

  test('of a voice channel needs one, and the permission to connect', async () => {
    const served = await serveRest()
    const { entity_metadata: _, ...voice } = { ...external(served), entity_type: 2, channel_id: channelIds.lounge }
    expect((await served.post(eventsPath, voice)).body).toMatchObject({ channel_id: channelIds.lounge, entity_type: 2 })
    expect(problemCodes((await served.post(eventsPath, { ...voice, channel_id: channelIds.ops })).body)).toEqual({
      channel_id: 'GUILD_SCHEDULED_EVENT_CHANNEL_TYPE_INVALID',
    })
    served.server.directory
      .channel(channelIds.lounge)
      ?.overwrites.push({ id: roleIds.everyone, type: 0, allow: 0n, deny: permissionBits.CONNECT })
    expect((await served.post(eventsPath, voice)).body.code).toBe(50013)
  })

  test('needs the permission: for one’s own to create, for others’ to manage', async () => {
    const served = await serveRest()
    const role = served.server.directory.role(roleIds.bot)
    if (!role) throw new Error('the bot has no role')
    const own = await served.post(eventsPath, external(served))
    role.permissions &= ~permissionBits.MANAGE_EVENTS
    expect((await served.patch(`${eventsPath}/${own.body.id}`, { name: 'Ours' })).status).toBe(200)
    const event = served.server.events.find(String(own.body.id))
    if (event) event.creator_id = personIds.alice
    expect((await served.patch(`${eventsPath}/${own.body.id}`, { name: 'Ours' })).body.code).toBe(50013)
    expect((await served.del(`${eventsPath}/${own.body.id}`)).body.code).toBe(50013)
    role.permissions &= ~permissionBits.CREATE_EVENTS
    expect((await served.post(eventsPath, external(served))).body.code).toBe(50013)
  })

  test('is changed, started and over', async () => {
    const served = await serveRest()
    const { body } = await served.post(eventsPath, external(served))
    const path = `${eventsPath}/${body.id}`
    expect(
      (await served.patch(path, { name: 'Retrospective', scheduled_end_time: inHours(served, 3) })).body,
    ).toMatchObject({
      id: body.id,
      name: 'Retrospective',
      scheduled_start_time: body.scheduled_start_time,
    })
    expect(problemCodes((await served.patch(path, { status: 3 })).body)).toEqual({ status: 'TRANSITION_INVALID' })
    expect((await served.patch(path, { status: eventStatuses.active })).body.status).toBe(2)
    expect(problemCodes((await served.patch(path, { scheduled_start_time: inHours(served, 2) })).body)).toEqual({
      scheduled_start_time: 'GUILD_SCHEDULED_EVENT_INVALID_START_BY_STATUS',
    })
    expect((await served.patch(path, { status: eventStatuses.completed })).status).toBe(200)
    expect((await served.patch(path, { name: 'Again' })).body.code).toBe(180000)
    expect((await served.get(eventsPath)).list).toEqual([])
  })

  test('begins and ends by itself when it is external', async () => {
    const served = await serveRest()
    const { body } = await served.post(eventsPath, external(served))
    const status = () => served.server.events.find(String(body.id))?.status
    const heard: string[] = []
    served.server.onChange((change) => heard.push(change.kind))
    served.clock.advance(1.5 * hourMs)
    await expect.poll(status).toBe(eventStatuses.active)
    served.clock.advance(hourMs)
    await expect.poll(status).toBe(eventStatuses.completed)
    expect(heard).toEqual(['updated', 'updated'])
  })

  test('is deleted, and then there is none', async () => {
    const served = await serveRest()
    const { body } = await served.post(eventsPath, external(served))
    expect((await served.del(`${eventsPath}/${body.id}`)).status).toBe(204)
    expect((await served.get(`${eventsPath}/${body.id}`)).body.code).toBe(10070)
  })
})

test('there are 100 open events at most', async () => {
  const served = await serveRest()
  for (let count = 0; count < 100; count += 1) await served.post(eventsPath, external(served))
  const { status, body } = await served.post(eventsPath, external(served))
  expect([status, body.code]).toEqual([400, 30038])
})

test('those interested come in pages, as members when asked for', async () => {
  const served = await serveRest()
  const { body } = await served.post(eventsPath, external(served))
  const event = served.server.events.find(String(body.id))
  if (!event) throw new Error('the event is not kept')
  const { alice, bob, carol, stranger } = personIds
  for (const id of [carol, stranger, alice, bob]) served.server.events.setInterested(event, id, true)
  const users = async (query: string) =>
    (await served.get(`${eventsPath}/${body.id}/users?${query}`)).list as readonly { user: { id: string } }[]
  expect((await users('')).map(({ user }) => user.id)).toEqual([alice, bob, carol, stranger])
  expect((await users(`limit=2&after=${alice}`)).map(({ user }) => user.id)).toEqual([bob, carol])
  expect((await users(`limit=1&before=${carol}`)).map(({ user }) => user.id)).toEqual([bob])
  expect((await users('with_member=true')).map((one) => 'member' in one)).toEqual([true, true, true, false])
  expect((await users('')).some((one) => 'member' in one)).toBe(false)
})
