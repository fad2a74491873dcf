import { type APIInteraction, Routes } from 'discord.js'
import { expect, test } from 'vitest'
import { confCommand, connect, type ServedDiscord, serveDiscord } from '../run-client.ts'

/** A client that answers every interaction with what `answers` holds for it in turn, and the interactions that came. */
async function run(...answers: object[]) {
  const served = await serveDiscord()
  await served.register([confCommand])
  await served.drive('limits', { on: false })
  const seen: APIInteraction[] = []
  const errors: unknown[] = []
  await connect(served, async (interaction) => {
    seen.push(interaction)
    const body = answers.shift()
    if (body) await served.answer(interaction, body).catch((error) => errors.push(error))
  })
  const type = (channel = 'ops') => served.drive('command', { user: 'alice', channel, text: 'room list' })
  const last = () => {
    const interaction = seen.at(-1)
    if (!interaction) throw new Error('no interaction came')
    return interaction
  }
  const { applicationId } = served.sandbox.credentials().discord
  const original = () => Routes.webhookMessage(applicationId, last().token)
  const webhook = () => Routes.webhook(applicationId, last().token)
  return { ...served, seen, errors, type, last, original, webhook }
}

const message = (content: string, flags = 0) => ({ type: 4, data: { content, flags } })
const deferred = (flags = 0) => ({ type: 5, data: { flags } })

test('a message for all, or for one', async () => {
  const { type, messages, seen } = await run(message('For all'), message('For Alice', 64))
  await type()
  await type()
  expect(await messages('ops', 'bob')).toMatchObject([
    {
      content: 'For all',
      type: 20,
      interaction_metadata: { id: seen[0]?.id, type: 2, name: 'conf room list', user: { username: 'alice' } },
    },
  ])
  expect(await messages('ops', 'alice')).toMatchObject([{ content: 'For all' }, { content: 'For Alice', flags: 64 }])
})

test('a second answer is refused', async () => {
  const { type, answer, last, errors } = await run(message('First'))
  expect(await type()).toMatchObject({ ok: true })
  await expect(answer(last(), message('Second'))).rejects.toMatchObject({ status: 400, code: 40060 })
  expect(errors).toEqual([])
})

test('without an answer in three seconds the person reads it, and a late one is refused', async () => {
  const { type, answer, last, messages } = await run()
  expect(await type()).toMatchObject({ ok: false, error: 'The application did not respond' })
  await expect(answer(last(), message('Late'))).rejects.toMatchObject({ status: 404, code: 10062 })
  expect(await messages('ops', 'alice')).toEqual([])
})

