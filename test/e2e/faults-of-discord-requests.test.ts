/** What comes from Discord twice, late, forged, or from where it should not: each has one effect or none, and is answered once. Over either way in. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { deriveSecrets } from '#sandbox/discord/identity.ts'
import { type RunningApp, startApp } from '#test/support/app.ts'
import { startDiscordBot } from '#test/support/discord-bot.ts'
import { type DiscordMessage, wordsOf } from '#test/support/discord-client.ts'
import { createDiscordFaultTable } from '#test/support/discord-faults.ts'
import { eventually } from '#test/support/sandbox-client.ts'
import { startSandboxServer } from '#test/support/sandbox-server.ts'

const callbacks = '/callback'
const sandboxToken = 'sandbox-token'

describe.each(['gateway', 'http'] as const)('over %s', (delivery) => {
  let app: RunningApp
  const { spoil, calls, room, cards, told, begin, end, mend, settled, logged } = createDiscordFaultTable(() => app)
  beforeAll(async () => {
    app = await startApp({
      CONFBOT_SANDBOX_CHATS: 'discord',
      CONFBOT_SANDBOX_DISCORD_DELIVERY: delivery,
      CONFBOT_SANDBOX_TOKEN: sandboxToken,
    })
    await app.discord.post('limits', { on: false })
  })
  afterAll(() => app.stop())
  beforeEach(() => app.slack.advance(30))
  afterEach(() => mend())

  describe('a repeated delivery has one effect and one answer', () => {
    it('of a command', async () => {
      await begin('Twice typed', '1001')
      const before = await calls()
      await app.discord.command('alice', 'invite who:1002')
      await app.discord.answer('alice', 'Invited into Twice typed')
      for (let times = 0; times < 2; times++) await app.discord.post('redeliver', {})
      await settled('alice')
      expect(await calls()).toHaveLength(before.length + 1)
      expect(await told('alice', 'Invited into Twice typed')).toHaveLength(1)
    })

    it('of a click', async () => {
      const card = await begin('Twice clicked', '1001')
      const { delivery: id } = await app.discord.click('alice', card, 'Lock')
      await app.discord.answer('alice', 'Twice clicked is locked')
      await app.discord.command('alice', 'unlock')
      await app.discord.answer('alice', /Twice clicked is (not |un)locked/)
      await app.discord.post('redeliver', { id })
      await settled('alice')
      expect((await room('Twice clicked')).locked).toBe(false)
      expect(await told('alice', 'Twice clicked is locked')).toHaveLength(1)
    })

    it('of a form', async () => {
      const card = await begin('Twice sent', '1001')
      await app.discord.click('alice', card, 'Invite…')
      const sent = await app.discord.submit('alice', { who: '1002' })
      await app.discord.answer('alice', 'Invited into Twice sent')
      const before = await calls()
      await app.discord.post('redeliver', { id: sent.delivery })
      await settled('alice')
      expect(await calls()).toEqual(before)
      expect(await told('alice', 'Invited into Twice sent')).toHaveLength(1)
    })
  })

  describe('a click', () => {
    it('on a card of an ended conference answers with what is so now, and the card becomes its record', async () => {
      const card = await begin('Over', '1001')
      await spoil('PATCH /sandbox/discord/api/v10/channels/', '5xx', { times: 100 })
      await end('Over')
      const [stale] = await cards('Over')
      for (const button of ['Lock', 'Record', 'Show PIN', 'More', 'Call me', 'End']) {
        await app.slack.advance(1)
        await app.discord.click('bob', stale ?? card, button)
      }
      await eventually(async () => expect(await told('bob', /Over has ended\./)).toHaveLength(6))
      const [answer] = await told('bob', 'Over has ended.')
      await app.discord.click('bob', answer ?? card, 'Show its record')
      await app.discord.answer('bob', /Over\nEnded/)
      await app.discord.post('mend', {})
      await eventually(async () => {
        await app.slack.advance(5)
        expect((await app.discord.card('Over', ['Ended'])).id).toBe(card.id)
      })
      await logged('a command was refused', { code: 'conference.ended' })
    })

    it('by somebody without the right is answered to them alone, has no effect, and is audited', async () => {
      const card = await begin('Order', '1001', '1002')
      await app.discord.click('carol', card, 'Lock')
      await app.discord.answer('carol', /Not allowed[\s\S]*may/)
      await app.discord.click('carol', card, 'End')
      await eventually(async () => expect(await told('carol', 'Not allowed')).toHaveLength(2))
      expect(await told('alice', 'Not allowed')).toEqual([])
      expect(await room('Order')).toMatchObject({ locked: false })
      await app.discord.command('alice', 'confadmin audit')
      const audit = await app.discord.answer('alice', /^Audit/)
      for (const action of ['conf lock', 'conf end'])
        expect(wordsOf(audit)).toMatch(new RegExp(`${action}.*Order.*refused`, 's'))
    })

    it.each([
      ['that was never made', 'something else'],
      ['that is a command with rubbish', '0|conf lock?in=%%%&nonsense'],
      ['of a command that there is not', '0|conf explode?in=8000'],
      ['of a long one that nobody keeps', '0#AAAAAAAAAAAAAAAAAAAAAA'],
      ['of a draft that nobody knows', '/nobody/save/0/0'],
    ])('on a button %s is answered with a way on, and nothing happens', async (title, custom_id) => {
      const name = `Beside one ${title}`
      await begin(name, '1001')
      const before = { calls: await calls(), answers: (await told('bob', '')).length }
      const { channels } = await app.discord.get<{ channels: { id: string; name: string }[] }>('channels?user=alice')
      const id = channels.find((one) => one.name === 'general')?.id
      const { botToken } = deriveSecrets(sandboxToken)
      const posted = await fetch(`${app.address}/sandbox/discord/api/v10/channels/${id}/messages`, {
        method: 'POST',
        headers: { authorization: `Bot ${botToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          flags: 1 << 15,
          components: [{ type: 1, components: [{ type: 2, style: 2, label: 'Foreign', custom_id }] }],
        }),
      })
      expect(posted.status).toBe(200)
      const foreign = (await posted.json()) as DiscordMessage
      expect(await app.discord.click('bob', foreign, 'Foreign')).toMatchObject({ ok: true })
      await eventually(async () => expect(await told('bob', '')).toHaveLength(before.answers + 1))
      const [answer] = (await told('bob', '')).slice(-1)
      expect(answer && wordsOf(answer)).toMatch(
        /older version|no longer|does not understand|not known|Give the command/i,
      )
      expect([await calls(), (await room(name)).locked]).toEqual([before.calls, false])
    })

    it('on a private answer that is older than its token is answered as good as ever', async () => {
      await begin('Old answer', '1001')
      const [opened] = await told('alice', 'Old answer is open')
      await app.slack.advance(20 * 60)
      await app.discord.click('alice', opened ?? expect.fail('no answer'), 'Show PIN')
      expect(wordsOf(await app.discord.answer('alice', 'PIN of Old answer'))).toMatch(/\d{4,}/)
    })
  })

  it('a PBX that hangs: the promise of an answer comes in time, and what is wrong after it', async () => {
    await begin('Slow', '1001')
    await app.slack.post('pbx/portsip/fault', { match: '', kind: 'hang', times: 50 })
    const { ackMs = Number.POSITIVE_INFINITY } = await app.discord.command('alice', 'lock')
    expect(ackMs).toBeLessThan(3_000)
    const other = await app.discord.command('bob', 'help command:lock')
    expect(other).toMatchObject({ ok: true })
    await app.discord.answer('bob', '/conf lock')
    await app.discord.answer('alice', /did not answer. Whether it did what was asked is not known[\s\S]*Try again/)
    await app.slack.post('pbx/portsip/mend', {})
    await app.slack.advance(60)
    await app.discord.card('Slow', ['1 person'])
  })
})

describe.each(['gateway', 'http'] as const)('over %s, a server that is not configured', (delivery) => {
  it('is refused with a sentence, and nothing happens there', async () => {
    const sandbox = await startSandboxServer()
    onTestFinished(() => sandbox.stop())
    // What an earlier configuration left there.
    const earlier = await startDiscordBot(sandbox, delivery)
    await earlier.stop()
    const bot = await startDiscordBot(sandbox, delivery, { DISCORD_SERVERS: '999999999999999999' })
    onTestFinished(() => bot.stop())
    await sandbox.discord.command('alice', 'start subject:Elsewhere who:1001')
    await sandbox.discord.answer('alice', /does not serve this/)
    const { calls } = await sandbox.slack.get<{ calls: unknown[] }>('pbx/portsip/calls')
    expect(calls).toEqual([])
    expect(await sandbox.discord.messages('bob')).toEqual([])
  })
})

describe('over the gateway, a first answer', () => {
  let app: RunningApp
  const { spoil, calls, told, begin, mend, settled } = createDiscordFaultTable(() => app)
  beforeAll(async () => {
    app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord' })
    await app.discord.post('limits', { on: false })
  })
  afterAll(() => app.stop())
  beforeEach(() => app.slack.advance(30))
  afterEach(() => mend())
  const direct = async (user: string, text: string) =>
    (await app.discord.messages(user, 'dm')).filter((message) => wordsOf(message).includes(text))

  it.each(['hang', 'hang-after', 'reset-before', 'reset-after', '5xx', 'html', '429', '401', '403'] as const)(
    'spoilt by %s: what was asked for is done once, and the person reads it',
    async (kind) => {
      const title = `First ${kind}`
      await begin(title, '1001')
      const before = await calls()
      await spoil(callbacks, kind)
      const sent = await app.discord.command('alice', 'invite who:1002')
      const text = `Invited into ${title}`
      await eventually(async () =>
        expect([...(await told('alice', text)), ...(await direct('alice', text))]).toHaveLength(1),
      )
      await app.discord.post('redeliver', { id: sent.delivery })
      await settled('alice')
      expect(await calls()).toHaveLength(before.length + 1)
      expect([...(await told('alice', text)), ...(await direct('alice', text))]).toHaveLength(1)
    },
  )

  it.each([
    ['hang', 4],
    ['5xx', 6],
    ['reset-before', 6],
    ['401', 1],
  ] as const)(
    'that is a form, spoilt by %s: the form is there all the same, as a direct message',
    { timeout: 40_000 },
    async (kind, times) => {
      const card = await begin(`Form ${kind}`, '1001')
      const before = await direct('alice', 'Invite people')
      await spoil(callbacks, kind, { times })
      await app.discord.click('alice', card, 'Invite…')
      await eventually(async () => expect(await direct('alice', 'Invite people')).toHaveLength(before.length + 1))
      const [offer] = (await direct('alice', 'Invite people')).slice(-1)
      expect(await app.discord.modal('alice')).toBeNull()
      await app.discord.post('mend', {})
      await app.discord.click('alice', offer ?? card, 'Fill in…')
      await app.discord.submit('alice', { who: '1002' })
      await app.discord.card(`Form ${kind}`, [/1002/])
    },
  )
})

describe('over http', () => {
  let app: RunningApp
  const { calls, cards, told, mend, settled } = createDiscordFaultTable(() => app)
  beforeAll(async () => {
    app = await startApp({ CONFBOT_SANDBOX_CHATS: 'discord', CONFBOT_SANDBOX_DISCORD_DELIVERY: 'http' })
  })
  afterAll(() => app.stop())
  beforeEach(() => app.slack.advance(30))
  afterEach(() => mend())

  it.each(['signature', 'unsigned', 'tampered', 'old'])(
    'a request whose signature is wrong (%s) gets 401 and has no effect',
    async (kind) => {
      const name = `Before ${kind}`
      await app.discord.command('alice', `start subject:"${name}" who:1001`)
      await app.discord.answer('alice', `${name} is open`)
      const before = { calls: await calls(), answers: await told('alice', '') }
      expect(await app.discord.post('forge', { kind })).toMatchObject({ status: 401 })
      await settled('bob')
      expect([await calls(), await told('alice', '')]).toEqual([before.calls, before.answers])
      expect(await cards(name)).toHaveLength(1)
      expect(app.log.of('a request is refused, since its signature is not that of Discord').length).toBeGreaterThan(0)
    },
  )

  it('a request that is too large is refused before it is verified, and Discord’s PING is answered', async () => {
    const url = `${app.address}/discord/interactions`
    const large = await fetch(url, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) })
    expect(large.status).toBe(413)
    expect((await fetch(url, { method: 'POST', body: '{"type":1}' })).status).toBe(401)
    expect((await fetch(url)).status).toBe(405)
    expect(await app.discord.post('delivery', { delivery: 'http', requestUrl: url })).toMatchObject({ ok: true })
  })
})
