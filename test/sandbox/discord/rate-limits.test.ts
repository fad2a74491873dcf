/** Rate limits as the wire shows them, and as discord.js keeps them. */
import { REST } from 'discord.js'
import { expect, test } from 'vitest'
import { channelIds, guildId } from '#sandbox/discord/identity.ts'
import { createRateLimits } from '#sandbox/discord/rate-limits.ts'
import { messagesPath, serveRest } from './serve-rest.ts'

test('a bucket is counted down and then closed, for its channel only', async () => {
  const { post } = await serveRest({ hasLimits: true })
  const path = messagesPath()
  for (const remaining of ['4', '3', '2', '1', '0']) {
    const { status, headers } = await post(path, { content: 'hello' })
    expect([status, headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual([
      200,
      '5',
      remaining,
    ])
    expect(Number(headers.get('x-ratelimit-reset-after'))).toBeLessThanOrEqual(5)
  }
  const { status, headers, body } = await post(path, { content: 'hello' })
  expect(status).toBe(429)
  expect(body).toEqual({ message: 'You are being rate limited.', retry_after: expect.any(Number), global: false })
  expect(headers.get('x-ratelimit-scope')).toBe('user')
  expect(headers.get('x-ratelimit-remaining')).toBe('0')
  expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(Number(body.retry_after))
  const other = await post(messagesPath(channelIds.general), { content: 'hello' })
  expect(other.status).toBe(200)
  expect(other.headers.get('x-ratelimit-bucket')).toBe(headers.get('x-ratelimit-bucket'))
})

test('the fifty-first call of a second is one too many, over all routes', () => {
  let now = 0
  const limits = createRateLimits(() => now)
  const call = (isExempt = false) => limits.count({ bucket: undefined, major: '', isExempt })
  for (let count = 0; count < 50; count += 1) expect(call().refused).toBeUndefined()
  now = 400
  expect(call()).toEqual({
    headers: { 'retry-after': '1', 'x-ratelimit-scope': 'global', 'x-ratelimit-global': 'true' },
    refused: { retryAfter: 0.6, isGlobal: true },
  })
  expect(call(true).refused).toBeUndefined()
  now = 1000
  expect(call().refused).toBeUndefined()
})

test('switched off, nothing is counted', async () => {
  const { post } = await serveRest()
  for (let count = 0; count < 8; count += 1) {
    const { status, headers } = await post(messagesPath(), { content: 'hello' })
    expect([status, headers.get('x-ratelimit-limit')]).toEqual([200, null])
  }
})

test('discord.js waits for its turn, so that nothing is refused', async () => {
  const { server, origin, traffic } = await serveRest({ hasLimits: true })
  const rest = new REST({ api: `${origin()}/sandbox/discord/api` }).setToken(server.secrets.botToken)
  // Reading a server may be done ten times in ten seconds, reading messages five times in one.
  const reads = Array.from({ length: 9 }, () => rest.get(`/channels/${channelIds.ops}/messages`))
  await Promise.all([...reads, rest.get(`/guilds/${guildId}`)])
  const answers = traffic.list().filter(({ direction }) => direction === 'out')
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
})

test('discord.js repeats what was refused all the same', async () => {
  const { server, origin, traffic, get, say } = await serveRest({ hasLimits: true })
  const { id } = await say({ content: 'late' })
  const rest = new REST({ api: `${origin()}/sandbox/discord/api` }).setToken(server.secrets.botToken)
  // Somebody else with the same token used the bucket up.
  await Promise.all(Array.from({ length: 5 }, () => get(messagesPath())))
  await expect(rest.get(`/channels/${channelIds.ops}/messages`)).resolves.toMatchObject([{ id }])
  expect(traffic.list().map(({ status }) => status)).toContain(429)
})

test('discord.js reads the refusal of a body', async () => {
  const { server, origin } = await serveRest()
  const rest = new REST({ api: `${origin()}/sandbox/discord/api` }).setToken(server.secrets.botToken)
  const body = { flags: 1 << 15, components: [{ type: 10, content: '' }] }
  await expect(rest.post(`/channels/${channelIds.ops}/messages`, { body })).rejects.toMatchObject({
    code: 50035,
    status: 400,
    message: expect.stringContaining('components[0].content[BASE_TYPE_REQUIRED]'),
  })
})
