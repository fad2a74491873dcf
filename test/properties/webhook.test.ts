/** The way in, over real sockets: whatever comes is answered or ignored, the process lives on, and nothing of it comes alive. */
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, onTestFinished } from 'vitest'
import { decodeAction } from '#command-kit/action-ref.ts'
import { deriveSecrets } from '#sandbox/slack/identity.ts'
import { startApp } from '#test/support/app.ts'
import { startBot } from '#test/support/bot.ts'
import { liveElements, liveParts } from '#test/support/drawn-slack.ts'
import {
  hostileJson,
  hostileLine,
  hostileName,
  hostileText,
  type Spoiling,
  spoil,
  spoiling,
} from '#test/support/hostile-text.ts'
import { property } from '#test/support/property.ts'
import { eventually, type SandboxClient } from '#test/support/sandbox-client.ts'
import { startSandboxServer } from '#test/support/sandbox-server.ts'
import { collectPayloads, type Payload, renewed } from '#test/support/slack-payloads.ts'

const token = 'a token for hostile requests'
const { signingSecret } = deriveSecrets(token)

/** A request as bytes on the wire. */
interface Hostile {
  readonly contentType: string
  readonly body: string
}

const form = (fields: Readonly<Record<string, unknown>>) =>
  new URLSearchParams(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  ).toString()

/** Written as Slack writes it. */
function written({ kind, body }: Payload): Hostile {
  if (kind === 'event') return { contentType: 'application/json', body: JSON.stringify(body) }
  const fields = kind === 'interactive' ? { payload: JSON.stringify(body) } : body
  return { contentType: 'application/x-www-form-urlencoded', body: form(fields) }
}

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Nothing like Slack's. */
const foreign: fc.Arbitrary<Hostile> = fc.oneof(
  fc.record({
    contentType: fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/html', ''),
    body: fc.oneof(
      hostileText,
      hostileJson.map((value) => JSON.stringify(value)),
    ),
  }),
  hostileJson.map((value) => ({
    contentType: 'application/x-www-form-urlencoded',
    body: form({ payload: JSON.stringify(value) }),
  })),
  fc.dictionary(hostileName, hostileText, { maxKeys: 5 }).map((fields) => ({
    contentType: 'application/x-www-form-urlencoded',
    body: form(fields),
  })),
)

/** True payloads, each with an id of its own, with some parts exchanged for hostile ones. */
function createSpoiler(payloads: readonly Payload[]) {
  expect(payloads.length).toBeGreaterThan(9)
  let id = 0
  return ([which, changes]: readonly [number, Spoiling]): Payload => {
    const payload = payloads[which % payloads.length]
    if (!payload) throw new Error('no payloads')
    const { kind, body } = renewed(payload, `hostile-${++id}`)
    const made = spoil(body, changes)
    return { kind, body: isFields(made) ? made : { made } }
  }
}

/** What is never acknowledged takes three seconds, however many come at once. */
const batch = <T>(one: fc.Arbitrary<T>, size = 60) => fc.array(one, { minLength: size, maxLength: size })
/** 500 is Bolt's word for a signed payload without the parts that all of Slack's have. */
const isSane = (status: number) => status >= 200 && status <= 500
const inputsIn = (list: readonly unknown[]) => list.length

/** What everybody sees after it all: cards of ours, in which nothing is alive but our own commands. */
async function expectNothingAlive(slack: SandboxClient) {
  for (const user of ['alice', 'bob', 'carol']) {
    for (const message of await slack.messages(user)) {
      if (!message.blocks || Reflect.get(message, 'user') !== 'U0CONFBOT') continue
      const live = liveParts(message.blocks)
      expect(live.values.filter((value) => decodeAction(value) === null)).toEqual([])
      expect(live.urls.filter((url) => url.includes('evil'))).toEqual([])
      expect(live.mrkdwn.filter((text) => !text.startsWith('<!date^'))).toEqual([])
      expect(liveElements.filter((type) => live.elements.has(type))).toEqual([])
    }
  }
}

/** A good command is answered, whatever came before. It is Carol's, who asks for nothing else: rates are per person. */
async function expectAlive(slack: SandboxClient) {
  await slack.advance(60)
  const seen = async () =>
    (await slack.messages('carol')).filter(({ text }) => text.startsWith('What you can do here')).length
  const before = await seen()
  expect(await slack.command('carol', 'help')).toMatchObject({ ok: true })
  await eventually(async () => expect(await seen()).toBeGreaterThan(before))
}

