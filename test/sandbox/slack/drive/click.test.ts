import type { BlockAction } from '@slack/bolt'
import type { KnownBlock } from '@slack/types'
import { describe, expect, test } from 'vitest'
import { createWebClient, runHttpBot, runSocketBot } from '../run-bolt.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const option = (text: string, value: string) => ({ text: plain(text), value })

const confirm = {
  title: plain('Kick?'),
  text: plain('Carol leaves the call.'),
  confirm: plain('Kick'),
  deny: plain('No'),
}

const card: KnownBlock[] = [
  {
    type: 'section',
    block_id: 'bob',
    text: plain('Bob'),
    accessory: {
      type: 'overflow',
      action_id: 'person',
      options: [option('Mute', 'mute bob'), option('Chair', 'chair bob')],
    },
  },
  {
    type: 'section',
    block_id: 'carol',
    text: plain('Carol'),
    accessory: {
      type: 'overflow',
      action_id: 'person',
      options: [option('Mute', 'mute carol'), option('Call back', 'call carol')],
    },
  },
  {
    type: 'actions',
    block_id: 'all',
    elements: [
      { type: 'button', action_id: 'lock', text: plain('Lock'), value: 'lock 8001' },
      { type: 'button', action_id: 'kick', text: plain('Kick Carol'), value: 'kick carol', confirm },
      { type: 'static_select', action_id: 'layout', options: [option('Grid', 'grid'), option('Speaker', 'speaker')] },
      { type: 'users_select', action_id: 'whom' },
    ],
  },
]

async function withCard(run: typeof runSocketBot | typeof runHttpBot = runSocketBot) {
  const bodies: BlockAction[] = []
  const bot = await run((app) => {
    app.action<BlockAction>(/.*/, async ({ ack, body }) => {
      bodies.push(body)
      await ack()
    })
  })
  const { ts } = await createWebClient(bot).chat.postMessage({ channel: 'C0OPS', text: 'card', blocks: card })
  const message = { channel: 'ops', ts }
  const click = (request: object) => bot.request('POST', 'slack/click', { user: 'alice', message, ...request })
  return { ...bot, bodies, message, click }
}

describe.each([
  { over: 'Socket Mode', run: runSocketBot },
  { over: 'signed HTTP', run: runHttpBot },
])('a click over $over', ({ run }) => {
  test('arrives with its message, place and choice', async () => {
    const bot = await withCard(run)
    expect(await bot.click({ action: 'lock' })).toMatchObject({ status: 200, body: { ok: true } })
    expect(bot.bodies).toMatchObject([
      {
        type: 'block_actions',
        user: { id: 'U0ALICE', username: 'alice', team_id: 'T0SANDBOX' },
        team: { id: 'T0SANDBOX', domain: 'sandbox' },
        channel: { id: 'C0OPS', name: 'ops' },
        container: { type: 'message', message_ts: bot.message.ts, channel_id: 'C0OPS', is_ephemeral: false },
        message: { ts: bot.message.ts, bot_id: 'B0CONFBOT' },
        state: { values: { all: { layout: { selected_option: null }, whom: { selected_user: null } } } },
        response_url: expect.stringContaining('/sandbox/slack/hooks/'),
        trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/),
        actions: [{ type: 'button', block_id: 'all', action_id: 'lock', value: 'lock 8001', text: { text: 'Lock' } }],
      },
    ])
  })
})

test('what can be read can be clicked: a button, a menu entry, an entry told apart by its block or value', async () => {
  const bot = await withCard()
  await bot.click({ action: 'Lock' })
  await bot.click({ action: 'Call back' })
  await bot.click({ action: 'Mute', block: 'carol' })
  await bot.click({ action: 'Mute', value: 'mute bob' })
  await bot.click({ action: 'person', value: 'Chair' })
  const chosen = bot.bodies.map(({ actions: [action] }) =>
    action && 'selected_option' in action ? action.selected_option?.value : action?.action_id,
  )
  expect(chosen).toEqual(['lock', 'call carol', 'mute carol', 'mute bob', 'chair bob'])
})

