import { expect, test } from 'vitest'
import { account, serveRingme, servicePhone } from '../serve-ringme.ts'

const seconds = (count: number) => count * 1000

test('every call is answered with the status that is documented', async () => {
  const { pbx, clock, request, createConference } = await serveRingme()
  const id = await createConference('8000', { record_enabled: true })
  pbx.call({ from: '1001', to: '8000' })
  clock.advance(seconds(90))
  pbx.hangup(pbx.rooms()[0]?.legs[0]?.id ?? '')
  const from = new Date(clock.now() - seconds(600)).toISOString().slice(0, 19).replace('T', ' ')
  const until = new Date(clock.now()).toISOString().slice(0, 19).replace('T', ' ')
  const period = `?${new URLSearchParams({ start_datetime: from, end_datetime: until })}`
  const records = await request('GET', `/client/@me/record/${period}`)
  expect(records.json).toMatchObject([
    { extension_id: id, extension_type: 'conference', duration: 90, to_username: '01874*8000' },
  ])
  const uuid = /"record_uuid":"([^"]+)"/.exec(records.text)?.[1] ?? ''
  const hook = { url: 'http://127.0.0.1:9/events/x', event_type: 'hangup', method: 'POST' }
  const steps: [method: string, path: string, status: number, body?: unknown][] = [
    ['GET', '/client/@me/extension/', 200],
    ['GET', `/client/${account.domain}/extension/?type=conference&page=1`, 200],
    ['POST', '/client/@me/extension/', 201, { name: '8001', type: 'conference', label: 'Board', status: 'active' }],
    ['GET', `/client/@me/extension/${id}`, 200],
    ['GET', `/extension/${id}/conference/`, 200],
    ['PUT', `/extension/${id}/conference/`, 200, { max_members: 20 }],
    ['POST', `/extension/${servicePhone}/callback/`, 201, { src_num: ['1001'], dst_num: '8000' }],
    ['GET', '/client/@me/current_calls/', 200],
    ['GET', `/extension/${id}/current_calls/`, 200],
    ['POST', `/extension/${id}/event/`, 201, hook],
    ['GET', `/extension/${id}/event/`, 200],
    ['DELETE', `/extension/${id}/event/1`, 204],
    ['GET', `/extension/${id}/record/${period}`, 200],
    ['GET', `/client/@me/record/${uuid}`, 200],
    ['GET', `/client/@me/record/${uuid}/storage_url/`, 200],
    ['DELETE', `/client/@me/record/${uuid}`, 204],
    ['DELETE', `/client/@me/extension/${id}`, 204],
  ]
  for (const [method, path, status, body] of steps) {
    const answer = await request(method, path, body)
    expect([method, path, answer.status]).toEqual([method, path, status])
    if (status === 204) expect(answer.text).toBe('')
  }
})

test('a slash that is missing or one too many is another path, and a verb that is not documented refused', async () => {
  const { request, createConference } = await serveRingme()
  const id = await createConference()
  for (const path of [
    '/client/@me/extension',
    `/extension/${id}/conference`,
    `/client/@me/extension/${id}/`,
    '/nothing/',
  ]) {
    const answer = await request('GET', path)
    expect([path, answer.status, answer.json]).toEqual([path, 404, { message: 'Not found' }])
  }
  expect((await request('PUT', `/client/@me/extension/${id}`, { label: 'x' })).status).toBe(405)
  expect((await request('GET', '/client/other/extension/')).json).toEqual({
    message: 'Client not found',
    status: 'client_not_found',
  })
})

test.each([
  ['no body', undefined, {}],
  ['text that is not JSON', '{"pin":', { 'content-type': 'application/json' }],
  ['JSON that does not say so', '{"pin":"1"}', { 'content-type': 'text/plain' }],
  ['a field that the page does not have', { pim: '1' }, {}],
  ['a value of another type', { max_members: '20' }, {}],
])('%s is refused with a message alone', async (_, body, headers) => {
  const { request, createConference } = await serveRingme()
  const answer = await request('PUT', `/extension/${await createConference()}/conference/`, body, headers)
  expect([answer.status, answer.json]).toEqual([400, { message: expect.any(String) }])
})

test('an application with the access level "Call API" may call, and not configure', async () => {
  const { request, callback } = await serveRingme({ account: { ...account, username: 'call-api-app' } })
  for (const path of ['/client/@me/extension/', '/extension/1/conference/'])
    expect(await request('GET', path)).toMatchObject({ status: 403, json: { status: 'app_access_type_deny' } })
  expect((await callback({ src_num: ['1001'], dst_num: '8000' })).status).toBe(201)
})

test('each answer tells what is left of the hour', async () => {
  const { clock, request } = await serveRingme()
  const told = async () => {
    const { headers } = await request('GET', '/client/@me/extension/')
    return ['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`))
  }
  expect(await told()).toEqual(['10000', '9999', '3600'])
  clock.advance(seconds(600))
  expect((await told())[1]).toBe('9998')
})

test('planned faults spoil the calls they match, in the words of this API', async () => {
  const { pbx, request } = await serveRingme()
  const spoil = (kind: '401' | '403' | '429' | '5xx', retryAfter?: number) =>
    pbx.faults.add({ match: 'extension', kind, times: 1, ...(retryAfter !== undefined && { retryAfter }) })
  spoil('401')
  expect(await request('GET', '/client/@me/extension/')).toMatchObject({
    status: 401,
    json: { message: expect.any(String) },
  })
  spoil('403')
  expect(await request('GET', '/client/@me/extension/')).toMatchObject({
    status: 403,
    json: { status: 'access_denied' },
  })
  spoil('429', 3)
  const tooMany = await request('GET', '/client/@me/extension/')
  expect([tooMany.status, tooMany.headers.get('retry-after'), tooMany.json]).toMatchObject([
    429,
    '3',
    { status: 'rate_limit_exceeded' },
  ])
  spoil('5xx')
  expect((await request('GET', '/client/@me/extension/')).status).toBe(503)
})

test('what must be configured reaches it, and nothing secret is in the traffic', async () => {
  const { pbx, url } = await serveRingme()
  expect(pbx.settings(url)).toEqual({
    url,
    clientId: 'app-id',
    clientSecret: 'correct horse',
    client: '01874',
    serviceExtension: servicePhone,
    eventSecret: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(JSON.stringify(pbx.traffic.list())).not.toContain('correct horse')
})
