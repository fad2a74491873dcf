import { expect, test } from 'vitest'
import { serveYeastarP } from '../../serve-yeastar-p.ts'

test.each([
  ['extension', { text: 'Extension 1001<1001>', value: '51', type: 'extension' }],
  ['ext_group', { text: 'Sales', value: '200', type: 'ext_group' }],
  ['system_prompt', { text: 'Deutsch', value: 'de_de' }],
  ['conference', { text: 'Sales<6500>', value: '1', type: 'conference' }],
])('the options of %s have ids that are no numbers', async (menu, option) => {
  const { get } = await serveYeastarP()
  const { data } = await get('system/get_menuoptions', { menu })
  expect(data).toContainEqual(option)
})

test.each(['trunk', '', 'Extension'])('there is no menu %j', async (menu) => {
  const { get } = await serveYeastarP()
  expect(await get('system/get_menuoptions', { menu })).toMatchObject({ errcode: 40002 })
})

test('extensions are listed by pages, and found by part of their number', async () => {
  const { get } = await serveYeastarP()
  const { data, total_number } = await get('extension/list', { page: 2, page_size: 30 })
  expect([total_number, Array.isArray(data) && data.length]).toEqual([100, 30])
  expect(await get('extension/search', { search_value: '1099' })).toMatchObject({
    total_number: 1,
    data: [{ id: 149, number: '1099', caller_id_name: 'Extension 1099' }],
  })
})
