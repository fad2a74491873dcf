/**
 * The one suite for all providers: each is played recorded exchanges, verb by verb, then every way in which a PBX can fail.
 * A provider's test calls `providerContract` with its fixtures; what is special to a vendor it tests beside it.
 */
import { Writable } from 'node:stream'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Capability,
  type CapabilityMethods,
  type ConferenceProvider,
  isDone,
  type ProviderDefinition,
} from '#core/contracts/conference-provider.ts'
import type { ErrorCode } from '#core/errors.ts'
import { need } from '#core/service/deps.ts'
import { createLogger } from '#lib/logger.ts'
import type { HttpDeps } from '#providers/http.ts'
import { createPlayer, type Exchange, type ExchangeAnswer, isRepeatable, type Player } from '../providers/exchange.ts'
import { createInstantClock } from '../providers/instant-clock.ts'

export interface ProviderCase {
  /** In words, the verb first: `invite`, `setRecordingRead to unread`. */
  readonly title: string
  /** What the PBX is asked, the first at the beginning. */
  readonly exchanges: readonly Exchange[]
  readonly run: (provider: ConferenceProvider) => Promise<unknown> | undefined
  /** What comes of it; nothing where it is left out. */
  readonly gives?: unknown
  /** Where it is asked for with another login than the rest. */
  readonly login?: Pick<ProviderSubject, 'signIn' | 'renewal'>
}

export interface ProviderSubject {
  readonly definition: ProviderDefinition<never>
  readonly baseUrl: string
  readonly open: (deps: HttpDeps, timeoutMs: number) => ConferenceProvider
  /** Signs in, is asked for new credentials after a refusal, and signs out. */
  readonly signIn: readonly Exchange[]
  readonly renewal: readonly Exchange[]
  readonly signOut: readonly Exchange[]
  readonly cases: readonly ProviderCase[]
  /** Everything in the fixtures and settings that nobody may see in an error or a log. */
  readonly secrets: readonly string[]
  /** The vendor's error body with this message; null: its errors carry no words. */
  readonly errorBody: ((message: string) => unknown) | null
  /** How it says that the login is not, or no longer, accepted: by 401 unless said. */
  readonly refusal?: ExchangeAnswer
  /** What else it says where others use HTTP statuses: `has had too many requests`, the answer, what it becomes. */
  readonly failures?: readonly [string, ExchangeAnswer, ErrorCode][]
  /** What it answers to whoever asks once more when something was not found: that it is not there. */
  readonly isGone?: readonly Exchange[]
  /** Names in queries whose values are not compared, such as that of a token. */
  readonly anyOf?: readonly string[]
}

/** An hour that no test waits for. */
const patienceMs = 3_600_000

const caps = { atOnce: 1, perPersonHour: 1, perDay: 1, perConference: 1 }

const requiredVerbs = ['check', 'listRooms', 'getRoom', 'readRoom', 'invite', 'close']

const verbsOf: { readonly [C in Capability]: readonly (keyof CapabilityMethods[C])[] } = {
  createRoom: ['createRoom'],
  updateRoom: ['updateRoom'],
  deleteRoom: ['deleteRoom'],
  instantRoom: ['startInstantRoom'],
  readPin: ['readPin'],
  readChairPin: ['readChairPin'],
  mute: ['muteParticipant', 'unmuteParticipant'],
  muteAll: ['muteAll', 'unmuteAll'],
  end: ['endConference'],
  fetchRecording: ['fetchRecording'],
  layout: ['setLayout'],
  position: ['setPosition'],
  queryRooms: ['queryRooms'],
  fieldOptions: ['fieldOptions'],
  servers: ['listServers', 'readServer', 'readServerStatus', 'createServer', 'updateServer', 'deleteServer'],
  kick: ['kickParticipant'],
  lock: ['lockRoom', 'unlockRoom'],
  record: ['startRecording', 'stopRecording'],
  listRecordings: ['listRecordings'],
  linkRecording: ['linkRecording'],
  deleteRecording: ['deleteRecording'],
  flagRecording: ['setRecordingRead'],
  schedule: ['readSchedules', 'writeSchedule'],
  chairman: ['setChairman'],
  hints: ['subscribeHints', 'isPushing'],
  entry: ['readEntry', 'writeEntry'],
  speakCode: ['speakCode'],
}

