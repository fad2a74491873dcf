/** What the bot lives in on Discord is taken from it: permissions, its card, its place in a channel or server, its token, its connection. Conferences go on. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { type DiscordMessage, wordsOf } from '#test/support/discord-client.ts'
import { createDiscordFaultTable } from '#test/support/discord-faults.ts'
import { minuteMs, typed } from '#test/support/meeting-driver.ts'
import { eventually } from '#test/support/sandbox-client.ts'

interface Readiness {
  readonly ready: boolean
  readonly parts: { readonly discord: { readonly connected: boolean; readonly detail: string } }
}

describe.each(['gateway', 'http'] as const)('over %s', (delivery) => {
  let app: RunningApp
  const { calls, room, hangUp, cards, told, begin, mend, asked, logged } = createDiscordFaultTable(() => app)
  beforeAll(async () => {
    app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord', CONFBOT_SANDBOX_DISCORD_DELIVERY: delivery })
    await app.discord.post('limits', { on: false })
  })
  afterAll(() => app.stop())
  beforeEach(() => app.slack.advance(30))
  afterEach(async () => {
    await app.discord.post('token', { valid: true })
    await mend()
  })

  const permit = async (channel: string, given: object) => {
    const set = (more: object) => app.discord.post('permissions', { channel, user: 'confbot', ...more })
    onTestFinished(async () => void (await set({})))
    expect(await set(given)).toMatchObject({ ok: true })
  }
  const start = (name: string, who: string, channel = 'ops') =>
    app.discord.command('alice', `start subject:"${name}" who:"${who}"`, channel)
  const remove = (message: DiscordMessage, channel = 'general') =>
    app.discord.post('delete', { user: 'alice', message: { channel, id: message.id } })
  const direct = (title: string) => cards(title, 'dm')
  const readiness = async () => {
    const response = await fetch(`${app.adminAddress}/readyz`)
    return { status: response.status, ...((await response.json()) as Readiness) }
  }

  describe('a permission that is missing where something is started', () => {
    it.each([
      ['seeing', 'VIEW_CHANNEL'],
      ['writing', 'SEND_MESSAGES'],
    ])('%s (%s): says what to grant, rings nobody, and goes on when it is granted', async (title, permission) => {
      const before = await calls()
      const name = `Without ${title}`
      await permit('ops', { deny: [permission] })
      await start(name, '1001')
      const answer = await app.discord.answer('alice', /may not post[\s\S]*“View Channel” and “Send Messages”/, 'ops')
      expect(await calls()).toEqual(before)
      await permit('ops', {})
      await app.discord.click('alice', answer, 'Try again')
      await app.discord.card(name, [/1001 · invited/], 'ops')
      expect(await calls()).toHaveLength(before.length + 1)
    })

    it('in a thread: says what to grant there', async () => {
      const { id } = await app.discord.post('thread', { user: 'alice', channel: 'ops', name: 'Aside' })
      const thread = String(id)
      const before = await calls()
      await permit('ops', { deny: ['SEND_MESSAGES_IN_THREADS'] })
      await start('In a thread', '1001', thread)
      const answer = await app.discord.answer('alice', /may not post[\s\S]*“Send Messages in Threads”/, thread)
      expect(await calls()).toEqual(before)
      await permit('ops', {})
      await app.discord.click('alice', answer, 'Try again')
      const card = await app.discord.card('In a thread', [/1001 · invited/], thread)
      await app.discord.click('alice', card, 'End')
      await app.discord.click('alice', await app.discord.answer('alice', 'End In a thread?', thread), 'End')
      await app.discord.card('In a thread', ['Ended'], thread)
    })

    it('READ_MESSAGE_HISTORY is not needed for it', async () => {
      await permit('ops', { deny: ['READ_MESSAGE_HISTORY'] })
      await start('Unread', '1001')
      await app.slack.advance(3)
      const card = await app.discord.card('Unread', [/1001 · joined/], 'ops')
      await app.discord.click('alice', card, 'Lock')
      await app.discord.card('Unread', ['locked'], 'ops')
    })
  })

  it('a reminder that cannot be posted: its owner is told by direct message what to grant and where, once', async () => {
    const { discord, slack } = app
    const now = Date.parse((await slack.get<{ now: string }>('clock')).now)
    const startAt = Math.ceil(now / minuteMs) * minuteMs + 30 * minuteMs
    await discord.command(
      'alice',
      `schedule subject:"Shut out" when:"${typed(startAt)}" zone:UTC who:1001 remind:"20m,10m"`,
      'ops',
    )
    await discord.click('alice', await discord.answer('alice', 'Schedule Shut out?', 'ops'), 'Schedule it')
    await discord.card('Shut out', ['20 minutes before'], 'ops')
    await permit('ops', { deny: ['SEND_MESSAGES'] })
    await slack.advance((startAt - 20 * minuteMs - now) / 1000 + 1)
    const text = 'confbot may not write where Shut out takes place'
    await eventually(async () => expect(await direct(text)).toHaveLength(1))
    expect((await direct(text)).map(wordsOf).join()).toMatch(/“View Channel” and “Send Messages”/)
    await slack.advance(10 * 60)
    await logged('a reminder was not sent, or nobody knows', { outcome: 'refused' })
    await slack.advance(10 * 60)
    expect(await direct(text)).toHaveLength(1)
    // Whoever is invited is rung all the same, and the owner has the live card.
    const [live] = await eventually(async () => {
      const all = (await direct('Shut out')).filter((one) => wordsOf(one).includes('Live'))
      expect(all).toHaveLength(1)
      return all
    })
    await discord.click('alice', live ?? expect.fail('no card'), 'End')
    await eventually(async () => {
      const question = (await told('alice', 'End Shut out?', 'dm')).at(-1)
      await discord.click('alice', question ?? expect.fail('no question'), 'End')
    })
    await eventually(async () => expect((await direct('Shut out')).map(wordsOf).join()).toContain('Ended'))
  })

  describe("the card's message deleted by hand", () => {
    it('is posted anew at the next change, once; after that the chair is told, and has it as a direct message', async () => {
      const first = await begin('Deleted', '1001', '1002', '1003')
      expect(await remove(first)).toEqual({ ok: true })
      await hangUp('Deleted')
      const second = await app.discord.card('Deleted', ['2 people'])
      expect(await cards('Deleted')).toHaveLength(1)
      await app.discord.click('alice', second, 'Lock')
      await app.discord.card('Deleted', ['locked'])
      await logged('a live card was deleted')

      await remove(second)
      await hangUp('Deleted')
      const third = await eventually(async () => {
        const found = (await direct('Deleted')).find((one) =>
          /1 person[\s\S]*locked|locked[\s\S]*1 person/.test(wordsOf(one)),
        )
        return found ?? expect.fail((await app.discord.messages('alice', 'dm')).map(wordsOf).join('\n--\n'))
      })
      expect(await direct('The card of Deleted was deleted again')).toHaveLength(1)
      await app.discord.click('alice', third, 'Unlock')
      await eventually(async () => expect((await direct('Deleted')).map(wordsOf).join()).not.toContain('locked'))
      expect(await cards('Deleted')).toEqual([])
      await app.discord.command('alice', 'show')
      const shown = await app.discord.card('Deleted', ['1 person'])
      expect(await cards('Deleted')).toMatchObject([{ id: shown.id }])
    })
  })

  describe('the bot', () => {
    it('not seeing the channel any more: the chair has the card; seeing it again, it goes on there', async () => {
      await start('Hidden', '1001 1002', 'staff')
      await app.slack.advance(3)
      const old = await app.discord.card('Hidden', ['2 people'], 'staff')
      await permit('staff', { deny: ['VIEW_CHANNEL'] })
      await hangUp('Hidden')
      const moved = await eventually(async () => (await direct('Hidden')).at(-1) ?? expect.fail('no card'))
      expect(await direct('confbot may not write any more where Hidden was started')).toHaveLength(1)
      await app.discord.click('alice', moved, 'Lock')
      await eventually(async () => expect((await direct('Hidden')).map(wordsOf).join()).toContain('locked'))
      await permit('staff', { allow: ['VIEW_CHANNEL', 'SEND_MESSAGES'] })
      await app.slack.advance(61)
      await eventually(async () => {
        await app.slack.advance(10)
        expect((await app.discord.messages('alice', 'staff')).find(({ id }) => id === old.id)).toSatisfy(
          (one: DiscordMessage) => /1 person[\s\S]*locked/.test(wordsOf(one)),
        )
      })
      await app.discord.click('alice', old, 'End')
      await app.discord.click('alice', await app.discord.answer('alice', 'End Hidden?', 'staff'), 'End')
      await app.discord.card('Hidden', ['Ended'], 'staff')
    })

    it('kicked from the server and invited again: the conference goes on, and its card with it', async () => {
      const card = await begin('Kicked', '1001', '1002')
      expect(await app.discord.post('kick', { user: 'alice' })).toEqual({ ok: true })
      await hangUp('Kicked')
      await logged('a card could not be updated yet')
      expect((await room('Kicked')).legs).toHaveLength(1)
      expect(await app.discord.post('invite', { user: 'alice' })).toEqual({ ok: true })
      await eventually(async () => {
        await app.slack.advance(20)
        expect(wordsOf((await cards('Kicked'))[0] ?? card)).toContain('1 person')
      })
      await app.discord.command('alice', 'lock')
      await app.discord.card('Kicked', ['locked'])
      expect(await cards('Kicked')).toMatchObject([{ id: card.id }])
    })
  })

  it('the token is refused while running: told in /readyz and the log, the PBX is worked on, Discord is let alone', async () => {
    await begin('Without token', '1001', '1002')
    await app.discord.post('token', { valid: false })
    await hangUp('Without token')
    await eventually(async () =>
      expect(await readiness()).toMatchObject({ status: 503, parts: { discord: { connected: false } } }),
    )
    await logged('Discord does not let us in any more')
    const before = (await asked(/./)).length
    for (let seconds = 0; seconds < 110; seconds += 10) await app.slack.advance(10)
    await eventually(async () => expect((await room('Without token')).legs).toHaveLength(1))
    expect((await asked(/./)).length - before).toBeLessThanOrEqual(5)

    await app.discord.post('token', { valid: true })
    await eventually(async () => {
      await app.slack.advance(61)
      expect(wordsOf(await app.discord.card('Without token'))).toContain('1 person')
    })
    await eventually(async () => {
      await app.slack.advance(10)
      expect(await readiness()).toMatchObject({ status: 200, ready: true })
    })
    await app.discord.command('alice', 'lock')
    await app.discord.card('Without token', ['locked'])
  })

  it('direct messages closed: what would be told there is kept to the log, and nothing else suffers', async () => {
    await begin('Closed', '1001', '1002')
    await app.discord.post('directs', { user: 'alice', closed: true })
    await permit('general', { deny: ['SEND_MESSAGES', 'VIEW_CHANNEL'] })
    await hangUp('Closed')
    await logged('a card that was lost could not be replaced', { reason: 'unreachable' })
    await app.discord.command('alice', 'lock')
    await app.discord.answer('alice', 'Closed is locked')
    expect((await room('Closed')).locked).toBe(true)
    await permit('general', {})
    await app.discord.post('directs', { user: 'alice', closed: false })
    await eventually(async () => {
      await app.slack.advance(30)
      expect((await cards('Closed')).map(wordsOf).join()).toMatch(/1 person[\s\S]*locked/)
    })
  })
})

describe.each(['drop', 'reconnect', 'invalid-session'])('the gateway, %s', (trouble) => {
  it('takes nothing that was said away, and what happened meanwhile is shown', { timeout: 60_000 }, async () => {
    const app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord' })
    onTestFinished(() => app.stop())
    const { begin, hangUp, calls, cards, told, logged } = createDiscordFaultTable(() => app)
    const card = await begin('Cut', '1001', '1002')
    const before = await calls()
    await app.discord.post('gateway', { do: trouble })
    await hangUp('Cut')
    await eventually(async () =>
      expect(await app.discord.command('alice', 'invite who:1003')).toMatchObject({ ok: true }),
    )
    await eventually(async () => expect(await calls()).toHaveLength(before.length + 1))
    await app.discord.card('Cut', [/1003/])
    expect(await cards('Cut')).toMatchObject([{ id: card.id }])
    expect((await told('alice', 'Invited into Cut')).length).toBe(1)
    await eventually(async () => {
      const response = await fetch(`${app.adminAddress}/readyz`)
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('1 of 1 connections')])
    })
    await logged('a connection to Discord ended, and is made anew')
  })
})
