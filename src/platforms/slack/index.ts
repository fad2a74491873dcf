/** Slack: one bot user in the configured workspaces, over Socket Mode or signed HTTP. */
import { App } from '@slack/bolt'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import { sleep } from '#lib/clock.ts'
import type { Platform, PlatformDeps } from '../platform.ts'
import { createBoltLogger } from './bolt-logger.ts'
import { clientOptions, createClients } from './clients.ts'
import type { SlackSettings } from './config.ts'
import { createDirectChannels } from './direct-channels.ts'
import { failureOf } from './failure.ts'
import { type Bot, createFindMarked } from './find-marked.ts'
import { createHomes } from './homes.ts'
import { createHttpEntrance } from './http.ts'
import { createIdentity } from './identity.ts'
import { createModals } from './modals.ts'
import { createNotifier } from './notifier.ts'
import { createPost } from './posting.ts'
import { createPostingPace } from './posting-pace.ts'
import { createPublicChannels } from './public-channels.ts'
import { eventsPath } from './publish.ts'
import { registerListeners } from './receive.ts'
import { createResponder } from './reply.ts'
import { canSearch } from './scopes.ts'
import { createSocketConnections } from './socket.ts'

export { SlackSettings } from './config.ts'

/** What still runs when we stop may end within this time. */
const stopWithinMs = 5_000

export function createSlack(deps: PlatformDeps & { readonly settings: SlackSettings }): Platform {
  const { kit, roots, clock, settings } = deps
  const logger = deps.logger.child({ platform: 'slack' })
  let lastContactAt: number | null = null
  const onContact = () => {
    lastContactAt = clock.now()
  }
  const options = (retries?: number) => clientOptions(settings, logger, onContact, retries)

  /** Why Slack no longer lets us in; null while it does. */
  let endedBy: string | null = null
  const onAccess = (problem: string | null) => {
    if (problem === endedBy) return
    endedBy = problem
    if (problem === null) logger.info('Slack lets us in again')
    else logger.error({ problem }, 'Slack does not let us in any more')
  }

  /** What the token was granted, as Slack tells with its answers; null: it has told nothing yet. */
  let granted: readonly string[] | null = null
  const onScopes = (scopes: readonly string[]) => {
    granted = scopes
  }
  /** Told by auth.test when we start. */
  let bot: Bot | null = null

  const clients = createClients(settings, logger, { onContact, onAccess, onScopes })
  const direct = createDirectChannels(clients, clock)
  const channels = createPublicChannels(clients, clock)
  const findMarked = createFindMarked({ clients, clock, bot: () => bot })
  const post = createPost({ clients, pace: createPostingPace(clock), findMarked, clock, logger })
  const modals = createModals(clients, logger)
  const identity = createIdentity({ clients, clock })

  const entrance =
    settings.mode === 'socket'
      ? createSocketConnections({ appToken: settings.appToken, clientOptions: options, clock, logger })
      : createHttpEntrance(settings.signingSecret, logger)

  const app = new App({
    receiver: entrance.receiver,
    // From memory: Bolt's own way would ask Slack before the first acknowledgement.
    authorize: async () => ({ botToken: settings.botToken, ...bot }),
    clientOptions: options(),
    logger: createBoltLogger(logger),
    convoStore: false,
  })
  const running = new Set<Promise<void>>()
  app.use(async ({ next }) => {
    onContact()
    const done = next()
    running.add(done)
    await done.finally(() => running.delete(done))
  })
  app.error(async (error) => {
    logger.error({ err: error }, 'a Slack request could not be finished')
  })
  registerListeners(app, {
    kit,
    roots,
    identify: (caller) => identity.identify(caller),
    responderFor: (origin) => createResponder(origin, { clients, direct, post, modals, clock, logger }),
    modals,
    direct,
    channels,
    homes: createHomes(clock),
    botUserId: () => bot?.botUserId ?? '',
    logger,
  })
  for (const event of ['app_uninstalled', 'tokens_revoked']) app.event(event, async () => onAccess(event))
  if ('attach' in entrance) entrance.attach(app)

  const signIn = async () => {
    const { team_id, enterprise_id, user_id, bot_id } = await clients.repeatable.auth.test()
    const isServed = [team_id, enterprise_id].some((id) => id !== undefined && settings.workspaces.includes(id))
    if (!isServed)
      throw refused(`the bot token belongs to workspace ${team_id ?? '?'}, which is not among slack.workspaces`)
    if (!user_id || !bot_id) throw refused('the token is not that of a bot')
    bot = { botId: bot_id, botUserId: user_id }
  }

  return {
    id: 'slack',
    notifier: createNotifier({ clients, direct, post, findMarked, granted: () => granted, clock }),
    people: identity,
    routes: 'handle' in entrance ? { [eventsPath]: entrance.handle } : {},
    async start() {
      try {
        await signIn()
        if ('start' in entrance) await entrance.start()
      } catch (error) {
        throw startFailure(error)
      }
    },
    async stop() {
      const finished = Promise.all(['stop' in entrance && entrance.stop(), Promise.allSettled(running)])
      await Promise.race([finished, sleep(clock, stopWithinMs)])
    },
    status() {
      const known = { lastContactAt, unconfirmed: granted && (canSearch(granted) ? 'repaired' : 'reported') } as const
      if (endedBy !== null) return { ...known, isConnected: false, detail: endedBy }
      if (!('connected' in entrance)) return { ...known, isConnected: bot !== null, detail: 'HTTP' }
      const connections = entrance.connected()
      const detail = `Socket Mode, ${connections} of ${entrance.count} connections`
      return { ...known, isConnected: connections > 0, detail }
    },
  }
}

const refused = (problem: string) => new ConfbotError('chat.refused', { blanks: { problem } })

function startFailure(cause: unknown): ConfbotError {
  if (isConfbotError(cause)) return cause
  const failure = failureOf(cause)
  return failure.kind === 'refused' ? refused(failure.error) : new ConfbotError('chat.unavailable', { cause })
}
