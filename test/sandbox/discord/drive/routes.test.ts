import { Routes } from 'discord.js'
import { expect, test } from 'vitest'
import { confCommand, connect, serveDiscord } from '../run-client.ts'
import { runApp } from './run-app.ts'

test('planned faults spoil the app’s calls, and are taken back', async () => {
  const { drive, get, rest } = await serveDiscord()
  const me = () => rest.get(Routes.user())
  await drive('fault', { match: 'GET /sandbox/discord/api/v10/users/@me', kind: '5xx', times: 2 })
  await expect(me()).rejects.toMatchObject({ status: 503 })
  expect(await get('discord/faults')).toMatchObject({ faults: [{ kind: '5xx', times: 1 }] })
  await drive('mend')
  await expect(me()).resolves.toMatchObject({ username: 'confbot' })
  await drive('fault', { match: 'users', kind: '429', retryAfter: 3 })
  await expect(me()).rejects.toMatchObject({
    name: expect.stringContaining('RateLimitError'),
    retryAfter: expect.toSatisfy((ms) => ms >= 3000),
  })
})

test('the callback of an interaction can be spoilt, and is not repeated in vain', async () => {
  const { drive, type, messages } = await runApp()
  await drive('fault', { match: '/callback', kind: 'hang-after' })
  expect(await type('room list')).toMatchObject({ ok: true })
  expect(await messages('ops', 'alice')).toMatchObject([{ content: 'Done' }])
})

test('the same interaction can come again over the gateway', async () => {
  const answered = new Set<string>()
  const { type, drive, seen, refusedOf } = await runApp(({ id }) => {
    if (answered.has(id)) return undefined
    answered.add(id)
    return { type: 5, data: { flags: 64 } }
  })
  expect(await refusedOf('redeliver', {})).toMatchObject({ status: 404 })
  const { delivery } = await type('room list')
  expect(await drive('redeliver', { id: delivery })).toMatchObject({ ok: false, delivery })
  expect(seen.map(({ id, token }) => [id, token])).toEqual(Array(2).fill([delivery, seen[0]?.token]))
  expect(await refusedOf('redeliver', { id: '1' })).toMatchObject({ status: 404 })
})

test('reset takes back what was done, and leaves connections and commands', async () => {
  const { drive, type, messages, request, modal } = await runApp()
  await type('room list')
  await drive('permissions', { channel: 'ops', role: 'everyone', deny: ['SEND_MESSAGES'] })
  await drive('kick', { user: 'alice' })
  expect(await request('../reset', {})).toMatchObject({ status: 200 })
  expect(await messages('ops', 'alice')).toEqual([])
  expect(await modal('alice')).toBeNull()
  expect(await type('room list', { user: 'bob' })).toMatchObject({ ok: true })
})

test('who is connected learns of a reset', async () => {
  const served = await serveDiscord()
  const client = await connect(served)
  const guild = client.guilds.cache.first()
  const maySend = () => {
    const ops = guild?.channels.cache.find(({ name }) => name === 'ops')
    return guild?.members.me && ops?.permissionsFor(guild.members.me).has('SendMessages')
  }
  await served.drive('permissions', { channel: 'ops', role: 'confbot', deny: ['SEND_MESSAGES'] })
  await expect.poll(maySend).toBe(false)
  await served.post('reset')
  await expect.poll(maySend).toBe(true)
})

test('what is not of a call’s shape is refused with what is', async () => {
  const { request } = await serveDiscord()
  for (const [name, body] of [
    ['gateway', { do: 'dance' }],
    ['command', { user: 'alice' }],
    ['click', { user: 'alice', message: 'x', action: 'y' }],
    ['delivery', { delivery: 'http' }],
  ] as const) {
    expect(await request(name, body)).toMatchObject({ status: 400 })
  }
  expect(await request('dance', {})).toMatchObject({ status: 404, body: { known: expect.any(Array) } })
})

test('limits are switched off and on', async () => {
  const { drive, rest } = await serveDiscord()
  const burst = () => Promise.all(Array.from({ length: 4 }, () => rest.get(Routes.gatewayBot())))
  await drive('limits', { on: false })
  await burst()
  await drive('limits', { on: true })
  await expect(burst()).rejects.toMatchObject({ name: expect.stringContaining('RateLimitError') })
})

test('without a connection nothing responds', async () => {
  const served = await serveDiscord()
  await served.register([confCommand])
  const answer = await served.drive('command', { user: 'alice', channel: 'ops', text: 'room list' })
  expect(answer).toMatchObject({ ok: false, error: 'The application did not respond' })
  const client = await connect(served)
  await client.destroy()
  const again = await served.drive('command', { user: 'alice', channel: 'ops', text: 'room list' })
  expect(again).toMatchObject({ ok: false })
})
