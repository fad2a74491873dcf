import { describe, expect, it } from 'vitest'
import { errorToText } from '#command-kit/error-card.ts'
import type { Plan } from '#command-kit/request.ts'
import { isConfbotError } from '#core/errors.ts'
import { createLogBook } from '#test/support/log-book.ts'
import { soon } from '#test/support/soon.ts'
import { card, text } from '#view/card.ts'
import { connectDiscord, kitThat, type WayIn } from './sandbox-discord.ts'

const ways: readonly WayIn[] = ['gateway', 'http']
const hello: Plan = { kind: 'run', run: ({ reply }) => reply(card('Said', text('Hello.'))) }

/** Why it did not start, as the person at the terminal reads it. */
const refusalOf = async (start: Promise<void>) => {
  const error = await start.then(
    () => expect.unreachable('it starts'),
    (reason: unknown) => reason,
  )
  expect(error).toMatchObject({ code: 'chat.refused' })
  return isConfbotError(error) ? errorToText(error) : ''
}

describe.each(ways)('over %s', (mode) => {
  it('signs in, registers its commands, and says so', async () => {
    const { platform, discord } = await connectDiscord({ mode })
    expect(platform.status()).toMatchObject({
      isConnected: true,
      lastContactAt: expect.any(Number),
      unconfirmed: 'repaired',
      detail: mode === 'http' ? 'HTTP' : 'gateway, 1 of 1 connections',
    })
    const { commands } = await discord.get<{ commands: readonly { name: string }[] }>('commands?user=alice')
    expect(commands.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['conf', 'confadmin', 'Start a conference here', 'Schedule a conference']),
    )
  })

  it('registers its commands as soon as it is invited to a server, too', async () => {
    const { platform, discord, clock } = await connectDiscord({ mode, start: false })
    const names = async () => {
      const { commands } = await discord.get<{ commands: readonly { name: string }[] }>('commands?user=alice')
      return commands.map(({ name }) => name)
    }
    await discord.post('kick', { user: 'alice' })
    await platform.start()
    await discord.post('invite', { user: 'alice' })
    expect(await names()).toEqual([])
    // Only the gateway tells that it was invited.
    if (mode === 'http') clock.advance(10 * 60_000)
    await soon(async () => expect(await names()).toContain('conf'))
  })

  it('is not connected before it has signed in, nor with a token that is none', async () => {
    const { platform } = await connectDiscord({ mode, start: false, settings: { token: 'not-the-token' } })
    expect(platform.status().isConnected).toBe(false)
    expect(await refusalOf(platform.start())).toContain('discord.token')
    expect(platform.status().isConnected).toBe(false)
  })

  it('does not start while Discord is not there', async () => {
    const { platform } = await connectDiscord({ mode, start: false, settings: { apiUrl: 'http://127.0.0.1:9/api' } })
    await expect(platform.start()).rejects.toMatchObject({ code: 'chat.unavailable' })
  })

  it('says when the token is taken away while it runs', async () => {
    const log = createLogBook()
    const { platform, discord, personOf } = await connectDiscord({ mode, logger: log.logger })
    await discord.post('token', { valid: false })
    await expect(platform.notifier.tell(personOf('bob'), card('Told'))).rejects.toMatchObject({ code: 'chat.refused' })
    expect(platform.status()).toMatchObject({ isConnected: false })
    expect(log.of('Discord does not let us in any more').length).toBeGreaterThan(0)
  })

  it('lets what runs come to its end when it stops', async () => {
    let finish = () => {}
    const slow = new Promise<void>((resolve) => {
      finish = resolve
    })
    let isRunning = false
    const kit = kitThat(() => ({
      kind: 'run',
      async run({ reply }) {
        isRunning = true
        await slow
        await reply(card('Said', text('Just in time.')))
      },
    }))
    const { platform, discord } = await connectDiscord({ mode, kit })
    await discord.command('alice', 'home')
    await soon(() => expect(isRunning).toBe(true))
    const stopped = platform.stop()
    finish()
    await stopped
    await discord.answer('alice', 'Just in time.')
  })

  it('asks for what comes from a server that is not configured, and says from which', async () => {
    const places: string[] = []
    const kit = kitThat(({ place }) => {
      places.push(place.workspaceId)
      return hello
    })
    const { discord, sandbox, serverId } = await connectDiscord({
      mode,
      kit,
      settings: { servers: ['999999999999999999'] },
    })
    const { apiUrl, applicationId, token } = sandbox.credentials().discord
    // What an earlier configuration left there.
    await fetch(`${apiUrl}/v10/applications/${applicationId}/guilds/${serverId}/commands`, {
      method: 'POST',
      headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'conf',
        description: 'Conferences',
        options: [{ type: 1, name: 'home', description: 'Home' }],
      }),
    })
    expect(await discord.command('alice', 'home')).toMatchObject({ ok: true })
    await discord.answer('alice', 'Hello.')
    expect(places).toEqual([serverId])
  })
})

describe('signed HTTP', () => {
  it('takes nothing more once it is to stop', async () => {
    const asked: unknown[] = []
    const kit = kitThat((request) => {
      asked.push(request)
      return hello
    })
    const { platform, discord } = await connectDiscord({ mode: 'http', kit })
    await platform.stop()
    expect(await discord.command('alice', 'home')).toMatchObject({ ok: false })
    expect(asked).toEqual([])
  })

  it('is found by Discord when the address is set', async () => {
    const { discord, botUrl } = await connectDiscord({ mode: 'http' })
    expect(await discord.post('delivery', { delivery: 'http', requestUrl: botUrl })).toMatchObject({ ok: true })
  })

  it.each(['signature', 'unsigned', 'tampered', 'old', 'future'])(
    'refuses what is forged (%s), and does nothing',
    async (kind) => {
      const asked: unknown[] = []
      const kit = kitThat((request) => {
        asked.push(request)
        return hello
      })
      const { discord } = await connectDiscord({ mode: 'http', kit })
      expect(await discord.post('forge', { kind })).toMatchObject({ ok: true, status: 401 })
      await discord.command('alice', 'home')
      await discord.answer('alice', 'Hello.')
      expect(await discord.post('forge', { kind })).toMatchObject({ ok: true, status: 401 })
      expect(asked).toHaveLength(1)
    },
  )

  it('does not start with the public key of another application', async () => {
    const { platform } = await connectDiscord({ mode: 'http', start: false, settings: { publicKey: 'ab'.repeat(32) } })
    expect(await refusalOf(platform.start())).toContain('discord.publicKey')
  })
})

describe('a way in that Discord does not take', () => {
  it.each([
    ['gateway', 'http', 'an Interactions Endpoint URL is set'],
    ['http', 'gateway', 'no Interactions Endpoint URL is set'],
    ['gateway', 'gateway', null],
    ['http', 'http', null],
  ] as const)('is told of in the log: %s, where Discord was told %s', async (mode, delivery, words) => {
    const log = createLogBook()
    await connectDiscord({ mode, delivery, logger: log.logger })
    if (words === null) expect(log.text()).not.toContain('Interactions Endpoint URL')
    else expect(log.text()).toContain(words)
  })
})
