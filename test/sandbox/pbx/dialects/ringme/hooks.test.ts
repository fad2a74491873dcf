import { expect, test } from 'vitest'
import { serveRingme, servicePhone, takeEvents } from '../../serve-ringme.ts'

async function serveHooked(method: 'POST' | 'GET', extension: 'conference' | 'telephone') {
  const served = await serveRingme()
  const { events, address } = await takeEvents()
  const id = await served.createConference()
  const hooked = extension === 'conference' ? String(id) : servicePhone
  for (const event_type of ['dial-in', 'dial-out', 'answer', 'hangup'])
    await served.request('POST', `/extension/${hooked}/event/`, { url: address, event_type, method })
  return {
    ...served,
    id,
    hooked,
    told: () => events.map(({ fields }) => [fields.EventType, fields.CallStatus]),
    events,
  }
}

test.each(['POST', 'GET'] as const)(
  'a call to a conference is told by %s: it comes, is answered, ends',
  async (method) => {
    const { pbx, told, events } = await serveHooked(method, 'conference')
    const call = pbx.call({ from: '1001', name: 'Ada', to: '8000' })
    await expect
      .poll(() => told().sort())
      .toEqual([
        ['answer', 'ANSWER'],
        ['dial-in', 'CALLING'],
      ])
    if ('leg' in call) pbx.hangup(call.leg)
    await expect.poll(() => told().length).toBe(3)
    expect(events.at(-1)).toEqual({
      method,
      fields: {
        EventType: 'hangup',
        CallID: expect.stringMatching(/^[0-9A-F]{32}$/),
        CallerIDNum: '1001',
        CallerIDName: 'Ada',
        CalledDID: '',
        CalledExtension: '01874*8000',
        CallStatus: 'ANSWER',
      },
    })
  },
)

test.each([
  ['1050', 1_000, 'BUSY'],
  ['1060', 30_000, 'NOANSWER'],
  ['1070', 1_000, 'CHANUNAVAIL'],
])('of the telephone is told how a callback to %s ends', async (number, ms, status) => {
  const { callback, clock, told } = await serveHooked('POST', 'telephone')
  await callback({ src_num: [number], dst_num: '8000' })
  await expect.poll(told).toEqual([['dial-out', 'CALLING']])
  clock.advance(ms)
  await expect.poll(told).toEqual([
    ['dial-out', 'CALLING'],
    ['hangup', status],
  ])
})

test('hooks are listed, taken away, and gone with their extension', async () => {
  const { request, hooked, id, pbx, told } = await serveHooked('POST', 'conference')
  const list = () => request('GET', `/extension/${hooked}/event/`)
  expect((await list()).json).toHaveLength(4)
  for (const event of [1, 2, 3, 4])
    expect((await request('DELETE', `/extension/${hooked}/event/${event}`)).status).toBe(204)
  expect((await request('DELETE', `/extension/${hooked}/event/1`)).status).toBe(404)
  expect((await list()).json).toEqual([])
  pbx.call({ from: '1001', to: '8000' })
  await request('DELETE', `/client/@me/extension/${id}`)
  expect((await list()).status).toBe(404)
  expect(told()).toEqual([])
})

test('the secret in its address is not recorded', async () => {
  const { pbx, told } = await serveHooked('POST', 'conference')
  pbx.call({ from: '1001', to: '8000' })
  await expect.poll(() => told().length).toBe(2)
  expect(JSON.stringify(pbx.traffic.list().filter(({ direction }) => direction === 'out'))).not.toContain(
    'planted-secret',
  )
})
