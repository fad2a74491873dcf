import { beforeEach, describe, expect, it } from 'vitest'
import type { Place } from '#core/actor.ts'
import { isConfbotError } from '#core/errors.ts'
import { sleep } from '#lib/clock.ts'
import { createSilentLogger } from '#lib/logger.ts'
import { createDirectChannels } from '#platforms/discord/direct-channels.ts'
import { createLongActions } from '#platforms/discord/long-actions.ts'
import { createNotifier } from '#platforms/discord/notifier.ts'
import { componentsOf, isEphemeral, wordsOf } from '#test/support/discord-client.ts'
import { eventually } from '#test/support/sandbox-client.ts'
import { spanToString } from '#text/format.ts'
import { actions, button, card, text } from '#view/card.ts'
import { connectDiscord, createKept } from './sandbox-discord.ts'
import { refusal, startStubDiscord } from './stub-discord.ts'

const live = card('Sprint review', text('Live'))
const over = card('Sprint review', text('Over'))

let kept: ReturnType<typeof createKept>
let app: Awaited<ReturnType<typeof connectDiscord>>
beforeEach(async () => {
  kept = createKept()
  app = await connectDiscord({ kept })
})
const inOps = () => app.placeOf('ops')
const shownIn = async (channel = 'ops', user = 'alice') =>
  (await app.discord.messages(user, channel)).filter((message) => !isEphemeral(message)).map(wordsOf)
const permit = (change: Readonly<Record<string, unknown>>) => app.discord.post('permissions', change)
const refused = async (calling: Promise<unknown>) => {
  const error = await calling.then(
    () => expect.fail('it was done'),
    (failed: unknown) => failed,
  )
  if (!isConfbotError(error)) throw error
  const { remedy, blanks, retryAfterMs } = error.details
  return { code: error.code, remedy: remedy && spanToString(remedy), blanks, retryAfterMs }
}

describe("the bot's own messages", () => {
  it('are posted into a channel, changed, and taken back', async () => {
    const { notifier } = app.platform
    const message = await notifier.post(inOps(), live)
    expect(message.place).toEqual(inOps())
    expect(await shownIn()).toEqual([expect.stringContaining('Live')])
    expect(await notifier.update(message, over)).toBe(true)
    expect(await shownIn()).toEqual([expect.stringContaining('Over')])
    await notifier.remove(message)
    expect(await shownIn()).toEqual([])
    await notifier.remove(message)
    expect(await notifier.update(message, live)).toBe(false)
  })

  it('are posted into a thread, which is a channel of its own', async () => {
    const { id: threadId } = (await app.discord.post('thread', {
      user: 'alice',
      channel: 'ops',
      name: 'Room 1',
    })) as never as {
      id: string
    }
    const place: Place = { ...inOps(), threadId }
    const message = await app.platform.notifier.post(place, live)
    expect(message.place).toEqual(place)
    expect(await shownIn('Room 1')).toEqual([expect.stringContaining('Live')])
    expect(await app.platform.notifier.update(message, over)).toBe(true)
    expect(await shownIn('Room 1')).toEqual([expect.stringContaining('Over')])
    expect(await shownIn()).toEqual([])
  })

  it('are told to one person in the direct message, which is opened once', async () => {
    const { notifier } = app.platform
    const bob = app.personOf('bob')
    const first = await notifier.tell(bob, live)
    const second = await notifier.tell(bob, over)
    expect(first.place).toEqual({ ...second.place, kind: 'direct', workspaceId: app.serverId })
    expect(await shownIn('dm', 'bob')).toHaveLength(2)
    const { frames } = await app.discord.get<{ frames: { path?: string; direction: string }[] }>('traffic')
    const opened = frames.filter(({ path, direction }) => direction === 'in' && path?.endsWith('/users/@me/channels'))
    expect(opened).toHaveLength(1)
  })

  it("go to the asker's direct message from a conversation that the bot is not in", async () => {
    const people: Place = { ...inOps(), channelId: '99', kind: 'people' }
    expect(await app.platform.notifier.post(people, live, app.personOf('bob'))).toMatchObject({
      place: { kind: 'direct' },
    })
    expect(await refused(app.platform.notifier.post(people, live))).toMatchObject({ code: 'chat.cannot-post' })
  })

  it('keep what their long buttons do before they are sent', async () => {
    const action = { path: 'conf show', input: { who: 'x'.repeat(90), in: 'y'.repeat(90) } }
    await app.platform.notifier.post(inOps(), card('Long', actions(button('Show', action))))
    expect([...kept.values.keys()]).toEqual([expect.stringMatching(/^discord:action:/)])
  })

  it('are sent also when what their long buttons do cannot be kept', async () => {
    kept.put = () => Promise.reject(new Error('no disk'))
    const action = { path: 'conf show', input: { who: 'x'.repeat(90), in: 'y'.repeat(90) } }
    await app.platform.notifier.post(inOps(), card('Long', actions(button('Show', action))))
    expect(await shownIn()).toHaveLength(1)
  })

  it('notify nobody, also when they are changed', async () => {
    const named = card('@everyone', text(`<@${app.personOf('bob').userId}>`))
    const message = await app.platform.notifier.post(inOps(), named)
    await app.platform.notifier.update(message, named)
    for (const one of await app.discord.messages('alice', 'ops'))
      expect(one).not.toMatchObject({ mentions: expect.arrayContaining([expect.anything()]) })
  })
})

