import { App, type Receiver, type ReceiverEvent } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import type { CommandKit, CommandRequest, Plan, Responder } from '#command-kit/request.ts'
import { roots } from '#commands/index.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createBoltLogger } from '#platforms/slack/bolt-logger.ts'
import { createDirectChannels } from '#platforms/slack/direct-channels.ts'
import { createHomes } from '#platforms/slack/homes.ts'
import { createModals } from '#platforms/slack/modals.ts'
import { createPublicChannels } from '#platforms/slack/public-channels.ts'
import { registerListeners } from '#platforms/slack/receive.ts'
import { renderForm } from '#platforms/slack/render-form.ts'
import type { Origin } from '#platforms/slack/reply.ts'
import { createHandClock } from '#test/support/hand-clock.ts'
import { createHastyClock } from '#test/support/hasty-clock.ts'
import { type Card, card } from '#view/card.ts'
import type { Form } from '#view/form.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import { startStubSlack } from './stub-slack.ts'

const form: Form = {
  path: 'conf invite',
  title: 'Invite',
  submit: 'Run',
  fields: [{ name: 'who', label: 'Who', base: 'lines', required: true, suggests: true }],
  carried: { in: 'k3x9ab' },
}
const nothing: Plan = { kind: 'run', run: async () => {} }

/** A Bolt app whose kit decides as the test says, and a record of all that happened, in order. */
async function prepare(decide: (request: CommandRequest) => Plan = () => nothing) {
  const slack = await startStubSlack()
  slack.answer('views.open', { view: { id: 'V1', hash: 'h1' } })
  const clock = createHastyClock()
  const logger = createSilentLogger()
  const happened: string[] = []
  const requests: CommandRequest[] = []
  const origins: Origin[] = []
  const replies: Card[] = []
  const updated: Form[] = []
  const kit: CommandKit = {
    plan(request) {
      happened.push('plan')
      requests.push(request)
      return decide(request)
    },
    suggest: ({ typed, place, person, option }) => [
      { value: `${option}-${typed}`, label: `${person.userId} in ${place.channelId}: ${typed}` },
    ],
  }
  const modals = createModals(slack.clients, logger)
  const direct = createDirectChannels(slack.clients, createHandClock())
  const channels = createPublicChannels(slack.clients, createHandClock())
  const receiver: Receiver = { init: () => {}, start: async () => {}, stop: async () => {} }
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: 'xoxb-test', botId: 'B0', botUserId: 'UBOT' }),
    clientOptions: { slackApiUrl: slack.url, retryConfig: { retries: 0 } },
    logger: createBoltLogger(logger),
    convoStore: false,
  })
  const failures: unknown[] = []
  app.error(async (error) => void failures.push(error))
  registerListeners(app, {
    kit,
    roots,
    identify: () => new Promise(() => {}),
    responderFor(origin): Responder {
      origins.push(origin)
      return {
        async reply(shown) {
          happened.push('reply')
          replies.push(shown)
        },
        async openForm(shown) {
          happened.push('open')
          if (!origin.triggerId) return false
          return (await modals.open(origin.triggerId, renderForm(shown, origin.place, 'T1'))) !== null
        },
        async updateForm(shown) {
          happened.push('update')
          updated.push(shown)
        },
      }
    },
    modals,
    direct,
    channels,
    homes: createHomes(clock),
    botUserId: () => 'UBOT',
    logger,
  })
  const acks: unknown[] = []
  /** Resolves when Bolt is done with it; `acknowledged` does at once when Slack has its answer. */
  const deliver = (body: ReceiverEvent['body'], onAck: () => void | Promise<void> = () => {}) => {
    let acknowledge = () => {}
    const acknowledged = new Promise<void>((resolve) => {
      acknowledge = resolve
    })
    const ack = async (response?: unknown) => {
      happened.push('ack')
      acks.push(response)
      acknowledge()
      await onAck()
    }
    return { done: app.processEvent({ body, ack }), acknowledged }
  }
  return { slack, direct, happened, requests, origins, replies, updated, acks, failures, deliver }
}

