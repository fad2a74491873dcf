import { expect, test } from 'vitest'
import { serveYeastarP, succeeded } from '../../serve-yeastar-p.ts'

test('a list has number, name and moderators, sorted and page by page', async () => {
  const { get, post } = await serveYeastarP()
  await post('conference/create', { number: '6400', name: 'Zoo', moderator_list: ['51', '200'] })
  const first = {
    id: 3,
    name: 'Zoo',
    number: '6400',
    moderator_list: [
      { id: '51', name: 'Extension 1001', type: 'extension' },
      { id: '200', name: 'Sales', type: 'ext_group' },
    ],
  }
  expect(await get('conference/list', { page: 1, page_size: 1 })).toEqual({
    ...succeeded,
    total_number: 3,
    data: [first],
  })
  const names = async (query: Record<string, string | number>) => {
    const { data } = await get('conference/list', { page: 1, page_size: 5, ...query })
    return Array.isArray(data) ? data.map(({ name }) => name) : []
  }
  expect(await names({})).toEqual(['Zoo', 'Sales', 'Board'])
  expect(await names({ sort_by: 'name' })).toEqual(['Board', 'Sales', 'Zoo'])
  expect(await names({ sort_by: 'name', order_by: 'desc' })).toEqual(['Zoo', 'Sales', 'Board'])
  expect(await names({ page: 2, page_size: 2 })).toEqual(['Board'])
})

test.each([{ page: 1 }, { page_size: 5 }, { page: 0, page_size: 5 }, { page: 1, page_size: 5, sort_by: 'id' }])(
  'a list is refused with %o',
  async (query) => {
    const { get } = await serveYeastarP()
    expect(await get('conference/list', { ...query })).toEqual({ errcode: 40002, errmsg: 'PARAMETER ERROR' })
  },
)

test('what is read of a room has everything but its passwords', async () => {
  const { get, post } = await serveYeastarP()
  const fields = {
    sound_prompt: 'ext_number',
    enb_custom_language: 1,
    prompt_language: 'de_de',
    enb_wait_moderator: 1,
    allow_partic_invite: 1,
  }
  const { id } = await post('conference/create', {
    number: '6400',
    name: 'Zoo',
    partic_password: '271828',
    moderator_list: ['51'],
    ...fields,
  })
  expect(await get('conference/get', { id: String(id) })).toEqual({
    ...succeeded,
    data: {
      id,
      number: '6400',
      name: 'Zoo',
      has_partic_password: 1,
      has_moderator_password: 0,
      ...fields,
      moderator_list: [{ id: '51', name: 'Extension 1001', type: 'extension' }],
    },
  })
})

test('the example of the vendor’s page is answered as it is printed', async () => {
  const numbers = ['6500', '6501', '6502', '6503', '6504', '6505']
  const rooms = numbers.map((number) => ({ number, subject: number, capacity: 9 }))
  const { request, pbx, token } = await serveYeastarP({ rooms })
  const { status, body } = await request('POST', '/openapi/v1.0/conference/update', {
    query: { access_token: token() },
    json: { id: 6, name: 'Regional Sales Strategy Session 2' },
  })
  expect({ status, body }).toEqual({ status: 200, body: { errcode: 0, errmsg: 'SUCCESS' } })
  expect(pbx.rooms().map(({ subject }) => subject)).toEqual([
    ...numbers.slice(0, 5),
    'Regional Sales Strategy Session 2',
  ])
})

test('an update changes what it names and keeps the rest', async () => {
  const { get, post, pbx } = await serveYeastarP()
  expect(await post('conference/update', { id: 2, name: 'Regional Sales Strategy Session 2' })).toEqual(succeeded)
  expect(await get('conference/get', { id: 2 })).toMatchObject({
    data: { name: 'Regional Sales Strategy Session 2', has_partic_password: 1 },
  })
  expect(pbx.call({ from: '1001', to: '6501' })).toEqual({ error: 'wrong_pin' })
  await post('conference/update', { id: 2, partic_password: '' })
  expect(pbx.call({ from: '1001', to: '6501' })).toHaveProperty('leg')
})

test('rooms are found by part of number or name, and passwords are seen one by one', async () => {
  const { get, post } = await serveYeastarP()
  const search = (search_value: string) => get('conference/search', { page: 1, page_size: 5, search_value })
  expect(await search('650')).toMatchObject({ total_number: 2 })
  expect(await search('Board')).toMatchObject({ total_number: 1 })
  expect(await search('nothing')).toMatchObject({ total_number: 0, data: [] })
  await post('conference/update', { id: 1, moderator_password: '31' })
  expect(await get('conference/viewpassword', { id: 1, type: 'moderator_password' })).toMatchObject({ password: '31' })
  expect(await get('conference/viewpassword', { id: 1, type: 'password' })).toMatchObject({ errcode: 40002 })
})

test('a delete is a GET, and puts everybody out', async () => {
  const { get, pbx } = await serveYeastarP()
  pbx.call({ from: '1001', to: '6500' })
  expect(await get('conference/delete', { id: 1 })).toEqual(succeeded)
  expect(pbx.rooms().map(({ number }) => number)).toEqual(['6501'])
  for (const endpoint of ['conference/delete', 'conference/get'])
    expect(await get(endpoint, { id: 1 })).toEqual({ errcode: 60001, errmsg: 'DATA NOT FOUND' })
})

test.each(['6500', '1001'])('%s, a number that is taken, is a duplicate', async (number) => {
  const { post, pbx } = await serveYeastarP()
  expect(await post('conference/create', { number, name: 'Twice' })).toEqual({
    errcode: 40003,
    errmsg: 'DUPLICATE KEY VALUE',
  })
  expect(pbx.rooms()).toHaveLength(2)
})