describe('the signed way in', () => {
  const start = async () => {
    const app = await startApp({ CONFBOT_SANDBOX_SLACK_DELIVERY: 'http', CONFBOT_SANDBOX_TOKEN: token })
    onTestFinished(app.stop)
    const send = async ({ contentType, body }: Hostile, headers: Readonly<Record<string, string>> = {}) => {
      const timestamp = String(Math.floor(Date.now() / 1000))
      const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`
      const response = await fetch(`${app.address}/slack/events`, {
        method: 'POST',
        body,
        headers: {
          ...(contentType && { 'content-type': contentType }),
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': signature,
          ...headers,
        },
        signal: AbortSignal.timeout(10_000),
      })
      await response.text()
      return response.status
    }
    /** Those that were not answered as they should be, with the answers. */
    const oddAnswers = async (
      requests: readonly (readonly [Hostile, Readonly<Record<string, string>>?])[],
      isGood: (status: number) => boolean,
    ) => {
      const answered = await Promise.all(
        requests.map(async ([request, headers]) => {
          const status = await send(request, headers).catch(String)
          return { status, request, headers }
        }),
      )
      return answered.filter(({ status }) => typeof status === 'string' || !isGood(status))
    }
    return { ...app, oddAnswers, payloads: await collectPayloads(app.slack) }
  }

  property(
    'answers everything that is not signed with a refusal',
    'webhook.unsigned',
    batch(
      fc.tuple(
        foreign,
        fc.oneof(hostileLine, fc.constantFrom('', 'v0=', 'v0=00', 'v1=x')),
        fc.constantFrom('', '0', 'NaN', '1e400', '99999999999'),
      ),
    ),
    { runs: 6, inputsIn, isSlow: true },
    async () => {
      const { oddAnswers, slack } = await start()
      return async (requests) => {
        const forged = requests.map(([request, signature, timestamp]): [Hostile, Record<string, string>] => [
          request,
          {
            // Headers are bytes; anything else is not sent at all.
            'x-slack-signature': signature.replace(/[^\x20-\x7e]/g, '?').trim(),
            ...(timestamp && { 'x-slack-request-timestamp': timestamp }),
          },
        ])
        expect(await oddAnswers(forged, (status) => [400, 401].includes(status))).toEqual([])
        await expectAlive(slack)
      }
    },
  )

  property(
    'answers what is signed and makes no sense, and lives on',
    'webhook.foreign',
    batch(foreign, 250),
    { runs: 1, inputsIn, isSlow: true },
    async () => {
      const { oddAnswers, slack } = await start()
      return async (requests) => {
        expect(
          await oddAnswers(
            requests.map((request) => [request]),
            isSane,
          ),
        ).toEqual([])
        await expectAlive(slack)
      }
    },
  )

  property(
    'answers true payloads of which parts are hostile, lives on, and shows nothing that is alive',
    'webhook.spoilt',
    batch(fc.tuple(fc.nat(), spoiling), 250),
    { runs: 1, inputsIn, isSlow: true },
    async () => {
      const { oddAnswers, slack, payloads } = await start()
      const spoilOne = createSpoiler(payloads)
      return async (recipes) => {
        const requests = recipes.map((recipe): [Hostile] => [written(spoilOne(recipe))])
        expect(await oddAnswers(requests, isSane)).toEqual([])
        await expectAlive(slack)
        await expectNothingAlive(slack)
      }
    },
  )

  property(
    'answers commands of hostile words, and shows nothing that is alive',
    'webhook.commands',
    batch(fc.tuple(fc.constantFrom('start ', 'invite ', 'name p1 ', 'mute ', ''), hostileText)),
    { runs: 4, inputsIn, isSlow: true },
    async () => {
      const { oddAnswers, slack, payloads } = await start()
      const command = payloads.find(({ kind }) => kind === 'command')
      let id = 0
      // Rates are per person, so that one alone would soon be refused.
      const users = ['U0ALICE', 'U0BOB']
      return async (texts) => {
        const requests = texts.map(([verb, text]): [Hostile] => [
          written({
            kind: 'command',
            body: { ...command?.body, trigger_id: `t${++id}`, user_id: users[id % 2], text: verb + text },
          }),
        ])
        expect(await oddAnswers(requests, (status) => status === 200)).toEqual([])
        await expectAlive(slack)
        await expectNothingAlive(slack)
      }
    },
  )
})

describe('the socket', () => {
  const envelope = fc.oneof(
    { weight: 2, arbitrary: hostileText },
    { weight: 3, arbitrary: hostileJson.map((value) => JSON.stringify(value)) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.constantFrom('slash_commands', 'interactive', 'events_api', 'close', 'error', 'disconnected', '__proto__'),
          hostileName,
          hostileJson,
        )
        .map(([type, id, payload]) => JSON.stringify({ type, envelope_id: id, payload })),
    },
  )

  property(
    'ignores what makes no sense, answers true payloads of which parts are hostile, and lives on',
    'webhook.socket',
    fc.tuple(batch(envelope), batch(fc.tuple(fc.nat(), spoiling))),
    { runs: 4, inputsIn: ([frames, recipes]) => frames.length + recipes.length, isSlow: true },
    async () => {
      const sandbox = await startSandboxServer()
      onTestFinished(sandbox.stop)
      const bot = await startBot(sandbox)
      onTestFinished(bot.stop)
      const { slack, sendFrame } = sandbox
      const spoilOne = createSpoiler(await collectPayloads(slack))
      const types = { command: 'slash_commands', interactive: 'interactive', event: 'events_api' }
      let id = 0
      return async ([frames, recipes]) => {
        for (const frame of frames) sendFrame(frame)
        for (const { kind, body } of recipes.map(spoilOne))
          sendFrame(JSON.stringify({ type: types[kind], envelope_id: `hostile-${++id}`, payload: body }))
        await expectAlive(slack)
        await expectNothingAlive(slack)
      }
    },
  )
})