const command = (given: object = {}) => ({
  command: '/conf',
  text: 'start "Sprint review" &lt;1001&gt;',
  team_id: 'T1',
  channel_id: 'C1',
  channel_name: 'general',
  user_id: 'U1',
  trigger_id: 'trigger-1',
  response_url: 'http://127.0.0.1:9/response',
  ...given,
})
const event = (inner: object, given: object = {}) => ({
  type: 'event_callback',
  team_id: 'T1',
  event_id: 'Ev1',
  authorizations: [{ team_id: 'T1', enterprise_id: null }],
  event: inner,
  ...given,
})
const mention = (given: object = {}) =>
  event({ type: 'app_mention', user: 'U1', channel: 'C1', text: '<@UBOT> mute Anna', ts: '2.0', ...given })
const click = (action: object, given: object = {}) => ({
  type: 'block_actions',
  team: { id: 'T1', domain: 't' },
  user: { id: 'U1', username: 'alice', team_id: 'T1' },
  channel: { id: 'C1', name: 'general' },
  container: { type: 'message', message_ts: '2.0', channel_id: 'C1', is_ephemeral: false },
  message: { type: 'message', ts: '2.0' },
  trigger_id: 'trigger-2',
  response_url: 'http://127.0.0.1:9/response',
  actions: [
    {
      block_id: 'b',
      action_id: 'a1',
      action_ts: '3.0',
      type: 'button',
      value: 'conf mute?who=p3&in=k3x9ab',
      ...action,
    },
  ],
  ...given,
})
const submission = (given: object = {}) => ({
  type: 'view_submission',
  team: { id: 'T1', domain: 't' },
  user: { id: 'U1', name: 'alice', team_id: 'T1' },
  trigger_id: 'trigger-3',
  view: {
    id: 'V1',
    hash: 'h1',
    type: 'modal',
    callback_id: 'confbot_form',
    private_metadata: renderForm(
      form,
      { platform: 'slack', workspaceId: 'T1', channelId: 'C1', threadId: '1.0', kind: 'channel' },
      'T1',
    ).private_metadata,
    blocks: renderForm(form, null, 'T1').blocks,
    state: { values: { who: { x: { type: 'plain_text_input', value: '1001\n1002' } } } },
    ...given,
  },
})

