import { setImmediate as settle } from 'node:timers/promises'
import { GatewayDispatchEvents, type GatewayDispatchPayload } from 'discord-api-types/v10'
import { expect, it } from 'vitest'
import { createRegistration } from '#platforms/discord/registration.ts'
import { createHandClock } from '#test/support/hand-clock.ts'

const dispatch = (t: GatewayDispatchEvents, d: object) => ({ op: 0, s: 1, t, d }) as never as GatewayDispatchPayload
const invited = (id: string) => dispatch(GatewayDispatchEvents.GuildCreate, { id })
const removed = (id: string) => dispatch(GatewayDispatchEvents.GuildDelete, { id })

function prepare() {
  const clock = createHandClock()
  const tried: string[] = []
  const registration = createRegistration({ servers: ['1', '2'], clock })
  let works = true
  const register = async (server: string) => {
    tried.push(server)
    return works
  }
  const later = async () => {
    clock.advance(10 * 60_000)
    await settle()
    await settle()
  }
  const is = (working: boolean) => {
    works = working
  }
  return { registration, register, tried, later, is, started: () => registration.start(register) }
}

it('is done once in each server', async () => {
  const { registration, started, tried, later } = prepare()
  await started()
  registration.hear(invited('1'))
  await later()
  expect(tried).toEqual(['1', '2'])
})

it('is done anew where the bot is invited again, and tried again where that fails', async () => {
  const { registration, started, tried, later, is } = prepare()
  await started()
  is(false)
  registration.hear(removed('2'))
  registration.hear(invited('2'))
  await settle()
  expect(tried).toEqual(['1', '2', '2'])
  is(true)
  await later()
  await later()
  expect(tried).toEqual(['1', '2', '2', '2'])
})

it('is not tried again after it was stopped, also while it was being tried', async () => {
  const { registration, started, tried, later, is } = prepare()
  is(false)
  const starting = started()
  registration.stop()
  await starting
  await later()
  expect(tried).toEqual(['1', '2'])
})
