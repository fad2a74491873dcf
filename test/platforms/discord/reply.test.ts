/** What Discord seldom answers; the rest is tried against the sandbox in receive.test.ts. */
import { describe, expect, it, vi } from 'vitest'
import type { Place } from '#core/actor.ts'
import { createDirectChannels } from '#platforms/discord/direct-channels.ts'
import { createLongActions } from '#platforms/discord/long-actions.ts'
import { renderCard } from '#platforms/discord/render-card.ts'
import { createResponder, type Origin } from '#platforms/discord/reply.ts'
import { createLogBook } from '#test/support/log-book.ts'
import { soon } from '#test/support/soon.ts'
import { actions, button, card, text } from '#view/card.ts'
import { command, directly, ids } from './interaction-payloads.ts'
import { createKept } from './sandbox-discord.ts'
import { type Answer, refusal, startStubDiscord } from './stub-discord.ts'

const original = `/webhooks/${ids.application}/an-interaction-token/messages/@original`
const further = `POST /webhooks/${ids.application}/an-interaction-token`
const openDirect = 'POST /users/@me/channels'
const postDirect = `POST /channels/${ids.direct}/messages`

const done: Answer = { status: 200, body: {} }
const unknownWebhook = refusal(404, 10_015)
const unknownMessage = refusal(404, 10_008)
const tokenOver = refusal(401, 50_027)
const noMessages = refusal(403, 50_007)

const channel: Place = { platform: 'discord', workspaceId: ids.server, channelId: ids.channel, kind: 'channel' }

async function prepare(given: Partial<Origin> = {}) {
  const discord = await startStubDiscord()
  discord.answerAt(openDirect, { id: ids.direct })
  const log = createLogBook()
  const kept = createKept()
  const { api, clock } = discord
  const responder = createResponder(
    {
      exchange: { interaction: command('conf home'), receivedAt: clock.now() },
      userId: ids.alice,
      place: channel,
      first: Promise.resolve(true),
      left: 'loading',
      ...given,
    },
    {
      api,
      direct: createDirectChannels(api),
      forms: { offer: (form) => renderCard(card(form.title)) },
      longActions: createLongActions({ kept, clock }),
      clock,
      logger: log.logger,
    },
  )
  return { ...discord, responder, log, kept }
}

const hello = card('Hello')

describe('an answer', () => {
  it('is tried again when it overtook what it is an answer to', async () => {
    const { responder, answer, asked, log } = await prepare()
    answer(unknownWebhook, unknownWebhook, done)
    await responder.reply(hello)
    expect(asked()).toEqual(Array.from({ length: 3 }, () => `PATCH ${original}`))
    expect(log.lines).toEqual([])
  })

  it('goes by direct message when the interaction is not known any more, safe to repeat', async () => {
    const { responder, answer, asked, calls } = await prepare()
    answer(unknownWebhook, unknownWebhook, unknownWebhook, unknownWebhook, done)
    await responder.reply(hello)
    expect(asked().slice(-2)).toEqual([openDirect, postDirect])
    expect(JSON.parse(calls.at(-1)?.body ?? '')).toMatchObject({
      nonce: expect.stringMatching(/^[\w-]{20,25}$/),
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
    })
  })

  it('goes by direct message at once when the token is over', async () => {
    const { responder, answer, asked } = await prepare()
    answer(tokenOver, done)
    await responder.reply(hello)
    expect(asked()).toEqual([`PATCH ${original}`, openDirect, postDirect])
  })

  it('asks nothing of an interaction that Discord never took', async () => {
    const { responder, asked } = await prepare({ first: Promise.resolve(false) })
    await responder.reply(hello)
    expect(asked()).toEqual([openDirect, postDirect])
  })

  it('in a direct message needs no other one', async () => {
    const place: Place = { ...channel, channelId: ids.direct, kind: 'direct', isPrivate: true }
    const exchange = { interaction: command('conf home', [], directly), receivedAt: 0 }
    const { responder, asked } = await prepare({ exchange, place })
    await responder.reply(hello)
    expect(asked()).toEqual([postDirect])
  })

  it('follows when the person has sent the first message away', async () => {
    const { responder, answer, asked, calls } = await prepare({ left: 'message' })
    answer(unknownMessage, done)
    await responder.reply(hello)
    await responder.reply(hello)
    expect(asked()).toEqual([`PATCH ${original}`, further, further])
    expect(JSON.parse(calls.at(-1)?.body ?? '')).toMatchObject({ flags: (1 << 15) | (1 << 6) })
  })

  it('that reaches nobody says what the person can do', async () => {
    const { responder, answer } = await prepare()
    answer(tokenOver, noMessages)
    await expect(responder.reply(hello)).rejects.toMatchObject({
      code: 'chat.cannot-post',
      details: { remedy: { key: 'discord.remedy.tell' } },
    })
  })

  it('waits for no slow store: its long buttons are remembered', async () => {
    const who = Array.from({ length: 30 }, (_, index) => `+49 30 ${index}`).join(', ')
    const { responder, asked, kept } = await prepare()
    vi.spyOn(kept, 'put').mockReturnValue(new Promise(() => {}))
    await responder.reply(card('Long', text('x'), actions(button('Ring', { path: 'conf invite', input: { who } }))))
    expect(asked()).toEqual([`PATCH ${original}`])
  })
})

describe('nothing to say', () => {
  it('takes away what waits for words', async () => {
    const { responder, answer, calls } = await prepare()
    answer({ status: 200, body: { flags: 64 | 128 } })
    responder.finish()
    await soon(() => expect(calls.map(({ what }) => what)).toEqual([`GET ${original}`, `DELETE ${original}`]))
  })

  it('leaves alone what was filled by somebody else', async () => {
    const { responder, answer, asked } = await prepare()
    answer({ status: 200, body: { flags: 64 } })
    responder.finish()
    await soon(() => expect(asked()).toEqual([`GET ${original}`]))
    await responder.reply(hello)
    expect(asked()).toEqual([`PATCH ${original}`])
  })

  it('is nothing to do where no promise was made', async () => {
    const { responder, asked } = await prepare({ left: 'message' })
    responder.finish()
    await responder.reply(hello)
    await responder.reply(hello)
    expect(asked()).toEqual([`PATCH ${original}`, further])
  })
})
