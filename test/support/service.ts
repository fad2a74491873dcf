/**
 * The conference service on a real store and real adapters, which speak to simulated PBXs over loopback HTTP; only the chat is
 * a recorder. Time stands still unless the test moves it.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { meetingToIcs } from '#calendar/meetings-to-ics.ts'
import { calendarPath } from '#calendar/serve.ts'
import type { Actor, Person, Place } from '#core/actor.ts'
import type { Announcement, StandingMessage } from '#core/announcement.ts'
import { type Attempt, createAttempt } from '#core/attempt.ts'
import { type Conference, presentParticipants } from '#core/conference.ts'
import type { CardPoster, PeopleSource, Teller } from '#core/contracts/announcer.ts'
import type {
  Answers,
  ConferenceProvider,
  Pbx,
  PbxPolicy,
  ProviderDefinition,
  RoomField,
} from '#core/contracts/conference-provider.ts'
import type { AuditRecord, PostedCard, Store } from '#core/contracts/store.ts'
import { type ConferenceEvent, createEventBus, type EventBus } from '#core/events.ts'
import type { ServiceDeps } from '#core/service/deps.ts'
import { type ConferenceService, createConferenceService } from '#core/service/index.ts'
import type { Word } from '#core/word.ts'
import { createSilentLogger, type Logger } from '#lib/logger.ts'
import { providers } from '#providers/index.ts'
import { createSandboxPbx, type DialectId, type RoomSettings, type SandboxPbx } from '#sandbox/pbx/index.ts'
import { openStore } from '#storage/index.ts'
import { soon } from '#test/support/soon.ts'
import { createRecordedMirror, type RecordedMirror } from './event-mirror.ts'
import { createHandClock, type HandClock } from './hand-clock.ts'
import { anna } from './roster.ts'

/** An administrator, and two who are not. */
export { anna } from './roster.ts'
export const ben: Actor = { ...anna, userId: 'U2', name: 'Ben', isAdministrator: false, phone: '+4930901802' }
export const carol: Actor = { ...ben, userId: 'U3', name: 'Carol' }
/** Of whom no number is known. */
const { phone: _, ...unnumbered } = { ...ben, userId: 'U4', name: 'Dan' }
export const dan: Actor = unnumbered
export const general: Place = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' }
export const other: Place = { ...general, channelId: 'C2' }

export const words = (...texts: string[]): Word[] => texts.map((text) => ({ text, quoted: true, afterComma: true }))

export interface PbxPlan {
  readonly name: string
  /** PortSIP unless said. */
  readonly kind?: DialectId
  readonly rooms?: readonly RoomSettings[]
  readonly policy?: Partial<PbxPolicy>
  readonly capabilities?: Partial<Answers>
  readonly traits?: Partial<ProviderDefinition['traits']>
  /** Beside the vendor's own. */
  readonly moreFields?: readonly RoomField[]
  readonly requestsPerMinute?: number | null
  /** In the place of those by which the sandbox is reached. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** How long the adapter waits for an answer: short where the PBX hangs. */
  readonly requestTimeoutMs?: number
  /** What stands between the service and the adapter. */
  readonly around?: (adapter: ConferenceProvider) => Partial<ConferenceProvider>
}

/** The chat as the service sees it. */
export interface RecordedCards extends CardPoster {
  readonly posted: {
    readonly conference: Conference
    readonly place: Place
    readonly asker: Person
    readonly mark: string | undefined
  }[]
  readonly withdrawn: PostedCard[]
  readonly kept: PostedCard[]
  /** The next posting is refused with this. */
  refuseNext(error: unknown): void
  /** The next one is posted, which nobody hears of until it is answered. */
  holdNext(): { readonly posted: Promise<{ readonly conference: Conference }>; answer(): void }
}

/** What was told of meetings. */
export interface RecordedTeller extends Teller {
  readonly told: { readonly to: Place | Person; readonly what: Announcement; readonly mark: string }[]
  readonly retold: { readonly message: StandingMessage; readonly what: Announcement }[]
  /** The next telling is refused with this; of what was posted all the same when `isPosted`. */
  refuseNext(error: unknown, isPosted?: boolean): void
}

export interface GivenFile {
  readonly person: Person
  readonly name: string
  readonly content: string | Uint8Array
}

