import { expect, test } from 'vitest'
import { itemFields, servePortsip } from '../../serve-portsip.ts'

/** A room with two people in it. */
async function serveTwoPeople() {
  const served = await servePortsip()
  const path = `/conference_rooms/${await served.createRoom()}/participants`
  for (const from of ['1001', '1002']) served.pbx.call({ from, to: '8000' })
  const [first, second] = itemFields(await served.get(path), 'id')
  const fields = async (name: string) => itemFields(await served.get(path), name)
  return { ...served, path, first, second, fields }
}

test('the list shows everyone without a count, and nobody is chairman yet', async () => {
  const { get, path, first, second } = await serveTwoPeople()
  const rest = { muted: false, chairman: false, position: -1 }
  expect((await get(path)).json).toEqual({
    items: [
      { id: first, display_name: '"1001" <sip:1001@pbx.example>', ...rest },
      { id: second, display_name: '"1002" <sip:1002@pbx.example>', ...rest },
    ],
  })
  expect((await get(`${path}/${second}`)).json).toEqual({
    id: second,
    display_name: '"1002" <sip:1002@pbx.example>',
    ...rest,
  })
})

test('one person is muted and unmuted without the others', async () => {
  const { post, path, first, fields } = await serveTwoPeople()
  await post(`${path}/${first}/mute`)
  expect(await fields('muted')).toEqual([true, false])
  await post(`${path}/${first}/unmute`)
  expect(await fields('muted')).toEqual([false, false])
})

test('the chair passes from one to the other', async () => {
  const { post, path, first, second, fields } = await serveTwoPeople()
  await post(`${path}/${first}/chairman`)
  expect(await fields('chairman')).toEqual([true, false])
  await post(`${path}/${second}/chairman`)
  expect(await fields('chairman')).toEqual([false, true])
})

test('positions are set one by one or all by the layout', async () => {
  const { post, path, first, second, fields } = await serveTwoPeople()
  await post(`${path}/${first}/position`, { position: 4 })
  expect(await fields('position')).toEqual([4, -1])
  await post(`${path}/layout`, { items: [second] })
  expect(await fields('position')).toEqual([-1, 0])
})

test('who was kicked is gone and can ring in again as somebody new', async () => {
  const { post, path, first, second, fields, pbx } = await serveTwoPeople()
  expect((await post(`${path}/${first}/destroy`)).status).toBe(204)
  expect(await fields('id')).toEqual([second])
  expect((await post(`${path}/${first}/destroy`)).status).toBe(404)
  pbx.call({ from: '1001', to: '8000' })
  const ids = await fields('id')
  expect(ids).toHaveLength(2)
  expect(ids).not.toContain(first)
})

test('who is still ringing cannot be found, muted or kicked', async () => {
  const { get, post, path, pbx } = await serveTwoPeople()
  await post(`${path}/invite`, { number: '1003' })
  const ringing = pbx.rooms()[0]?.legs.find((leg) => leg.state === 'ringing')?.id
  expect(ringing).toBeDefined()
  expect((await get(`${path}/${ringing}`)).status).toBe(404)
  expect((await post(`${path}/${ringing}/mute`)).status).toBe(404)
  expect((await post(`${path}/${ringing}/destroy`)).status).toBe(404)
})
