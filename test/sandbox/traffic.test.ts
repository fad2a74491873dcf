import { expect, test } from 'vitest'
import { createTraffic } from '#sandbox/traffic.ts'

test('frames are numbered in order and may be completed later', () => {
  const traffic = createTraffic()
  const first = traffic.record({ transport: 'http', direction: 'in', method: 'GET', path: '/a' })
  traffic.record({ transport: 'websocket', direction: 'out', body: { type: 'hello' } })
  first.status = 200
  expect(traffic.list()).toMatchObject([
    { id: 1, path: '/a', status: 200 },
    { id: 2, transport: 'websocket', body: { type: 'hello' } },
  ])
})

test('credentials are never kept, in headers nor in bodies', () => {
  const traffic = createTraffic()
  traffic.record({
    transport: 'http',
    direction: 'in',
    headers: { Authorization: 'Bearer abc', Cookie: 'd=abc', 'X-Kept': 'yes' },
    body: { token: 'abc', nested: [{ refresh_token: 'abc', password: 'abc', text: 'hello' }] },
  })
  const [frame] = traffic.list()
  expect(JSON.stringify(frame)).not.toContain('abc')
  expect(frame).toMatchObject({ headers: { 'x-kept': 'yes' }, body: { nested: [{ text: 'hello' }] } })
})

test('credentials are never kept in a query either', () => {
  const traffic = createTraffic()
  traffic.record({ transport: 'http', direction: 'in', path: '/a?page=1&access_token=abc&token=abc&x=2' })
  expect(traffic.list()[0]?.path).toBe('/a?page=1&access_token=[redacted]&token=[redacted]&x=2')
})

test('a frame keeps the body as it was when it passed', () => {
  const traffic = createTraffic()
  const body = { text: 'before' }
  traffic.record({ transport: 'http', direction: 'in', body })
  body.text = 'after'
  expect(traffic.list()).toMatchObject([{ body: { text: 'before' } }])
})

test('the oldest frames give way beyond the limit, and numbers go on after clearing', () => {
  const traffic = createTraffic(2)
  for (const path of ['/1', '/2', '/3']) traffic.record({ transport: 'http', direction: 'in', path })
  expect(traffic.list().map((frame) => frame.path)).toEqual(['/2', '/3'])
  traffic.clear()
  expect(traffic.list()).toEqual([])
  expect(traffic.record({ transport: 'http', direction: 'in' }).id).toBe(4)
})