test('what is not there, or not told apart, cannot be clicked', async () => {
  const bot = await withCard()
  expect(await bot.click({ action: 'Unlock' })).toMatchObject({
    status: 404,
    body: { known: expect.arrayContaining(['lock: Lock', 'person: Mute | Chair']) },
  })
  expect(await bot.click({ action: 'Mute' })).toMatchObject({
    status: 409,
    body: { known: ['person (in block bob)', 'person (in block carol)'] },
  })
  expect(await bot.click({ action: 'layout', value: 'circle' })).toMatchObject({ status: 404 })
  expect(await bot.click({ action: 'lock', user: 'stranger' })).toMatchObject({ status: 404 })
  expect(await bot.click({ action: 'lock', message: { channel: 'ops', ts: '1.000000' } })).toMatchObject({
    status: 404,
  })
  expect(bot.bodies).toEqual([])
})

test('a question that is answered with no sends nothing', async () => {
  const bot = await withCard()
  expect(await bot.click({ action: 'Kick Carol', confirm: false })).toMatchObject({ body: { ok: true, sent: false } })
  expect(await bot.click({ action: 'Lock', confirm: false })).toMatchObject({ status: 409 })
  expect(bot.bodies).toEqual([])
  await bot.click({ action: 'Kick Carol' })
  expect(bot.bodies).toMatchObject([{ actions: [{ value: 'kick carol', confirm: { title: { text: 'Kick?' } } }] }])
})

test('what a menu holds comes with the next click, for the person who chose it', async () => {
  const bot = await withCard()
  await bot.click({ action: 'layout', value: 'Grid' })
  await bot.click({ action: 'whom', value: 'bob' })
  await bot.click({ action: 'Lock' })
  await bot.click({ action: 'Lock', user: 'carol' })
  const values = bot.bodies.map((body) => body.state?.values.all)
  expect(values[2]).toMatchObject({ layout: { selected_option: { value: 'grid' } }, whom: { selected_user: 'U0BOB' } })
  expect(values[3]).toMatchObject({ layout: { selected_option: null }, whom: { selected_user: null } })
})

test('an ephemeral message is clicked by its reader alone, and does not come along', async () => {
  const bot = await withCard()
  const client = createWebClient(bot)
  const sent = await client.chat.postEphemeral({ channel: 'C0OPS', user: 'U0BOB', text: 'a', blocks: card })
  const message = { channel: 'ops', ts: sent.message_ts }
  expect(await bot.click({ message, action: 'Lock' })).toMatchObject({ status: 404 })
  await bot.click({ message, action: 'Lock', user: 'bob' })
  expect(bot.bodies).toMatchObject([{ container: { is_ephemeral: true, message_ts: message.ts } }])
  expect(bot.bodies[0]).not.toHaveProperty('message')
})

test('a click by a partner carries the partner team', async () => {
  const bot = await withCard()
  const { ts } = await createWebClient(bot).chat.postMessage({ channel: 'C0SHARED', text: 'card', blocks: card })
  await bot.click({ user: 'stranger', message: { channel: 'shared', ts }, action: 'Lock' })
  expect(bot.bodies).toMatchObject([{ user: { team_id: 'T0PARTNER' }, team: { id: 'T0PARTNER', domain: 'partner' } }])
})

test('a click in a view comes with the view and can push another, but has no response_url', async () => {
  const bot = await withCard()
  const client = createWebClient(bot)
  await client.views.publish({ user_id: 'U0ALICE', view: { type: 'home', blocks: card } })
  expect(await bot.post('slack/click', { user: 'alice', view: 'home', action: 'Lock' })).toMatchObject({ ok: true })
  expect(bot.bodies).toMatchObject([{ container: { type: 'view' }, view: { type: 'home' } }])
  expect(bot.bodies[0]).not.toHaveProperty('response_url')
  expect(await bot.request('POST', 'slack/click', { user: 'bob', view: 'home', action: 'Lock' })).toMatchObject({
    status: 404,
  })
})