export interface RunningService {
  readonly service: ConferenceService
  /** With which another could be made, as another process would. */
  readonly deps: ServiceDeps
  readonly store: Store
  readonly clock: HandClock
  readonly events: EventBus
  readonly logger: Logger
  /** All that was published. */
  readonly happened: ConferenceEvent[]
  readonly cards: RecordedCards
  readonly teller: RecordedTeller
  /** What was given to people, in this order. */
  readonly files: readonly GivenFile[]
  /** The events of the chat's workspace. */
  readonly mirror: RecordedMirror
  /** The chat answers nothing about people until the returned function is called. */
  holdPeople(): () => void
  /** A PBX from the telephones' side; the first unless named. */
  pbx(name?: string): SandboxPbx
  attempt(actor?: Actor, action?: string, place?: Place): Attempt
  /** Starts a conference and waits until all who are called have joined and were read. */
  start(actor: Actor, subject: string, ...who: string[]): Promise<Conference>
  /** Newest first. */
  audit(): Promise<readonly AuditRecord[]>
  /** The numbers of the rooms that are leased. */
  leases(pbx?: string): Promise<readonly string[]>
}

const account = { username: 'bot', password: 'correct horse', domain: 'pbx.example' }
const policy: PbxPolicy = {
  rooms: { first: 8000, last: 8003 },
  extensions: [{ first: '1000', last: '1099' }],
  countries: ['DE'],
  caps: { atOnce: 50, perPersonHour: 100, perDay: 200, perConference: 60 },
  chats: [],
}

export async function startService(
  plans: readonly [PbxPlan, ...PbxPlan[]] = [{ name: 'berlin' }],
  wrapStore: (store: Store) => Store = (store) => store,
): Promise<RunningService> {
  const clock = createHandClock()
  const logger = createSilentLogger()
  const sandboxes = new Map(plans.map((plan) => [plan.name, sandboxOf(plan, clock)]))
  const server = await serve(sandboxes)
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const pbxs = new Map(
    plans.map((plan) => [plan.name, pbxOf(plan, found(sandboxes.get(plan.name)), origin, clock, logger)]),
  )
  const store = wrapStore(await openStore({ kind: 'sqlite', path: ':memory:', clock, logger }))
  const events = createEventBus()
  const happened: ConferenceEvent[] = []
  events.subscribe((event) => happened.push(event))
  const cards = recordCards()
  const teller = recordTeller()
  const people = peopleOf([anna, ben, carol, dan])
  const files: GivenFile[] = []
  const mirror = createRecordedMirror(clock)
  const deps: ServiceDeps = {
    store,
    pbxs,
    defaultPbx: plans[0].name,
    clock,
    logger,
    events,
    cards,
    teller,
    people,
    mirrorOf: (platform) => (platform === general.platform ? mirror : undefined),
    calendars: { addressOf: (secret) => `https://conf.example${calendarPath(secret)}`, fileOf: meetingToIcs },
    files: { give: async (person, file) => void files.push({ person, ...file }) },
    parts: () => [],
    version: 'test',
  }
  const service = createConferenceService(deps)
  onTestFinished(async () => {
    // What hangs would otherwise be waited for.
    server.closeAllConnections()
    await Promise.all([...pbxs.values()].map(({ provider }) => provider.close()))
    await store.close()
    server.close()
  })

  let intents = 0
  const attempt: RunningService['attempt'] = (actor = anna, action = 'conf test', place = general) =>
    createAttempt(store, { actor, place, intent: `test:${++intents}`, action }, clock.now)
  return {
    service,
    deps,
    store,
    clock,
    events,
    logger,
    happened,
    cards,
    teller,
    files,
    mirror,
    holdPeople: people.hold,
    attempt,
    pbx: (name = plans[0].name) => found(sandboxes.get(name)),
    async start(actor, subject, ...who) {
      const { conference } = await service.start(attempt(actor), { subject, who: words(...who) })
      if (who.length > 0) clock.advance(2_000)
      return soon(async () => {
        await turn()
        const seen = await service.observe(conference.id)
        if (presentParticipants(seen).length < who.length) throw new Error(`${subject} is not complete`)
        return seen
      })
    },
    audit: () => store.audit.list({ limit: 50 }),
    leases: async (name = plans[0].name) => (await store.roomLeases.list(name)).map(({ roomNumber }) => roomNumber),
  }
}

export function found<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('it is not there')
  return value
}

