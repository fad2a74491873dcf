/** What the bot lives in is taken from it: its card, its place in a channel, its token, its socket. Conferences go on. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { createFaultTable } from '#test/support/faults.ts'
import { eventually, type SlackMessage } from '#test/support/sandbox-client.ts'

let app: RunningApp
const { calls, room, cards, begin, mend, logged } = createFaultTable(() => app)
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())
beforeEach(() => app.slack.advance(30))
afterEach(async () => {
  await app.slack.post('slack/token', { error: null })
  await mend()
})

/** Somebody at a phone hangs up, so that there is something new to show. */
async function hangUp(name: string) {
  const [leg] = (await room(name)).legs
  await app.slack.post('pbx/portsip/hangup', { leg: leg?.id })
}
const direct = (title: string) => cards(title, '@confbot')
const remove = (message: SlackMessage, channel: string) =>
  app.slack.post('slack/delete', { user: 'alice', message: { channel, ts: message.ts } })

describe("the card's message deleted by hand", () => {
  it('is posted anew at the next change, once; after that the chair is told, and has it as a direct message', async () => {
    const first = await begin('Deleted', '1001', '1002', '1003')
    expect(await remove(first, 'general')).toEqual({ ok: true })
    await hangUp('Deleted')
    const second = await app.slack.card('Deleted', ['2 people'])
    expect(await cards('Deleted')).toHaveLength(1)
    await app.slack.click('alice', second, 'Lock')
    await app.slack.card('Deleted', ['locked'])
    await logged('a live card was deleted')

    await remove(second, 'general')
    await hangUp('Deleted')
    const third = await app.slack.card('Deleted', ['1 person', 'locked'], '@confbot')
    expect(await direct('The card of Deleted was deleted again')).toHaveLength(1)
    await app.slack.click('alice', third, 'Unlock', {}, '@confbot')
    await eventually(async () => expect((await direct('Deleted'))[0]?.text).not.toContain('locked'))

    await remove(third, '@confbot')
    await hangUp('Deleted')
    await app.slack.command('alice', 'unlock')
    await app.slack.answer('alice', /Deleted is (not |un)locked/)
    await app.slack.advance(60)
    expect([await cards('Deleted'), await direct('Deleted')]).toEqual([[], []])
    await app.slack.command('alice', 'show')
    await app.slack.card('Deleted', ['nobody in the room'])
  })
})

describe('the bot removed from the channel', () => {
  it('tells the chair, who has the card from then on; commands work there and elsewhere; and it comes back by itself', async () => {
    await app.slack.post('slack/invite', { user: 'alice', channel: 'secret' })
    await app.slack.command('alice', 'start "Removed" 1001 1002', 'secret')
    await app.slack.card('Removed', [/1002 · invited/], 'secret')
    await app.slack.advance(3)
    const old = await app.slack.card('Removed', ['2 people'], 'secret')
    await app.slack.post('slack/remove', { user: 'alice', channel: 'secret' })
    await hangUp('Removed')
    const moved = await app.slack.card('Removed', ['1 person'], '@confbot')
    await app.slack.card('confbot may not write any more where Removed was started', [], '@confbot')
    expect((await app.slack.messages('bob', '@confbot')).some(({ text }) => text.includes('Removed'))).toBe(false)
    await logged('a card could not be updated yet', { code: 'chat.cannot-post' })

    await app.slack.command('alice', 'lock', 'secret')
    await app.slack.answer('alice', 'Removed is locked', 'secret')
    await app.slack.command('alice', 'unlock in:Removed', 'ops')
    await app.slack.answer('alice', /Removed is (not |un)locked/, 'ops')
    await app.slack.click('alice', moved, 'Lock', {}, '@confbot')
    await app.slack.card('Removed', ['locked'], '@confbot')

    await app.slack.command('alice', 'show', 'secret')
    const asked = await app.slack.answer('alice', /may not post.*Invite confbot/s, 'secret')
    await app.slack.post('slack/invite', { user: 'alice', channel: 'secret' })
    await app.slack.click('alice', asked, 'Try again', {}, 'secret')
    await eventually(async () => expect(await cards('Removed', 'secret')).toHaveLength(2))
    await app.slack.advance(61)
    await eventually(async () => {
      const shown = await cards('Removed', 'secret')
      expect(shown.map(({ ts }) => ts)).toContain(old.ts)
      for (const { text } of shown) expect(text).toMatch(/1 person · locked/)
    })
    expect(await direct('confbot may not write')).toHaveLength(1)
    await app.slack.click('alice', old, 'End', {}, 'secret')
    await app.slack.card('Removed', ['Ended by'], '@confbot')
  })

  it('asks to be invited when something is started there, and rings nobody before', async () => {
    const before = await calls()
    await app.slack.post('slack/remove', { user: 'alice', channel: 'secret' })
    await app.slack.command('alice', 'start "Uninvited" 1001', 'secret')
    const asked = await app.slack.answer('alice', /may not post.*Invite confbot/s, 'secret')
    expect(await calls()).toEqual(before)
    await app.slack.post('slack/invite', { user: 'alice', channel: 'secret' })
    await app.slack.click('alice', asked, 'Try again', {}, 'secret')
    const card = await app.slack.card('Uninvited', [/1001 · invited/], 'secret')
    await app.slack.click('alice', card, 'End', {}, 'secret')
    await app.slack.card('Uninvited', ['Ended'], 'secret')
  })
})

