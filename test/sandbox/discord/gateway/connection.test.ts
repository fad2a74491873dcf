import { expect, test } from 'vitest'
import { type ServedSandbox, serveSandbox } from '../../serve-sandbox.ts'
import { identify, openSocket } from './open-socket.ts'

const heartbeat = { op: 1, d: null }

async function identified(served: ServedSandbox) {
  const socket = openSocket(served)
  await socket.send(identify(served))
  await expect.poll(() => socket.frames.map(({ t }) => t)).toEqual([null, 'READY', 'GUILD_CREATE'])
  return socket
}

const sessionOf = ({ frames }: Awaited<ReturnType<typeof identified>>) => {
  const ready = frames.find(({ t }) => t === 'READY')
  return (ready?.d as { session_id?: string } | undefined)?.session_id ?? ''
}

const resume = ({ sandbox }: ServedSandbox, session_id: string, seq: number) => ({
  op: 6,
  d: { token: sandbox.credentials().discord.token, session_id, seq },
})

test('it greets, acknowledges heartbeats, and tells what the app is', async () => {
  const served = await serveSandbox()
  const socket = openSocket(served)
  await socket.send(heartbeat)
  await socket.send(identify(served, { shard: [0, 1] }))
  await expect.poll(() => socket.frames).toHaveLength(4)
  const { serverId, applicationId } = served.sandbox.credentials().discord
  const address = `${served.origin.replace('http', 'ws')}/sandbox/discord/gateway`
  expect(socket.frames).toMatchObject([
    { op: 10, d: { heartbeat_interval: 41_250 }, s: null, t: null },
    { op: 11 },
    {
      op: 0,
      s: 1,
      t: 'READY',
      d: {
        v: 10,
        user: { id: applicationId, bot: true },
        guilds: [{ id: serverId, unavailable: true }],
        shard: [0, 1],
        application: { id: applicationId },
        resume_gateway_url: address,
      },
    },
    { op: 0, s: 2, t: 'GUILD_CREATE', d: { id: serverId, unavailable: false, member_count: 4 } },
  ])
})

test.each([
  ['a frame that is no JSON', 4002, 'nonsense'],
  ['a frame that is too large', 4002, { op: 1, d: 'x'.repeat(5000) }],
  ['an opcode that there is not', 4001, { op: 5, d: null }],
  ['asking before identifying', 4003, { op: 3, d: {} }],
])('%s is answered with %i', async (_, code, frame) => {
  const socket = openSocket(await serveSandbox())
  await socket.send(frame)
  expect(await socket.closed).toBe(code)
})

test.each([
  ['a wrong token', 4004, { token: 'wrong' }],
  ['a shard out of its range', 4010, { shard: [1, 1] }],
  ['intents that there are not', 4013, { intents: 1 << 17 }],
  ['intents that were not granted', 4014, { intents: 1 << 15 }],
  ['no intents', 4002, { intents: undefined }],
])('identifying with %s is answered with %i', async (_, code, changes) => {
  const served = await serveSandbox()
  const socket = openSocket(served)
  await socket.send(identify(served, changes))
  expect(await socket.closed).toBe(code)
})

test.each([
  ['v=9&encoding=json', 4012],
  ['v=10&encoding=etf', 4002],
])('an address with %s is answered with %i', async (query, code) => {
  expect(await openSocket(await serveSandbox(), query).closed).toBe(code)
})

test('identifying twice, and sending too fast, ends the connection', async () => {
  const served = await serveSandbox()
  const twice = await identified(served)
  await twice.send(identify(served))
  expect(await twice.closed).toBe(4005)
  const fast = openSocket(served)
  for (let count = 0; count <= 120; count += 1) await fast.send(heartbeat)
  expect(await fast.closed).toBe(4008)
})

test('what was missed is told after resuming, then what is new', async () => {
  const served = await serveSandbox()
  const first = await identified(served)
  first.terminate()
  await first.closed
  await served.post('discord/permissions', { channel: 'ops', role: 'everyone', deny: ['SEND_MESSAGES'] })
  const second = openSocket(served)
  await second.send(resume(served, sessionOf(first), 2))
  await expect
    .poll(() => second.frames.map(({ t, s }) => [t, s]))
    .toEqual([
      [null, null],
      ['CHANNEL_UPDATE', 3],
      ['RESUMED', 4],
    ])
})

test('what was told already is told again to who says that it came no further', async () => {
  const served = await serveSandbox()
  const first = await identified(served)
  await first.close(4200)
  const second = openSocket(served)
  await second.send(resume(served, sessionOf(first), 1))
  await expect.poll(() => second.frames.map(({ t }) => t)).toEqual([null, 'GUILD_CREATE', 'RESUMED'])
})

test.each([1000, 1001])('after a goodbye with %i there is nothing to resume', async (code) => {
  const served = await serveSandbox()
  const first = await identified(served)
  await first.close(code)
  const second = openSocket(served)
  await second.send(resume(served, sessionOf(first), 2))
  await expect.poll(() => second.frames.at(-1)).toEqual({ op: 9, d: false, s: null, t: null })
})

test('a session is kept for some minutes', async () => {
  const served = await serveSandbox()
  const first = await identified(served)
  await first.close(4000)
  served.clock.advance(6 * 60_000)
  const second = openSocket(served)
  await second.send(resume(served, sessionOf(first), 2))
  await expect.poll(() => second.frames.at(-1)).toMatchObject({ op: 9, d: false })
})

test('a sequence from the future is none', async () => {
  const served = await serveSandbox()
  const first = await identified(served)
  await first.close(4000)
  const second = openSocket(served)
  await second.send(resume(served, sessionOf(first), 99))
  expect(await second.closed).toBe(4007)
})

test('an app that was thrown out of the server starts without it, and hears when it is back', async () => {
  const served = await serveSandbox()
  await served.post('discord/kick', { user: 'alice' })
  const socket = openSocket(served)
  await socket.send(identify(served))
  await expect.poll(() => socket.frames.at(-1)).toMatchObject({ t: 'READY', d: { guilds: [] } })
  await served.post('discord/invite', { user: 'alice' })
  await expect.poll(() => socket.frames.at(-1)?.t).toBe('GUILD_CREATE')
  await served.post('discord/kick', { user: 'alice' })
  await expect.poll(() => socket.frames.at(-1)?.t).toBe('GUILD_DELETE')
})

test('the token is in no traffic', async () => {
  const served = await serveSandbox()
  await identified(served)
  const { frames } = await served.get('discord/traffic')
  expect(frames).toMatchObject([{ body: { op: 10 } }, { direction: 'in', body: { op: 2 } }, {}, {}])
  expect(JSON.stringify(frames)).not.toContain(served.sandbox.credentials().discord.token)
})
