import type { App } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { describe, expect, test } from 'vitest'
import { runSocketBot } from '../run-bolt.ts'

const modal = (facts: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'start',
  title: { type: 'plain_text', text: 'Start' },
  submit: { type: 'plain_text', text: 'Go' },
  blocks: [
    {
      type: 'input',
      block_id: 'subject',
      label: { type: 'plain_text', text: 'Subject' },
      element: { type: 'plain_text_input', action_id: 'text' },
    },
  ],
  ...facts,
})

/** A bot that does with each command's trigger what the test says. */
async function withTrigger(
  use: (triggerId: string, client: WebClient) => Promise<unknown>,
  listen?: (app: App) => void,
) {
  const results: unknown[] = []
  const bot = await runSocketBot((app) => {
    app.command('/conf', async ({ ack, command, client }) => {
      await ack()
      const result = await use(command.trigger_id, client).catch((error: unknown) =>
        typeof error === 'object' && error !== null && 'data' in error ? error.data : error,
      )
      results.push(result)
    })
    listen?.(app)
  })
  return {
    ...bot,
    /** Types a command and waits for what became of its trigger. */
    trigger: async () => {
      const before = results.length
      await bot.post('slack/command', { user: 'alice', channel: 'ops', text: '' })
      await expect.poll(() => results.length, { timeout: 8000 }).toBeGreaterThan(before)
      return results.at(-1)
    },
  }
}

test('a trigger opens one form, once', async () => {
  const bot = await withTrigger(async (triggerId, client) => {
    await client.views.open({ trigger_id: triggerId, view: modal() })
    return client.views.open({ trigger_id: triggerId, view: modal() })
  })
  expect(await bot.trigger()).toMatchObject({ error: 'exchanged_trigger_id' })
  expect(await bot.views('alice')).toMatchObject([{ type: 'modal', callback_id: 'start', app_id: 'A0CONFBOT' }])
  expect(await bot.views('bob')).toEqual([])
})

test('a trigger is over after three seconds of real time, whatever the sandbox clock says', async () => {
  const bot = await withTrigger(async (triggerId, client) => {
    bot.clock.advance(3_600_000)
    return client.views.open({ trigger_id: triggerId, view: modal() })
  })
  expect(await bot.trigger()).toMatchObject({ ok: true })
  const late = await withTrigger(async (triggerId, client) => {
    await new Promise((resolve) => setTimeout(resolve, 3100))
    return client.views.open({ trigger_id: triggerId, view: modal() })
  })
  expect(await late.trigger()).toMatchObject({ error: 'expired_trigger_id' })
})

test('a made-up trigger opens nothing', async () => {
  const bot = await withTrigger((_, client) => client.views.open({ trigger_id: '1.2.abc', view: modal() }))
  expect(await bot.trigger()).toMatchObject({ error: 'invalid_trigger_id' })
})

test('a broken view is refused, and its trigger can still be used', async () => {
  const bot = await withTrigger(async (triggerId, client) => {
    const { submit, ...without } = modal()
    const refused = await client.views.open({ trigger_id: triggerId, view: without }).catch((error) => error.data)
    await client.views.open({ trigger_id: triggerId, view: modal() })
    return refused
  })
  expect(await bot.trigger()).toMatchObject({
    error: 'invalid_arguments',
    response_metadata: {
      messages: ['[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]'],
    },
  })
  expect(await bot.views('alice')).toHaveLength(1)
})

test('an update with an old hash conflicts, one with the present hash or none does not', async () => {
  const bot = await withTrigger(async (triggerId, client) => {
    const opened = await client.views.open({ trigger_id: triggerId, view: modal() })
    const id = opened.view?.id ?? ''
    const hash = opened.view?.hash ?? ''
    await client.views.update({ view_id: id, hash, view: modal({ private_metadata: 'second' }) })
    await client.views.update({ view_id: id, view: modal({ private_metadata: 'third' }) })
    return client.views.update({ view_id: id, hash, view: modal({ private_metadata: 'fourth' }) })
  })
  expect(await bot.trigger()).toMatchObject({ error: 'hash_conflict' })
  expect(await bot.views('alice')).toMatchObject([{ private_metadata: 'third' }])
})

