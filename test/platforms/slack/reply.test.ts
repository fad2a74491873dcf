import type { RespondArguments, RespondFn } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import type { Place } from '#core/actor.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createDirectChannels } from '#platforms/slack/direct-channels.ts'
import { createModals } from '#platforms/slack/modals.ts'
import { createResponder, type Origin } from '#platforms/slack/reply.ts'
import { createHastyClock } from '#test/support/hasty-clock.ts'
import { card, text } from '#view/card.ts'
import type { Form } from '#view/form.ts'
import { createPosting, startStubSlack } from './stub-slack.ts'

const channel: Place = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' }
const shown = card('Done', text('Muted'))
const form: Form = { path: 'conf invite', title: 'Invite', submit: 'Run', fields: [], carried: {} }

async function prepare(origin: Partial<Origin> & { readonly url?: (used: number) => Response | Error } = {}) {
  const { url, ...rest } = origin
  const slack = await startStubSlack()
  const clock = createHastyClock()
  const logger = createSilentLogger()
  const { clients } = slack
  const direct = createDirectChannels(clients, clock)
  const { post } = createPosting(clients, clock)
  slack.answer('chat.postMessage', ({ channel: to }) => ({ channel: to, ts: '1.1' }))
  slack.answer('conversations.open', { channel: { id: 'D1' } })
  slack.answer('views.open', { view: { id: 'V1', hash: 'h1' } })
  slack.answer('views.update', { view: { id: 'V1', hash: 'h2' } })
  const responses: RespondArguments[] = []
  const respond: RespondFn = async (message) => {
    if (typeof message === 'object') responses.push(message)
    const answer = url?.(responses.length) ?? new Response('ok')
    if (answer instanceof Error) throw answer
    return answer
  }
  const deps = { clients, direct, post, modals: createModals(clients, logger), clock, logger }
  const responder = createResponder({ place: channel, userId: 'U1', ...(url && { respond }), ...rest }, deps)
  return { slack, clock, responder, responses }
}
const ok = () => new Response('ok')