describe('what Discord refuses', () => {
  it('is said with the permissions to grant and where', async () => {
    await permit({ channel: 'ops', role: '@everyone', deny: ['SEND_MESSAGES', 'SEND_MESSAGES_IN_THREADS'] })
    const { channelId } = inOps()
    const channel = { kind: 'channel', platform: 'discord', channelId }
    expect(await refused(app.platform.notifier.post(inOps(), live))).toEqual({
      code: 'chat.cannot-post',
      remedy: expect.stringContaining('“Send Messages”'),
      blanks: { channel },
      retryAfterMs: undefined,
    })
  })

  it('holds no more as soon as it is granted', async () => {
    await permit({ channel: 'ops', role: '@everyone', deny: ['SEND_MESSAGES'] })
    expect(await refused(app.platform.notifier.post(inOps(), live))).toMatchObject({ code: 'chat.cannot-post' })
    await permit({ channel: 'ops', role: '@everyone', allow: ['SEND_MESSAGES'] })
    expect(await app.platform.notifier.post(inOps(), live)).toMatchObject({ messageId: expect.any(String) })
  })

  it('is a channel that is not there', async () => {
    const gone = { ...inOps(), channelId: '1000000000000000001' }
    expect(await refused(app.platform.notifier.post(gone, live))).toMatchObject({
      code: 'chat.cannot-post',
      remedy: expect.stringContaining('another channel'),
    })
    expect(await app.platform.notifier.update({ place: gone, messageId: '5' }, live)).toBe(false)
  })

  it('is everything in a server that the bot was removed from, until it is back', async () => {
    await app.discord.post('kick', { user: 'alice' })
    expect(await refused(app.platform.notifier.post(inOps(), live))).toMatchObject({ code: 'chat.cannot-post' })
    await app.discord.post('invite', { user: 'alice' })
    expect(await app.platform.notifier.post(inOps(), live)).toMatchObject({ messageId: expect.any(String) })
  })

  it('is a person who takes no direct messages', async () => {
    await app.discord.post('directs', { user: 'bob', closed: true })
    const bob = app.personOf('bob')
    const closed = { code: 'chat.cannot-post', remedy: expect.stringContaining('allows direct messages') }
    expect(await refused(app.platform.notifier.tell(bob, live))).toMatchObject({
      ...closed,
      blanks: { channel: 'bob' },
    })
    const file = { name: 'a.ics', mimeType: 'text/calendar', content: 'BEGIN' }
    expect(await refused(app.platform.notifier.sendFile(bob, file, live))).toMatchObject(closed)
  })

  it('is a thread that was put away, which is taken out again for a change', async () => {
    const { api, answer, asked, clock } = await startStubDiscord()
    const notifier = createNotifier({
      api,
      direct: createDirectChannels(api),
      longActions: createLongActions({ kept, clock }),
      bot: () => null,
      clock,
      logger: createSilentLogger(),
    })
    answer(refusal(400, 50083), { status: 200, body: {} })
    const place = { ...inOps(), threadId: '7' }
    expect(await notifier.update({ place, messageId: '8' }, live)).toBe(true)
    expect(asked()).toEqual(['PATCH /channels/7/messages/8', 'PATCH /channels/7', 'PATCH /channels/7/messages/8'])
    answer(refusal(400, 50083), refusal(403, 50013))
    expect(await refused(notifier.update({ place, messageId: '8' }, live))).toMatchObject({ code: 'chat.cannot-post' })
  })

  it('is a token that it no longer takes', async () => {
    await app.discord.post('token', { valid: false })
    expect(await refused(app.platform.notifier.post(inOps(), live))).toMatchObject({
      code: 'chat.refused',
      remedy: expect.stringContaining('DISCORD_TOKEN'),
    })
  })
})

