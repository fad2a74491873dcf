import { expect, test } from 'vitest'
import { itemFields, servePortsip } from '../../serve-portsip.ts'

/** Three rooms; lists `path` and gives the numbers found. */
async function serveThreeRooms() {
  const served = await servePortsip()
  await served.createRoom({ extension_number: '8002', subject: 'Board', capacity: 5 })
  await served.createRoom({ extension_number: '8000', subject: 'Sales stand-up', capacity: 20, room_pin: '4711' })
  await served.createRoom({ extension_number: '8001', subject: "Anna's board", capacity: 5 })
  const list = (query: Record<string, string>) => served.get(`/conference_rooms?${new URLSearchParams(query)}`)
  return {
    ...served,
    list,
    numbers: async (query: Record<string, string>) => itemFields(await list(query), 'extension_number'),
  }
}

test('rooms come in the order of their creation, with the count of all', async () => {
  const { list, numbers } = await serveThreeRooms()
  expect(await numbers({})).toEqual(['8002', '8000', '8001'])
  expect((await list({ top: '1' })).json).toMatchObject({ count: 3 })
})

test('pages follow one another by skip and top', async () => {
  const { numbers } = await serveThreeRooms()
  expect(await numbers({ top: '2' })).toEqual(['8002', '8000'])
  expect(await numbers({ top: '2', skip: '2' })).toEqual(['8001'])
  expect(await numbers({ skip: '3' })).toEqual([])
})

test('rooms are filtered, searched and both', async () => {
  const { list, numbers } = await serveThreeRooms()
  expect(await numbers({ filter: "extension_number eq '8000'" })).toEqual(['8000'])
  expect(await numbers({ filter: "subject eq 'Anna''s board'" })).toEqual(['8001'])
  expect(await numbers({ search: 'BOARD' })).toEqual(['8002', '8001'])
  expect(await numbers({ search: 'board', filter: "startswith(subject,'Anna')" })).toEqual(['8001'])
  expect((await list({ search: 'board' })).json).toMatchObject({ count: 2 })
})

test('a search does not find a room by its PIN', async () => {
  const { numbers } = await serveThreeRooms()
  expect(await numbers({ search: '4711' })).toEqual([])
})

test('rooms are ordered by several fields, ascending unless told', async () => {
  const { numbers } = await serveThreeRooms()
  expect(await numbers({ orderby: 'extension_number' })).toEqual(['8000', '8001', '8002'])
  expect(await numbers({ orderby: 'capacity asc, extension_number desc' })).toEqual(['8002', '8001', '8000'])
  expect(await numbers({ orderby: 'room_pin desc' })).toEqual(['8000', '8002', '8001'])
})

test.each([
  { top: '0' },
  { top: '101' },
  { top: 'all' },
  { skip: '-1' },
  { skip: '1.5' },
  { filter: 'nonsense' },
  { orderby: 'nothing' },
  { orderby: 'subject down' },
  { orderby: 'subject asc desc' },
])('the query %o is refused', async (query) => {
  const { list } = await serveThreeRooms()
  expect(await list(query)).toMatchObject({ status: 400, json: { errors: [{ code: 'VALIDATE_FAILED' }] } })
})