const sandboxOf = ({ name, kind = 'portsip', rooms = [] }: PbxPlan, clock: HandClock): SandboxPbx =>
  createSandboxPbx({ name, dialect: kind, clock, account, rooms, names: { '1001': 'Bob', '1002': 'Carol' } })

async function serve(sandboxes: ReadonlyMap<string, SandboxPbx>): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://sandbox')
    const [, name = ''] = pathname.split('/')
    void found(sandboxes.get(name)).handle(request, response, pathname.slice(name.length + 1))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function pbxOf(plan: PbxPlan, sandbox: SandboxPbx, origin: string, clock: HandClock, logger: Logger): Pbx {
  const {
    name,
    kind = 'portsip',
    requestTimeoutMs = 10_000,
    requestsPerMinute,
    capabilities,
    traits,
    moreFields = [],
    around,
  } = plan
  const settings = { ...sandbox.settings(`${origin}/${name}`), ...plan.settings, requestTimeoutMs }
  const adapter: ConferenceProvider = providers[kind].open(settings, { name, clock, logger })
  const ofInstance = providers[kind].ofInstance(settings)
  const definition: ProviderDefinition<never> = {
    ...ofInstance,
    capabilities: { ...ofInstance.capabilities, ...capabilities },
    traits: { ...ofInstance.traits, ...traits },
    roomFields: [...ofInstance.roomFields, ...moreFields],
    quantities: { ...ofInstance.quantities, ...(requestsPerMinute !== undefined && { requestsPerMinute }) },
  }
  return { name, definition, policy: { ...policy, ...plan.policy }, provider: { ...adapter, ...around?.(adapter) } }
}

function recordCards(): RecordedCards {
  const posted: RecordedCards['posted'] = []
  const withdrawn: PostedCard[] = []
  const kept: PostedCard[] = []
  let refusal: unknown
  let seePosted: (post: { readonly conference: Conference }) => void = () => {}
  let answered = Promise.resolve()
  return {
    posted,
    withdrawn,
    kept,
    refuseNext(error) {
      refusal = error
    },
    holdNext() {
      const post = Promise.withResolvers<{ readonly conference: Conference }>()
      const answer = Promise.withResolvers<void>()
      seePosted = post.resolve
      answered = answer.promise
      return { posted: post.promise, answer: answer.resolve }
    },
    async postCard(conference, place, asker, mark) {
      const refused = refusal
      refusal = undefined
      if (refused !== undefined) throw refused
      seePosted({ conference })
      await answered
      posted.push({ conference, place, asker, mark })
      return { conferenceId: conference.id, place, messageId: `m${posted.length}` }
    },
    findCard: async ({ id: conferenceId }, _place, mark) => {
      const index = posted.findLastIndex((one) => one.mark === mark)
      const found = posted[index]
      return found ? { conferenceId, place: found.place, messageId: `m${index + 1}` } : null
    },
    async withdrawCard(card) {
      withdrawn.push(card)
    },
    async keepCard(card) {
      kept.push(card)
    },
    isKept: ({ messageId }) =>
      posted.some((_, index) => `m${index + 1}` === messageId) || kept.some((one) => one.messageId === messageId),
  }
}

function recordTeller(): RecordedTeller {
  const told: RecordedTeller['told'] = []
  const retold: RecordedTeller['retold'] = []
  let refusal: { readonly error: unknown; readonly isPosted: boolean } | null = null
  const messageOf = (to: Place | Person, index: number): StandingMessage => ({
    place: 'channelId' in to ? to : { ...to, channelId: `D${to.userId}`, kind: 'direct' },
    messageId: `t${index + 1}`,
  })
  return {
    told,
    retold,
    refuseNext(error, isPosted = false) {
      refusal = { error, isPosted }
    },
    async tell(to, what, mark) {
      const refused = refusal
      refusal = null
      if (!refused || refused.isPosted) told.push({ to, what, mark })
      if (refused) throw refused.error
      return messageOf(to, told.length - 1)
    },
    async findTold(to, mark) {
      const index = told.findLastIndex((one) => one.mark === mark)
      return index < 0 ? null : messageOf(to, index)
    },
    async retell(message, what) {
      retold.push({ message, what })
      return true
    },
  }
}

function peopleOf(actors: readonly Actor[]): PeopleSource & { hold(): () => void } {
  let held = Promise.resolve()
  return {
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return resolve
    },
    async find({ userId }) {
      await held
      return actors.find((one) => one.userId === userId) ?? null
    },
  }
}