describe('an answer that is lost', () => {
  it.each(['reset-after', 'reset-before', 'html', 'truncated', '5xx'])(
    'leads to no second message: %s',
    async (kind) => {
      await app.fault('POST /sandbox/discord/api/v10/channels', kind)
      const message = await app.platform.notifier.post(inOps(), live, undefined, 'live:1')
      expect(message.messageId).toMatch(/^\d+$/)
      expect(await shownIn()).toHaveLength(1)
    },
  )

  it('leads to no second message also when Discord only hangs', async () => {
    await app.fault('POST /sandbox/discord/api/v10/channels', 'hang-after')
    await app.platform.notifier.post(inOps(), live)
    expect(await shownIn()).toHaveLength(1)
  }, 30_000)

  it('to every repetition is told as what nobody knows', async () => {
    await app.fault('POST /sandbox/discord/api/v10/channels', 'reset-after', { times: 9 })
    expect(await refused(app.platform.notifier.post(inOps(), live))).toMatchObject({ code: 'chat.unconfirmed' })
    expect(await shownIn()).toHaveLength(1)
  })

  it('to a change leads to the same change', async () => {
    const message = await app.platform.notifier.post(inOps(), live)
    await app.fault('PATCH', 'reset-after')
    expect(await app.platform.notifier.update(message, over)).toBe(true)
    expect(await shownIn()).toEqual([expect.stringContaining('Over')])
  })
})

describe('a rate limit', () => {
  it('is not waited for by a change: the newest state may be another by then', async () => {
    const message = await app.platform.notifier.post(inOps(), live)
    const changes = await Promise.all(
      Array.from({ length: 12 }, () =>
        app.platform.notifier.update(message, over).catch((error: unknown) => {
          if (!isConfbotError(error, 'chat.unavailable')) throw error
          return error.details.retryAfterMs
        }),
      ),
    )
    const waits = changes.filter((one) => typeof one === 'number')
    expect(waits.length).toBeGreaterThan(0)
    for (const wait of waits) expect(wait).toBeGreaterThan(0)
    // Another channel, and another kind of call, goes on meanwhile.
    expect(await app.platform.notifier.post(app.placeOf('general'), live)).toMatchObject({
      messageId: expect.any(String),
    })
  })

  it('that Discord names is waited for before a message is sent again', async () => {
    await app.fault('POST /sandbox/discord/api/v10/channels', '429', { retryAfter: 1 })
    await app.platform.notifier.post(inOps(), live)
    await app.fault('POST /sandbox/discord/api/v10/channels', '429', { retryAfter: 60 })
    const { code, retryAfterMs } = await refused(app.platform.notifier.post(inOps(), live))
    expect({ code, isLong: (retryAfterMs ?? 0) >= 60_000 }).toEqual({ code: 'chat.unavailable', isLong: true })
    expect(await shownIn()).toHaveLength(1)
  })

  it('of a channel is waited for in line, a card that somebody asked for before reminders', async () => {
    const { notifier } = app.platform
    const remind = async (at: number): Promise<unknown> =>
      notifier.post(inOps(), card(`Reminder ${at}`), undefined, `remind:${at}`).catch(async (error: unknown) => {
        if (!isConfbotError(error, 'chat.unavailable')) throw error
        await sleep(app.clock, error.details.retryAfterMs ?? 1_000)
        return remind(at)
      })
    const reminders = Array.from({ length: 8 }, (_, at) => remind(at))
    await eventually(async () => expect((await shownIn()).length).toBeGreaterThan(3))
    await notifier.post(inOps(), card('Asked for'))
    const all = await shownIn()
    expect(all.length).toBeLessThan(9)
    await Promise.all(reminders)
    const words = await shownIn()
    expect(words.filter((one) => one.startsWith('Reminder') || one.includes('Reminder '))).toHaveLength(8)
    expect(new Set(words).size).toBe(9)
  }, 60_000)
})

