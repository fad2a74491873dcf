import { expect, test } from 'vitest'
import { createMovableClock } from '#lib/clock.ts'
import { createCourier, eventRetryDelaysMs } from '#sandbox/slack/delivery/courier.ts'
import type { Outcome, Retry } from '#sandbox/slack/delivery/delivery.ts'

function setUp(outcomes: Outcome[]) {
  const clock = createMovableClock()
  const tries: (Retry | undefined)[] = []
  const courier = createCourier({
    clock,
    retryDelaysMs: eventRetryDelaysMs,
    transport: () => ({
      send(_, retry) {
        tries.push(retry)
        return Promise.resolve(outcomes.shift() ?? { ok: true, ackMs: 1, answer: undefined })
      },
    }),
  })
  return { clock, courier, tries }
}

const failed: Outcome = { ok: false, error: 'dispatch_failed', status: 500 }
const late: Outcome = { ok: false, error: 'operation_timeout' }
const lost: Outcome = { ok: false, error: 'dispatch_failed' }

test('an event comes again at once, after a minute and after five, then never', async () => {
  const { clock, courier, tries } = setUp([failed, late, lost, failed, failed])
  await courier.send('event', 'app_mention', {})
  await expect.poll(() => tries).toHaveLength(2)
  clock.advance(60_000)
  await expect.poll(() => tries).toHaveLength(3)
  clock.advance(300_000)
  await expect.poll(() => tries).toHaveLength(4)
  clock.advance(86_400_000)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(tries).toEqual([
    undefined,
    { number: 1, reason: 'http_error' },
    { number: 2, reason: 'http_timeout' },
    { number: 3, reason: 'connection_failed' },
  ])
})

test('an acknowledged event does not come again', async () => {
  const { courier, tries } = setUp([failed])
  await courier.send('event', 'app_mention', {})
  await expect.poll(() => tries).toHaveLength(2)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(tries).toHaveLength(2)
})

test('commands and interactions come once, whatever becomes of them', async () => {
  const { courier, tries } = setUp([failed, late])
  expect(await courier.send('command', '/conf', {})).toMatchObject({ ok: false, status: 500 })
  expect(await courier.send('interactive', 'block_actions', {})).toMatchObject({ error: 'operation_timeout' })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(tries).toHaveLength(2)
})

test('what is cleared is neither repeated nor sent again', async () => {
  const { courier, tries, clock } = setUp([failed, failed])
  const { delivery } = await courier.send('event', 'app_mention', {})
  await expect.poll(() => tries).toHaveLength(2)
  courier.clear()
  clock.advance(60_000)
  expect(await courier.redeliver(delivery)).toBeUndefined()
  expect(tries).toHaveLength(2)
})
