import type { ViewClosedAction, ViewOutput } from '@slack/bolt'
import type { InputBlock, ModalView } from '@slack/types'
import { expect, test } from 'vitest'
import { runHttpBot, runSocketBot } from '../run-bolt.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const field = (id: string, label: string, element: InputBlock['element'], optional = false): InputBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element,
  optional,
})

const blocks = [
  field('subject', 'Subject', { type: 'plain_text_input', action_id: 'v', min_length: 3, max_length: 10 }),
  field('seats', 'Seats', { type: 'number_input', action_id: 'v', is_decimal_allowed: false, max_value: '9' }, true),
  field('day', 'Day', { type: 'datepicker', action_id: 'v' }, true),
  field('time', 'Time', { type: 'timepicker', action_id: 'v', timezone: 'Europe/Berlin' }, true),
  field('who', 'Who', { type: 'multi_users_select', action_id: 'v', max_selected_items: 2 }, true),
  field(
    'mode',
    'Mode',
    {
      type: 'static_select',
      action_id: 'v',
      options: [
        { text: plain('Audio only'), value: 'audio' },
        { text: plain('Video'), value: 'video' },
      ],
    },
    true,
  ),
]

const modal = (facts: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'start',
  title: plain('Start'),
  submit: plain('Go'),
  blocks,
  ...facts,
})

/** A bot whose command opens a form and which answers its submission as told. */
async function withForm(answer?: object, view = modal(), run: typeof runSocketBot | typeof runHttpBot = runSocketBot) {
  const submitted: ViewOutput[] = []
  const closed: boolean[] = []
  const bot = await run((app) => {
    app.command('/conf', async ({ ack, command, client }) => {
      await ack()
      await client.views.open({ trigger_id: command.trigger_id, view })
    })
    app.view('start', async ({ ack, view: received }) => {
      submitted.push(received)
      // Parsed, so that answers that the client's types rule out can be given too.
      await ack(answer && JSON.parse(JSON.stringify(answer)))
    })
    app.view<ViewClosedAction>({ type: 'view_closed', callback_id: 'start' }, async ({ ack, body }) => {
      closed.push(body.is_cleared)
      await ack()
    })
  })
  await bot.post('slack/command', { user: 'alice', channel: 'ops', text: '' })
  await expect.poll(() => bot.views('alice')).toHaveLength(1)
  const submit = (values: object) => bot.post('slack/submit', { user: 'alice', view: 'start', values })
  return { ...bot, submitted, closed, submit }
}

test.each([
  { over: 'Socket Mode', run: runSocketBot },
  { over: 'signed HTTP', run: runHttpBot },
])('a form is filled in by block or label, sent, and closed by an empty answer, over $over', async ({ run }) => {
  const bot = await withForm(undefined, modal(), run)
  const values = {
    Subject: 'Review',
    seats: 7,
    Day: '2026-12-01',
    time: '15:00',
    Who: ['bob', 'U0CAROL'],
    Mode: 'Video',
  }
  expect(await bot.submit(values)).toMatchObject({ ok: true, form: 'closed' })
  expect(bot.submitted).toMatchObject([
    {
      callback_id: 'start',
      state: {
        values: {
          subject: { v: { type: 'plain_text_input', value: 'Review' } },
          seats: { v: { value: '7' } },
          day: { v: { selected_date: '2026-12-01' } },
          time: { v: { selected_time: '15:00', timezone: 'Europe/Berlin' } },
          who: { v: { selected_users: ['U0BOB', 'U0CAROL'] } },
          mode: { v: { selected_option: { value: 'video' } } },
        },
      },
    },
  ])
  expect(await bot.views('alice')).toEqual([])
})

test('a day and a time that were filled in can be emptied, and are missing where they are needed', async () => {
  const day = field('day', 'Day', { type: 'datepicker', action_id: 'v', initial_date: '2026-12-01' })
  const time = field('time', 'Time', { type: 'timepicker', action_id: 'v', initial_time: '15:00' }, true)
  const bot = await withForm(undefined, modal({ blocks: [day, time] }))
  expect(await bot.submit({ Day: null, Time: null })).toMatchObject({
    error: 'invalid_input',
    errors: { day: 'Please complete this required field.' },
  })
  expect(await bot.submit({ Day: '2026-12-02' })).toMatchObject({ form: 'closed' })
  expect(bot.submitted).toMatchObject([
    { state: { values: { day: { v: { selected_date: '2026-12-02' } }, time: { v: { selected_time: null } } } } },
  ])
})