describe('the first answer comes from memory alone', () => {
  const hanging: Plan = { kind: 'run', run: () => new Promise(() => {}) }
  const hangingForm: Plan = { kind: 'form', form, fill: () => new Promise(() => {}) }

  it.each([
    ['a command', command(), hanging],
    ['a command that opens a form', command({ text: 'invite' }), hangingForm],
    ['a click', click({}), hanging],
    ['a menu entry', click({ type: 'overflow', selected_option: { value: 'conf mute?who=p3' } }), hanging],
    ['a submitted form', submission(), hanging],
    ['a mention', mention(), hanging],
    [
      'a shortcut',
      {
        type: 'message_action',
        callback_id: 'start_from_message',
        team: { id: 'T1' },
        user: { id: 'U1' },
        channel: { id: 'C1', name: 'x' },
        message: { type: 'message', ts: '2.0' },
        trigger_id: 't',
        action_ts: '3.0',
      },
      hanging,
    ],
  ])('%s is acknowledged though everything behind it hangs', async (_, body, plan) => {
    const { deliver, acks, happened, slack } = await prepare(() => plan)
    await deliver(body).acknowledged
    expect(acks).toEqual([undefined])
    expect(happened.filter((what) => what !== 'plan')[0]).toBe('ack')
    expect(slack.calls.filter(({ method }) => method !== 'views.open')).toEqual([])
  })

  it('goes before anything is done, and what was asked for is done although it was lost', async () => {
    const ran: string[] = []
    const { deliver, happened } = await prepare(() => ({ kind: 'run', run: async () => void ran.push('run') }))
    await deliver(command(), () => Promise.reject(new Error('the socket closed'))).done
    expect(happened).toEqual(['plan', 'ack'])
    expect(ran).toEqual(['run'])
  })

  it('opens a form with its skeleton, and fills it when more is known', async () => {
    const filled = { ...form, title: 'Filled' }
    const { deliver, happened, updated, slack } = await prepare(() => ({
      kind: 'form',
      form,
      fill: async () => filled,
    }))
    await deliver(command({ text: 'invite' })).done
    expect(happened).toEqual(['plan', 'ack', 'open', 'update'])
    expect(slack.callsOf('views.open')[0]).toMatchObject({ trigger_id: 'trigger-1' })
    expect(updated).toEqual([filled])
  })

  it('says in the form when it could not be filled', async () => {
    const { deliver, updated } = await prepare(() => ({
      kind: 'form',
      form,
      fill: async () => Promise.reject(new Error('PBX')),
    }))
    await deliver(command({ text: 'invite' })).done
    expect(updated).toMatchObject([{ path: 'conf invite', note: { key: 'form.not-filled' } }])
  })

  it('offers a button where the form could not be opened in time', async () => {
    const { deliver, slack, replies } = await prepare(() => ({ kind: 'form', form }))
    slack.answer('views.open', { ok: false, error: 'expired_trigger_id' })
    await deliver(command({ text: 'invite' })).done
    expect(replies.map((one) => cardToPlainText(one, { language: 'en' }))).toEqual([expect.stringContaining('[')])
  })
})

