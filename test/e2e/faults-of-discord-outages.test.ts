/** Discord refuses the token at the start, or answers nothing at all: what is said, and that nothing else stands still. Over either way in. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { startApp } from '#test/support/app.ts'
import { startDiscordBot } from '#test/support/discord-bot.ts'
import { wordsOf } from '#test/support/discord-client.ts'
import { createDiscordFaultTable } from '#test/support/discord-faults.ts'
import { eventually } from '#test/support/sandbox-client.ts'
import { startSandboxServer } from '#test/support/sandbox-server.ts'

describe.each(['gateway', 'http'] as const)('over %s', (delivery) => {
  it('a token that Discord refuses at the start ends it with what to do, after one try', async () => {
    const sandbox = await startSandboxServer()
    onTestFinished(() => sandbox.stop())
    await sandbox.discord.post('token', { valid: false })
    const error = await startDiscordBot(sandbox, delivery).then(
      () => null,
      (refused: unknown) => refused,
    )
    expect(error).toMatchObject({ code: 'chat.refused' })
    expect(JSON.stringify(error)).toMatch(/discord\.token-refused[\s\S]*discord\.remedy\.token/)
    const { frames } = await sandbox.discord.get<{ frames: readonly { direction: string }[] }>('traffic')
    expect(frames.filter(({ direction }) => direction === 'in').length).toBeLessThanOrEqual(2)
  })

  it('Discord that hangs holds up neither the PBX nor the other chat, nor a stop', async () => {
    const app = await startApp({ CONFBOT_SANDBOX_CHATS: 'slack,discord', CONFBOT_SANDBOX_DISCORD_DELIVERY: delivery })
    let isStopped = false
    onTestFinished(async () => {
      if (!isStopped) await app.stop()
    })
    const { begin, hangUp, spoil, cards, room } = createDiscordFaultTable(() => app)
    const card = await begin('Hanging', '1001', '1002')
    await spoil('/sandbox/discord/api/', 'hang', { times: 10_000 })
    await hangUp('Hanging')
    void app.discord.command('alice', 'lock')
    await eventually(async () => expect((await room('Hanging')).locked).toBe(true))

    await app.slack.command('alice', 'start "Beside" 1003')
    await app.slack.card('Beside', [/1003 · invited/])
    await app.slack.advance(3)
    const beside = await app.slack.card('Beside', ['1 person'])
    await app.slack.click('alice', beside, 'Lock')
    await app.slack.answer('alice', 'Beside is locked')
    await app.slack.command('alice', 'show in:Hanging')
    await app.slack.card('Hanging', ['1 person', 'locked'])
    expect((await cards('Hanging')).map(wordsOf)).toEqual([wordsOf(card)])

    // It may take ten seconds; a minute fails.
    await app.stop()
    isStopped = true
  })

  it('Discord that hung and answers again: the card is brought up to date', { timeout: 60_000 }, async () => {
    const app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord', CONFBOT_SANDBOX_DISCORD_DELIVERY: delivery })
    onTestFinished(() => app.stop())
    const { begin, hangUp, spoil, cards } = createDiscordFaultTable(() => app)
    const card = await begin('Back', '1001', '1002')
    await spoil('PATCH /sandbox/discord/api/v10/channels/', 'hang', { times: 1 })
    await hangUp('Back')
    await app.discord.command('alice', 'lock')
    await app.discord.answer('alice', 'Back is locked')
    await eventually(async () => {
      // Little at a time: it takes real seconds until what hangs is given up, and nobody is left alone for a quarter of an hour.
      await app.slack.advance(1)
      expect((await cards('Back')).map(wordsOf)).toEqual([expect.stringMatching(/1 person · locked/)])
    })
    expect(await cards('Back')).toMatchObject([{ id: card.id }])
  })
})
