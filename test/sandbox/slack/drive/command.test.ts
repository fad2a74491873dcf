import { describe, expect, test } from 'vitest'
import { runHttpBot, runSocketBot } from '../run-bolt.ts'

describe.each([
  { over: 'Socket Mode', run: runSocketBot },
  { over: 'signed HTTP', run: runHttpBot },
])('a slash command over $over', ({ run }) => {
  test('reaches Bolt with names turned into ids and the rest escaped', async () => {
    const texts: string[] = []
    const bot = await run((app) => {
      app.command('/conf', async ({ ack, command }) => {
        texts.push(command.text)
        await ack()
      })
    })
    const text = 'invite @bob #ops @leads a<b carol@example.com @nobody #nowhere'
    expect(await bot.post('slack/command', { user: 'alice', channel: 'general', text })).toMatchObject({ ok: true })
    expect(texts).toEqual([
      'invite <@U0BOB|bob> <#C0OPS|ops> <!subteam^S0LEADS|@leads> a&lt;b <mailto:carol@example.com|carol@example.com> @nobody #nowhere',
    ])
  })

  test('is answered by the acknowledgement, privately unless it says otherwise', async () => {
    const bot = await run((app) => {
      app.command('/conf', ({ ack }) => ack('Only you read this'))
      app.command('/confadmin', ({ ack }) => ack({ response_type: 'in_channel', text: 'All read this' }))
    })
    await bot.post('slack/command', { user: 'alice', channel: 'ops', text: 'help' })
    await bot.post('slack/command', { user: 'alice', channel: 'ops', text: '/confadmin room list' })
    expect(await bot.messages('ops', 'alice')).toMatchObject([
      { text: 'Only you read this', is_ephemeral: true },
      { text: 'All read this', bot_id: 'B0CONFBOT' },
    ])
    expect(await bot.messages('ops', 'bob')).toMatchObject([{ text: 'All read this' }])
  })

  test('without a listener fails as the person is told', async () => {
    const bot = await run(() => {})
    const answer = await bot.post('slack/command', { user: 'alice', channel: 'ops', text: 'help' })
    expect(answer).toMatchObject({ ok: false, error: expect.stringMatching(/^(operation_timeout|dispatch_failed)$/) })
  })
})

test('an acknowledgement after three seconds comes too late', async () => {
  const bot = await runSocketBot((app) => {
    app.command('/conf', async ({ ack }) => {
      await new Promise((resolve) => setTimeout(resolve, 3200))
      await ack('late')
    })
  })
  const answer = await bot.post('slack/command', { user: 'alice', channel: 'ops', text: 'help' })
  expect(answer).toMatchObject({ ok: false, error: 'operation_timeout' })
  await expect.poll(async () => (await bot.frames()).filter((frame) => frame.direction === 'in')).not.toHaveLength(0)
  expect(await bot.messages('ops', 'alice')).toEqual([])
})

test('an acknowledgement with broken blocks is refused with their faults', async () => {
  const bot = await runSocketBot((app) => {
    app.command('/conf', ({ ack }) => ack({ blocks: [{ type: 'divider', block_id: '' }] }))
  })
  expect(await bot.post('slack/command', { user: 'alice', channel: 'ops', text: '' })).toMatchObject({
    ok: false,
    error: 'invalid_response',
    reason: 'invalid_blocks',
    errors: ['must be more than 0 characters [json-pointer:/blocks/0/block_id]'],
  })
})

test('threads take no slash commands, nor do conversations the person is not in', async () => {
  const bot = await runSocketBot(() => {})
  const inThread = { user: 'alice', channel: 'ops', text: 'help', thread: '1700000000.000001' }
  expect(await bot.post('slack/command', inThread)).toEqual({ ok: false, error: 'not_supported_in_threads' })
  const outside = await bot.request('POST', 'slack/command', { user: 'carol', channel: 'shared', text: 'help' })
  expect(outside).toMatchObject({ status: 409, body: { ok: false } })
  const unseen = await bot.request('POST', 'slack/command', { user: 'carol', channel: 'secret', text: 'help' })
  expect(unseen).toMatchObject({ status: 404, body: { known: expect.arrayContaining(['ops', 'general']) } })
})

test('private places keep their names to themselves', async () => {
  const names: string[] = []
  const bot = await runSocketBot((app) => {
    app.command('/conf', async ({ ack, command }) => {
      names.push(command.channel_name)
      await ack()
    })
  })
  for (const channel of ['ops', 'secret', '@bob', '@confbot', 'C0TRIO']) {
    await bot.post('slack/command', { user: 'alice', channel, text: '' })
  }
  expect(names).toEqual(['ops', 'privategroup', 'directmessage', 'directmessage', 'mpdm-alice--bob--carol-1'])
})

test('someone of another workspace comes with its team, in whatever workspace the call says', async () => {
  const teams: string[] = []
  const bot = await runSocketBot((app) => {
    app.command('/conf', async ({ ack, command }) => {
      teams.push(command.team_id)
      await ack()
    })
  })
  await bot.post('slack/command', { user: 'stranger', channel: 'shared', text: '' })
  await bot.post('slack/command', { user: 'alice', channel: 'ops', text: '', team: 'T0ELSEWHERE' })
  expect(teams).toEqual(['T0PARTNER', 'T0ELSEWHERE'])
})