test('the client itself keeps back a form that is not filled in as it must be', async () => {
  const bot = await withForm()
  expect(await bot.submit({})).toEqual({
    ok: false,
    error: 'invalid_input',
    errors: { subject: 'Please complete this required field.' },
  })
  const wrong = { subject: 'no', seats: 10, who: ['alice', 'bob', 'carol'] }
  expect(await bot.submit(wrong)).toMatchObject({
    errors: { subject: 'At least 3 characters are needed.', seats: 'At most 9.', who: 'At most 2 can be chosen.' },
  })
  expect(await bot.submit({ subject: 'far too long', seats: 1.5, who: [] })).toMatchObject({
    errors: { subject: 'At most 10 characters fit.', seats: 'A whole number is needed.' },
  })
  expect(bot.submitted).toEqual([])
})

test('a field or a choice that is not there is refused with what is', async () => {
  const bot = await withForm()
  const submit = (values: object) => bot.request('POST', 'slack/submit', { user: 'alice', values })
  expect(await submit({ Topic: 'x' })).toMatchObject({
    status: 404,
    body: { known: expect.arrayContaining(['subject: Subject']) },
  })
  expect(await submit({ Mode: 'Smell' })).toMatchObject({
    status: 404,
    body: { error: expect.stringContaining('"Audio only", "Video"') },
  })
  expect(await submit({ Day: 'tomorrow' })).toMatchObject({ status: 404 })
  expect(await submit({ Day: '2026-02-29' })).toMatchObject({
    status: 404,
    body: { error: 'there is no day 2026-02-29' },
  })
  expect(await submit({ Time: '24:00' })).toMatchObject({ status: 404 })
  const nobody = await bot.request('POST', 'slack/submit', { user: 'bob', values: {} })
  expect(nobody).toMatchObject({ status: 404, body: { error: 'bob has no form open.' } })
})

test('errors stand below their fields until the next try', async () => {
  const bot = await withForm({ response_action: 'errors', errors: { subject: 'Taken.' } })
  expect(await bot.submit({ Subject: 'Review' })).toMatchObject({
    ok: true,
    form: 'errors',
    errors: { subject: 'Taken.' },
  })
  expect(await bot.views('alice')).toMatchObject([
    { errors: { subject: 'Taken.' }, state: { values: { subject: { v: { value: 'Review' } } } } },
  ])
})

test.each([
  ['errors for a field that is not there', { response_action: 'errors', errors: { topic: 'No.' } }],
  ['no errors at all', { response_action: 'errors', errors: {} }],
  ['an unknown action', { response_action: 'explode' }],
  ['a broken view', { response_action: 'update', view: { type: 'modal', blocks: [] } }],
])('an answer with %s leaves the person with trouble connecting', async (_, answer) => {
  const bot = await withForm(answer)
  expect(await bot.submit({ Subject: 'Review' })).toMatchObject({ ok: false, error: 'invalid_response' })
  expect(await bot.views('alice')).toMatchObject([{ callback_id: 'start', errors: {} }])
})

test('an answer can update, push and clear', async () => {
  const second = modal({ callback_id: 'second', title: plain('Second') })
  const updated = await withForm({ response_action: 'update', view: second })
  const [before] = await updated.views('alice')
  expect(await updated.submit({ Subject: 'Review' })).toMatchObject({ form: 'updated' })
  expect(await updated.views('alice')).toMatchObject([{ id: before?.id, callback_id: 'second' }])

  const pushed = await withForm({ response_action: 'push', view: second })
  expect(await pushed.submit({ Subject: 'Review' })).toMatchObject({ form: 'pushed' })
  expect(await pushed.views('alice')).toMatchObject([{ callback_id: 'start' }, { callback_id: 'second' }])
  const covered = await pushed.request('POST', 'slack/submit', { user: 'alice', view: 'start', values: {} })
  expect(covered).toMatchObject({ status: 409 })

  const cleared = await withForm({ response_action: 'clear' })
  expect(await cleared.submit({ Subject: 'Review' })).toMatchObject({ form: 'cleared' })
  expect(await cleared.views('alice')).toEqual([])
})

test('closing is told where it was asked for', async () => {
  const quiet = await withForm()
  expect(await quiet.post('slack/close', { user: 'alice' })).toEqual({ ok: true, sent: false })
  const bot = await withForm(undefined, modal({ notify_on_close: true }))
  expect(await bot.post('slack/close', { user: 'alice', all: true })).toMatchObject({
    ok: true,
    ackMs: expect.any(Number),
  })
  expect(bot.closed).toEqual([true])
  expect(await bot.views('alice')).toEqual([])
})
