import { expect, test } from 'vitest'
import { createWebClient, runHttpBot, runSocketBot } from '../run-bolt.ts'

test('a mention in a channel and in a thread reaches the bot, and its answer stays there', async () => {
  const bot = await runSocketBot((app) => {
    app.event('app_mention', async ({ event, say }) => {
      await say({ text: `heard ${event.text}`, ...(event.thread_ts && { thread_ts: event.thread_ts }) })
    })
  })
  const { ts } = await bot.post('slack/say', { user: 'alice', channel: 'ops', text: 'Shall we talk?' })
  await bot.post('slack/mention', { user: 'bob', channel: 'ops', thread: ts, text: 'start @alice +4930901800 1001' })
  await expect
    .poll(() => bot.messages('ops', 'carol'))
    .toMatchObject([
      {
        text: 'Shall we talk?',
        replies: [
          { user: 'U0BOB', text: '<@U0CONFBOT> start <@U0ALICE> <tel:+4930901800|+4930901800> 1001' },
          { text: 'heard <@U0CONFBOT> start <@U0ALICE> <tel:+4930901800|+4930901800> 1001', thread_ts: ts },
        ],
      },
    ])
})

test('in its own direct messages the bot hears everything, elsewhere only its name', async () => {
  const heard: unknown[] = []
  const bot = await runSocketBot((app) => {
    app.message(async ({ message }) => {
      heard.push('text' in message ? [message.channel_type, message.text] : undefined)
    })
  })
  await bot.post('slack/mention', { user: 'alice', channel: '@confbot', text: 'help' })
  expect(await bot.post('slack/say', { user: 'alice', channel: 'ops', text: 'help' })).toMatchObject({ sent: false })
  expect(await bot.post('slack/say', { user: 'alice', channel: '@bob', text: 'help' })).toMatchObject({ sent: false })
  expect(heard).toEqual([['im', 'help']])
})

test('without the scopes for it the bot hears nothing', async () => {
  const bot = await runSocketBot(() => {})
  await bot.post('slack/scopes', { scopes: ['chat:write', 'commands'] })
  for (const channel of ['ops', '@confbot'])
    expect(await bot.post('slack/mention', { user: 'alice', channel, text: 'help' })).toMatchObject({ sent: false })
})

test('a bot that is not in the channel hears nothing of it', async () => {
  const bot = await runSocketBot(() => {})
  const answer = await bot.post('slack/mention', { user: 'alice', channel: 'lounge', text: 'help' })
  expect(answer).toMatchObject({ ok: false, error: 'not_in_channel' })
})

test('an event says whose it is: a partner of Slack Connect, a bot, another workspace', async () => {
  const bodies: unknown[] = []
  const bot = await runSocketBot((app) => {
    app.event('app_mention', async ({ body }) => {
      bodies.push(body)
    })
  })
  await bot.post('slack/mention', { user: 'stranger', channel: 'shared', text: 'help' })
  await bot.post('slack/mention', { user: 'robot', channel: 'ops', text: 'help' })
  await bot.post('slack/mention', { user: 'alice', channel: 'ops', text: 'help', team: 'T0ELSEWHERE' })
  const [partner, robot, elsewhere] = bodies
  expect(partner).toMatchObject({
    team_id: 'T0SANDBOX',
    is_ext_shared_channel: true,
    event: { user: 'U0STRANGER', team: 'T0PARTNER', user_team: 'T0PARTNER', source_team: 'T0PARTNER' },
  })
  expect(robot).toMatchObject({ event: { bot_id: 'B0ROBOT' } })
  expect(elsewhere).toMatchObject({ team_id: 'T0ELSEWHERE', authorizations: [{ team_id: 'T0ELSEWHERE' }] })
})

test('an event that was not acknowledged comes again with the same id, its number and the reason', async () => {
  const bot = await runHttpBot(
    (app) => {
      app.event('app_mention', async () => {})
    },
    [0, 60_000],
  )
  await bot.post('slack/delivery', { delivery: 'http', requestUrl: `${bot.origin}/sandbox/nowhere` })
  await bot.post('slack/mention', { user: 'alice', channel: 'ops', text: 'help' })
  const events = async () =>
    (await bot.frames()).filter((frame) => frame.path === '/sandbox/nowhere' && frame.direction === 'out')
  await expect.poll(events).toMatchObject([{ status: 404 }, { status: 404 }])
  bot.clock.advance(60_000)
  await expect.poll(events).toHaveLength(3)
  const [first, second, third] = await events()
  expect(first?.headers).not.toHaveProperty('x-slack-retry-num')
  expect(second?.headers).toMatchObject({ 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' })
  expect(third?.headers).toMatchObject({ 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'http_error' })
  expect(second?.body).toEqual(first?.body)
  expect(third?.body).toEqual(first?.body)
})

test("the bot's history holds what people and the bot said, metadata only when asked for", async () => {
  const bot = await runSocketBot(() => {})
  const client = createWebClient(bot)
  await bot.post('slack/say', { user: 'alice', channel: 'ops', text: 'one' })
  const metadata = { event_type: 'reminder', event_payload: { key: 'k1' } }
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'two', metadata })
  await client.chat.postEphemeral({ channel: 'C0OPS', user: 'U0BOB', text: 'psst' })
  const plainly = await client.conversations.history({ channel: 'C0OPS' })
  expect(plainly.messages).toMatchObject([{ text: 'two' }, { text: 'one', user: 'U0ALICE' }])
  expect(plainly.messages?.[0]).not.toHaveProperty('metadata')
  const since = { oldest: ts, inclusive: true, include_all_metadata: true }
  const marked = await client.conversations.history({ channel: 'C0OPS', ...since })
  expect(marked.messages).toMatchObject([{ text: 'two', metadata }])
})
