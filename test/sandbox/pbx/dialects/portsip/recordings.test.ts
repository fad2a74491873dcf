import { expect, test } from 'vitest'
import { itemFields, servePortsip } from '../../serve-portsip.ts'

async function serveRoom(fields: Record<string, unknown> = {}) {
  const served = await servePortsip()
  const path = `/conference_rooms/${await served.createRoom(fields)}`
  return { ...served, path, recordings: async () => (await served.get(`${path}/recordings`)).json }
}

test('a recording is listed once it has stopped, with its times by the clock', async () => {
  const { post, path, recordings, clock } = await serveRoom()
  await post(`${path}/start_recording`)
  clock.advance(90_000)
  expect(await recordings()).toEqual({ count: 0, items: [] })
  await post(`${path}/stop_recording`)
  const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  expect(await recordings()).toEqual({
    count: 1,
    items: [
      {
        id: expect.any(String),
        answered_at: instant,
        ended_at: instant,
        duration: 90,
        file_name: expect.stringMatching(/^8000_\d{14}\.wav$/),
        file_size: expect.any(Number),
        file_url: expect.stringMatching(/\/api\/blobs\/[0-9a-f]{64}$/),
      },
    ],
  })
})

test('the file is served at its address without a token, as long as the recording exists', async () => {
  const { get, post, path, mount, origin } = await serveRoom()
  for (const action of ['start_recording', 'stop_recording']) await post(`${path}/${action}`)
  const list = await get(`${path}/recordings`)
  const [id] = itemFields(list, 'id')
  const [url] = itemFields(list, 'file_url')
  const [size] = itemFields(list, 'file_size')
  expect(url).toMatch(/^\/api\/blobs\//)
  const address = `${origin}${mount}${url}`
  const file = await fetch(address)
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'audio/wav'])
  const content = Buffer.from(await file.arrayBuffer())
  expect([content.length, content.toString('latin1', 0, 4)]).toEqual([size, 'RIFF'])
  expect((await post(`${path}/recordings/${id}/destroy`)).status).toBe(204)
  expect((await fetch(address)).status).toBe(404)
  expect((await post(`${path}/recordings/${id}/set_read`)).status).toBe(404)
})

test('starting twice and stopping twice is one recording', async () => {
  const { post, path, recordings } = await serveRoom()
  for (const action of ['start', 'start', 'stop', 'stop']) {
    expect((await post(`${path}/${action}_recording`)).status).toBe(200)
  }
  expect(await recordings()).toMatchObject({ count: 1 })
})

test('a recording ends with the last person in the room', async () => {
  const { post, path, recordings, pbx } = await serveRoom()
  const call = pbx.call({ from: '1001', to: '8000' })
  await post(`${path}/start_recording`)
  if ('leg' in call) pbx.hangup(call.leg)
  expect(await recordings()).toMatchObject({ count: 1 })
  expect(pbx.rooms()).toMatchObject([{ recording: false }])
})

test('a room made to record does so from the first join', async () => {
  const { pbx } = await serveRoom({ enable_recording: true })
  expect(pbx.rooms()).toMatchObject([{ recording: false }])
  pbx.call({ from: '1001', to: '8000' })
  expect(pbx.rooms()).toMatchObject([{ recording: true }])
})
