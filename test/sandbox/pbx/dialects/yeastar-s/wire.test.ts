import { expect, test } from 'vitest'
import { serveYeastarS } from '../../serve-yeastar-s.ts'

const type = 'application/json; charset=utf-8'

test('answers have the headers of the page', async () => {
  const { request } = await serveYeastarS()
  const { status, headers } = await request('POST', 'conference/query', {}, '{"number":"6400"}', type)
  expect(status).toBe(200)
  expect(Object.fromEntries(headers)).toMatchObject({
    server: 'Boa/0.94.14rc21',
    'content-type': 'application/json',
    'access-control-allow-origin': '*',
  })
})

test.each([
  ['another method', 'GET', undefined, type, '20001'],
  ['a form', 'POST', 'number=all', 'application/x-www-form-urlencoded', '20000'],
  ['JSON without its charset', 'POST', '{"number":"6400"}', 'application/json', '20000'],
  ['no JSON', 'POST', '{', type, '20000'],
  ['a list', 'POST', '[]', type, '20000'],
  ['a blank number', 'POST', '{"number":" "}', type, '10004'],
  ['no number', 'POST', '{}', type, '10004'],
])('%s fails with 200', async (_, method, body, contentType, errno) => {
  const { request, failed } = await serveYeastarS()
  const response = await request(method, 'conference/query', {}, body, contentType)
  expect([response.status, await response.json()]).toEqual([200, failed(errno)])
})

test.each(['cdr/download', 'recording/download'])('%s is a GET', async (endpoint) => {
  const { post, failed } = await serveYeastarS()
  expect(await post(endpoint, {})).toEqual(failed('10003'))
})

test.each(['conference/add', 'conference/delete', 'conference/lock', ''])('there is no %s', async (endpoint) => {
  const { post, failed } = await serveYeastarS()
  expect(await post(endpoint, { number: '6400' })).toEqual(failed('10003'))
})

test.each([
  ['401', '20004'],
  ['403', '10024'],
  ['409', '10003'],
  ['422', '10004'],
  ['429', '10025'],
] as const)('a planned %s is the vendor’s own failure', async (kind, errno) => {
  const { pbx, post, failed } = await serveYeastarS()
  pbx.faults.add({ match: '', kind, times: 1 })
  expect(await post('conference/query', { number: 'all' })).toEqual(failed(errno))
})

test('a box that fails altogether says so over HTTP', async () => {
  const { pbx, request } = await serveYeastarS()
  pbx.faults.add({ match: '', kind: '5xx', times: 1 })
  expect((await request('POST', 'conference/query', {}, '{}', type)).status).toBe(503)
})
