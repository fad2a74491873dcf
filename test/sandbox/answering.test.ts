import { expect, test } from 'vitest'
import { answerFailure, createAnswering } from '#sandbox/answering.ts'
import { createFaults, type HttpReply } from '#sandbox/faults.ts'
import { createTraffic } from '#sandbox/traffic.ts'
import { serve } from '#test/support/local-server.ts'
import { createLogBook } from '#test/support/log-book.ts'

/** Posts to a service that does `run`. */
async function serveAnswers(run: (bytes: Buffer) => HttpReply) {
  const faults = createFaults()
  const traffic = createTraffic()
  const log = createLogBook()
  let changes = 0
  const answer = createAnswering({
    faults,
    traffic,
    maxBodyBytes: 10,
    readable: (contentType, bytes) => `${contentType}: ${bytes}`,
    refuse: (status, retryAfter) => ({ status, body: `wait ${retryAfter}` }),
    changed: () => {
      changes += 1
    },
  })
  const { origin } = await serve((req, res) => {
    const url = new URL(req.url ?? '', 'http://sandbox')
    answer(req, res, url, run).catch((error: unknown) => answerFailure(res, error, log.logger, url.pathname))
  })
  const post = (body: string) => fetch(`${origin}/api`, { method: 'POST', body })
  return { faults, traffic, log, post, changes: () => changes }
}

test('what came and what went is recorded, and that something may have changed is told', async () => {
  const { traffic, post, changes } = await serveAnswers((bytes) => ({ status: 201, body: `got ${bytes}` }))
  expect(await (await post('a')).text()).toBe('got a')
  expect(traffic.list()).toMatchObject([
    { direction: 'in', method: 'POST', path: '/api', status: 201, body: 'text/plain;charset=UTF-8: a' },
    { direction: 'out', path: '/api', status: 201, body: 'application/json: got a' },
  ])
  expect(changes()).toBe(1)
})

test('a planned fault is refused as the service does it', async () => {
  const { faults, post, changes } = await serveAnswers(() => ({ status: 200 }))
  faults.add({ match: 'POST /api', kind: '429', times: 1, retryAfter: 7 })
  const response = await post('a')
  expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([429, '7', 'wait 7'])
  expect(changes()).toBe(0)
})

test('too much is refused, and what fails is logged', async () => {
  const { post, log, traffic } = await serveAnswers(() => {
    throw new Error('broken')
  })
  expect((await post('x'.repeat(11))).status).toBe(413)
  expect([traffic.list(), log.lines]).toEqual([[], []])
  expect((await post('a')).status).toBe(500)
  expect(log.text()).toContain('broken')
})
