import { expect, test } from 'vitest'
import { serveKazoo } from '../../serve-kazoo.ts'

async function serveDial() {
  const served = await serveKazoo()
  const id = await served.create()
  let isAnswered = false
  const dial = (data: object) => {
    const answer = served.call('PUT', `/conferences/${id}`, { action: 'dial', data })
    void answer.then(() => {
      isAnswered = true
    })
    return answer
  }
  const ringing = () => expect.poll(() => served.pbx.calls().length).toBeGreaterThan(0)
  return { ...served, id, dial, ringing, isAnswered: () => isAnswered }
}

test('it blocks until somebody answers, and says so with 202', async () => {
  const { clock, dial, ringing, isAnswered, participants, id } = await serveDial()
  const answer = dial({ endpoints: ['+4930901800'], caller_id_name: 'Review' })
  await ringing()
  expect(isAnswered()).toBe(false)
  clock.advance(2_000)
  expect(await answer).toMatchObject({
    status: 202,
    json: {
      message: 'attempted dial',
      data: { endpoint_responses: [{ endpoint_id: '+4930901800', status: 'success', call_id: expect.any(String) }] },
    },
  })
  expect(await participants(id)).toMatchObject([
    { caller_id_number: '+4930901800', conference_channel_vars: { speak: true, hear: true } },
  ])
})

test.each([
  ['1050', 'USER_BUSY'],
  ['1070', 'UNALLOCATED_NUMBER'],
])('a failure is a 202, too, and says why: %s', async (number, hangup_cause) => {
  const { clock, dial, ringing } = await serveDial()
  const answer = dial({ endpoints: [number] })
  await ringing()
  clock.advance(1_000)
  const failed = { endpoint_id: number, status: 'error', call_id: null, hangup_cause }
  expect(await answer).toMatchObject({
    status: 202,
    json: {
      status: 'success',
      data: { endpoint_responses: [{ ...failed, message: `failed to start call: ${hangup_cause}` }] },
    },
  })
})

test('whom it rings in vain has not answered', async () => {
  const { clock, dial, ringing } = await serveDial()
  const answer = dial({ endpoints: ['1060'], timeout: 45 })
  await ringing()
  clock.advance(30_000)
  expect(await answer).toMatchObject({
    status: 202,
    json: { data: { endpoint_responses: [{ status: 'error', hangup_cause: 'NO_ANSWER' }] } },
  })
})

test('whoever does not answer in time rings no more', async () => {
  const { clock, dial, ringing, pbx } = await serveDial()
  const answer = dial({ endpoints: ['1060'], timeout: 5 })
  await ringing()
  clock.advance(5_000)
  expect(await answer).toMatchObject({
    status: 202,
    json: { data: { status: 'error', message: 'timed out trying to dial endpoints' } },
  })
  expect(pbx.calls()).toMatchObject([{ outcome: 'cancelled' }])
})

test('flags say how somebody comes in', async () => {
  const { clock, dial, ringing, participants, id } = await serveDial()
  const answer = dial({
    data: { endpoints: ['sip:1001@acme.example'], participant_flags: ['mute', 'deaf', 'is_moderator'] },
  })
  await ringing()
  clock.advance(2_000)
  await answer
  expect(await participants(id)).toMatchObject([
    { caller_id_number: '1001', conference_channel_vars: { is_moderator: true, speak: false, hear: false } },
  ])
})

test.each<[object, string, string]>([
  [{}, 'endpoints', 'required'],
  [{ endpoints: [] }, 'data.endpoints', 'minItems'],
  [{ endpoints: ['0'.repeat(32)] }, 'data.endpoints', 'minItems'],
  [{ endpoints: ['12345'] }, 'data.endpoints.1', 'enum'],
  [{ endpoints: ['1001'], timeout: 0 }, 'timeout', 'minimum'],
  [{ endpoints: ['1001'], participant_flags: ['loud'] }, 'participant_flags', 'enum'],
])('refuses %j', async (data, field, rule) => {
  const { dial, pbx } = await serveDial()
  expect(await dial(data)).toMatchObject({ status: 400, json: { data: { [field]: { [rule]: expect.anything() } } } })
  expect(pbx.calls()).toEqual([])
})

test('a conference that is not there is taken by no media server', async () => {
  const { call, pbx } = await serveDial()
  expect(await call('PUT', '/conferences/nobody', { action: 'dial', data: { endpoints: ['1001'] } })).toMatchObject({
    status: 202,
    json: { data: { status: 'error' } },
  })
  expect(pbx.calls()).toEqual([])
})

test('a reset lets nobody wait', async () => {
  const { dial, ringing, pbx } = await serveDial()
  const answer = dial({ endpoints: ['1060'] })
  await ringing()
  pbx.reset()
  expect((await answer).status).toBe(202)
})
