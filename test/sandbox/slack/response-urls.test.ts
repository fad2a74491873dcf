import type { BlockAction, RespondFn } from '@slack/bolt'
import { expect, test } from 'vitest'
import { createWebClient, runSocketBot } from './run-bolt.ts'

const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } } as const
const blocks = [{ type: 'actions' as const, elements: [button] }]

/** A bot that hands out the `respond` of each interaction. */
async function withRespond() {
  const responds: RespondFn[] = []
  const bot = await runSocketBot((app) => {
    app.command('/conf', async ({ ack, respond }) => {
      responds.push(respond)
      await ack()
    })
    app.action<BlockAction>('go', async ({ ack, respond }) => {
      responds.push(respond)
      await ack()
    })
    app.shortcut('start', async ({ ack, respond }) => {
      responds.push(respond)
      await ack()
    })
  })
  const latest = () => responds.at(-1) ?? expect.fail('nothing to respond to')
  return {
    ...bot,
    client: createWebClient(bot),
    command: async () => {
      await bot.post('slack/command', { user: 'alice', channel: 'ops', text: '' })
      return latest()
    },
    click: async (ts: unknown) => {
      await bot.post('slack/click', { user: 'alice', message: { channel: 'ops', ts }, action: 'Go' })
      return latest()
    },
    latest,
  }
}

test('five posts pass, the sixth does not', async () => {
  const bot = await withRespond()
  const respond = await bot.command()
  for (const text of ['1', '2', '3', '4', '5']) await respond(text)
  await expect(respond('6')).rejects.toMatchObject({ statusCode: 404 })
  expect(await bot.messages('ops', 'alice')).toHaveLength(5)
})

test('after half an hour it is over', async () => {
  const bot = await withRespond()
  const respond = await bot.command()
  bot.clock.advance(29 * 60_000)
  await respond('just in time')
  bot.clock.advance(60_000)
  await expect(respond('late')).rejects.toMatchObject({ statusCode: 404 })
})

test('an answer is private unless it says in_channel, also where the bot is not a member', async () => {
  const bot = await withRespond()
  const respond = await bot.command()
  await respond('private')
  await respond({ response_type: 'in_channel', text: 'public' })
  expect(await bot.messages('ops', 'bob')).toMatchObject([{ text: 'public' }])
  expect(await bot.messages('ops', 'alice')).toMatchObject([
    { text: 'private', is_ephemeral: true },
    { text: 'public' },
  ])
  await bot.post('slack/command', { user: 'alice', channel: 'secret', text: '' })
  await bot.latest()({ response_type: 'in_channel', text: 'hello' })
  expect(await bot.messages('secret', 'bob')).toMatchObject([{ text: 'hello' }])
})

test('the message that held the button can be replaced, left alone, or deleted', async () => {
  const bot = await withRespond()
  const { ts } = await bot.client.chat.postMessage({ channel: 'C0OPS', text: 'card', blocks })
  const respond = await bot.click(ts)
  await respond('just for you')
  expect(await bot.messages('ops', 'bob')).toMatchObject([{ text: 'card' }])
  await respond({ replace_original: true, text: 'done' })
  expect(await bot.messages('ops', 'bob')).toMatchObject([{ ts, text: 'done' }])
  await respond({ delete_original: true })
  expect(await bot.messages('ops', 'bob')).toEqual([])
})

test('an ephemeral message is replaced as one and stays so', async () => {
  const bot = await withRespond()
  const sent = await bot.client.chat.postEphemeral({ channel: 'C0OPS', user: 'U0ALICE', text: 'Sure?', blocks })
  const respond = await bot.click(sent.message_ts)
  await respond({ replace_original: true, response_type: 'in_channel', text: 'Yes' })
  expect(await bot.messages('ops', 'alice')).toMatchObject([{ text: 'Yes', is_ephemeral: true }])
  expect(await bot.messages('ops', 'bob')).toEqual([])
})

test('a reply into the thread overwrites its parent unless told not to', async () => {
  const bot = await withRespond()
  const { ts = '' } = await bot.client.chat.postMessage({ channel: 'C0OPS', text: 'card', blocks })
  const respond = await bot.click(ts)
  await respond({ response_type: 'in_channel', thread_ts: ts, replace_original: false, text: 'below' })
  expect(await bot.messages('ops', 'bob')).toMatchObject([{ text: 'card', replies: [{ text: 'below' }] }])
  await respond({ response_type: 'in_channel', thread_ts: ts, text: 'instead' })
  expect(await bot.messages('ops', 'bob')).toMatchObject([{ text: 'instead' }])
})

test("a message shortcut's URL never touches a person's message", async () => {
  const bot = await withRespond()
  const { ts } = await bot.post('slack/say', { user: 'bob', channel: 'ops', text: 'mine' })
  await bot.post('slack/shortcut', { user: 'alice', callback: 'start', message: { channel: 'ops', ts } })
  await bot.latest()({ replace_original: true, text: 'yours' })
  await bot.latest()({ delete_original: true })
  expect(await bot.messages('ops', 'bob')).toMatchObject([{ text: 'mine' }])
})

test('an empty or broken answer is refused and still counts', async () => {
  const bot = await withRespond()
  const respond = await bot.command()
  await expect(respond({ text: '' })).rejects.toMatchObject({ statusCode: 400 })
  await expect(respond({ blocks: [{ type: 'section' }] })).rejects.toMatchObject({ statusCode: 400 })
  for (const text of ['3', '4', '5']) await respond(text)
  await expect(respond('6')).rejects.toMatchObject({ statusCode: 404 })
})
