import { expect, test } from 'vitest'
import { z } from 'zod'
import { serveYeastarP, succeeded } from '../../serve-yeastar-p.ts'

const recorded = [
  { number: '6500', subject: 'Sales', capacity: 9, recordsItself: true },
  { number: '6501', subject: 'Board', capacity: 9 },
]
const Recordings = z.object({ data: z.array(z.looseObject({ id: z.int(), file: z.string() })) })

/** One minute in each room. */
async function serveConferences() {
  const served = await serveYeastarP({ rooms: recorded })
  for (const to of ['6500', '6501']) {
    const call = served.pbx.call({ from: '1001', to })
    served.clock.advance(60_000)
    if ('leg' in call) served.pbx.hangup(call.leg)
  }
  const list = async () => Recordings.parse(await served.get('recording/list')).data
  return { ...served, list }
}

test('a recording is a call to the number of its room, at a time as the PBX shows it', async () => {
  const { list } = await serveConferences()
  const all = await list()
  expect(all).toEqual([
    {
      id: 1,
      time: expect.stringMatching(/^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/),
      uid: expect.any(String),
      call_from: 'Conference',
      call_to: 'Sales<6500>',
      duration: expect.any(Number),
      size: expect.any(Number),
      call_type: 'Internal',
      file: expect.stringMatching(/\.wav$/),
      call_from_number: '',
      call_from_name: 'Conference',
      call_to_number: '6500',
      call_to_name: 'Sales',
    },
  ])
  expect(Number(all[0]?.duration)).toBeGreaterThanOrEqual(60)
})

test('a file is fetched in two steps, by id or by name, within half an hour and with a token', async () => {
  const { list, get, request, clock, newToken, useToken } = await serveConferences()
  const [recording] = await list()
  const byName = await get('recording/download', { file: recording?.file ?? '' })
  const { download_resource_url: path } = await get('recording/download', { id: String(recording?.id) })
  expect(byName).toMatchObject({ ...succeeded, file: recording?.file })
  const fetched = await request('GET', String(path))
  expect(fetched.bytes.subarray(0, 4).toString()).toBe('RIFF')
  const good = await newToken()
  useToken('')
  expect((await request('GET', String(path))).body).toMatchObject({ errcode: 10004 })
  useToken(good)
  clock.advance(1_800_000)
  useToken(await newToken())
  expect((await request('GET', String(path))).body).toMatchObject({ errcode: 60001 })
})

test.each([{}, { id: '99' }, { file: 'other.wav' }, { id: 'x' }])('there is no file for %j', async (query) => {
  const { get } = await serveConferences()
  expect((await get('recording/download', { ...query })).errcode).toBeGreaterThan(40_000)
})

test('what is recorded is a policy of the whole PBX, of which a list is replaced as a whole', async () => {
  const { get, post, pbx } = await serveYeastarP({ rooms: recorded })
  const target = (id: number, text: string) => ({ id, text, enb_config: 0, number_value: 0 })
  expect(await get('autorecord/get')).toMatchObject({
    auto_record: { enb_internal: 0, record_trunk_list: [{ id: 21 }], record_conference_list: [target(1, 'Sales')] },
  })
  expect(await post('autorecord/update', { record_conference_list: [{ id: 2 }] })).toEqual(succeeded)
  expect(await get('autorecord/get')).toMatchObject({
    auto_record: { record_trunk_list: [{ id: 21 }], record_conference_list: [target(2, 'Board')] },
  })
  for (const to of ['6500', '6501']) pbx.call({ from: '1001', to })
  expect(pbx.rooms().map(({ recording }) => recording)).toEqual([false, true])
})

test.each([
  { record_conference_list: [{ id: 99 }] },
  { record_conference_list: [{}] },
  { enb_internal: true },
  { other: 1 },
])('a policy of %j is refused, and nothing of it is kept', async (changes) => {
  const { get, post } = await serveYeastarP({ rooms: recorded })
  const before = await get('autorecord/get')
  expect((await post('autorecord/update', { enb_paging: 1, ...changes })).errcode).not.toBe(0)
  expect(await get('autorecord/get')).toEqual(before)
})