describe('requests', () => {
  it('of a command keep their text and are keyed by their trigger', async () => {
    const { deliver, requests, origins } = await prepare()
    await deliver(command()).done
    await deliver(command({ command: '/confadmin', text: 'status', channel_name: 'directmessage', channel_id: 'D9' }))
      .done
    expect(requests).toMatchObject([
      {
        intent: 'slack:command:trigger-1',
        root: 'conf',
        place: { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' },
        input: { kind: 'text', text: 'start "Sprint review" &lt;1001&gt;' },
      },
      { root: 'confadmin', place: { channelId: 'D9', kind: 'people' } },
    ])
    expect(origins[0]?.respond).toBeTypeOf('function')
  })

  it('know a public channel by its name; what does not tell counts as private', async () => {
    const { deliver, requests } = await prepare()
    for (const body of [
      command(),
      command({ channel_name: 'privategroup' }),
      command({ channel_name: 'mpdm-alice--bob-1' }),
      click({}, { channel: { id: 'C1', name: 'general' } }),
      click({}, { channel: { id: 'C1', name: 'privategroup' } }),
      click({}, { channel: undefined }),
      mention(),
    ])
      await deliver({ ...body, trigger_id: `trigger-${requests.length}` }).done
    expect(requests.map(({ place }) => place.isPrivate)).toEqual([undefined, true, true, undefined, true, true, true])
  })

  it('of a form know what its place was', async () => {
    const { deliver, requests } = await prepare()
    const place = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel', isPrivate: true } as const
    await deliver(submission({ private_metadata: renderForm(form, place, 'T1').private_metadata })).done
    expect(requests).toMatchObject([{ place }])
  })

  it('of the same delivery have the same key', async () => {
    const { deliver, requests } = await prepare()
    for (const body of [command(), command(), click({}), click({}), mention(), mention(), submission(), submission()])
      await deliver(body).done
    const keys = requests.map(({ intent }) => intent)
    expect(new Set(keys).size).toBe(4)
    expect(keys.filter((_, index) => index % 2 === 0)).toEqual(keys.filter((_, index) => index % 2 === 1))
  })

  it('by mention keep the thread and name their root', async () => {
    const { deliver, requests } = await prepare()
    await deliver(mention({ thread_ts: '1.0', text: 'hey <@UBOT|confbot> confadmin status' })).done
    await deliver(mention({ text: '<@UBOT>' })).done
    expect(requests).toMatchObject([
      { root: 'confadmin', place: { channelId: 'C1', threadId: '1.0' }, input: { text: 'status' } },
      { root: 'conf', input: { text: '' } },
    ])
    expect(requests[1]?.place).not.toHaveProperty('threadId')
  })

  it('by direct message are known to be in a direct message, from then on by command too', async () => {
    const { deliver, requests } = await prepare()
    await deliver(event({ type: 'message', channel_type: 'im', user: 'U1', channel: 'D7', text: 'help', ts: '2.0' }))
      .done
    await deliver(command({ channel_id: 'D7', channel_name: 'directmessage' })).done
    expect(requests.map(({ place }) => place.kind)).toEqual(['direct', 'direct'])
  })

  it('by command in a direct message tell ours from one between people, which Slack is asked once', async () => {
    const { deliver, requests, happened, slack } = await prepare()
    slack.answer('conversations.open', { channel: { id: 'D7' } })
    const here = (channelId: string) => command({ channel_id: channelId, channel_name: 'directmessage' })
    for (const channelId of ['D7', 'D7', 'D8']) await deliver(here(channelId)).done
    expect(requests.map(({ place }) => place.kind)).toEqual(['direct', 'direct', 'people'])
    expect(slack.calls.filter(({ method }) => method === 'conversations.open')).toHaveLength(1)
    expect(happened.slice(0, 2)).toEqual(['ack', 'plan'])
  })

  it('by command in a direct message go on where Slack does not say whose it is', async () => {
    const { deliver, requests, failures, slack } = await prepare()
    slack.answer('conversations.open', { ok: false, error: 'missing_scope' })
    await deliver(command({ channel_id: 'D7', channel_name: 'directmessage' })).done
    expect(requests.map(({ place }) => place.kind)).toEqual(['people'])
    expect(failures).toEqual([])
  })

  it.each([
    ['an edited mention', mention({ edited: { user: 'U1', ts: '3.0' } })],
    ['a mention by a bot', mention({ bot_id: 'B9' })],
    ['a mention in a direct message, which comes as a message too', mention({ channel: 'D7' })],
    [
      'a message in a channel',
      event({ type: 'message', channel_type: 'channel', user: 'U1', channel: 'C1', text: 'x', ts: '2.0' }),
    ],
    [
      'an edited message',
      event({ type: 'message', subtype: 'message_changed', channel_type: 'im', channel: 'D7', ts: '2.0' }),
    ],
    [
      'a message of a bot',
      event({ type: 'message', channel_type: 'im', user: 'U1', bot_id: 'B9', channel: 'D7', text: 'x', ts: '2.0' }),
    ],
    [
      'a message of our own',
      event({ type: 'message', channel_type: 'im', user: 'UBOT', channel: 'D7', text: 'x', ts: '2.0' }),
    ],
    ['the messages tab of our home', event({ type: 'app_home_opened', user: 'U1', channel: 'D7', tab: 'messages' })],
  ])('are not made of %s', async (_, body) => {
    const { deliver, requests, acks } = await prepare()
    await deliver(body).done
    expect(requests).toEqual([])
    expect(acks).toHaveLength(1)
  })

  it('of the App Home fill it', async () => {
    const { deliver, requests, origins } = await prepare()
    await deliver(event({ type: 'app_home_opened', user: 'U1', channel: 'D7', tab: 'home' })).done
    expect(requests).toMatchObject([{ root: 'conf', place: { channelId: 'D7', kind: 'direct' }, input: { text: '' } }])
    expect(origins).toMatchObject([{ isHome: true }])
  })

  it('in a shared channel belong to the workspace that the app was delivered to', async () => {
    const { deliver, requests } = await prepare()
    await deliver({ ...mention(), team_id: 'T9', context_team_id: 'T9' }).done
    await deliver(click({}, { user: { id: 'U9', username: 'x', team_id: 'T9' } })).done
    expect(requests.map(({ place }) => place.workspaceId)).toEqual(['T1', 'T1'])
  })

  it('by click carry the packed command, also where Slack escaped it', async () => {
    const { deliver, requests } = await prepare()
    await deliver(click({})).done
    await deliver(click({ value: '!conf end?in=k3x9ab' })).done
    await deliver(click({ type: 'static_select', selected_option: { value: 'conf mute?who=p3&amp;in=k3x9ab' } })).done
    expect(requests.map(({ input }) => input)).toEqual([
      { kind: 'values', path: 'conf mute', values: { who: 'p3', in: 'k3x9ab' }, confirmed: false, from: 'button' },
      { kind: 'values', path: 'conf end', values: { in: 'k3x9ab' }, confirmed: true, from: 'button' },
      { kind: 'values', path: 'conf mute', values: { who: 'p3', in: 'k3x9ab' }, confirmed: false, from: 'button' },
    ])
  })

  it('by click in a thread stay there; a message with replies is not its own thread', async () => {
    const { deliver, requests } = await prepare()
    await deliver(click({}, { message: { ts: '2.0', thread_ts: '1.0' } })).done
    await deliver(click({}, { message: { ts: '2.0', thread_ts: '2.0' } })).done
    expect(requests.map(({ place }) => place.threadId)).toEqual(['1.0', undefined])
  })

  it('by click tell on which live card it was', async () => {
    const { deliver, requests } = await prepare()
    const on = (blocks?: object[]) => ({ message: { type: 'message', ts: '2.0', ...(blocks && { blocks }) } })
    await deliver(click({}, on([{ type: 'header', block_id: 'shows:k3x9ab' }, { type: 'actions' }]))).done
    await deliver(click({}, on([{ type: 'header', block_id: 'other' }, { type: 'actions' }]))).done
    await deliver(click({}, on())).done
    expect(requests.map(({ clicked }) => clicked)).toEqual([
      { conferenceId: 'k3x9ab', place: requests[0]?.place, messageId: '2.0' },
      undefined,
      undefined,
    ])
  })

  it('by click in a private message replace it', async () => {
    const { deliver, origins } = await prepare()
    await deliver(
      click({}, { container: { message_ts: '2.0', channel_id: 'C1', is_ephemeral: true }, message: undefined }),
    ).done
    expect(origins).toMatchObject([{ replacesMessage: true, place: { channelId: 'C1' } }])
  })

  it("by click in the App Home belong to the person's direct message", async () => {
    const { deliver, requests, direct } = await prepare()
    const home = { channel: undefined, message: undefined, container: { type: 'view' }, response_url: undefined }
    await deliver(click({}, home)).done
    direct.learn('U1', 'D7')
    await deliver(click({}, home)).done
    expect(requests.map(({ place }) => [place.channelId, place.kind])).toEqual([
      ['U1', 'direct'],
      ['D7', 'direct'],
    ])
  })

  it('by a form that confirms say that the person has been asked, and by another that they have not', async () => {
    const { deliver, requests } = await prepare()
    const place = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' } as const
    for (const confirms of [true, undefined] as const) {
      const { private_metadata } = renderForm({ ...form, ...(confirms && { confirms }) }, place, 'T1')
      await deliver(submission({ private_metadata })).done
    }
    expect(requests.map(({ input }) => input.kind === 'values' && input.confirmed)).toEqual([true, false])
  })

  it('by a message shortcut to schedule happen in the thread of the message', async () => {
    const { deliver, requests } = await prepare()
    await deliver({
      type: 'message_action',
      callback_id: 'schedule_from_message',
      team: { id: 'T1' },
      user: { id: 'U1' },
      channel: { id: 'C1', name: 'general' },
      message: { type: 'message', ts: '2.0', thread_ts: '1.0' },
      trigger_id: 't',
      action_ts: '3.0',
    }).done
    expect(requests).toMatchObject([
      { root: 'conf', place: { channelId: 'C1', threadId: '1.0' }, input: { kind: 'values', path: 'conf schedule' } },
    ])
  })

  it('of a button that nobody knows any more are answered with a sentence', async () => {
    const { deliver, happened, replies } = await prepare()
    await deliver(click({ value: '{"v1":"mute"}' })).done
    await deliver(click({ type: 'datepicker', selected_date: '2026-12-01' })).done
    expect(happened).toEqual(['ack', 'reply', 'ack', 'reply'])
    expect(replies).toMatchObject([{ title: { key: 'card.unknown-action.title' } }, {}])
  })

  it('are not made of a link', async () => {
    const { deliver, requests, replies, acks } = await prepare()
    await deliver(click({ url: 'https://example.com', value: undefined })).done
    expect([requests, replies, acks]).toEqual([[], [], [undefined]])
  })
})

describe('a submitted form', () => {
  it('brings its values with what was carried, to the place and thread where it was opened', async () => {
    const { deliver, requests, origins } = await prepare()
    await deliver(submission()).done
    expect(requests).toMatchObject([
      {
        intent: 'slack:view:V1:h1',
        root: 'conf',
        place: { workspaceId: 'T1', channelId: 'C1', threadId: '1.0' },
        input: {
          kind: 'values',
          path: 'conf invite',
          values: { who: '1001\n1002', in: 'k3x9ab' },
          confirmed: false,
          from: 'form',
        },
      },
    ])
    expect(origins).toMatchObject([{ place: { threadId: '1.0' }, triggerId: 'trigger-3' }])
  })

  it('that is wrong is answered at its fields', async () => {
    const { deliver, acks, replies } = await prepare(() => ({
      kind: 'problems',
      problems: { who: 'Nobody is called that.' },
    }))
    await deliver(submission()).done
    expect(acks).toEqual([{ response_action: 'errors', errors: { who: 'Nobody is called that.' } }])
    expect(replies).toEqual([])
  })

  it('without any field says what is wrong in a message', async () => {
    const { deliver, acks, replies } = await prepare(() => ({ kind: 'problems', problems: { in: 'Ended.' } }))
    await deliver(submission({ blocks: [] })).done
    expect(acks).toEqual([undefined])
    expect(cardToPlainText(replies[0] ?? card(''), { language: 'en' })).toContain('in Ended.')
  })

  it('can be answered with another form', async () => {
    const filled = { ...form, title: 'Filled' }
    const { deliver, acks, updated } = await prepare(() => ({ kind: 'form', form, fill: async () => filled }))
    await deliver(submission()).done
    expect(acks).toMatchObject([{ response_action: 'update', view: { type: 'modal', callback_id: 'confbot_form' } }])
    expect(updated).toEqual([filled])
  })

  it('goes to the conversation that was chosen in it', async () => {
    const { deliver, requests } = await prepare()
    const values = { _place: { x: { type: 'conversations_select', selected_conversation: 'C5' } } }
    await deliver(submission({ private_metadata: renderForm(form, null, 'T1').private_metadata, state: { values } }))
      .done
    expect(requests).toMatchObject([
      { place: { channelId: 'C5', kind: 'channel' }, input: { values: { in: 'k3x9ab' } } },
    ])
  })

  it('that is not one of ours any more is closed with a sentence', async () => {
    const { deliver, acks, replies, requests } = await prepare()
    await deliver(submission({ private_metadata: 'old' })).done
    expect([acks, requests, replies.length]).toEqual([[undefined], [], 1])
  })
})

describe('suggestions', () => {
  const suggestion = (given: object = {}) => ({
    type: 'block_suggestion',
    action_id: 'conf invite#who',
    block_id: 'who',
    value: 'an',
    team: { id: 'T1' },
    user: { id: 'U1' },
    container: { type: 'view' },
    view: { private_metadata: submission().view.private_metadata },
    ...given,
  })

  it('come from memory, for the place of the form, with what was typed as the last one', async () => {
    const { deliver, acks } = await prepare()
    await deliver(suggestion()).done
    expect(acks).toEqual([
      {
        options: [
          { value: 'who-an', text: { type: 'plain_text', text: 'U1 in C1: an', emoji: false } },
          { value: 'an', text: { type: 'plain_text', text: 'an', emoji: false } },
        ],
      },
    ])
  })

  it.each([
    ['too long to be a value', { value: 'x'.repeat(100) }],
    ['for a form that is not ours', { view: { private_metadata: '' } }],
    ['for an element that is not ours', { action_id: 'a1' }],
  ])('are none: %s', async (_, given) => {
    const { deliver, acks } = await prepare()
    await deliver(suggestion(given)).done
    expect(acks).toEqual([{ options: [] }])
  })
})

describe('shortcuts', () => {
  const shortcut = (given: object) => ({
    team: { id: 'T1', domain: 't' },
    user: { id: 'U1', username: 'alice', team_id: 'T1' },
    trigger_id: 'trigger-4',
    action_ts: '4.0',
    ...given,
  })

  it('without a place open the form of their command, which asks for it', async () => {
    const { deliver, acks, slack, requests, updated, origins } = await prepare(() => ({
      kind: 'form',
      form: { ...form, path: 'conf start', carried: {} },
      fill: async () => ({ ...form, note: 'filled' }),
    }))
    await deliver(shortcut({ type: 'shortcut', callback_id: 'start_here' })).done
    expect(acks).toEqual([undefined])
    expect(requests).toMatchObject([{ input: { path: 'conf start', asForm: true }, place: { kind: 'direct' } }])
    expect(updated).toMatchObject([{ note: 'filled' }])
    expect(origins).toMatchObject([{ asksPlace: true, view: { id: 'V1' } }])
    const [{ view = '', trigger_id } = { trigger_id: '' }] = slack.callsOf('views.open')
    expect(trigger_id).toBe('trigger-4')
    const { blocks } = JSON.parse(view) as { blocks: { block_id: string }[] }
    expect(blocks.map(({ block_id }) => block_id).slice(0, 2)).toEqual(['_place', 'who'])
  })

  it('whose form did not open, or that nobody knows any more, are answered in a direct message', async () => {
    const { deliver, slack, replies, origins } = await prepare()
    slack.answer('views.open', { ok: false, error: 'expired_trigger_id' })
    await deliver(shortcut({ type: 'shortcut', callback_id: 'start_here' })).done
    await deliver(shortcut({ type: 'shortcut', callback_id: 'gone' })).done
    expect(replies).toHaveLength(2)
    expect(origins.map(({ place }) => place.kind)).toEqual(['direct', 'direct'])
  })

  it('on a message run their command in its thread', async () => {
    const { deliver, requests } = await prepare()
    const message = {
      type: 'message_action',
      callback_id: 'start_from_message',
      channel: { id: 'C1', name: 'general' },
    }
    await deliver(shortcut({ ...message, message: { ts: '2.0' } })).done
    await deliver(shortcut({ ...message, message: { ts: '2.0', thread_ts: '1.0' } })).done
    expect(requests).toMatchObject([
      { place: { channelId: 'C1', threadId: '2.0' }, input: { path: 'conf start', values: {}, from: 'button' } },
      { place: { threadId: '1.0' } },
    ])
  })
})

it('what fails after the acknowledgement reaches the log and nobody else', async () => {
  const { deliver, failures } = await prepare(() => ({ kind: 'run', run: () => Promise.reject(new Error('defect')) }))
  await deliver(command()).done
  expect(failures).toHaveLength(1)
})