it('the channel archived meanwhile: the chair is told and has the card; unarchived, it is current again', async () => {
  await app.slack.command('alice', 'start "Archived" 1001 1002', 'ops')
  await app.slack.card('Archived', [/1002 · invited/], 'ops')
  await app.slack.advance(3)
  await app.slack.card('Archived', ['2 people'], 'ops')
  await app.slack.post('slack/archive', { user: 'alice', channel: 'ops' })
  await hangUp('Archived')
  const moved = await app.slack.card('Archived', ['1 person'], '@confbot')
  await app.slack.card('confbot may not write any more where Archived was started', [], '@confbot')
  await app.slack.post('slack/archive', { user: 'alice', channel: 'ops', archived: false })
  await app.slack.advance(61)
  await app.slack.card('Archived', ['1 person'], 'ops')
  await app.slack.click('alice', moved, 'End', {}, '@confbot')
  await app.slack.card('Archived', ['Ended by'], 'ops')
  await logged('a card could not be updated yet', { code: 'chat.cannot-post' })
})

interface Readiness {
  readonly ready: boolean
  readonly parts: { readonly slack: { readonly connected: boolean; readonly detail: string } }
}
const readiness = async () => {
  const response = await fetch(`${app.adminAddress}/readyz`)
  return { status: response.status, ...((await response.json()) as Readiness) }
}
interface Frame {
  readonly direction: string
  readonly path?: string
}
const updates = async () => {
  const { frames } = await app.slack.get<{ frames: readonly Frame[] }>('slack/traffic')
  return frames.filter(({ direction, path }) => direction === 'in' && path?.endsWith('chat.update')).length
}

describe('the token is no longer good while running: told in /readyz and the log, the PBX is worked on, Slack is let alone', () => {
  it.each(['token_revoked', 'account_inactive', 'invalid_auth'])('%s', async (error) => {
    const name = `Without ${error}`
    await begin(name, '1001', '1002')
    const reported = app.log.of('Slack does not let us in any more').length
    await app.slack.post('slack/token', { error })
    await hangUp(name)
    await eventually(async () =>
      expect(await readiness()).toMatchObject({ status: 503, parts: { slack: { connected: false, detail: error } } }),
    )
    await logged('Slack does not let us in any more', { problem: error })

    // Longer than what was told of a person is taken for fresh.
    await app.slack.advance(301)
    await app.slack.command('alice', 'lock')
    await app.slack.answer('alice', `${name} is locked`)
    expect((await room(name)).locked).toBe(true)
    await app.slack.post('slack/command', { user: 'guest', channel: 'general', text: 'help' })
    await app.slack.answer('guest', `The chat service does not let confbot in: ${error}`)

    const before = await updates()
    for (let seconds = 0; seconds < 110; seconds += 10) {
      await app.slack.advance(10)
      await app.slack.command('alice', 'help lock')
    }
    expect((await updates()) - before).toBeLessThanOrEqual(2)
    expect(app.log.of('Slack does not let us in any more')).toHaveLength(reported + 1)

    await app.slack.post('slack/token', { error: null })
    await app.slack.advance(61)
    await app.slack.card(name, ['1 person', 'locked'])
    expect(await readiness()).toMatchObject({ status: 200, ready: true })
    await logged('Slack lets us in again')
  })
})

describe('Slack disconnecting the socket: nothing is lost, and it comes back', () => {
  it.each(['warning', 'refresh_requested', 'link_disabled'])('%s', async (reason) => {
    const name = `Cut by ${reason}`
    await begin(name, '1001', '1002')
    expect(await app.slack.post('slack/disconnect', { reason })).toMatchObject({ connections: 2 })
    await hangUp(name)
    // While no connection stands Slack says so to who types; nothing of it comes later.
    const typed = await app.slack.command('alice', 'lock')
    if (!typed.ok) expect(typed.error).toBe('dispatch_failed')
    await eventually(async () => expect(await app.slack.command('alice', 'lock')).toMatchObject({ ok: true }))
    await app.slack.card(name, ['1 person', 'locked'])
    await eventually(async () => expect((await readiness()).parts.slack.detail).toBe('Socket Mode, 2 of 2 connections'))
    await logged('a Socket Mode connection ended', { platform: 'slack' })
  })

  it('and the connection refused for a while: it is asked for ever more slowly', async () => {
    await app.slack.post('slack/fault', { match: 'apps.connections.open', kind: '5xx', times: 4 })
    await app.slack.post('slack/disconnect', {})
    await logged('a Socket Mode connection could not be made', { failure: expect.stringContaining('HTTP status 503') })
    await eventually(async () => {
      await app.slack.advance(1)
      expect((await readiness()).parts.slack.detail).toBe('Socket Mode, 2 of 2 connections')
    })
    await app.slack.command('bob', 'help lock')
    await app.slack.answer('bob', 'Let nobody else in')
  })
})
