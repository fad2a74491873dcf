/** Forms on Discord that are wrong, sent twice, somebody else's, or outlive their process. Over either way in. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DiscordBot, startDiscordBot } from '#test/support/discord-bot.ts'
import { componentsOf, type DiscordMessage, type DiscordModal, wordsOf } from '#test/support/discord-client.ts'
import { eventually } from '#test/support/sandbox-client.ts'
import { type SandboxServer, startSandboxServer } from '#test/support/sandbox-server.ts'

describe.each(['gateway', 'http'] as const)('over %s', (delivery) => {
  let sandbox: SandboxServer
  let folder: string
  let bot: DiscordBot
  const start = async () => {
    bot = await startDiscordBot(sandbox, delivery, { DATABASE_URL: `sqlite:${join(folder, 'confbot.db')}` })
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'confbot-'))
    sandbox = await startSandboxServer()
    await sandbox.discord.post('limits', { on: false })
    await start()
  })
  afterEach(async () => {
    await bot.stop()
    await sandbox.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const calls = async () => (await sandbox.slack.get<{ calls: unknown[] }>('pbx/portsip/calls')).calls
  const begin = async (name: string) => {
    await sandbox.discord.command('alice', `start subject:"${name}" who:1001`)
    await sandbox.discord.answer('alice', `${name} is open`)
    sandbox.clock.advance(3_000)
    return sandbox.discord.card(name, [/1001 · joined/])
  }
  const open = async (user: string, card: DiscordMessage, action: string): Promise<DiscordModal> => {
    await sandbox.discord.click(user, card, action)
    return eventually(async () => (await sandbox.discord.modal(user)) ?? expect.fail('no modal'))
  }
  /** As the bot: a button with another's custom_id, where everybody can click it. */
  const postButton = async (custom_id: string): Promise<DiscordMessage> => {
    const { DISCORD_API_URL: url, DISCORD_TOKEN: token } = sandbox.discordEnv
    const { channels } = await sandbox.discord.get<{ channels: { id: string; name: string }[] }>('channels?user=alice')
    const id = channels.find(({ name }) => name === 'general')?.id
    const answer = await fetch(`${url}/v10/channels/${id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        flags: 1 << 15,
        components: [{ type: 1, components: [{ type: 2, style: 2, label: 'Foreign', custom_id }] }],
      }),
    })
    return (await answer.json()) as DiscordMessage
  }

  it('a modal that is submitted twice has one effect', async () => {
    const card = await begin('Twice')
    await open('alice', card, 'Invite…')
    const before = await calls()
    const submit = () => sandbox.discord.submit('alice', { who: '1002' })
    await Promise.all([submit(), submit()])
    await sandbox.discord.answer('alice', 'Invited into Twice')
    await eventually(async () => expect(await calls()).toHaveLength(before.length + 1))
    await sandbox.discord.command('alice', 'help command:lock')
    await sandbox.discord.answer('alice', '/conf lock')
    expect(await calls()).toHaveLength(before.length + 1)
  })

  it('a modal that is submitted after a restart is taken', async () => {
    const card = await begin('Restarted')
    await open('alice', card, 'Invite…')
    await bot.stop()
    await start()
    expect(await sandbox.discord.submit('alice', { who: '1002' })).toMatchObject({ ok: true })
    await sandbox.discord.answer('alice', 'Invited into Restarted')
    sandbox.clock.advance(3_000)
    const shown = await sandbox.discord.card('Restarted', [/1002 · joined/])
    expect(shown.id).toBe(card.id)
  })

  it('buttons of cards and answers work after a restart, and what happened meanwhile is shown', async () => {
    const card = await begin('Kept')
    const answer = await sandbox.discord.answer('alice', 'Kept is open')
    await bot.stop()
    const { rooms } = await sandbox.slack.get<{ rooms: { legs: { id: string }[] }[] }>('pbx/portsip/rooms')
    await sandbox.slack.post('pbx/portsip/hangup', { leg: rooms[0]?.legs[0]?.id })
    await start()
    expect((await sandbox.discord.card('Kept', ['nobody in the room'])).id).toBe(card.id)
    await sandbox.discord.click('alice', answer, 'Show PIN')
    await sandbox.discord.answer('alice', 'PIN of Kept')
    await sandbox.discord.click('alice', card, 'Lock')
    expect((await sandbox.discord.card('Kept', ['locked'])).id).toBe(card.id)
    await sandbox.discord.click('alice', card, 'End')
    const question = await sandbox.discord.answer('alice', 'End Kept?')
    await bot.stop()
    await start()
    await sandbox.discord.click('alice', question, 'End')
    expect((await sandbox.discord.card('Kept', ['Ended'])).id).toBe(card.id)
  })

  it('wrong input says what is wrong; “Edit again” has what was typed, and no secret', async () => {
    const { discord } = sandbox
    await discord.command('alice', 'start subject:"Wrong at first" who:1001 pin:12ab')
    const first = await open('alice', await discord.answer('alice', /pin: Give \d+ to \d+ digits/), 'Edit again…')
    expect(filledIn(first)).toMatchObject({ subject: 'Wrong at first', who: '1001' })
    expect(filledIn(first)).not.toHaveProperty('pin')
    expect(await discord.submit('alice', { pin: '97c', for: '90m' })).toMatchObject({ ok: true })
    const wrong = await discord.answer('alice', /not right yet[\s\S]*PIN: Give \d+ to \d+ digits/)
    expect(wordsOf(wrong)).toMatch(/Who: 1001[\s\S]*Length: 90m/)
    const again = await open('alice', wrong, 'Edit again…')
    expect(filledIn(again)).toMatchObject({ subject: 'Wrong at first', who: '1001', for: '90m' })
    expect(filledIn(again)).not.toHaveProperty('pin')
    const everything = JSON.stringify([await discord.messages('alice'), first, again])
    expect(everything).not.toMatch(/12ab|97c/)
    expect(await calls()).toEqual([])
    expect(await discord.submit('alice', { pin: '97531' })).toMatchObject({ ok: true })
    await discord.card('Wrong at first', [/1001/])
    await eventually(async () => expect(await calls()).toHaveLength(1))
    expect(bot.log.text()).not.toMatch(/12ab|97c|97531/)
  })

  it('a form of several sections outlives a restart but for its secrets, is wrong, and makes a room', async () => {
    const { discord } = sandbox
    await discord.command('alice', 'confadmin room create')
    const draft = await discord.answer('alice', 'Discard')
    const section = (first: string) =>
      componentsOf(draft).find(({ label = '' }) => label.startsWith(first))?.label ?? ''
    await open('alice', draft, section('Room number'))
    const given = {
      'Room number': '8005',
      'Kind of room': 'Sound only (AUDIO)',
      Subject: 'Board',
      'People at most': '1000',
    }
    await discord.submit('alice', given)
    await open('alice', await discord.answer('alice', 'People at most: 1000'), section('Voice menu'))
    await discord.submit('alice', { 'PIN of the room': '97531' })
    const filled = await discord.answer('alice', /PIN of the room: \(filled in\)/)
    expect(JSON.stringify(await discord.messages('alice'))).not.toContain('97531')

    await bot.stop()
    await start()
    await discord.click('alice', filled, section('Room number'))
    await discord.post('close', { user: 'alice' })
    await discord.click('alice', filled, 'Create')
    const wrong = await discord.answer('alice', /not right yet[\s\S]*People at most: /)
    expect(wordsOf(wrong)).toMatch(/keeps no secrets, so please fill this in again: PIN of the room/)
    await open('alice', wrong, section('Voice menu'))
    await discord.submit('alice', { 'PIN of the room': '86420' })
    await open('alice', await discord.answer('alice', 'PIN of the room: (filled in)'), section('Room number'))
    await discord.submit('alice', { 'People at most': '50' })
    await discord.click('alice', await discord.answer('alice', 'People at most: 50'), 'Create')
    await eventually(async () => {
      const { rooms } = await sandbox.slack.get<{ rooms: readonly { number: string; subject: string }[] }>(
        'pbx/portsip/rooms',
      )
      expect(rooms).toMatchObject([{ number: '8005', subject: 'Board', capacity: 50 }])
    })
    await discord.answer('alice', /Board[\s\S]*8005|8005[\s\S]*Board/)
    expect(bot.log.text()).not.toMatch(/97531|86420/)
  })

  it('a draft of somebody else is nobody’s but theirs', async () => {
    const { discord } = sandbox
    await discord.command('alice', 'confadmin room create')
    const draft = await discord.answer('alice', 'Discard')
    const own = componentsOf(draft).find(({ custom_id = '' }) => custom_id.includes('/edit/'))?.custom_id ?? ''
    const foreign = await postButton(own)
    await discord.click('bob', foreign, own)
    await discord.answer('bob', 'This form is somebody else’s')
    expect(await discord.modal('bob')).toBeNull()
    await discord.click('alice', draft, own)
    expect(await discord.modal('alice')).not.toBeNull()
  })
})

/** What stands in its inputs, by custom_id. */
const filledIn = (modal: DiscordModal): Record<string, unknown> =>
  Object.fromEntries(
    componentsOf(modal).flatMap(({ custom_id, value }) =>
      custom_id !== undefined && value !== undefined ? [[custom_id, value]] : [],
    ),
  )
