/** One conference with a card in a Slack channel and one in a Discord channel: a click on either shows on both. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { isEphemeral } from '#test/support/discord-client.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({ CONFBOT_SANDBOX_CHATS: 'slack,discord' })
})
afterAll(() => app.stop())

describe('one conference in both chats', () => {
  it('is found from the other by its room, and has a card there', async () => {
    await app.slack.command('alice', 'start "Handover" 1001 1002')
    await app.slack.advance(3)
    await app.slack.card('Handover', ['2 people'])
    expect(await app.discord.command('alice', 'show in:8000', 'ops')).toMatchObject({ ok: true })
    await app.discord.card('Handover', [/1001 · joined/, /1002 · joined/], 'ops')
  })

  it('is suggested to somebody who has asked for nothing before', async () => {
    const answer = await app.discord.post('autocomplete', { user: 'carol', channel: 'general', text: 'show in:' })
    expect(JSON.stringify(answer)).toContain('Handover')
  })

  it('shows on both what was clicked on Discord', async () => {
    const there = await app.discord.card('Handover', [], 'ops')
    const here = await app.slack.card('Handover', ['2 people'])
    await app.discord.click('alice', there, 'Lock')
    expect((await app.slack.card('Handover', ['locked'])).ts).toBe(here.ts)
    expect((await app.discord.card('Handover', ['locked'], 'ops')).id).toBe(there.id)
    expect(await app.discord.pick('alice', there, '1001', 'Mute')).toMatchObject({ ok: true })
    // Who is a person of the other chat is named, and no mention.
    await app.slack.card('Handover', [/1001 · joined, muted by @?Alice/])
    await app.discord.card('Handover', [/muted by <@\d+>/], 'ops')
  })

  it('shows on both what was clicked on Slack', async () => {
    await app.slack.click('alice', await app.slack.card('Handover', ['locked']), 'Unlock')
    await app.discord.card('Handover', [/^(?![\s\S]*locked)/, /Chair: alice/], 'ops')
    await app.slack.card('Handover', [/^(?![\s\S]*locked)/])
  })

  it('is not chaired on Discord by somebody who chairs it on Slack', async () => {
    await app.slack.command('bob', 'start "Bobs own" 1003', 'ops')
    await app.slack.card('Bobs own', [/1003/], 'ops')
    await app.discord.command('bob', 'lock in:8001')
    await app.discord.answer('bob', 'You may not do this here; bob may.')
    await app.slack.command('bob', 'lock', 'ops')
    await app.slack.card('Bobs own', ['locked'], 'ops')
  })

  it('is told by the audit with the platform of each', async () => {
    await app.slack.command('alice', '/confadmin audit')
    const own = await app.slack.answer('alice', 'Audit')
    expect(own.text).toContain('conf unlock')
    expect(own.text).not.toContain('on Discord')
    // What was done to one conference is told from wherever it was done.
    await app.slack.command('alice', '/confadmin audit in:8000')
    const shown = await app.slack.answer('alice', /Audit[\s\S]*on Discord/)
    expect(shown.text).toMatch(/on Discord · conf lock · Handover/)
    expect(shown.text).toMatch(/on Slack · conf unlock · Handover/)
    await app.discord.command('alice', 'confadmin audit in:8000', 'ops')
    await app.discord.answer('alice', /on Slack · conf unlock · Handover/, 'ops')
  })

  it('ends on both, and each becomes the record', async () => {
    await app.slack.click('alice', await app.slack.card('Handover'), 'End')
    await app.slack.card('Handover', ['Ended'])
    const record = await app.discord.card('Handover', ['Ended'], 'ops')
    expect(isEphemeral(record)).toBe(false)
  })
})
