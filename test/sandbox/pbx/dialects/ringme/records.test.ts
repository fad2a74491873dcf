import { expect, test } from 'vitest'
import { z } from 'zod'
import { serveRingme } from '../../serve-ringme.ts'

const gmt = (instant: number) => new Date(instant).toISOString().slice(0, 19).replace('T', ' ')
const Rows = z.array(z.object({ record_uuid: z.string(), extension_id: z.number() }))

async function serveRecordings() {
  const served = await serveRingme()
  const { pbx, clock, createConference, request } = served
  const ids: number[] = []
  for (const number of ['8000', '8001']) {
    ids.push(await createConference(number, { record_enabled: true }))
    const call = pbx.call({ from: '1001', to: number })
    clock.advance(60_000)
    if ('leg' in call) pbx.hangup(call.leg)
  }
  const list = (path: string, from = clock.now() - 3_600_000, until = clock.now()) =>
    request('GET', `${path}?${new URLSearchParams({ start_datetime: gmt(from), end_datetime: gmt(until) })}`)
  return { ...served, ids, list }
}

test('recordings are listed by period, of the client and of one conference', async () => {
  const { list, ids, clock } = await serveRecordings()
  expect(Rows.parse((await list('/client/@me/record/')).json).map((row) => row.extension_id)).toEqual(ids)
  expect(Rows.parse((await list(`/extension/${ids[1]}/record/`)).json)).toMatchObject([{ extension_id: ids[1] }])
  expect((await list('/client/@me/record/', clock.now() - 7_200_000, clock.now() - 3_600_000)).json).toEqual([])
})

test('a period is required, and ends with the month after its beginning', async () => {
  const { list, request } = await serveRecordings()
  expect((await request('GET', '/client/@me/record/')).status).toBe(400)
  const start = Date.UTC(2026, 0, 15)
  expect((await list('/client/@me/record/', start, Date.UTC(2026, 1, 28, 23, 59, 59))).status).toBe(200)
  expect((await list('/client/@me/record/', start, Date.UTC(2026, 2, 1))).status).toBe(400)
  expect((await list('/client/@me/record/', start, start - 1_000)).status).toBe(400)
})

test('a file is fetched with the token, or by a link that needs none', async () => {
  const { list, request, send, url, pbx, useToken } = await serveRecordings()
  pbx.settings(url)
  const [row] = Rows.parse((await list('/client/@me/record/')).json)
  const path = `/client/@me/record/${row?.record_uuid}`
  const file = await request('GET', path)
  expect([file.headers.get('content-type'), file.text.slice(0, 4)]).toEqual(['audio/wav', 'RIFF'])
  const link = z.object({ record_url: z.url() }).parse((await request('GET', `${path}/storage_url/`)).json).record_url
  useToken('')
  expect((await send('GET', link)).text).toBe(file.text)
  expect((await request('GET', path)).status).toBe(401)
})

test('what is deleted is gone', async () => {
  const { list, request } = await serveRecordings()
  const [row] = Rows.parse((await list('/client/@me/record/')).json)
  expect((await request('DELETE', `/client/@me/record/${row?.record_uuid}`)).status).toBe(204)
  expect(Rows.parse((await list('/client/@me/record/')).json)).toHaveLength(1)
  expect((await request('GET', `/client/@me/record/${row?.record_uuid}`)).status).toBe(404)
})