test('what was typed stays over an update where block and action are the same', async () => {
  let client: WebClient | undefined
  const bot = await withTrigger((triggerId, own) => {
    client = own
    return own.views.open({ trigger_id: triggerId, view: modal({ external_id: 'form' }) })
  })
  await bot.trigger()
  await bot.post('slack/fill', { user: 'alice', values: { Subject: 'Review' } })
  await client?.views.update({ external_id: 'form', view: modal({ external_id: 'form', private_metadata: 'new' }) })
  expect(await bot.views('alice')).toMatchObject([
    { private_metadata: 'new', state: { values: { subject: { text: { value: 'Review' } } } } },
  ])
  const renamed = modal().blocks.map((block) => ({ ...block, block_id: 'other' }))
  await client?.views.update({ external_id: 'form', view: modal({ blocks: renamed }) })
  expect(await bot.views('alice')).toMatchObject([{ state: { values: { other: { text: { value: null } } } } }])
})

test('three forms stack, a fourth does not', async () => {
  let depth = 0
  const button = { type: 'button', action_id: 'deeper', text: { type: 'plain_text', text: 'Deeper' } } as const
  const stackable = modal({ blocks: [{ type: 'actions', elements: [button] }] })
  const errors: unknown[] = []
  const bot = await withTrigger(
    (triggerId, client) => client.views.open({ trigger_id: triggerId, view: stackable }),
    (app) => {
      app.action<import('@slack/bolt').BlockAction>('deeper', async ({ ack, body, client }) => {
        await ack()
        await client.views.push({ trigger_id: body.trigger_id, view: stackable }).catch((error) => {
          errors.push(error.data.error)
        })
        depth += 1
      })
    },
  )
  await bot.trigger()
  for (let count = 1; count <= 3; count += 1) {
    await bot.post('slack/click', { user: 'alice', view: 'start', action: 'Deeper' })
    await expect.poll(() => depth).toBe(count)
  }
  expect(errors).toEqual(['push_limit_reached'])
  const [first, second, third] = await bot.views('alice')
  expect(second).toMatchObject({ previous_view_id: first?.id, root_view_id: first?.id })
  expect(third).toMatchObject({ previous_view_id: second?.id, root_view_id: first?.id })
})

test('an external_id is taken as long as its view is there', async () => {
  const view = modal({ external_id: 'one' })
  const bot = await withTrigger((triggerId, client) => client.views.open({ trigger_id: triggerId, view }))
  expect(await bot.trigger()).toMatchObject({ ok: true })
  expect(await bot.trigger()).toMatchObject({ error: 'duplicate_external_id' })
  await bot.post('slack/close', { user: 'alice' })
  expect(await bot.trigger()).toMatchObject({ ok: true })
})

describe('the Home tab', () => {
  test('is published per person and opened with an event', async () => {
    const tabs: unknown[] = []
    const bot = await runSocketBot((app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        tabs.push([event.tab, 'view' in event ? event.view?.type : undefined])
        if (event.tab !== 'home') return
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } })
      })
    })
    const home = async (user: string) => (await bot.get(`slack/home?user=${user}`)).view
    expect(await home('alice')).toBeNull()
    await bot.post('slack/home', { user: 'alice' })
    await expect.poll(() => home('alice')).toMatchObject({ type: 'home', blocks: [{ type: 'divider' }] })
    await bot.post('slack/home', { user: 'alice' })
    await bot.post('slack/home', { user: 'alice', tab: 'messages' })
    await expect
      .poll(() => tabs)
      .toEqual([
        ['home', undefined],
        ['home', 'home'],
        ['messages', undefined],
      ])
    expect(await home('bob')).toBeNull()
  })
})
