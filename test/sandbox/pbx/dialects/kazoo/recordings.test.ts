import { expect, test } from 'vitest'
import { serveKazoo } from '../../serve-kazoo.ts'

async function serveRecording() {
  const served = await serveKazoo()
  await served.create()
  served.pbx.call({ from: '1001', to: '8000' })
  served.pbx.record('8000', true)
  served.clock.advance(30_000)
  served.pbx.record('8000', false)
  const [{ id }] = (await served.call('GET', '/recordings')).json.data as [{ id: string }]
  return { ...served, path: `/recordings/${id}` }
}

test('a recording belongs to the account', async () => {
  const { call, path } = await serveRecording()
  const answer = await call('GET', path)
  expect(answer.json.data).toMatchObject({ duration: 30, duration_ms: expect.any(Number), start: expect.any(Number) })
  expect((await call('GET', '/recordings/none')).status).toBe(404)
})

test('its file comes to whoever accepts sound, by header or by query', async () => {
  const { call, path } = await serveRecording()
  for (const answer of [
    await call('GET', path, undefined, { accept: 'audio/mpeg' }),
    await call('GET', `${path}?accept=audio/mpeg`),
  ]) {
    expect(answer.headers.get('content-type')).toBe('audio/wav')
    expect(Buffer.from(answer.bytes).subarray(0, 4).toString()).toBe('RIFF')
  }
})

test('it can be deleted once', async () => {
  const { call, path } = await serveRecording()
  expect((await call('DELETE', path)).status).toBe(200)
  expect((await call('DELETE', path)).status).toBe(404)
  expect((await call('GET', '/recordings')).json.data).toEqual([])
})
