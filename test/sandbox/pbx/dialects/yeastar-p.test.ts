import { request as httpRequest } from 'node:http'
import { expect, test } from 'vitest'
import { serveYeastarP, succeeded } from '../serve-yeastar-p.ts'

test('every call of the conference pages is answered as documented', async () => {
  const { pbx, get, post } = await serveYeastarP()
  pbx.call({ from: '1001', to: '6500' })
  pbx.call({ from: '1002', to: '6500' })
  const channel = (await post('conference/mute_member', { number: '6500', member_channel_id: 'all' })) && 'all'
  const creation = { number: '6600', name: 'New' }
  const instant = {
    number: '6901',
    name: 'Instant conference',
    members: ['1001', '1003', '5503309'],
    moderators: ['1001'],
    dialpermission: '1001',
  }
  const paging = { page: 1, page_size: 5 }
  const steps: [
    method: 'GET' | 'POST',
    endpoint: string,
    given: Record<string, unknown>,
    told?: Record<string, unknown>,
  ][] = [
    ['GET', 'conference/list', paging, { total_number: 2, data: expect.any(Array) }],
    ['GET', 'conference/search', { ...paging, search_value: 'Sal' }, { total_number: 1 }],
    ['GET', 'conference/get', { id: 1 }, { data: expect.objectContaining({ id: 1 }) }],
    ['GET', 'conference/viewpassword', { id: 2, type: 'partic_password' }, { password: '4711' }],
    ['POST', 'conference/create', creation, { id: 3 }],
    ['POST', 'conference/update', { id: 3, name: 'Changed' }],
    ['GET', 'conference/delete', { id: 3 }],
    ['GET', 'conference/query_ongoing_conference', { number: '6500' }, { data: expect.any(Array) }],
    ['POST', 'conference/invite_member', { number: '6500', invitemembers: ['995000', '1003'], dialpermission: '1099' }],
    ['POST', 'conference/start_interim_conference', instant],
    ['POST', 'conference/mute_member', { number: '6500', member_channel_id: channel }],
    ['POST', 'conference/unmute_member', { number: '6500', member_channel_id: channel }],
    ['POST', 'conference/kick_member', { number: '6500', member_channel_id: channel }],
    ['GET', 'system/get_menuoptions', { menu: 'extension' }, { data: expect.any(Array) }],
    ['GET', 'system/information', {}, { data: expect.objectContaining({ firmware_version: expect.any(String) }) }],
    ['GET', 'recording/list', {}, { total_number: expect.any(Number), data: expect.any(Array) }],
    ['GET', 'autorecord/get', {}, { auto_record: expect.any(Object) }],
    ['POST', 'autorecord/update', { enb_internal: 1 }],
  ]
  for (const [method, endpoint, given, told = {}] of steps) {
    const query = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]))
    const answer = method === 'GET' ? await get(endpoint, query) : await post(endpoint, given)
    expect([endpoint, answer]).toEqual([endpoint, expect.objectContaining({ ...succeeded, ...told })])
  }
})

test('a failure is HTTP 200 with a code inside', async () => {
  const { request, get, post } = await serveYeastarP()
  expect((await request('GET', '/openapi/v1.0/conference/nothing')).status).toBe(200)
  expect(await get('conference/nothing')).toEqual({ errcode: 10001, errmsg: 'INTERFACE NOT EXISTED' })
  // Known ones have one method each.
  expect(await post('conference/list', {})).toMatchObject({ errcode: 10001 })
  expect(await get('conference/update')).toMatchObject({ errcode: 10001 })
  expect((await request('GET', '/openapi/v9.0/conference/list')).body).toMatchObject({ errcode: 10003 })
})

test('without a User-Agent nothing is told', async () => {
  const { origin, mount, token } = await serveYeastarP()
  const url = `${origin}${mount}/openapi/v1.0/conference/list?page=1&page_size=5&access_token=${token()}`
  // fetch sends one by itself.
  const status = await new Promise((resolve, reject) => {
    httpRequest(url, { agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
  expect(status).toBe(400)
})

test.each([
  ['no body', undefined, {}],
  ['text that is not JSON', '{"id":', { 'content-type': 'application/json' }],
  ['JSON that does not say so', '{"id":1}', { 'content-type': 'text/plain' }],
])('%s where JSON is required is wrong syntax', async (_, json, headers) => {
  const { request } = await serveYeastarP()
  const { body } = await request('POST', '/openapi/v1.0/conference/update', { json, headers })
  expect(body).toMatchObject({ errcode: 40001 })
})

test('planned faults are in the words of this API', async () => {
  const { pbx, get, request } = await serveYeastarP()
  const spoil = (kind: '401' | '403' | '429' | '5xx') =>
    pbx.faults.add({ match: 'conference/list', kind, times: 1, ...(kind === '429' && { retryAfter: 3 }) })
  const list = () => get('conference/list', { page: 1, page_size: 5 })
  spoil('401')
  expect(await list()).toEqual({ errcode: 10004, errmsg: 'TOKEN EXPIRED' })
  spoil('403')
  expect(await list()).toEqual({ errcode: 10005, errmsg: 'ACCESS DENIED' })
  spoil('5xx')
  expect(await list()).toEqual({ errcode: -2, errmsg: 'INTERNAL SERVER ERROR' })
  spoil('429')
  expect((await request('GET', '/openapi/v1.0/conference/list')).status).toBe(429)
  expect(await list()).toMatchObject(succeeded)
})

test('whoever sits at its web pages makes and changes rooms, with the limits of the API', async () => {
  const { pbx, get } = await serveYeastarP()
  expect(pbx.editRoom('6500', { name: 'Renamed', allow_partic_invite: 1, partic_password: '31415' })).toBe(true)
  expect(pbx.editRoom('6500', { name: 'x'.repeat(127) })).toMatch(/name: shorter than 127/)
  expect(pbx.editRoom('6999', { name: 'x' })).toBe(false)
  expect(pbx.rooms()[0]).toMatchObject({ subject: 'Renamed', fields: { number: '6500', allow_partic_invite: 1 } })
  expect(JSON.stringify(pbx.rooms())).not.toContain('31415')
  expect(await get('conference/viewpassword', { id: 1, type: 'partic_password' })).toMatchObject({ password: '31415' })
})

test('what must be configured is what the provider calls it', async () => {
  const { pbx } = await serveYeastarP()
  expect(pbx.settings('http://127.0.0.1:1/x')).toEqual({
    url: 'http://127.0.0.1:1/x/openapi/v1.0',
    clientId: 'client-id',
    clientSecret: 'correct horse',
    serviceExtension: '1099',
    eventSecret: expect.stringMatching(/^.{32}$/),
  })
})

test('a reset ends sessions and brings the first rooms back', async () => {
  const { pbx, get, newToken, useToken } = await serveYeastarP()
  await get('conference/delete', { id: 1 })
  pbx.reset()
  expect(await get('conference/list', { page: 1, page_size: 5 })).toMatchObject({ errcode: 10004 })
  useToken(await newToken())
  expect(await get('conference/list', { page: 1, page_size: 5 })).toMatchObject({ total_number: 2 })
})
