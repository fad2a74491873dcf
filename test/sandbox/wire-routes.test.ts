import { expect, test } from 'vitest'
import { serveSandbox } from './serve-sandbox.ts'

test.each(['slack', 'discord', 'pbx/portsip'])(
  'trouble planned for %s is looked at and taken back',
  async (service) => {
    const { get, post } = await serveSandbox()
    await post(`${service}/fault`, { kind: 'hang', times: 3 })
    expect(await get(`${service}/faults`)).toEqual({ ok: true, faults: [{ match: '', kind: 'hang', times: 3 }] })
    await post(`${service}/mend`)
    expect(await get(`${service}/faults`)).toEqual({ ok: true, faults: [] })
  },
)

test.each([
  ['slack', '403', 400],
  ['discord', '403', 200],
  ['discord', 'drop-calls', 400],
  ['pbx/portsip', 'drop-calls', 200],
])('%s is spoilt in its own ways alone: %s', async (service, kind, status) => {
  const { request } = await serveSandbox()
  expect(await request('POST', `${service}/fault`, { kind })).toMatchObject({ status })
})

test.each(['slack', 'discord'])('of %s only what was delivered is delivered again', async (service) => {
  const { request } = await serveSandbox()
  const again = (body: object) => request('POST', `${service}/redeliver`, body)
  expect(await again({})).toMatchObject({ status: 404, body: { error: 'Nothing was delivered yet.' } })
  expect(await again({ id: '1' })).toMatchObject({ status: 404, body: { error: 'No delivery "1".' } })
})
