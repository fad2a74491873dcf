/** Discord: one bot in the configured servers, over the gateway or signed HTTP. */

import { REST } from 'discord.js'
import type { APIApplication, APIUser } from 'discord-api-types/v10'
import type { KeptValueRepository } from '#core/contracts/store.ts'
import { ConfbotError } from '#core/errors.ts'
import { sleep } from '#lib/clock.ts'
import { type MessageKey, say } from '#text/message.ts'
import type { Platform, PlatformDeps } from '../platform.ts'
import type { Bot } from './bot.ts'
import { createChannels } from './channels.ts'
import type { DiscordSettings } from './config.ts'
import { createDirectChannels } from './direct-channels.ts'
import { createDraftStore } from './drafts.ts'
import type { Exchange } from './exchange.ts'
import { toChatError } from './failure.ts'
import { createForms } from './forms.ts'
import { createGateway } from './gateway.ts'
import { createHomeServers } from './home-servers.ts'
import { createHttpEntrance, interactionsPath } from './http.ts'
import { createIdentity } from './identity.ts'
import { inTime } from './in-time.ts'
import { createLongActions } from './long-actions.ts'
import { createNotifier } from './notifier.ts'
import { createReceive } from './receive.ts'
import { registerCommands } from './register.ts'
import { createRegistration } from './registration.ts'
import { createResponder } from './reply.ts'
import { createRestApi, restOptions } from './rest-api.ts'
import { createScheduledEvents } from './scheduled-events.ts'

export { DiscordSettings } from './config.ts'

/** What still runs when we stop may end within this time. */
const stopWithinMs = 5_000
/** Of the three seconds in which a first answer must be there. */
const firstAnswerPatienceMs = 1_500
/** Commands that take longer to register do so while confbot runs already. */
const registerWithinMs = 10_000

export function createDiscord(
  deps: PlatformDeps & { readonly settings: DiscordSettings; readonly kept: KeptValueRepository },
): Platform {
  const { kit, roots, clock, settings, kept } = deps
  const { servers } = settings
  const logger = deps.logger.child({ platform: 'discord' })
  let lastContactAt: number | null = null
  const onContact = () => {
    lastContactAt = clock.now()
  }

  /** Why Discord no longer lets us in; null while it does. */
  let endedBy: string | null = null
  const onAccess = (problem: string | null) => {
    if (problem === endedBy) return
    endedBy = problem
    if (problem === null) logger.info('Discord lets us in again')
    else logger.error({ problem }, 'Discord does not let us in any more')
  }

  /** Told when we sign in. */
  let bot: Bot | null = null

  const rest = new REST(restOptions(settings))
  const stopping = new AbortController()
  const { signal } = stopping
  const api = createRestApi({ rest, token: settings.token, clock, logger, onContact, onAccess, signal })
  const direct = createDirectChannels(api)
  const channels = createChannels({ api, servers, clock, logger })
  const longActions = createLongActions({ kept, clock })
  const forms = createForms({ drafts: createDraftStore({ kept, clock, logger }), problemsOf: kit.problems })
  const identity = createIdentity({ api, clock })
  const events = createScheduledEvents({ api, servers, ownId: () => bot?.userId ?? null })
  const receive = createReceive({
    kit,
    forms,
    identity,
    channels,
    direct,
    homes: createHomeServers(servers),
    longActions,
    responderFor: (origin) => createResponder(origin, { api, direct, forms, longActions, clock, logger }),
    clock,
    logger,
  })

  const registration = createRegistration({ servers, clock })

  let isStopping = false
  const running = new Set<Promise<void>>()
  const take = (exchange: Exchange) => {
    const done = receive(exchange)
    running.add(done)
    return done.finally(() => running.delete(done))
  }
  const callBack = async (
    { id, token }: Exchange['interaction'],
    body: Parameters<Exchange['respond']>[0],
  ): Promise<void> => {
    // Repeated, it is refused when the first one was taken.
    const options = { body, isRepeatable: true, isInteraction: true, patienceMs: firstAnswerPatienceMs }
    await api.call('POST', `/interactions/${id}/${token}/callback`, options)
  }

  const gateway =
    settings.mode === 'gateway'
      ? createGateway({
          settings,
          onContact,
          onDispatch(payload) {
            if (payload.t === 'INTERACTION_CREATE') {
              const interaction = payload.d
              const respond: Exchange['respond'] = (first) => callBack(interaction, first)
              void take({ interaction, receivedAt: clock.now(), respond })
              return
            }
            channels.hear(payload)
            registration.hear(payload)
            events.onDispatch(payload.t, payload.d)
          },
          clock,
          logger,
        })
      : null
  const entrance =
    settings.mode === 'http'
      ? createHttpEntrance({ publicKey: settings.publicKey, receive: take, callBack, onContact, clock, logger })
      : null

  const signIn = async (): Promise<Bot> => {
    const options = { isRepeatable: true, patienceMs: stopWithinMs }
    const application = await api.call<APIApplication>('GET', '/applications/@me', options)
    const { id: userId } = await api.call<APIUser>('GET', '/users/@me', options)
    if (settings.mode === 'http' && application.verify_key.toLowerCase() !== settings.publicKey.toLowerCase())
      throw refused('discord.public-key-refused')
    // Discord sends interactions one of the two ways only, and it is set at Discord which.
    const url = application.interactions_endpoint_url ?? null
    if (settings.mode === 'gateway' && url !== null)
      logger.error('an Interactions Endpoint URL is set, so Discord sends nothing over the gateway: npm run doctor')
    if (settings.mode === 'http' && url === null)
      logger.error('no Interactions Endpoint URL is set, so Discord sends nothing over HTTP: npm run doctor')
    return { applicationId: application.id, userId }
  }

  return {
    id: 'discord',
    notifier: createNotifier({ api, direct, longActions, bot: () => bot, clock, logger }),
    people: identity,
    events,
    routes: entrance
      ? {
          [interactionsPath](request, response) {
            if (isStopping) response.writeHead(503).end()
            else entrance.handle(request, response)
          },
        }
      : {},
    async start() {
      try {
        bot = await signIn()
      } catch (error) {
        throw toChatError(error, '', 'post')
      }
      const { applicationId } = bot
      const registering = registration.start((server) =>
        registerCommands({ api, applicationId, servers: [server], roots, logger }),
      )
      if (gateway) await gateway.start()
      else await Promise.all(servers.map((server) => channels.refresh(server)))
      await inTime(clock, registerWithinMs, registering)
    },
    async stop() {
      isStopping = true
      // Others wait for what they asked of us, which may hang.
      clock.schedule(stopWithinMs, () => stopping.abort())
      registration.stop()
      await gateway?.stop()
      await Promise.race([Promise.allSettled(running), sleep(clock, stopWithinMs)])
    },
    status() {
      const known = { lastContactAt, unconfirmed: 'repaired' } as const
      if (endedBy !== null) return { ...known, isConnected: false, detail: endedBy }
      return { ...known, ...(gateway?.status() ?? { isConnected: bot !== null, detail: 'HTTP' }) }
    },
  }
}

const refused = (problem: MessageKey & `discord.${string}-refused`) =>
  new ConfbotError('chat.refused', { blanks: { problem: say(problem) } })
