/** Cards and forms of hostile words, handed to the sandbox's Slack over HTTP: it takes them all, and nothing in them comes alive. */
import fc from 'fast-check'
import { describe, expect, onTestFinished } from 'vitest'
import { encodeAction } from '#command-kit/action-ref.ts'
import { renderCard } from '#platforms/slack/render-card.ts'
import { renderForm } from '#platforms/slack/render-form.ts'
import { anyForm } from '#test/support/any-form.ts'
import { liveElements, liveParts } from '#test/support/drawn-slack.ts'
import { property } from '#test/support/property.ts'
import { startSandboxServer } from '#test/support/sandbox-server.ts'
import { general } from '#test/support/service.ts'
import type { ActionRef, Card } from '#view/card.ts'
import { anyCard } from '../contracts/card-gallery.ts'
import { shownWords, viewProblems } from '../platforms/slack/block-kit-rules.ts'

/** The only mrkdwn that confbot writes: a date token with a fallback of its own. */
const dateToken = /^<!date\^\d+\^(\{[a-z_]+\} ?)+\|[-0-9: ]+ UTC>$/

/** What turns the writing of all that follows round. */
const turners = /[\u202a-\u202e\u2066-\u2069]/

/** The Web API as the bot reaches it, without rates. */
async function startSlack() {
  const server = await startSandboxServer()
  onTestFinished(server.stop)
  await server.slack.post('slack/limits', { on: false })
  const call = async (method: string, body: object) => {
    const response = await fetch(`${server.env.SLACK_API_URL}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.env.SLACK_BOT_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await response.json()) as {
      ok: boolean
      ts?: string
      message?: { blocks: unknown; text: string }
      view?: { id: string }
    }
  }
  /** Nobody listens, but the command that was typed has a trigger all the same. */
  const openForm = async () => {
    await server.slack.post('slack/delivery', { delivery: 'http', requestUrl: 'http://127.0.0.1:1/' })
    await server.slack.command('alice', 'help')
    const { frames } = await server.slack.get<{ frames: { body?: { trigger_id?: string } }[] }>('slack/traffic')
    const trigger = frames.findLast((frame) => frame.body?.trigger_id !== undefined)?.body?.trigger_id
    const title = { type: 'plain_text', text: 'Form' }
    const opened = await call('views.open', { trigger_id: trigger, view: { type: 'modal', title, blocks: [] } })
    return opened.view?.id
  }
  return { call, openForm }
}

/** All that a person made clickable when making the card. */
function madeParts(card: Card) {
  const actions: ActionRef[] = []
  const urls: string[] = []
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const inner of value) walk(inner)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    if ('action' in value) actions.push(value.action as ActionRef)
    if ('url' in value) urls.push(String(value.url))
    for (const inner of Object.values(value)) walk(inner)
  }
  walk(card)
  return { values: actions.flatMap((one) => [encodeAction(one), encodeAction({ ...one, confirmed: true })]), urls }
}

/** What the server shows, as far as we wrote it: ids and defaults are its own. */
const withoutIds = (blocks: unknown): unknown =>
  JSON.parse(
    JSON.stringify(blocks, (key, value) =>
      ['block_id', 'action_id', 'emoji', 'verbatim'].includes(key) ? undefined : value,
    ),
  )

describe('a card of hostile words', () => {
  property(
    'is taken by Slack as a new message, a changed one and a private one, and shows nothing but what was made',
    'renderer.card over HTTP',
    fc.tuple(anyCard, fc.constantFrom('name' as const, 'native' as const)),
    { runs: 250 },
    async () => {
      const { call } = await startSlack()
      const first = await call('chat.postMessage', { channel: 'C0GENERAL', text: 'first' })
      return async ([card, mentions]) => {
        const drawn = renderCard(card, { mentions })
        const posted = await call('chat.postMessage', { channel: 'C0GENERAL', ...drawn })
        expect(posted).toMatchObject({ ok: true })
        const changed = await call('chat.update', { channel: 'C0GENERAL', ts: first.ts, ...drawn })
        expect(changed).toMatchObject({ ok: true })
        expect(await call('chat.postEphemeral', { channel: 'C0GENERAL', user: 'U0ALICE', ...drawn })).toMatchObject({
          ok: true,
        })
        // Slack makes references live where it is let: then the blocks would come back with more in them.
        expect(withoutIds(changed.message?.blocks)).toEqual(withoutIds(drawn.blocks))

        const live = liveParts(drawn.blocks)
        const made = madeParts(card)
        expect(live.values.filter((value) => !made.values.includes(value))).toEqual([])
        expect(live.urls.filter((url) => !made.urls.includes(url) || /^javascript:/i.test(url))).toEqual([])
        expect(live.users.filter((user) => mentions === 'name' || user !== 'U1')).toEqual([])
        expect(live.mrkdwn.filter((text) => !dateToken.test(text))).toEqual([])
        expect(liveElements.filter((type) => live.elements.has(type))).toEqual([])
        expect(shownWords(drawn.blocks) + drawn.text).not.toMatch(turners)
        // The fallback is read as mrkdwn.
        expect(drawn.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/)
      }
    },
  )
})

describe('a form of hostile words', () => {
  property(
    'is taken by Slack, and shows nothing but fields',
    'renderer.form over HTTP',
    fc.tuple(anyForm, fc.boolean()),
    { runs: 250 },
    async () => {
      const { call, openForm } = await startSlack()
      const viewId = await openForm()
      return async ([form, hasPlace]) => {
        const view = renderForm(form, hasPlace ? general : null, 'T1')
        expect(await call('views.update', { view_id: viewId, view })).toMatchObject({ ok: true })
        expect(viewProblems({ ...view })).toEqual([])
        expect(shownWords(view.blocks)).not.toMatch(turners)
        const live = liveParts(view.blocks)
        expect([live.values, live.urls, live.users, live.mrkdwn]).toEqual([[], [], [], []])
      }
    },
  )
})
