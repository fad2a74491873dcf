import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSilentLogger } from '#lib/logger.ts'
import { YeastarPSettings } from '#providers/yeastar-p/config.ts'
import { createYeastarP } from '#providers/yeastar-p/provider.ts'
import { examine } from '#test/support/findings.ts'
import signIn from '../../fixtures/providers/yeastar-p/sign-in.json' with { type: 'json' }
import { createPlayer, type Exchange, type ExchangeAnswer, type Player } from '../exchange.ts'
import { createInstantClock } from '../instant-clock.ts'

const baseUrl = 'https://192.168.5.150:8088'
const settings = YeastarPSettings.parse({
  url: `${baseUrl}/openapi/v1.0`,
  clientId: 'planted-client',
  clientSecret: 'planted-secret',
  serviceExtension: '1099',
})

let player: Player
beforeEach(() => {
  player = createPlayer(baseUrl, ['access_token'])
})
afterEach(() => player.dispatcher.close())

const says = (errcode: number, more: object = {}): ExchangeAnswer => ({
  status: 200,
  json: { errcode, errmsg: errcode === 0 ? 'SUCCESS' : 'FAILURE', ...more },
})
const get = (endpoint: string, query: Record<string, string>, response: ExchangeAnswer): Exchange => ({
  request: { method: 'GET', path: `/openapi/v1.0/${endpoint}`, query },
  response,
})
const page = { page: '1', page_size: '100' }
/** Asked without a token, then with it: the same path, whose token is not compared. */
const address = (headers = {}) => get('system/information', {}, { status: 200, json: { errcode: 10004 }, headers })
const device = (timestamp = Date.UTC(2026, 10, 20, 9) / 1000) =>
  get(
    'system/information',
    {},
    says(0, { data: { model_name: 'Yeastar P550', firmware_version: '37.20.0.1', timestamp } }),
  )
const extensions = (...numbers: string[]) =>
  get('extension/search', { ...page, search_value: '1099' }, says(0, { data: numbers.map((number) => ({ number })) }))
const routes = (...ext_list: object[]) => [
  get('outbound_route/list', page, says(0, { data: [{ id: 1 }, { id: 2 }] })),
  get(
    'outbound_route/query',
    { ids: '1,2' },
    says(0, {
      data: [
        { id: 1, ext_list },
        { id: 2, ext_list: [] },
      ],
    }),
  ),
]

const look = () =>
  examine(
    createYeastarP(settings, {
      name: 'office',
      clock: createInstantClock(),
      logger: createSilentLogger(),
      dispatcher: player.dispatcher,
    }).diagnose(),
  )

const reached = 'ok: It answers at 192.168.5.150:8088 over TLS.'
const model = 'ok: It is a Yeastar P550 with the firmware 37.20.0.1.'
const accepted = 'ok: The login with the Client ID is accepted.'

it('finds the address, the login and an extension that may call outside', async () => {
  player.play(address(), signIn['by secret'], device(), extensions('10990', '1099'), ...routes({ ext_number: '1099' }))
  expect(await look()).toEqual([
    reached,
    model,
    'ok: An outbound route lets the extension 1099 ring outside numbers.',
    accepted,
  ])
})

it.each([
  [
    'that no route names',
    'fail: No outbound route lets the extension 1099 ring outside numbers',
    [{ ext_number: '1000' }],
  ],
  ['that may be in a group', 'warn: Outbound routes allow groups of extensions; whether 1099 is in one', [{}]],
])('tells of an extension %s', async (_, sentence, entries) => {
  player.play(address(), signIn['by secret'], device(), extensions('1099'), ...routes(...entries))
  expect((await look())[2]).toContain(sentence)
})

it('tells of an extension that is not there', async () => {
  player.play(address(), signIn['by secret'], device(), extensions('10990'))
  expect((await look())[2]).toContain('fail: There is no extension 1099')
})

it.each([10001, 10005, 60001])('says where the PBX does not let that be read (%i)', async (errcode) => {
  player.play(
    address(),
    signIn['by secret'],
    device(),
    get('extension/search', { ...page, search_value: '1099' }, says(errcode)),
  )
  expect(await look()).toEqual([
    reached,
    model,
    expect.stringContaining('warn: Whether the extension 1099 may ring outside numbers cannot be read'),
    accepted,
  ])
})

it.each([
  ['a wrong secret', -1, 'fail: It does not accept the login. Compare Client ID and Client Secret'],
  [
    'a blocked address',
    70004,
    'fail: It has blocked the address of this machine. Take the address of confbot from the blocked',
  ],
  ['an API that is switched off', 10005, 'and that the API is switched on'],
  ['eight logins', 60002, 'fail: It takes no more requests for the moment. There are eight logins already'],
  ['an API that is not there', 10001, 'fail: It does not answer as this kind of PBX does. Update the firmware'],
])('names %s', async (_, errcode, sentence) => {
  player.play(address(), { request: signIn['by secret'].request, response: says(errcode) })
  const findings = await look()
  expect(findings).toHaveLength(2)
  expect(findings[1]).toContain(sentence)
})

it('tells of clocks that differ', async () => {
  const date = new Date(Date.UTC(2026, 10, 20, 9, 10)).toUTCString()
  player.play(address({ date }), signIn['by secret'], device(), extensions('10990'))
  expect((await look())[1]).toMatch(/^(warn|fail): The clock of this machine is \d+ seconds behind that of office/)
})

it('tells of a PBX that takes it for another time, though it dates its answers right', async () => {
  player.play(address(), signIn['by secret'], device(Date.UTC(2026, 10, 20, 8) / 1000), extensions('10990'))
  expect((await look())[2]).toContain('warn: The clock of this machine is 3,599 seconds ahead of that of office')
})

it('asks no more of a PBX that is not there', async () => {
  player.playForever({ ...address(), response: 'refused' })
  expect(await look()).toEqual([expect.stringContaining('fail: 192.168.5.150:8088 cannot be reached')])
})