test('an answer that does not hold is refused, and another may follow in time', async () => {
  const { type, errors, messages } = await run({ type: 4, data: { content: 'x'.repeat(2001) } })
  expect(await type()).toMatchObject({
    ok: false,
    error: 'The application did not respond',
    reason: { code: 50035, fields: { errors: { data: { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH' }] } } } } },
  })
  expect(errors).toMatchObject([{ code: 50035 }])
  expect(await messages('ops', 'alice')).toEqual([])
})

test('what is no answer to a command, or not one of its kind, is refused', async () => {
  const { type, errors } = await run(
    { type: 7, data: { content: 'x' } },
    { type: 8, data: { choices: [] } },
    deferred(1 << 15),
    { type: 4, data: {} },
  )
  await Promise.all([type(), type(), type(), type()])
  const codes = errors.map((error) => (error as { code: number }).code)
  expect(codes.toSorted()).toEqual([50006, 50035, 50035, 50035])
})

test('a deferred answer arrives with an edit, and stays as private as it was deferred', async () => {
  const { type, rest, original, messages } = await run(deferred(64))
  await type()
  expect(await messages('ops', 'alice')).toMatchObject([{ content: '', flags: 64 | 128 }])
  const components = [{ type: 10, content: 'Here' }]
  await rest.patch(original(), { body: { flags: 1 << 15, components }, auth: false })
  expect(await messages('ops', 'alice')).toMatchObject([
    { flags: 64 | (1 << 15), components: [{ content: 'Here', id: 1 }], edited_timestamp: null },
  ])
  expect(await messages('ops', 'bob')).toEqual([])
  await rest.patch(original(), { body: { components: [{ type: 10, content: 'Again' }] }, auth: false })
  expect(await messages('ops', 'alice')).toMatchObject([{ edited_timestamp: expect.any(String) }])
})

test('the first follow-up after a deferral finishes it; the next one is a message of its own', async () => {
  const { type, rest, webhook, messages } = await run(deferred(64))
  await type()
  await rest.post(webhook(), { body: { content: 'Finished' }, auth: false })
  await rest.post(webhook(), { body: { content: 'And more', flags: 64 }, auth: false })
  const shown = await messages('ops', 'alice')
  expect(shown).toMatchObject([
    { content: 'Finished', flags: 64 },
    { content: 'And more', flags: 64, interaction_metadata: { original_response_message_id: shown[0]?.id } },
  ])
})

test('the first answer is read, edited and deleted by the token alone', async () => {
  const { type, rest, original, messages } = await run(message('One', 64))
  await type()
  expect(await rest.get(original(), { auth: false })).toMatchObject({ content: 'One' })
  await rest.patch(original(), { body: { content: 'Two' }, auth: false })
  expect(await messages('ops', 'alice')).toMatchObject([{ content: 'Two', flags: 64 }])
  await rest.delete(original(), { auth: false })
  expect(await messages('ops', 'alice')).toEqual([])
  await expect(rest.get(original(), { auth: false })).rejects.toMatchObject({ code: 10008 })
})

test('before the first answer, and after a quarter of an hour, the token opens nothing', async () => {
  const { type, rest, webhook, original, clock } = await run({}, deferred(64))
  const body = { content: 'x' }
  await type()
  await expect(rest.post(webhook(), { body, auth: false })).rejects.toMatchObject({ code: 10015 })
  await type()
  clock.advance(15 * 60_000 - 5_000)
  await rest.patch(original(), { body, auth: false })
  clock.advance(10_000)
  await expect(rest.patch(original(), { body, auth: false })).rejects.toMatchObject({ status: 401, code: 50027 })
  await expect(rest.post(webhook(), { body, auth: false })).rejects.toMatchObject({ status: 401, code: 50027 })
})

test('with_response says what became of the answer', async () => {
  const served = await serveDiscord()
  await served.register([confCommand])
  const results: unknown[] = []
  await connect(served, async ({ id, token }) => {
    const query = new URLSearchParams({ with_response: 'true' })
    results.push(
      await served.rest.post(Routes.interactionCallback(id, token), { body: deferred(64), query, auth: false }),
    )
  })
  await served.drive('command', { user: 'alice', channel: 'ops', text: 'room list' })
  await expect
    .poll(() => results)
    .toMatchObject([
      {
        interaction: { type: 2, response_message_loading: true, response_message_ephemeral: true },
        resource: { type: 5, message: { flags: 64 | 128 } },
      },
    ])
})

test('tokens are in no traffic', async () => {
  const { type, rest, original, frames, seen } = await run(deferred(64))
  await type()
  await rest.patch(original(), { body: { content: 'x' }, auth: false })
  const shown = await frames()
  expect(shown.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      `/sandbox/discord/api/v10/interactions/${seen[0]?.id}/[redacted]/callback`,
      expect.stringMatching(/\/webhooks\/\d+\/\[redacted\]\/messages\//),
    ]),
  )
  expect(JSON.stringify(shown)).not.toContain(seen[0]?.token)
})

test('a made-up token opens nothing', async () => {
  const { type, rest, answer, last } = await run(message('x'))
  await type()
  const forged = { ...last(), token: 'made-up' }
  await expect(answer(forged, message('y'))).rejects.toMatchObject({ code: 10062 })
  const { applicationId } = (await serveDiscord()).sandbox.credentials().discord
  const post = rest.post(Routes.webhook(applicationId, 'made-up'), { body: { content: 'x' }, auth: false })
  await expect(post).rejects.toMatchObject({ code: 50027 })
})

const button = { type: 2, style: 1, label: 'Go', custom_id: 'go' }
const withButton = (content: string, flags = 0) => ({
  type: 4,
  data: { content, flags, components: [{ type: 1, components: [button] }] },
})

async function clickGo({ messages, drive }: ServedDiscord) {
  const [shown] = await messages('ops', 'alice')
  return drive('click', { user: 'alice', message: { channel: 'ops', id: shown?.id }, action: 'Go' })
}

test('a click changes the message it was made on, at once or later, also a private one', async () => {
  const served = await run(withButton('Before', 64), { type: 7, data: { content: 'Updated' } }, { type: 6 })
  await served.type()
  expect(await clickGo(served)).toMatchObject({ ok: true })
  expect(await served.messages('ops', 'alice')).toMatchObject([{ content: 'Updated', flags: 64 }])
  await clickGo(served)
  await served.rest.patch(served.original(), { body: { content: 'Later' }, auth: false })
  expect(await served.messages('ops', 'alice')).toMatchObject([{ content: 'Later' }])
})

test('a click that is not answered fails in its own words', async () => {
  const served = await run(withButton('Before'))
  await served.type()
  expect(await clickGo(served)).toMatchObject({ ok: false, error: 'This interaction failed' })
})

test('an answer to a click stands below the message', async () => {
  const served = await run(withButton('Before'), message('Below', 64))
  await served.type()
  await clickGo(served)
  const [first, second] = await served.messages('ops', 'alice')
  expect(second).toMatchObject({
    content: 'Below',
    type: 19,
    message_reference: { message_id: first?.id },
    interaction_metadata: { type: 3, interacted_message_id: first?.id },
  })
})
