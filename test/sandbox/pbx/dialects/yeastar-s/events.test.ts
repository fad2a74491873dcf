import { expect, test } from 'vitest'
import { operator, serveYeastarS } from '../../serve-yeastar-s.ts'

test('each join and each departure tells the whole roster', async () => {
  const { pbx, events } = await serveYeastarS()
  const answer = pbx.call({ from: '1001', to: '6400' })
  await expect.poll(() => events).toHaveLength(1)
  expect(events[0]).toMatchObject({
    path: '/pbx/office/events/secret',
    headers: { 'user-agent': 'WebAPI', 'content-type': 'application/json' },
    body: {
      event: 'ConferenceStatus',
      conferencenumber: '6400',
      conferencename: 'Room 6400',
      members: [{ ext: { number: '1001', memberstatus: 'ANSWERED', callpath: '6400' } }],
      sn: expect.any(String),
    },
  })
  if ('leg' in answer) pbx.hangup(answer.leg)
  await expect.poll(() => events).toHaveLength(2)
  expect(events[1]?.body).toMatchObject({ members: [] })
})

test('neither ringing nor muting is told', async () => {
  const { pbx, post, events } = await serveYeastarS()
  await post('conference/add_member', { number: '6401', operator, invitemember: '1002', dialpermission: operator })
  pbx.call({ from: '1001', to: '6400' })
  await post('conference/mute_member', { number: '6400', operator, membernumber: 'all' })
  pbx.call({ from: '1003', to: '6400' })
  await expect.poll(() => events).toHaveLength(2)
  expect(pbx.events().map(({ name, status }) => [name, status])).toEqual([
    ['ConferenceStatus', 200],
    ['ConferenceStatus', 200],
  ])
})

test('an event that is not taken with 200 comes once more', async () => {
  const { pbx, events, answerEvents } = await serveYeastarS()
  answerEvents(500)
  pbx.call({ from: '1001', to: '6400' })
  await expect.poll(() => events).toHaveLength(2)
  expect(events[1]?.body).toEqual(events[0]?.body)
})

test('nobody is told whose token has lapsed, who logged out, or who wants another format', async () => {
  const { pbx, post, login, useToken, events, clock } = await serveYeastarS()
  await login({ version: '1.0.0' })
  useToken((await login()).token)
  clock.advance(30 * 60_000)
  pbx.call({ from: '1001', to: '6400' })
  useToken((await login()).token)
  await post('logout')
  pbx.call({ from: '1002', to: '6400' })
  expect(pbx.events()).toEqual([])
  expect(events).toEqual([])
})

test('a heartbeat moves the events, also to a port of the caller', async () => {
  const { pbx, post, events, application } = await serveYeastarS()
  const { port } = new URL(application.origin)
  await post('heartbeat', { ipaddr: '127.0.0.1', version: '2.0.0', port, url: 'report' })
  pbx.call({ from: '1001', to: '6400' })
  await expect.poll(() => events).toMatchObject([{ path: '/report' }])
})
