import { expect, test } from 'vitest'
import { serveYeastarS } from '../../serve-yeastar-s.ts'

test('the box tells its model, firmware and time', async () => {
  const { post, clock } = await serveYeastarS()
  const json = await post('deviceinfo/query', {})
  expect(json).toMatchObject({ status: 'Success', deviceinfo: { devicename: 'Yeastar S300', sn: '369451090405' } })
  const day = new Date(clock.now()).toISOString().slice(0, 10)
  expect(json).toMatchObject({ deviceinfo: { systemtime: expect.stringMatching(new RegExp(`^${day} .* UTC\\+0$`)) } })
})

test('the telephones of the network are its extensions', async () => {
  const { post } = await serveYeastarS()
  const json = await post('extension/list', {})
  expect(json).toMatchObject({ status: 'Success', extlist: expect.any(Array) })
  expect(JSON.stringify(json)).toContain('{"number":"1099","status":"Registered","type":"SIP","username":"Phone 1099"}')
})

test('an outbound route names who may call outside', async () => {
  const { post } = await serveYeastarS()
  const json = await post('outroute/query', { id: 'all' })
  expect(json).toMatchObject({ status: 'Success', outroutes: [{ name: 'Route_out', extensions: '1099' }] })
})
