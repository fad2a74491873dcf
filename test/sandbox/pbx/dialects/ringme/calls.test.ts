import { expect, test } from 'vitest'
import { serveRingme, servicePhone } from '../../serve-ringme.ts'

const answerMs = 2_000

async function serveConference(properties?: Readonly<Record<string, unknown>>) {
  const served = await serveRingme()
  const id = await served.createConference('8000', properties)
  return {
    ...served,
    id,
    legs: () => served.pbx.rooms()[0]?.legs ?? [],
    outcomes: () => served.pbx.calls().map(({ outcome }) => outcome),
  }
}

test('the source rings first, and is in the conference once it has picked up', async () => {
  const { callback, legs, clock } = await serveConference()
  expect((await callback({ src_num: ['1001'], dst_num: '01874*8000' })).json).toEqual({
    call_api_id: expect.stringMatching(/^[0-9A-F]{32}$/),
    call_id: expect.stringMatching(/^[0-9A-F]{32}$/),
  })
  expect(legs()).toMatchObject([{ number: '1001', state: 'ringing' }])
  clock.advance(answerMs)
  await expect.poll(legs).toMatchObject([{ number: '1001', state: 'joined' }])
})

test.each([
  ['no keys', undefined, 'turned-away', false],
  ['another PIN', '0815', 'turned-away', false],
  ['the PIN', '4711', 'answered', false],
  ['the PIN after a pause, with a hash', 'Ww4711#', 'answered', false],
  ['the PIN of the moderator', '4712#', 'answered', true],
])('with %s the room opens accordingly', async (_, dst_dtmf, outcome, isModerator) => {
  const { callback, outcomes, legs, pbx, clock } = await serveConference({
    pin: '4711',
    moderator_pin: '4712',
    mute_non_moderator: true,
  })
  await callback({ src_num: ['1001'], dst_num: '8000', ...(dst_dtmf !== undefined && { dst_dtmf }) })
  clock.advance(answerMs)
  await expect.poll(outcomes).toEqual([outcome])
  const [leg] = legs()
  expect(leg?.muted).toBe(outcome === 'answered' ? !isModerator : undefined)
  if (leg) pbx.key(leg.id, '*92')
  expect(pbx.rooms()[0]?.locked).toBe(isModerator)
})

test.each([
  ['locked', { lock: true }],
  ['blocked', { status: 'blocked' }],
])('a conference that is %s takes nobody', async (_, how) => {
  const { callback, outcomes, pbx, clock } = await serveConference()
  if ('lock' in how) pbx.lock('8000', true)
  else pbx.editRoom('8000', how)
  await callback({ src_num: ['1001'], dst_num: '8000' })
  clock.advance(answerMs)
  await expect.poll(outcomes).toEqual(['turned-away'])
})

test('of several sources the first who picks up is put through, and the others ring no more', async () => {
  const { callback, outcomes, legs, pbx } = await serveConference()
  await callback({ src_num: ['1001', '1002'], dst_num: '8000' })
  pbx.answer(legs()[1]?.id ?? '')
  expect(outcomes()).toEqual(['cancelled', 'answered'])
  expect(legs()).toMatchObject([{ number: '1002', state: 'joined' }])
})

test('who is in a conference is told nobody: current calls are those of the telephone, and can be hung up', async () => {
  const { callback, request, legs, id, pbx } = await serveConference()
  pbx.call({ from: '1005', to: '8000' })
  expect((await request('GET', `/extension/${id}/current_calls/`)).json).toEqual([])
  await callback({ src_num: ['1001'], dst_num: '8000' })
  const calls = await request('GET', `/extension/${servicePhone}/current_calls/`)
  expect(calls.json).toMatchObject([{ called_number: '1001', call_status: 'CALLING' }])
  const callApiId = /"call_api_id":"(\w+)"/.exec(calls.text)?.[1]
  expect((await request('DELETE', `/extension/${servicePhone}/current_calls/${callApiId}`)).status).toBe(204)
  expect(legs()).toMatchObject([{ number: '1005' }])
})

test.each([
  ['no source', { src_num: [], dst_num: '8000' }],
  ['no destination', { src_num: ['1001'] }],
  ['keys that are none', { src_num: ['1001'], dst_num: '8000', dst_dtmf: '47 11' }],
  ['a field that is not documented', { src_num: ['1001'], dst_num: '8000', pin: '4711' }],
])('%s is refused', async (_, body) => {
  const { callback, outcomes } = await serveConference()
  expect((await callback(body)).status).toBe(400)
  expect(outcomes()).toEqual([])
})

test('a callback is made from the telephone', async () => {
  const { request, id } = await serveConference()
  const body = { src_num: ['1001'], dst_num: '8000' }
  expect((await request('POST', `/extension/${id}/callback/`, body)).status).toBe(404)
})
