import { expect, onTestFinished, test } from 'vitest'
import { createAdminServer, type Part, type PartStatus } from '#ingress/admin.ts'
import { createMovableClock } from '#lib/clock.ts'

const clock = createMovableClock()

async function readyz(parts: readonly Part[], mode: 'configured' | 'sandbox' = 'configured') {
  const server = createAdminServer({ port: 0, host: '127.0.0.1', mode, parts, clock })
  const { port } = await server.start()
  onTestFinished(() => server.stop())
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`)
  return { status: answer.status, body: await answer.json() }
}

const part = (name: string, isEssential: boolean, status: Partial<PartStatus> = {}): Part => ({
  name,
  isEssential,
  status: () => ({ isConnected: true, lastContactAt: null, detail: '', ...status }),
})

test('tells of each part with the age of its last good contact', async () => {
  const lastContactAt = clock.now()
  clock.advance(90_000)
  expect(await readyz([part('slack', true, { lastContactAt, detail: 'socket' }), part('pbx office', false)])).toEqual({
    status: 200,
    body: {
      ready: true,
      mode: 'configured',
      parts: {
        slack: { connected: true, essential: true, ageSeconds: 90, detail: 'socket' },
        'pbx office': { connected: true, essential: false, ageSeconds: null, detail: '' },
      },
    },
  })
})

test('is ready without a PBX, but not without an essential part', async () => {
  const gone = { isConnected: false }
  expect(await readyz([part('pbx office', false, gone), part('slack', true)])).toMatchObject({ status: 200 })
  expect(await readyz([part('pbx office', false), part('slack', true, gone)])).toMatchObject({
    status: 503,
    body: { ready: false },
  })
})

test('says when all of it is a sandbox', async () => {
  expect(await readyz([], 'sandbox')).toMatchObject({ body: { mode: 'sandbox' } })
})
