import type { MessageShortcut, SlackShortcut } from '@slack/bolt'
import type { ConversationsSelect, KnownBlock, MultiConversationsSelect } from '@slack/types'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { runHttpBot, runSocketBot } from '../run-bolt.ts'

/** By block_id, then action_id. */
const State = z.object({ values: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))) })

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

test('a menu that defaults to the current conversation begins with the one that the form was opened from, if it offers it', async () => {
  const menu = (name: string, facts: Partial<ConversationsSelect> = {}): KnownBlock => {
    const current = { default_to_current_conversation: true, action_id: name, ...facts }
    return field(name, { type: 'conversations_select', ...current })
  }
  const field = (name: string, element: ConversationsSelect | MultiConversationsSelect): KnownBlock => ({
    type: 'input',
    block_id: name,
    label: { type: 'plain_text', text: name },
    element,
  })
  const [none, general] = ['-', 'C0GENERAL']
  const blocks = [
    menu('any'),
    menu('unasked', { default_to_current_conversation: false }),
    menu('given', { initial_conversation: 'C0GENERAL' }),
    menu('public', { filter: { include: ['public'] } }),
    menu('inside', { filter: { exclude_external_shared_channels: true } }),
    menu('human', { filter: { exclude_bot_users: true } }),
    field('several', {
      type: 'multi_conversations_select',
      action_id: 'several',
      default_to_current_conversation: true,
      initial_conversations: ['C0GENERAL'],
    }),
  ]
  const text = (text: string) => ({ type: 'plain_text' as const, text })
  const bot = await runSocketBot((app) => {
    app.shortcut('start', async ({ ack, shortcut, client }) => {
      await client.views.open({
        trigger_id: shortcut.trigger_id,
        view: { type: 'modal', title: text('Start'), submit: text('Go'), blocks },
      })
      await ack()
    })
  })
  const chosen = async (from: { channel?: string; message?: { channel: string; ts: unknown } }) => {
    await bot.post('slack/shortcut', { user: 'alice', callback: 'start', ...from })
    const [view] = await bot.views('alice')
    const { values } = State.parse(view?.state)
    return Object.values(values).flatMap((block) =>
      Object.values(block).map((held) => held.selected_conversation ?? held.selected_conversations ?? none),
    )
  }
  expect(await chosen({})).toEqual([none, none, general, none, none, none, [general]])
  expect(await chosen({ channel: 'ops' })).toEqual(['C0OPS', none, general, 'C0OPS', 'C0OPS', 'C0OPS', ['C0OPS']])
  expect(await chosen({ channel: 'secret' })).toMatchObject({ 0: 'C0SECRET', 3: none })
  expect(await chosen({ channel: 'shared' })).toMatchObject({ 0: 'C0SHARED', 4: none })
  expect(await chosen({ channel: '@confbot' })).toMatchObject({ 0: 'D0ALICE', 5: none })
  expect(await chosen({ channel: 'attic' })).toMatchObject({ 0: none })
  const { ts } = await bot.post('slack/say', { user: 'bob', channel: 'ops', text: 'Let us talk' })
  expect(await chosen({ message: { channel: 'ops', ts } })).toMatchObject({ 0: 'C0OPS' })
})
