import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { readAtMost } from '#lib/read-at-most.ts'
import { serve } from '#test/support/local-server.ts'
import { serveYeastarP, succeeded } from '../../serve-yeastar-p.ts'

/** With `msg` read, which is JSON in a string. */
const opened = (event: unknown) => {
  if (typeof event !== 'object' || event === null || !('msg' in event)) return event
  return { ...event, msg: JSON.parse(String(event.msg)) }
}

test('whoever subscribes to 30011 is told of each leg that rings, joins and leaves, with the room as its path', async () => {
  const { pbx, clock, post, subscribe } = await serveYeastarP()
  const { received } = await subscribe(30011)
  await expect.poll(() => received).toEqual([succeeded])
  await post('conference/invite_member', { number: '6500', invitemembers: ['+4930901800'], dialpermission: '1099' })
  clock.advance(2_000)
  await expect.poll(() => received).toHaveLength(3)
  const call = pbx.call({ from: '1001', to: '6500' })
  if ('leg' in call) pbx.hangup(call.leg)
  await expect.poll(() => received).toHaveLength(5)
  const event = (member: unknown) => ({
    type: 30011,
    sn: expect.any(String),
    msg: { call_id: expect.any(String), members: [member] },
  })
  const outbound = {
    from: '6500',
    to: '+4930901800',
    trunk_name: 'sandbox-trunk',
    channel_id: expect.stringMatching(/^PJSIP\/sandbox-trunk-/),
    call_path: '6500',
  }
  const extension = { number: '1001', channel_id: expect.stringMatching(/^PJSIP\/1001-/), call_path: '6500' }
  expect(received.slice(1).map(opened)).toEqual([
    event({ outbound: { ...outbound, member_status: 'RING' } }),
    event({ outbound: { ...outbound, member_status: 'ANSWER' } }),
    event({ extension: { ...extension, member_status: 'ANSWERED' } }),
    event({ extension: { ...extension, member_status: 'BYE' } }),
  ])
})

test('30024 tells that a moderator left, and mutes are told by nothing', async () => {
  const { pbx, post, subscribe } = await serveYeastarP()
  await post('conference/update', { id: 1, moderator_list: ['51'] })
  const { received } = await subscribe(30024)
  await expect.poll(() => received).toHaveLength(1)
  const calls = ['1001', '1002'].map((from) => pbx.call({ from, to: '6500' }))
  await post('conference/mute_member', { number: '6500', member_channel_id: 'all' })
  for (const call of calls) if ('leg' in call) pbx.hangup(call.leg)
  await expect.poll(() => received).toHaveLength(2)
  expect(received.slice(1).map(opened)).toEqual([
    {
      type: 30024,
      sn: expect.any(String),
      msg: { conference_id: expect.stringMatching(/^\d+\.\d+$/), host_num: '1001' },
    },
  ])
})

test('a heartbeat is text, and so is its answer; what cannot be read is refused', async () => {
  const { subscribe } = await serveYeastarP()
  const { socket, received } = await subscribe()
  socket.send('heartbeat')
  socket.send('{"topic_list":"all"}')
  await expect
    .poll(() => received)
    .toEqual(['heartbeat response', { errcode: 40001, errmsg: 'PARAMETER SYNTAX ERROR' }])
})

test('a minute of silence ends a connection, heartbeats keep it, and its token ends it all the same', async () => {
  const { clock, subscribe } = await serveYeastarP()
  const silent = await subscribe(30011)
  const alive = await subscribe(30011)
  await expect.poll(() => [silent, alive].map(({ received }) => received.length)).toEqual([1, 1])
  for (let answers = 2; answers < 4; answers += 1) {
    clock.advance(40_000)
    alive.socket.send('heartbeat')
    await expect.poll(() => alive.received).toHaveLength(answers)
  }
  await expect.poll(() => silent.socket.readyState).toBe(silent.socket.CLOSED)
  expect(alive.socket.readyState).toBe(alive.socket.OPEN)
  clock.advance(1_800_000)
  await expect.poll(() => alive.socket.readyState).toBe(alive.socket.CLOSED)
})

test('without a valid token nobody is let in, and one that is given back puts its connections out', async () => {
  const { get, useToken, token, subscribe } = await serveYeastarP()
  const { socket } = await subscribe(30011)
  const good = token()
  useToken('made-up')
  await expect(subscribe(30011)).rejects.toThrow('401')
  useToken(good)
  await get('del_token')
  await expect.poll(() => socket.readyState).toBe(socket.CLOSED)
})

test('whoever does not name a program is told nothing', async () => {
  const { connect } = await serveYeastarP()
  await expect(connect({}, [30_011])).rejects.toThrow('400')
})

test('without a connection a webhook is told, signed over the raw body', async () => {
  const deliveries: { url: string | undefined; signature: unknown; body: string }[] = []
  const { origin } = await serve(async (req, res) => {
    const body = String(await readAtMost(req, 100_000))
    deliveries.push({ url: req.url, signature: req.headers['x-signature'], body })
    res.writeHead(200).end()
  })
  const { pbx, subscribe } = await serveYeastarP({ eventsUrl: () => `${origin}/pbx/office/events` })
  const { eventSecret } = pbx.settings('')
  pbx.call({ from: '1001', to: '6500' })
  await expect.poll(() => deliveries).toHaveLength(1)
  const [delivery] = deliveries
  expect(delivery?.url).toBe(`/pbx/office/events/${String(eventSecret)}`)
  expect(delivery?.signature).toBe(
    createHmac('sha256', String(eventSecret))
      .update(delivery?.body ?? '')
      .digest('base64'),
  )
  expect(opened(JSON.parse(delivery?.body ?? ''))).toMatchObject({ type: 30011, msg: { members: [{ extension: {} }] } })
  expect(JSON.stringify(pbx.events())).not.toContain(String(eventSecret))
  const { received } = await subscribe(30011)
  await expect.poll(() => received).toHaveLength(1)
  pbx.call({ from: '1002', to: '6500' })
  await expect.poll(() => received).toHaveLength(2)
  expect(deliveries).toHaveLength(1)
})