describe('an answer', () => {
  it('to a command is ephemeral by its response_url, and leaves what stands there alone', async () => {
    const { slack, responder, responses } = await prepare({ url: ok })
    await responder.reply(shown)
    expect(responses).toMatchObject([
      { response_type: 'ephemeral', replace_original: false, text: expect.stringContaining('Done') },
    ])
    expect(slack.calls).toEqual([])
  })

  it('uses a response_url five times, and then posts ephemerally', async () => {
    const { slack, responder, responses } = await prepare({ url: ok })
    for (let count = 0; count < 6; count++) await responder.reply(shown)
    expect(responses).toHaveLength(5)
    expect(slack.callsOf('chat.postEphemeral')).toMatchObject([{ channel: 'C1', user: 'U1' }])
  })

  it('uses a response_url for half an hour', async () => {
    const { slack, clock, responder, responses } = await prepare({ url: ok })
    clock.advance(30 * 60_000)
    await responder.reply(shown)
    expect(responses).toHaveLength(0)
    expect(slack.callsOf('chat.postEphemeral')).toHaveLength(1)
  })

  it.each([
    ['is used up', new Error('404')],
    ['does not like the message', new Response('{"ok":false,"error":"invalid_blocks"}')],
  ])('goes another way when the response_url %s', async (_, answer) => {
    const { slack, responder } = await prepare({ url: () => answer })
    await responder.reply(shown)
    expect(slack.callsOf('chat.postEphemeral')).toHaveLength(1)
  })

  it('to a button of a private message replaces that message', async () => {
    const { responder, responses } = await prepare({
      url: ok,
      replacesMessage: true,
      place: { ...channel, threadId: '1.0' },
    })
    await responder.reply(shown)
    expect(responses).toMatchObject([{ response_type: 'ephemeral', replace_original: true }])
  })

  it('stays in its thread', async () => {
    const { slack, responder, responses } = await prepare({ url: ok, place: { ...channel, threadId: '1.0' } })
    await responder.reply(shown)
    expect(slack.callsOf('chat.postEphemeral')).toMatchObject([{ channel: 'C1', user: 'U1', thread_ts: '1.0' }])
    expect(responses).toEqual([])
  })

  it.each(['user_not_in_channel', 'channel_not_found', 'not_in_channel'])(
    "goes to the person's direct message when the channel does not reach them: %s",
    async (error) => {
      const { slack, responder } = await prepare()
      slack.answer('chat.postEphemeral', { ok: false, error })
      await responder.reply(shown)
      expect(slack.callsOf('chat.postMessage')).toMatchObject([{ channel: 'D1' }])
    },
  )

  it('in a direct message is a message there', async () => {
    const { slack, responder } = await prepare({
      place: { ...channel, channelId: 'D7', kind: 'direct', threadId: '1.0' },
    })
    await responder.reply(shown)
    expect(slack.callsOf('chat.postMessage')).toMatchObject([{ channel: 'D7', thread_ts: '1.0' }])
    expect(slack.callsOf('chat.postEphemeral')).toEqual([])
  })

  it('fills the App Home where it was asked from there', async () => {
    const { slack, responder } = await prepare({ isHome: true })
    await responder.reply(shown)
    const [call = {}] = slack.callsOf('views.publish')
    expect(call.user_id).toBe('U1')
    expect(JSON.parse(call.view ?? '')).toMatchObject({ type: 'home', blocks: [{ type: 'header' }, {}] })
  })

  it('waits when Slack asks for patience, since a person waits for it', async () => {
    const { slack, clock, responder } = await prepare()
    slack.answer('chat.postEphemeral', { status: 429, headers: { 'retry-after': '2' } }, {})
    await responder.reply(shown)
    expect(slack.callsOf('chat.postEphemeral')).toHaveLength(2)
    expect(clock.waits).toEqual([2000])
  })

  it('is never shown to the channel, however it goes', async () => {
    const { slack, responder, responses } = await prepare({ url: () => new Error('404') })
    slack.answer('chat.postEphemeral', { ok: false, error: 'user_not_in_channel' })
    slack.answer('chat.postMessage', { ok: false, error: 'user_disabled' })
    await expect(responder.reply(shown)).rejects.toMatchObject({ code: 'chat.cannot-post' })
    expect(slack.callsOf('chat.postMessage').map((call) => call.channel)).toEqual(['D1'])
    expect(responses.every((one) => one.response_type === 'ephemeral')).toBe(true)
  })
})

describe('a form as an answer', () => {
  it('is opened once with the trigger of the request, and changed in the version that is known', async () => {
    const { slack, responder } = await prepare({ triggerId: 't1' })
    expect(await responder.openForm(form)).toBe(true)
    expect(await responder.openForm(form)).toBe(false)
    await responder.updateForm({ ...form, title: 'Filled' })
    await responder.updateForm({ ...form, title: 'Again' })
    expect(slack.callsOf('views.open')).toMatchObject([{ trigger_id: 't1' }])
    expect(slack.callsOf('views.update')).toMatchObject([
      { view_id: 'V1', hash: 'h1' },
      { view_id: 'V1', hash: 'h2' },
    ])
  })

  it('is not opened without a trigger or with one that is too old', async () => {
    const late = await prepare({ triggerId: 't1' })
    late.slack.answer('views.open', { ok: false, error: 'expired_trigger_id' })
    expect(await late.responder.openForm(form)).toBe(false)
    const without = await prepare()
    expect(await without.responder.openForm(form)).toBe(false)
    expect(without.slack.calls).toEqual([])
  })

  it('is left alone when somebody changed or closed it meanwhile', async () => {
    const { slack, responder } = await prepare({ triggerId: 't1' })
    await responder.openForm(form)
    slack.answer('views.update', { ok: false, error: 'hash_conflict' })
    await responder.updateForm(form)
    expect(slack.callsOf('views.update')).toHaveLength(1)
  })
})
