import { expect, test } from 'vitest'
import { serveKazoo } from '../../serve-kazoo.ts'

async function serveSocket() {
  const served = await serveKazoo()
  const id = await served.create({ member: { join_muted: false } })
  const line = await served.connect()
  return { ...served, id, ...line }
}

test('a conference is subscribed to by its id, and the events of those in it come', async () => {
  const { id, pbx, subscribe, events, frames } = await serveSocket()
  const binding = `conference.event.${id}.*`
  expect(await subscribe(binding)).toEqual({
    action: 'reply',
    request_id: 'r1',
    status: 'success',
    data: { subscribed: [binding] },
  })
  const called = pbx.call({ from: '1001', to: '8000' })
  if (!('leg' in called)) throw new Error('nobody joined')
  pbx.mute(called.leg, true)
  pbx.talk(called.leg, true)
  pbx.lock('8000', true)
  pbx.hangup(called.leg)
  await expect
    .poll(() => events().map(({ event }) => event))
    .toEqual([
      'conference-create',
      'add-member',
      'mute-member',
      'start-talking',
      'lock',
      'del-member',
      'conference-destroy',
    ])
  expect(events()[1]).toMatchObject({
    conference_id: id,
    call_id: called.leg,
    participant_id: 1,
    caller_id_number: '1001',
  })
  expect(frames.find((frame) => frame.action === 'event')).toMatchObject({
    subscribed_key: binding,
    subscription_key: binding,
    name: 'event',
  })
})

test('other conferences are not told of', async () => {
  const { id, create, pbx, subscribe, events, send } = await serveSocket()
  await create({ conference_numbers: ['8001'] })
  await subscribe(`conference.event.${id}.*`)
  pbx.call({ from: '1001', to: '8001' })
  await send({ action: 'ping' })
  expect(events()).toEqual([])
})

test('nothing is told any more once it is unsubscribed', async () => {
  const { id, pbx, subscribe, events, send, token, accountId } = await serveSocket()
  const binding = `conference.event.${id}.*`
  await subscribe(binding)
  const data = { account_id: accountId, binding }
  expect(await send({ action: 'unsubscribe', auth_token: token(), data })).toMatchObject({
    data: { unsubscribed: [binding] },
  })
  pbx.call({ from: '1001', to: '8000' })
  await send({ action: 'ping' })
  expect(events()).toEqual([])
})

test('a ping is answered', async () => {
  const { send } = await serveSocket()
  expect(await send({ action: 'ping', request_id: 'p' })).toMatchObject({
    action: 'reply',
    request_id: 'p',
    data: { response: 'pong' },
  })
})

test.each([
  ['conference.event.*.*', {}, 'ConferenceId required'],
  ['conference.event.x', {}, 'invalid format for conference subscription : eventx'],
  ['call.CHANNEL_CREATE.*', {}, 'no binding for call'],
  ['conference.event.x.*', { account_id: 'other' }, 'unauthorized for account'],
  ['', { binding: undefined, bindings: ['conference.event.x.*'] }, 'missing required keys : binding'],
])('refuses %s %j', async (binding, more, error) => {
  const { subscribe } = await serveSocket()
  expect(await subscribe(binding, more)).toMatchObject({ status: 'error', data: { errors: [error] } })
})

test('a token that has lapsed subscribes to nothing', async () => {
  const { id, clock, send, subscribe } = await serveSocket()
  clock.advance(1_800_000)
  // A connection that says nothing is closed after an hour as well.
  await send({ action: 'ping' })
  clock.advance(1_800_000)
  expect(await subscribe(`conference.event.${id}.*`)).toMatchObject({ status: 'error' })
})

test('a line on which nothing is said is closed after an hour', async () => {
  const { clock, socket, send } = await serveSocket()
  await send({ action: 'ping' })
  clock.advance(3_600_000)
  await expect.poll(() => socket.readyState).toBe(socket.CLOSED)
})

test('what goes over the line is recorded', async () => {
  const { id, pbx, subscribe, events } = await serveSocket()
  await subscribe(`conference.event.${id}.*`)
  pbx.call({ from: '1001', to: '8000' })
  await expect.poll(() => events().length).toBe(2)
  expect(pbx.events().map(({ name, transport }) => [name, transport])).toEqual([
    ['conference-create', 'websocket'],
    ['add-member', 'websocket'],
  ])
  expect(JSON.stringify(pbx.traffic.list())).toContain('subscribe')
})
