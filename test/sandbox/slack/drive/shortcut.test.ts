import type { MessageShortcut, SlackShortcut } from '@slack/bolt'
import { expect, test } from 'vitest'
import { runHttpBot, runSocketBot } from '../run-bolt.ts'

test.each([
  { over: 'Socket Mode', run: runSocketBot },
  { over: 'signed HTTP', run: runHttpBot },
])('shortcuts start from anywhere or from a message, over $over', async ({ run }) => {
  const used: SlackShortcut[] = []
  const bot = await run((app) => {
    app.shortcut('start', async ({ ack, shortcut }) => {
      used.push(shortcut)
      await ack()
    })
  })
  const { ts } = await bot.post('slack/say', { user: 'bob', channel: 'ops', text: 'Let us talk' })
  expect(await bot.post('slack/shortcut', { user: 'alice', callback: 'start' })).toMatchObject({ ok: true })
  const message = { channel: 'ops', ts }
  expect(await bot.post('slack/shortcut', { user: 'alice', callback: 'start', message })).toMatchObject({ ok: true })
  expect(used).toMatchObject([
    { type: 'shortcut', callback_id: 'start', user: { id: 'U0ALICE', team_id: 'T0SANDBOX' } },
    {
      type: 'message_action',
      callback_id: 'start',
      message_ts: ts,
      channel: { id: 'C0OPS', name: 'ops' },
      message: { text: 'Let us talk', user: 'U0BOB' },
    } satisfies Partial<Record<keyof MessageShortcut, unknown>>,
  ])
  expect(used[0]).not.toHaveProperty('response_url')
})

test('without the scope commands there is neither a command nor a shortcut', async () => {
  const bot = await runSocketBot(() => {})
  await bot.post('slack/scopes', { scopes: ['chat:write'] })
  const none = { ok: false, error: 'The app was not granted the scope "commands", so there is none to use.' }
  expect(await bot.post('slack/shortcut', { user: 'alice', callback: 'start' })).toMatchObject(none)
  expect(await bot.post('slack/command', { user: 'alice', channel: 'ops', text: 'help' })).toMatchObject(none)
})
