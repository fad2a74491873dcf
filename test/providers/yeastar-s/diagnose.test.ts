import { afterEach, beforeEach, expect, it } from 'vitest'
import { createMovableClock, type MovableClock } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { YeastarSSettings } from '#providers/yeastar-s/config.ts'
import { isOlder } from '#providers/yeastar-s/diagnose.ts'
import { createYeastarS } from '#providers/yeastar-s/provider.ts'
import { examine } from '#test/support/findings.ts'
import rooms from '../../fixtures/providers/yeastar-s/rooms.json' with { type: 'json' }
import signIn from '../../fixtures/providers/yeastar-s/sign-in.json' with { type: 'json' }
import { createPlayer, type ExchangeAnswer, type Player } from '../exchange.ts'

const baseUrl = 'https://pbx.example.com:8088/api/v2.0.0'

let clock: MovableClock
let player: Player

beforeEach(() => {
  clock = createMovableClock()
  player = createPlayer(baseUrl, ['token'])
  // "Only POST".
  player.play({ request: { method: 'GET', path: '/conference/query' }, response: failed('20001') })
})
afterEach(() => player.dispatcher.close())

const failed = (errno: string): ExchangeAnswer => ({ status: 200, json: { status: 'Failed', errno } })

const look = (changes: Readonly<Record<string, unknown>> = {}) => {
  const settings = YeastarSSettings.parse({
    url: baseUrl,
    username: 'api',
    password: 'planted-password',
    operator: '4000',
    ...changes,
  })
  const deps = {
    name: 'office',
    clock,
    logger: createSilentLogger(),
    dispatcher: player.dispatcher,
  }
  return examine(createYeastarS(settings, deps).diagnose())
}

const listed = rooms.list.response.json.conferences

/** What it tells when it lets us in. */
interface Told {
  readonly firmwarever?: string
  readonly systemtime?: string
  readonly conferences?: readonly unknown[]
  readonly outroutes?: readonly unknown[]
}
function letIn({
  firmwarever = '30.15.0.112',
  systemtime = wall(0),
  conferences = listed,
  outroutes = [route('4000,4001')],
}: Told = {}) {
  const { deviceinfo } = rooms.device.response.json
  player.play(
    signIn.login,
    {
      request: rooms.device.request,
      response: { status: 200, json: { status: 'Success', deviceinfo: { ...deviceinfo, firmwarever, systemtime } } },
    },
    rooms.extensions,
    { request: rooms.list.request, response: { status: 200, json: { status: 'Success', conferences } } },
    { request: routesRequest, response: { status: 200, json: { status: 'Success', outroutes } } },
  )
}
/** Of the vendor's page but for the extensions. */
const route = (extensions: string, extensionsgroup = '') => ({
  id: '1',
  name: 'Route_out',
  prefix: '159XXXXXXXX',
  strip: '',
  prepend: '',
  trunks: 'siptrunk',
  extensions,
  extensionsgroup,
})
const routesRequest = { method: 'POST', path: '/outroute/query', repeatable: true, json: { id: 'all' } }
/** In a zone five and a half hours ahead. */
const wall = (aheadMs: number) =>
  `${new Date(clock.now() + aheadMs + 19_800_000).toISOString().replace('T', ' ').slice(0, 19)} UTC+5:30`

const moderated = (number: string, moderators: unknown) => ({
  ...rooms.read.response.json.conferences[0],
  number,
  moderators,
})

it('finds everything in order', async () => {
  letIn({ conferences: [moderated('6400', 4000), moderated('6401', '1022,4000')] })
  expect(await look()).toEqual([
    'ok: It answers at pbx.example.com:8088 over TLS.',
    'ok: The login as api is accepted.',
    'ok: It is a Yeastar S300 with firmware 30.15.0.112.',
    expect.stringMatching(/^ok: The clock of this machine agrees with that of office/),
    'ok: Extension 4000 is a moderator of all 2 rooms.',
    'ok: Extension 4000 may call outside: Route_out.',
  ])
})

it.each([
  ['20003', /^fail: It does not accept user name and API password\. .*locks the address/],
  ['10032', /^fail: It does not accept user name and API password\./],
  ['20002', /^fail: It has locked the address of this machine for 10 minutes/],
])('says what %s means at the login', async (errno, sentence) => {
  player.play({ request: signIn.login.request, response: failed(errno) })
  expect((await look()).at(-1)).toMatch(sentence)
})

it.each<[string, ExchangeAnswer]>([
  ['is not found', { status: 404 }],
  ['is a web page', { status: 200, text: '<html>' }],
  ['is something else', { status: 200, json: { ok: true } }],
])('thinks of an API that is switched off when the login %s', async (_, response) => {
  player.play({ request: signIn.login.request, response })
  expect((await look()).at(-1)).toMatch(/^fail: .*API may be switched off.*30\.13\.0\.30/)
})

it.each([
  ['30.12.0.99', /^fail: Its firmware is 30\.12\.0\.99; this API needs 30\.13\.0\.30 or later\./],
  ['', /^warn: It does not tell its firmware\./],
])('says what firmware %j means', async (firmwarever, sentence) => {
  letIn({ firmwarever })
  expect(await look()).toContainEqual(expect.stringMatching(sentence))
})

it('sees by its system time that a clock is wrong, whatever its zone', async () => {
  letIn({ systemtime: wall(600_000) })
  expect(await look()).toContainEqual(
    expect.stringMatching(/^warn: The clock of this machine is (599|600) seconds behind/),
  )
})

it('names rooms that the operator does not moderate, five at most', async () => {
  const numbers = ['6401', '6402', '6403', '6404', '6405', '6406']
  letIn({ conferences: numbers.map((number) => moderated(number, '')) })
  expect(await look()).toContainEqual(
    expect.stringMatching(/^warn: Extension 4000 is no moderator of 6401, 6402, 6403, 6404, 6405, …:/),
  )
})

it('names an extension that is not there', async () => {
  letIn()
  expect((await look({ serviceExtension: '4099' })).at(-1)).toMatch(/^fail: There is no extension 4099/)
})

it.each([
  [[route('1020,14000')], /^warn: No outbound route lets extension 4000 call outside/],
  [[], /^warn: No outbound route lets extension 4000 call outside/],
  [[route('', 'Sales')], /^ok: Whether extension 4000 may call outside shows only when it does\./],
  [[route('1020'), route('4000')], /^ok: Extension 4000 may call outside: Route_out\./],
])('reads from outbound routes who may call outside: %j', async (outroutes, sentence) => {
  letIn({ outroutes })
  expect((await look()).at(-1)).toMatch(sentence)
})

it('says that events go elsewhere, where some are wanted', async () => {
  letIn()
  expect(await look({ eventSecret: 'planted-secret-0123456789' })).toContainEqual(
    expect.stringMatching(/^warn: It sends its events over TCP/),
  )
})

it('goes on where outbound routes cannot be asked for', async () => {
  player.play({ request: routesRequest, response: failed('10003') })
  letIn()
  expect((await look()).at(-1)).toMatch(/^ok: Whether extension 4000 may call outside/)
})

it.each([
  ['30.13.0.30', false],
  ['30.13.0.29', true],
  ['30.9.0.99', true],
  ['31', false],
  ['30.13', true],
])('compares firmware %s by its numbers', (version, expected) => {
  expect(isOlder(version, '30.13.0.30')).toBe(expected)
})