describe('looking for a message', () => {
  it('finds ours by its mark, in a channel and in a direct message', async () => {
    const { notifier } = app.platform
    const since = app.clock.now()
    const posted = await notifier.post(inOps(), live, undefined, 'live:1')
    await notifier.post(inOps(), over, undefined, 'live:2')
    const told = await notifier.tell(app.personOf('bob'), live, 'live:1')
    expect(await notifier.find(inOps(), 'live:1', since)).toEqual(posted)
    expect(await notifier.find(app.personOf('bob'), 'live:1', since)).toEqual(told)
    expect(await notifier.find(inOps(), 'live:3', since)).toBeNull()
    expect(await notifier.find(app.placeOf('general'), 'live:1', since)).toBeNull()
  })

  it('is surely not there in an empty channel, unless the bot may not read it', async () => {
    const { notifier } = app.platform
    expect(await notifier.find(inOps(), 'live:1', 0)).toBeNull()
    await permit({ channel: 'ops', role: '@everyone', deny: ['READ_MESSAGE_HISTORY'] })
    await notifier.post(inOps(), live, undefined, 'live:1')
    expect(await refused(notifier.find(inOps(), 'live:1', 0))).toMatchObject({
      code: 'chat.unconfirmed',
      remedy: expect.stringContaining('“Read Message History”'),
    })
  })

  it('finds none in a thread that was deleted', async () => {
    const place = { ...inOps(), threadId: '1000000000000000001' }
    expect(await app.platform.notifier.find(place, 'live:1', 0)).toBeNull()
  })
})

describe('a file', () => {
  const file = { name: 'Sprint review.ics', mimeType: 'text/calendar', content: 'BEGIN:VCALENDAR' }

  it('is given to one person alone, with what is said of it', async () => {
    await app.platform.notifier.sendFile(app.personOf('bob'), file, card('Here it is'))
    const [message] = await app.discord.messages('bob', 'dm')
    expect(message && wordsOf(message)).toContain('Here it is')
    const files = message && componentsOf(message).filter(({ type }) => type === 13)
    expect(files).toMatchObject([{ name: 'Sprint_review.ics', size: file.content.length }])
  })

  it('is given once when the answer is lost', async () => {
    await app.fault('POST /sandbox/discord/api/v10/channels', 'reset-after')
    await app.platform.notifier.sendFile(app.personOf('bob'), file, card('Here it is'))
    expect(await app.discord.messages('bob', 'dm')).toHaveLength(1)
  })

  it('that is too large is refused before it is sent', async () => {
    const large = { ...file, content: 'x'.repeat(11 * 1024 * 1024) }
    expect(await refused(app.platform.notifier.sendFile(app.personOf('bob'), large, card('Here')))).toMatchObject({
      code: 'chat.no-files',
    })
  })
})