export function providerContract(subject: ProviderSubject): void {
  const { definition, secrets } = subject
  const verbs = definition.capabilities
  const isDeclared = (capability: string) => {
    const answer = Reflect.get(verbs, capability)
    // What confbot's service does in the PBX's place has no verb of the adapter's.
    return ['yes', 'detour'].includes(answer.support) && answer.by !== 'confbot'
  }
  const declared = Object.entries(verbsOf).flatMap(([capability, methods]) => (isDeclared(capability) ? methods : []))
  const undeclared = Object.entries(verbsOf).flatMap(([capability, methods]) => (isDeclared(capability) ? [] : methods))

  let player: Player
  let log: string
  let provider: ConferenceProvider

  const open = (timeoutMs = patienceMs) => {
    log = ''
    const destination = new Writable({
      write(chunk, _encoding, done) {
        // Of which the digits may happen to be those of a PIN.
        log += String(chunk).replace(/"time":\d+/g, '')
        done()
      },
    })
    player = createPlayer(subject.baseUrl, subject.anyOf)
    provider = subject.open(
      {
        name: 'office',
        clock: createInstantClock(),
        logger: createLogger({ level: 'trace', destination }),
        dispatcher: player.dispatcher,
      },
      timeoutMs,
    )
  }
  beforeEach(() => open())
  afterEach(() => player.dispatcher.close())

  const expectNoSecrets = (...shown: unknown[]) => {
    const text = shown.map((one) => `${inspect(one, { depth: 20 })} ${String(one)} ${JSON.stringify(one)}`).join('\n')
    for (const secret of secrets) {
      expect(text).not.toContain(secret)
      expect(log).not.toContain(secret)
    }
  }

  describe(`${definition.id} keeps the provider contract`, () => {
    it('has a case for every required verb and every declared capability', () => {
      const tried = new Set(subject.cases.map((one) => one.title.split(' ')[0]))
      // Events come by themselves: each provider's own tests try them.
      const untried = ['close', ...verbsOf.hints, ...verbsOf.entry]
      expect([...requiredVerbs, ...declared].filter((verb) => !untried.includes(verb) && !tried.has(verb))).toEqual([])
    })

    it('tells who is in a room where its trait says so, and nobody otherwise', () => {
      const readings = subject.cases.filter(({ title }) => title.split(' ')[0] === 'readRoom').map(({ gives }) => gives)
      for (const reading of readings)
        expect(reading).toMatchObject({ participants: definition.traits.roster ? expect.any(Array) : null })
    })

    it.each(undeclared)('has no %s, which it does not declare', (verb) => {
      expect(provider).not.toHaveProperty(verb)
    })

    const notDone = Object.entries(definition.capabilities).filter(([, answer]) => !isDone(answer))
    it.each(notDone)('is refused %s with the reason, before anything is asked', (capability, answer) => {
      const policy = { rooms: { first: 1, last: 1 }, extensions: [], countries: [], caps, chats: [] }
      const pbx = { name: 'office', definition, provider, policy }
      expect(() => need(pbx, toCapability(capability))).toThrow(
        expect.objectContaining({
          code: 'capability.unsupported',
          // A remedy beside it, where there is one.
          details: expect.objectContaining({
            blanks: {
              pbx: definition.name,
              reason: expect.objectContaining({
                key: answer.support === 'no' ? answer.why : expect.stringMatching(/^card\.support\./),
              }),
            },
          }),
        }),
      )
      expect(player.sent()).toEqual([])
    })

    it('signs out when it is closed', async () => {
      player.play(...subject.signIn, ...firstCase(subject).exchanges, ...subject.signOut)
      await firstCase(subject).run(provider)
      await provider.close()
      player.assertAllPlayed()
      expectNoSecrets()
    })

    it('can be closed when the PBX is gone', async () => {
      player.play(...subject.signIn, ...firstCase(subject).exchanges)
      for (const { request } of subject.signOut) player.playForever({ request, response: 'refused' })
      await firstCase(subject).run(provider)
      await provider.close()
      expectNoSecrets()
    })

    describe.each(subject.cases)('$title', ({ exchanges, run, gives, login: { signIn, renewal } = subject }) => {
      /** The first request fails thus; the others, where they are still made, do not. */
      const failFirst = (response: ExchangeAnswer, times: 'once' | 'always' = 'always') => {
        const [first, ...rest] = exchanges
        if (!first) throw new Error('a case asks the PBX something')
        player.play(...signIn)
        if (times === 'once') player.play({ request: first.request, response })
        else player.playForever({ request: first.request, response })
        player.play(...rest, ...(times === 'always' ? (subject.isGone ?? []) : []))
      }
      const expectFailure = async (code: ErrorCode) => {
        const error: unknown = await run(provider)?.then(
          () => undefined,
          (thrown: unknown) => thrown,
        )
        expect(error).toMatchObject({ name: 'ConfbotError', code, details: { blanks: { pbx: 'office' } } })
        expectNoSecrets(error)
        return error
      }
      /** A vendor's answer that repeats what it was told. */
      const told = subject.errorBody?.(`not so: ${secrets.map((secret) => `password=${secret}`).join(' ')}`)
      const telling = told === undefined ? {} : { json: told }
      const refusal: ExchangeAnswer = subject.refusal ?? { status: 401, ...telling }

      it('asks the PBX what is recorded, and gives what the PBX said', async () => {
        player.play(...signIn, ...exchanges)
        expect(await run(provider)).toEqual(gives)
        player.assertAllPlayed()
        expectNoSecrets()
      })

      const [first] = exchanges
      const mayRepeat = first !== undefined && isRepeatable(first.request)
      it.each<[string, ExchangeAnswer, ErrorCode]>([
        ['refuses the connection', 'refused', 'provider.unreachable'],
        ['breaks the connection', 'reset', mayRepeat ? 'provider.unreachable' : 'provider.unanswered'],
        ['forbids it', { status: 403, ...telling }, 'provider.forbidden'],
        ['does not know it', { status: 404, ...telling }, 'provider.not-found'],
        ['sees a conflict', { status: 409, ...telling }, 'provider.conflict'],
        ['has had too many requests', { status: 429, ...telling }, 'provider.rate-limited'],
        ['rejects it', { status: 400, ...telling }, 'provider.rejected'],
        ['fails', { status: 500, ...telling }, 'provider.failed'],
        ['is behind a gateway that fails', { status: 502, text: '<html>Bad Gateway</html>' }, 'provider.failed'],
        ['sends elsewhere', { status: 302, headers: { location: 'https://elsewhere.example' } }, 'provider.malformed'],
        ['answers with a web page', { status: 200, text: '<!doctype html><p>Sign in' }, 'provider.malformed'],
        ...(subject.failures ?? []),
      ])('becomes the right error when the PBX %s', async (_, response, code) => {
        failFirst(response)
        await expectFailure(code)
      })

      it('times out when the PBX hangs', async () => {
        await player.dispatcher.close()
        open(40)
        failFirst('hang')
        await expectFailure(mayRepeat ? 'provider.timeout' : 'provider.unanswered')
      })

      it.each([
        ['after some seconds', '7', 7_000],
        ['at a time', new Date(Date.UTC(2026, 10, 20, 9, 0, 30)).toUTCString(), 30_000],
      ])('tells when to come again when the PBX says %s', async (_, value, retryAfterMs) => {
        failFirst({ status: 429, headers: { 'retry-after': value } })
        expect(await expectFailure('provider.rate-limited')).toMatchObject({ details: { retryAfterMs } })
      })

      it('does not make up when to come again', async () => {
        failFirst({ status: 429 })
        expect(await expectFailure('provider.rate-limited')).not.toHaveProperty('details.retryAfterMs')
      })

      const { errorBody } = subject
      const sentSecrets = secrets.filter((secret) => JSON.stringify(first?.request ?? {}).includes(secret))
      if (errorBody && sentSecrets.length > 0)
        it('keeps to itself what the PBX repeats of the secrets that it was sent', async () => {
          failFirst({ status: 400, json: errorBody(`not so: ${sentSecrets.join(' or ')}.`) })
          expect(await expectFailure('provider.rejected')).toMatchObject({
            details: { blanks: { message: expect.stringMatching(/^not so: /) } },
          })
        })

      if (errorBody)
        it('tells what the vendor said, cut short', async () => {
          failFirst({ status: 400, json: errorBody('x'.repeat(500)) })
          expect(await expectFailure('provider.rejected')).toMatchObject({
            details: { blanks: { message: expect.stringMatching(/^x{200}$/) } },
          })
        })

      it.each([
        ['by 401', { status: 401 }],
        ['in its own way', refusal],
      ])('signs in anew and goes on when the PBX refuses the login %s', async (_, answer) => {
        failFirst(answer, 'once')
        player.play(...renewal, ...exchanges.slice(0, 1))
        expect(await run(provider)).toEqual(gives)
        player.assertAllPlayed()
        expectNoSecrets()
      })

      it('says so when the PBX does not accept the new login either', async () => {
        failFirst(refusal)
        player.play(...renewal)
        await expectFailure('provider.unauthorized')
      })

      if (mayRepeat)
        it('is asked again after a failure that may pass', async () => {
          failFirst({ status: 503 }, 'once')
          player.play(...exchanges.slice(0, 1))
          expect(await run(provider)).toEqual(gives)
          player.assertAllPlayed()
        })

      if (!mayRepeat)
        it.each<[string, ExchangeAnswer, ErrorCode]>([
          ['a failure', { status: 503 }, 'provider.failed'],
          ['a broken connection', 'reset', 'provider.unanswered'],
        ])('is never sent again after %s', async (_, response, code) => {
          failFirst(response)
          await expectFailure(code)
          expect(player.sent().filter(({ path }) => path === first?.request.path)).toHaveLength(1)
        })

      /** What is asked after the first went well. */
      const later = exchanges.slice(1).map(({ request }, index) => ({ request, at: index + 1 }))
      describe.each(later)('of which $request.method $request.path fails', ({ request, at }) => {
        const isAction = !isRepeatable(request)
        const isSame = ({ method, path }: { method: string; path: string }) =>
          method === request.method && path === request.path
        const before = exchanges.slice(0, at)
        it.each<[string, ExchangeAnswer, ErrorCode]>([
          ['by a broken connection', 'reset', isAction ? 'provider.unanswered' : 'provider.unreachable'],
          ['with 403', { status: 403, ...telling }, 'provider.forbidden'],
          ['with 409', { status: 409, ...telling }, 'provider.conflict'],
          ['with 429', { status: 429, ...telling }, 'provider.rate-limited'],
          ['with 500', { status: 500, ...telling }, 'provider.failed'],
          ['with a web page', { status: 200, text: '<!doctype html><p>Sign in' }, 'provider.malformed'],
        ])('becomes the right error %s, and no action is sent again', async (_, response, code) => {
          player.play(...signIn, ...before)
          player.playForever({ request, response })
          player.play(...exchanges.slice(at + 1))
          await expectFailure(code)
          const sentBefore = before.filter((exchange) => isSame(exchange.request)).length
          if (isAction) expect(player.sent().filter(isSame)).toHaveLength(sentBefore + 1)
        })
      })

      const answersJson = typeof exchanges[0]?.response === 'object' && exchanges[0].response.json !== undefined
      if (answersJson)
        it.each<[string, ExchangeAnswer]>([
          ['cut short', { status: 200, text: '{"count":1,"items":[{"id":"' }],
          ['of the wrong types', { status: 200, json: { id: 7, count: 'many', items: 'all', locked: 'yes' } }],
          ['empty', { status: 200, text: '' }],
        ])('is malformed when the answer is %s', async (_, response) => {
          failFirst(response)
          await expectFailure('provider.malformed')
        })
    })
  })
}

function toCapability(name: string): Capability {
  if (!(name in verbsOf)) throw new Error(`no capability ${name}`)
  return name as Capability
}

function firstCase({ cases }: ProviderSubject): ProviderCase {
  const [first] = cases
  if (!first) throw new Error('a provider has at least one case')
  return first
}
