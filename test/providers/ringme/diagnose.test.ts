import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSilentLogger } from '#lib/logger.ts'
import { RingmeSettings } from '#providers/ringme/config.ts'
import { createRingme } from '#providers/ringme/provider.ts'
import { examine } from '#test/support/findings.ts'
import rooms from '../../fixtures/providers/ringme/rooms.json' with { type: 'json' }
import signIn from '../../fixtures/providers/ringme/sign-in.json' with { type: 'json' }
import { createPlayer, type Exchange, type ExchangeAnswer, type Player } from '../exchange.ts'
import { createInstantClock } from '../instant-clock.ts'

const baseUrl = 'https://pbx.example.com'
const settings = RingmeSettings.parse({
  url: baseUrl,
  clientId: 'planted-app-id',
  clientSecret: 'planted-app-secret',
  serviceExtension: '468900',
})

let player: Player
beforeEach(() => {
  player = createPlayer(baseUrl)
})
afterEach(() => player.dispatcher.close())

const unauthorized: Exchange = {
  request: { method: 'GET', path: '/api/ver1.0/client/@me/extension/' },
  response: {
    status: 401,
    json: { message: 'Unauthorized' },
    headers: { date: new Date(Date.UTC(2026, 10, 20, 9)).toUTCString() },
  },
}
const answering = ({ request }: Exchange, response: ExchangeAnswer): Exchange => ({ request, response })
const service = rooms['read service extension']
const denied: ExchangeAnswer = { status: 403, json: { message: 'no', status: 'app_access_type_deny' } }

async function look(...exchanges: Exchange[]) {
  player.play(unauthorized, ...exchanges)
  const provider = createRingme(settings, {
    name: 'office',
    clock: createInstantClock(),
    logger: createSilentLogger(),
    dispatcher: player.dispatcher,
  })
  return examine(provider.diagnose())
}
const login = 'ok: The application planted-app-id is let in.'
const access = 'ok: The application may see and change extensions.'

it('finds address, clock, login, extension and rights in order', async () => {
  expect(await look(signIn['sign in'], service, rooms.list)).toEqual([
    'ok: It answers at pbx.example.com over TLS.',
    expect.stringMatching(/^ok: The clock of this machine agrees with that of office/),
    login,
    'ok: People are rung by the extension 0003*100.',
    access,
  ])
})

it('says that App ID or secret is wrong, and asks nothing more', async () => {
  expect((await look(signIn.refused)).at(-1)).toBe(
    'fail: It does not accept App ID and App Secret. Take both from the page of the application at /app/register of that server. Its type must be trusted, and the server that of your operator.',
  )
})

it('says once that the application lacks the access level All', async () => {
  expect((await look(signIn['sign in'], answering(service, denied), answering(rooms.list, denied))).slice(2)).toEqual([
    login,
    'fail: The application may not see extensions. Tell the telephony administrator: the application of confbot needs the access level All, which the operator of the platform grants.',
  ])
})

it('says that the service extension is not there', async () => {
  const found = await look(signIn['sign in'], answering(service, { status: 404, json: { message: 'x' } }), rooms.list)
  expect(found.slice(3)).toEqual([
    'fail: There is no extension with the id 468900, which the setting serviceExtension names. Set serviceExtension to the id of an extension of the type phone: the id of the interface, not the number that is dialled.',
    access,
  ])
})

it('says that the service extension cannot place calls', async () => {
  const json = { ...service.response.json, type: 'ivr', status: 'blocked' }
  const found = await look(signIn['sign in'], answering(service, { status: 200, json }), rooms.list)
  expect(found.slice(3)).toEqual([
    expect.stringMatching(/^fail: The extension 0003\*100 cannot place calls: it is of the type ivr\. /),
    'warn: The extension 0003*100 is blocked. Set its state to active, or name another one.',
    access,
  ])
})

it('says that there is no such client', async () => {
  const found = await look(
    signIn['sign in'],
    service,
    answering(rooms.list, { status: 404, json: { message: 'x', status: 'client_not_found' } }),
  )
  expect(found.at(-1)).toBe(
    'fail: There is no client @me. Tell the telephony administrator: the setting client names nobody. Leave it out, or correct it.',
  )
})

it('warns of a clock that is off', async () => {
  const { request, response } = unauthorized
  player.play({
    request,
    response: {
      ...(typeof response === 'object' ? response : { status: 401 }),
      headers: { date: new Date(Date.UTC(2026, 10, 20, 9, 10)).toUTCString() },
    },
  })
  const provider = createRingme(settings, {
    name: 'office',
    clock: createInstantClock(),
    logger: createSilentLogger(),
    dispatcher: player.dispatcher,
  })
  player.play(signIn['sign in'], service, rooms.list)
  expect((await examine(provider.diagnose()))[1]).toMatch(/^warn: The clock of this machine is 600 seconds behind/)
})

it('says that nobody answers', async () => {
  player.playForever({ request: unauthorized.request, response: 'refused' })
  const provider = createRingme(settings, {
    name: 'office',
    clock: createInstantClock(),
    logger: createSilentLogger(),
    dispatcher: player.dispatcher,
  })
  expect(await examine(provider.diagnose())).toEqual([
    expect.stringMatching(/^fail: pbx\.example\.com cannot be reached \(ECONNREFUSED\)/),
  ])
})
