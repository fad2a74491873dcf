/** The composition root: sees every folder, builds the parts from the configuration, starts and stops them. */
import type { ServerResponse } from 'node:http'
import { createAnnouncer } from '#announcer/index.ts'
import { createTeller } from '#announcer/teller.ts'
import { meetingToIcs } from '#calendar/meetings-to-ics.ts'
import { calendarPath, createCalendarServer } from '#calendar/serve.ts'
import { createCommandKit } from '#command-kit/kit.ts'
import { roots } from '#commands/index.ts'
import type { Config } from '#config/config.ts'
import type { PeopleSource } from '#core/contracts/announcer.ts'
import type { Pbx } from '#core/contracts/conference-provider.ts'
import type { KeptValueRepository, Store } from '#core/contracts/store.ts'
import { admit, type DoorPolicy, isServed } from '#core/door.ts'
import { ConfbotError, errorFacts } from '#core/errors.ts'
import { createEventBus } from '#core/events.ts'
import { isPermitted } from '#core/permission.ts'
import { areEventsComing } from '#core/service/deps.ts'
import { type ConferenceService, createConferenceService } from '#core/service/index.ts'
import { createSuggestions } from '#core/service/suggest.ts'
import { createAdminServer } from '#ingress/admin.ts'
import { createIngress, type Route } from '#ingress/index.ts'
import { eventsPath, pbxRoute, takingPbxRequests } from '#ingress/pbx.ts'
import type { MovableClock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { Chats } from '#platforms/index.ts'
import type { Platform, PlatformDeps } from '#platforms/platform.ts'
import { createScheduler } from '#scheduler/index.ts'
import { createTimePassage } from '#scheduler/pass-time.ts'
import { openStore } from '#storage/index.ts'
import { createVault } from '#storage/vault.ts'
import { abilitiesOf } from '#view/presenters/abilities.ts'
import { createWatcher } from '#watcher/index.ts'
import { createMonitor } from '#watcher/monitor.ts'
import { connectChats, connectPbxs, sandboxFor, sandboxGuest, urlOf } from './connect.ts'

export interface App {
  /** Resolves once everything is connected. `sandboxUrl` is the page, with its token. */
  start(): Promise<{ readonly address: string; readonly adminAddress: string; readonly sandboxUrl: string | null }>
  /** Within ten seconds; what was begun is finished first. */
  stop(): Promise<void>
}

export interface AppDeps {
  /** The sandbox moves it; where there is none it is the system's time. */
  readonly clock: MovableClock
  readonly logger: Logger
  readonly version: string
  /** What is kept in memory alone is lost: nothing can go on. */
  readonly onLost?: (error: unknown) => void
  /** A chat of the caller's own (the terminal) in the place of the configured one. */
  readonly chat?: { readonly create: (deps: PlatformDeps) => Platform; readonly workspace: string }
}

export function createApp(config: Config<Chats>, deps: AppDeps): App {
  const { clock, logger, version } = deps
  const stops: (() => Promise<unknown> | unknown)[] = []

  const start: App['start'] = async () => {
    let address = ''
    let passTime = async (ms: number) => clock.advance(ms)
    const sandbox =
      config.mode === 'sandbox'
        ? await sandboxFor(config, { clock, logger, passTime: (ms) => passTime(ms) }, () => address)
        : null
    const guest = sandboxGuest(sandbox)
    const platforms: Platform[] = []
    /** The server listens before the store is open. */
    let answerCalendars: Route['handle'] = (_request, response) => comeAgain(response)
    let takePbxRequests = answerCalendars
    const ingress = createIngress({
      host: config.host,
      port: config.port,
      logger,
      routes: [
        ...platformRoutes(platforms),
        { path: '/calendar/*', methods: ['GET'], handle: (...args) => answerCalendars(...args) },
        { ...pbxRoute, handle: (...args) => takePbxRequests(...args) },
        ...guest.routes,
      ],
      upgrades: guest.upgrades,
    })
    address = urlOf(config.host, (await ingress.start()).port)
    stops.push(ingress.stop)
    if (sandbox) stops.push(sandbox.close)

    const store = await openStore({ kind: 'sqlite', path: config.store.path, clock, logger, onLost: deps.onLost })
    stops.push(store.close)
    const publicUrl = config.publicUrl ?? (sandbox ? address : null)
    const pbxs = connectPbxs(config, sandbox?.credentials().pbxs ?? null, {
      clock,
      logger,
      vault: openVault(config, store, deps),
      eventsUrl: (name) => publicUrl && `${publicUrl}${eventsPath(name)}`,
    })
    /** Until it is known what is live. */
    let admitToRoom: ConferenceService['admit'] = async () => ({ verdict: 'closed' })
    takePbxRequests = takingPbxRequests({
      providerOf: (name) => pbxs.get(name)?.provider,
      admit: (...args) => admitToRoom(...args),
      clock,
      logger,
    })
    stops.push(() => Promise.allSettled([...pbxs.values()].map(({ provider }) => provider.close())))
    stops.push(pruneStore(store, clock, logger))
    const monitor = createMonitor(
      [
        { name: 'store', check: () => store.settings.set('monitor', 'store', new Date(clock.now()).toISOString()) },
        ...[...pbxs.values()].map((pbx) => ({
          name: `${pbxPrefix}${pbx.name}`,
          check: pbx.provider.check,
          detail: () => eventsDetail(pbx),
        })),
      ],
      clock,
    )
    const parts = () => [
      ...platforms.map(({ id, status }) => ({ name: id, ...status() })),
      ...monitor.readings(),
      scheduler.reading(),
    ]

    const chats = deps.chat ? {} : connectChats(config, sandbox)
    const door = doorOf(config, chats, deps.chat?.workspace)
    const platformOf = (id: string) => platforms.find((platform) => platform.id === id)
    const events = createEventBus()
    const announcer = createAnnouncer({
      store,
      events,
      clock,
      logger,
      notifierOf: (id) => platformOf(id)?.notifier,
      abilitiesOf(name) {
        const pbx = pbxs.get(name)
        return pbx ? abilitiesOf(pbx) : { pbxName: name }
      },
      conferenceOf: (id) => service.get(id),
      cardMoved: (card) => service.noteCard(card),
    })
    const people: PeopleSource = {
      async find(person) {
        const platform = platformOf(person.platform)
        // Nobody is there to ask, which does not mean that there is no such person.
        if (!platform) throw new ConfbotError('chat.unavailable')
        return platform.people.find(person)
      },
    }
    answerCalendars = createCalendarServer({ store, people, clock })
    const teller = createTeller({
      notifierOf: (id) => platformOf(id)?.notifier,
      unableActs: (meeting) => service.unableActs(meeting),
    })
    const service = createConferenceService({
      store,
      pbxs,
      defaultPbx: config.defaultPbx ?? [...pbxs.keys()][0] ?? '',
      companions: companionsIn(config, chats),
      clock,
      logger,
      events,
      cards: announcer,
      teller,
      people,
      mirrorOf: (id) => platformOf(id)?.events,
      calendars: {
        addressOf: (secret) => publicUrl && `${publicUrl}${calendarPath(secret)}`,
        fileOf: meetingToIcs,
      },
      files: teller,
      parts: () => parts().filter(({ name }) => !name.startsWith(pbxPrefix)),
      lastContactOf: (pbx) => parts().find(({ name }) => name === `${pbxPrefix}${pbx}`)?.lastContactAt ?? null,
      version,
    })
    const kit = createCommandKit({
      roots,
      service,
      store,
      clock,
      logger,
      language: 'en',
      door: (actor, place) => admit(actor, place, door),
      isServed: (place) => isServed(place, door),
      isPermitted,
      withRights: service.withRights,
      withRightsThere: service.withRightsThere,
      suggestions: createSuggestions({ service, store, events, clock, logger }),
    })
    const scheduler = createScheduler({
      store,
      jobs: service.meetingJobs,
      events,
      clock,
      logger,
      modes: () => Object.fromEntries(platforms.map(({ id, status }) => [id, status().unconfirmed])),
    })
    const watcher = createWatcher({ service, store, events, clock, logger })
    const platformDeps: PlatformDeps = { kit, roots, clock, logger }
    if (deps.chat) platforms.push(deps.chat.create(platformDeps))
    platforms.push(...(await openPlatforms(chats, { ...platformDeps, kept: store.keptValues })))

    const unsettled = await service.resume()
    admitToRoom = service.admit
    // Whoever listens does so before the first command can come.
    stops.push(announcer.stop)
    await announcer.start()
    stops.push(watcher.stop)
    watcher.start(unsettled)
    for (const { name, provider } of pbxs.values())
      stops.push(provider.subscribeHints?.((roomId) => watcher.hint(name, roomId)) ?? (() => {}))
    for (const { id, events: shown } of platforms)
      stops.push(shown?.onHint((workspaceId) => void service.noteEventHint(id, workspaceId)) ?? (() => {}))
    for (const platform of platforms) {
      stops.push(platform.stop)
      await platform.start()
    }
    monitor.start()
    stops.push(monitor.stop)
    // What is due is told and opened through all of the above.
    stops.push(scheduler.stop)
    await scheduler.start()
    passTime = createTimePassage(clock, store.jobs)

    const admin = createAdminServer({
      host: config.adminHost,
      port: config.adminPort,
      clock,
      mode: config.mode,
      parts: parts().map(({ name }) => ({
        name,
        isEssential: !name.startsWith(pbxPrefix),
        status: () =>
          parts().find((part) => part.name === name) ?? { isConnected: false, lastContactAt: null, detail: 'gone' },
      })),
    })
    const adminAddress = urlOf(config.adminHost, (await admin.start()).port)
    stops.push(admin.stop)
    return { address, adminAddress, sandboxUrl: sandbox ? `${address}/?token=${config.sandbox.token.reveal()}` : null }
  }

  return {
    async start() {
      try {
        return await start()
      } catch (error) {
        await stopAll(stops, logger)
        throw error
      }
    },
    stop: () => stopAll(stops, logger),
  }
}

/** Where a restart finds the logins of the process before. */
function openVault({ secretKey, mode, store }: Config, { keptValues }: Store, { clock, logger }: AppDeps) {
  if (secretKey) return createVault({ keptValues, secretKey: secretKey.reveal(), clock })
  if (mode === 'configured' && store.path !== ':memory:')
    logger.info('logins to PBXs are kept in memory alone, since CONFBOT_SECRET_KEY is not set')
  return undefined
}

/** Parts of this name are not essential: a PBX that fails must not take the others with it. */
const pbxPrefix = 'PBX '

/** For `/readyz`: whether it tells of what happens, or is only asked. */
function eventsDetail(pbx: Pbx): string {
  const areComing = areEventsComing(pbx)
  if (areComing === null) return 'works'
  return areComing ? 'works; events come' : 'works; no events, read again every few seconds'
}

/** Longer than any platform delivers again (Slack's delayed events come for 24 hours), and than calls are counted for (a day). */
const keepMs = 25 * 3_600_000

function pruneStore({ intents, dials, keptValues }: Store, clock: MovableClock, logger: Logger): () => void {
  let cancel = () => {}
  const prune = () => {
    const before = clock.now() - keepMs
    Promise.all([intents.prune(before), dials.prune(before), keptValues.prune(clock.now())]).catch((error: unknown) =>
      logger.info({ ...errorFacts(error) }, 'what is old could not be forgotten'),
    )
    cancel = clock.schedule(keepMs / 24, prune)
  }
  prune()
  return () => cancel()
}

/** What was started last is stopped first. */
async function stopAll(stops: (() => Promise<unknown> | unknown)[], logger: Logger): Promise<void> {
  for (let stop = stops.pop(); stop; stop = stops.pop()) {
    try {
      await stop()
    } catch (error) {
      logger.warn({ err: error }, 'a part could not be stopped in order')
    }
  }
}

/** Platforms are made after the server listens, since the sandbox's addresses are theirs; until then they are asked to wait. */
const platformRoutes = (platforms: readonly Platform[]): Route[] =>
  ['/slack/events', '/discord/interactions'].map((path) => ({
    path,
    handle(request, response) {
      const serve = platforms.map(({ routes }) => routes[path]).find((found) => found !== undefined)
      if (serve) return serve(request, response)
      comeAgain(response)
    },
  }))

const comeAgain = (response: ServerResponse) => void response.writeHead(503, { 'retry-after': '1' }).end()

/** Each brings a large library, so that only what is used is loaded. */
async function openPlatforms(
  { slack, discord }: Partial<Chats>,
  deps: PlatformDeps & { readonly kept: KeptValueRepository },
): Promise<readonly Platform[]> {
  return Promise.all([
    ...(slack
      ? [import('#platforms/slack/index.ts').then(({ createSlack }) => createSlack({ ...deps, settings: slack }))]
      : []),
    ...(discord
      ? [
          import('#platforms/discord/index.ts').then(({ createDiscord }) =>
            createDiscord({ ...deps, settings: discord }),
          ),
        ]
      : []),
  ])
}

/** One bot that serves one Slack workspace and one Discord server serves one company. */
function companionsIn({ together }: Config, chats: Partial<Chats>): (own: string) => readonly string[] {
  const isOne = [chats.slack?.workspaces ?? [], chats.discord?.servers ?? []].every(({ length }) => length <= 1)
  const company = together ?? (isOne ? workspaceKeysOf(chats) : [])
  return (own) => (company.includes(own) ? company : [own])
}

const workspaceKeysOf = ({ slack, discord }: Partial<Chats>): readonly string[] => [
  ...(slack?.workspaces ?? []).map((id) => `slack:${id}`),
  ...(discord?.servers ?? []).map((id) => `discord:${id}`),
]

const doorOf = ({ allow }: Config, chats: Partial<Chats>, ownWorkspace: string | undefined): DoorPolicy => ({
  workspaces: [...workspaceKeysOf(chats), ...(ownWorkspace === undefined ? [] : [ownWorkspace])],
  allowGuests: allow.guests,
  allowOutsiders: allow.outsiders,
  allowBots: allow.bots,
})
