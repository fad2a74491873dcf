import { expect, test } from 'vitest'
import { createWebClient, runHttpBot, runSocketBot } from '../run-bolt.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const contacts = ['Anna', 'Anton', 'Berta']

type Run = typeof runSocketBot | typeof runHttpBot

/** A bot with a menu that it fills, in a message and in a form; `answer` overrules what it suggests. */
async function withMenu(answer?: object, run: Run = runSocketBot) {
  const chosen: unknown[] = []
  const bot = await run((app) => {
    app.options('contact', async ({ ack, payload }) => {
      const matching = contacts.filter((name) => name.toLowerCase().startsWith(payload.value.toLowerCase()))
      const options = matching.map((name) => ({ text: plain(name), value: name }))
      await ack((answer ?? { options }) as { options: typeof options })
    })
    app.action('contact', async ({ ack, action }) => {
      chosen.push('selected_option' in action && action.selected_option)
      await ack()
    })
    app.command('/conf', async ({ ack, command, client }) => {
      await ack()
      await client.views.open({
        trigger_id: command.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'invite',
          title: plain('Invite'),
          submit: plain('Ring'),
          blocks: [
            {
              type: 'input',
              block_id: 'who',
              label: plain('Who'),
              element: { type: 'external_select', action_id: 'contact' },
            },
          ],
        },
      })
    })
    app.view('invite', async ({ ack, view }) => {
      chosen.push(view.state.values.who?.contact?.selected_option)
      await ack()
    })
  })
  const { ts } = await createWebClient(bot).chat.postMessage({
    channel: 'C0OPS',
    text: 'card',
    blocks: [{ type: 'actions', elements: [{ type: 'external_select', action_id: 'contact', min_query_length: 1 }] }],
  })
  const message = { channel: 'ops', ts }
  const ask = (value: string) =>
    bot.request('POST', 'slack/options', { user: 'alice', message, action: 'contact', value })
  const choose = (value: string) =>
    bot.request('POST', 'slack/click', { user: 'alice', message, action: 'contact', value })
  return { ...bot, chosen, ask, choose }
}

test.each([
  { over: 'Socket Mode', run: runSocketBot },
  { over: 'signed HTTP', run: runHttpBot },
])('the bot is asked what it suggests, and only that can be chosen, over $over', async ({ run }) => {
  const bot = await withMenu(undefined, run)
  expect(await bot.choose('Anna')).toMatchObject({ status: 404 })
  const anna = { text: plain('Anna'), value: 'Anna' }
  expect(await bot.ask('an')).toMatchObject({ body: { ok: true, options: [anna, { value: 'Anton' }] } })
  expect(await bot.choose('Berta')).toMatchObject({ status: 404 })
  expect(await bot.choose('Anna')).toMatchObject({ body: { ok: true } })
  expect(bot.chosen).toMatchObject([anna])
})

test('several can be chosen from the answers to different letters', async () => {
  const bot = await withMenu()
  const { ts } = await createWebClient(bot).chat.postMessage({
    channel: 'C0OPS',
    text: 'card',
    blocks: [
      { type: 'actions', elements: [{ type: 'multi_external_select', action_id: 'contact', min_query_length: 1 }] },
    ],
  })
  const ask = { user: 'alice', message: { channel: 'ops', ts }, action: 'contact' }
  await bot.post('slack/options', { ...ask, value: 'an' })
  await bot.post('slack/options', { ...ask, value: 'be' })
  expect(await bot.post('slack/click', { ...ask, value: ['Anna', 'Berta'] })).toMatchObject({ ok: true })
  expect(await bot.request('POST', 'slack/click', { ...ask, value: ['Anna', 'Carol'] })).toMatchObject({ status: 404 })
})

test('in a form the field is named by its label or block, and the choice comes with the submission', async () => {
  const bot = await withMenu()
  await bot.post('slack/command', { user: 'alice', channel: 'ops', text: '' })
  await expect.poll(() => bot.views('alice')).toHaveLength(1)
  const ask = (value: string) =>
    bot.request('POST', 'slack/options', { user: 'alice', view: 'invite', action: 'Who', value })
  expect(await ask('be')).toMatchObject({ status: 409 })
  expect(await ask('ber')).toMatchObject({ body: { options: [{ value: 'Berta' }] } })
  expect(await bot.post('slack/submit', { user: 'alice', values: { Who: 'Berta' } })).toMatchObject({ ok: true })
  expect(bot.chosen).toMatchObject([{ value: 'Berta' }])
})

test.each([
  ['neither list', {}],
  ['an option without a value', { options: [{ text: plain('Anna') }] }],
  ['more than 100 options', { options: Array(101).fill({ text: plain('A'), value: 'a' }) }],
])('an answer with %s is refused', async (_, answer) => {
  const bot = await withMenu(answer)
  expect(await bot.ask('a')).toMatchObject({ body: { ok: false, error: 'invalid_response' } })
})
