import { expect, test } from 'vitest'
import { serveKazoo } from '../../serve-kazoo.ts'

/** A member, a moderator and a second member, all of whom may speak. */
async function serveThree() {
  const served = await serveKazoo()
  const id = await served.create({ member: { pins: ['1111'], join_muted: false }, moderator: { pins: ['2222'] } })
  for (const [from, pin] of [
    ['1001', '1111'],
    ['1002', '2222'],
    ['1003', '1111'],
  ] as const)
    served.pbx.call({ from, to: '8000', pin })
  const path = `/conferences/${id}/participants`
  const act = (action: string, to = '') => served.call('PUT', `${path}${to}`, { data: { action } })
  const flags = async (name: 'speak' | 'hear') =>
    (await served.participants(id)).map(({ conference_channel_vars: vars }) => vars[name])
  return { ...served, id, path, act, flags }
}

test('whoever joined is listed, with a small number and what they may do nested', async () => {
  const { clock, call, path, id } = await serveThree()
  clock.advance(5_000)
  const answer = await call('GET', path)
  expect(answer.json.data).toMatchObject([
    {
      participant_id: 1,
      caller_id_number: '1001',
      duration: 5,
      conference_name: id,
      conference_channel_vars: { is_moderator: false, speak: true, hear: true, talking: false },
    },
    { participant_id: 2, conference_channel_vars: { is_moderator: true } },
    { participant_id: 3 },
  ])
  const [{ join_time }] = answer.json.data as [{ join_time: number }]
  // Seconds since the year 0.
  expect((join_time - 62_167_219_200) * 1000).toBeGreaterThan(Date.UTC(2026, 0))
})

test('numbers are those of an instance: the next begins again', async () => {
  const { act, pbx, participants, id } = await serveThree()
  await act('kick')
  expect(await participants(id)).toEqual([])
  pbx.call({ from: '1009', to: '8000', pin: '1111' })
  expect(await participants(id)).toMatchObject([{ participant_id: 1, caller_id_number: '1009' }])
})

test('all but moderators are muted, unmuted and made deaf together; all are put out', async () => {
  const { act, flags, participants, id } = await serveThree()
  const answer = await act('mute')
  expect(answer).toMatchObject({ status: 200, json: { data: { id } } })
  expect(await flags('speak')).toEqual([false, true, false])
  await act('unmute')
  expect(await flags('speak')).toEqual([true, true, true])
  await act('deaf')
  expect(await flags('hear')).toEqual([false, true, false])
  await act('undeaf')
  expect(await flags('hear')).toEqual([true, true, true])
  await act('kick')
  expect(await participants(id)).toEqual([])
})

test('each can be acted on alone, moderators too', async () => {
  const { act, flags, participants, id } = await serveThree()
  expect(await act('mute', '/2')).toMatchObject({ status: 202, json: { data: 'ok' } })
  expect(await flags('speak')).toEqual([true, false, true])
  await act('unmute', '/2')
  await act('deaf', '/1')
  expect(await flags('hear')).toEqual([false, true, true])
  await act('kick', '/3')
  expect(await participants(id)).toHaveLength(2)
})

test('nobody is acted on with 202 as well', async () => {
  const { act, participants, id, call, path } = await serveThree()
  expect((await act('kick', '/9')).status).toBe(202)
  expect(await participants(id)).toHaveLength(3)
  expect((await call('GET', `${path}/9`)).json.data).toEqual({})
  expect((await call('GET', `${path}/2`)).json.data).toMatchObject({ participant_id: 2 })
})

test('an action that there is not is a faulty request for all, and breaks for one', async () => {
  const { act } = await serveThree()
  expect(await act('dance')).toMatchObject({ status: 404, json: { message: 'faulty_request' } })
  expect((await act('dance', '/1')).status).toBe(500)
  expect((await act('mute', '/abc')).status).toBe(500)
})

test('two are related where both are there', async () => {
  const { call, path } = await serveThree()
  const relate = (other_participant: number) =>
    call('PUT', path, { data: { action: 'relate', data: { participant_id: 1, other_participant } } })
  expect(await relate(2)).toMatchObject({ status: 202, json: { data: 'relating participants' } })
  expect(await relate(7)).toMatchObject({ status: 404, json: { message: 'bad_identifier' } })
})

test('a conference that nobody made has nobody in it', async () => {
  const { call } = await serveKazoo()
  expect(await call('GET', '/conferences/nobody/participants')).toMatchObject({ status: 200, json: { data: [] } })
})
