/**
 * Meetings as scheduled events of a server (resources/guild-scheduled-event): EXTERNAL ones, whose location says how to join. They
 * begin and end by themselves at their times. Our mark stands in the description, by which one is found again.
 */
import {
  type APIGuildScheduledEvent,
  type APIGuildScheduledEventUser,
  RESTJSONErrorCodes as Code,
  GuildScheduledEventEntityType,
  GuildScheduledEventPrivacyLevel,
  GuildScheduledEventStatus,
  type RESTPatchAPIGuildScheduledEventJSONBody,
  type RESTPostAPIGuildScheduledEventJSONBody,
} from 'discord-api-types/v10'
import type { Person } from '#core/actor.ts'
import type { EventMirror, EventRoom, ShownEvent } from '#core/contracts/event-mirror.ts'
import { ConfbotError, isConfbotError } from '#core/errors.ts'
import { cutText } from '#lib/clean-text.ts'
import { spanToString } from '#text/format.ts'
import { type Message, say } from '#text/message.ts'
import { eventAboutWords, eventWhereWords } from '#view/presenters/event-words.ts'
import type { DiscordApi } from './api.ts'
import { type Failure, failureOf, failureWords, isRefusal, isWithoutAccess, tokenRefused } from './failure.ts'
import { limits } from './limits.ts'

export interface ScheduledEvents extends EventMirror {
  /** What the gateway dispatched, by the event's name; all but `GUILD_SCHEDULED_EVENT_*` is passed over. Never throws. */
  onDispatch(name: string, data: unknown): void
}

interface Deps {
  readonly api: DiscordApi
  /** Ids of those that are served; hints of others are passed over. */
  readonly servers: readonly string[]
  /** The bot's own user id; null: not known yet. */
  readonly ownId: () => string | null
}

/** As `confbot:k3x9ab:2026-12-01T15:00` stands in a text. */
const markForm = /\bconfbot:[A-Za-z0-9:_-]+/
/** A refusal of one call after the other tells people nothing. */
const patienceMs = 20_000

const statuses = {
  [GuildScheduledEventStatus.Scheduled]: 'scheduled',
  [GuildScheduledEventStatus.Active]: 'live',
  [GuildScheduledEventStatus.Completed]: null,
  [GuildScheduledEventStatus.Canceled]: null,
} as const

export function createScheduledEvents({ api, servers, ownId }: Deps): ScheduledEvents {
  const listeners = new Set<(workspaceId: string) => void>()

  /** null: it is over, or was cancelled. */
  const shown = (event: APIGuildScheduledEvent): ShownEvent | null => {
    const state = statuses[event.status]
    const about = event.description ?? ''
    // Whoever copies a mark into an event of their own does not make it ours.
    const isOurs = event.creator_id === undefined || ownId() === null || event.creator_id === ownId()
    return (
      state && {
        id: event.id,
        subject: event.name,
        startAt: Date.parse(event.scheduled_start_time),
        endAt: event.scheduled_end_time === null ? null : Date.parse(event.scheduled_end_time),
        state,
        mark: isOurs ? (markForm.exec(about)?.[0] ?? null) : null,
        interested: event.user_count ?? 0,
        about,
      }
    )
  }

  /** null: there is no such event, or it is over. */
  const orGone = async <T>(calling: Promise<T>): Promise<T | null> => {
    try {
      return await calling
    } catch (error) {
      if (isRefusal(failureOf(error), Code.UnknownGuildScheduledEvent, Code.CannotUpdateAFinishedEvent)) return null
      throw toEventError(error)
    }
  }

  const patch = (
    workspaceId: string,
    eventId: string,
    body: RESTPatchAPIGuildScheduledEventJSONBody,
  ): Promise<APIGuildScheduledEvent | null> =>
    orGone(api.call('PATCH', eventRoute(workspaceId, eventId), { body, isRepeatable: true, patienceMs }))

  return {
    subjectMax: limits.scheduledEventName,
    async list(workspaceId) {
      const query = { with_user_count: 'true' }
      const events = await api
        .call<APIGuildScheduledEvent[]>('GET', eventsRoute(workspaceId), { query, isRepeatable: true, patienceMs })
        .catch((error: unknown) => Promise.reject(toEventError(error)))
      return events.map(shown).filter((event) => event !== null)
    },
    async read(workspaceId, eventId) {
      const options = { query: { with_user_count: 'true' }, isRepeatable: true, patienceMs }
      const event = await orGone(api.call<APIGuildScheduledEvent>('GET', eventRoute(workspaceId, eventId), options))
      return event && shown(event)
    },
    async create(workspaceId, { subject, startAt, endAt, room }, mark) {
      const body: RESTPostAPIGuildScheduledEventJSONBody = {
        name: cutText(subject, limits.scheduledEventName),
        description: `${spanToString(eventAboutWords)}\n\n${mark}`,
        scheduled_start_time: new Date(startAt).toISOString(),
        scheduled_end_time: new Date(endAt).toISOString(),
        privacy_level: GuildScheduledEventPrivacyLevel.GuildOnly,
        entity_type: GuildScheduledEventEntityType.External,
        entity_metadata: { location: locationOf(room) },
      }
      const event = await api
        .call<APIGuildScheduledEvent>('POST', eventsRoute(workspaceId), { body, patienceMs })
        .catch((error: unknown) => Promise.reject(toEventError(error)))
      const made = shown(event)
      if (!made) throw new ConfbotError('chat.unconfirmed')
      return made
    },
    async change(workspaceId, event, { subject, startAt, endAt, room, mark, isLive }) {
      const body: RESTPatchAPIGuildScheduledEventJSONBody = {
        ...(subject !== undefined && { name: cutText(subject, limits.scheduledEventName) }),
        // What goes on has begun: its start is not Discord's to move any more.
        ...(startAt !== undefined &&
          event.state === 'scheduled' && { scheduled_start_time: new Date(startAt).toISOString() }),
        ...(endAt !== undefined && { scheduled_end_time: new Date(endAt).toISOString() }),
        ...(room !== undefined && { entity_metadata: { location: locationOf(room) } }),
        ...(mark !== undefined && { description: withMark(event.about, mark) }),
        ...(isLive && event.state === 'scheduled' && { status: GuildScheduledEventStatus.Active }),
      }
      if (Object.keys(body).length === 0) return event
      const changed = await patch(workspaceId, event.id, body)
      return changed && shown(changed)
    },
    async end(workspaceId, { id, state }) {
      const { Canceled, Completed } = GuildScheduledEventStatus
      await patch(workspaceId, id, { status: state === 'live' ? Completed : Canceled })
    },
    async interested(workspaceId, eventId, limit) {
      const options = { query: { limit: String(limit), with_member: 'true' }, isRepeatable: true, patienceMs }
      const route = `${eventRoute(workspaceId, eventId)}/users` as const
      const users = await orGone(api.call<APIGuildScheduledEventUser[]>('GET', route, options))
      return (users ?? []).map((one) => personOf(workspaceId, one))
    },
    onHint(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onDispatch(name, data) {
      if (!name.startsWith('GUILD_SCHEDULED_EVENT_')) return
      const guildId = typeof data === 'object' && data !== null && 'guild_id' in data ? data.guild_id : null
      if (typeof guildId !== 'string' || !servers.includes(guildId)) return
      for (const listener of listeners) listener(guildId)
    },
  }
}

const eventsRoute = (guildId: string) => `/guilds/${guildId}/scheduled-events` as const
const eventRoute = (guildId: string, eventId: string) => `${eventsRoute(guildId)}/${eventId}` as const

const locationOf = (room: EventRoom | null): string =>
  cutText(spanToString(eventWhereWords(room)), limits.scheduledEventLocation)

/** In the place of the one that stands there, so that what people wrote stays. */
function withMark(about: string, mark: string): string {
  if (markForm.test(about)) return about.replace(markForm, mark)
  return `${cutText(about, limits.scheduledEventDescription - mark.length - 2)}\n\n${mark}`.trim()
}

const personOf = (workspaceId: string, { user, member }: APIGuildScheduledEventUser): Person => ({
  platform: 'discord',
  workspaceId,
  userId: user.id,
  name: member?.nick ?? user.global_name ?? user.username,
})

/** In the words of the mirror's contract. */
function toEventError(error: unknown): ConfbotError {
  if (isConfbotError(error)) return error
  const failure = failureOf(error)
  const cause = new Error(failureWords(error))
  if (failure.kind === 'limited')
    return new ConfbotError('chat.unavailable', { cause, retryAfterMs: failure.retryAfterMs })
  if (failure.kind === 'unreached') return new ConfbotError('chat.unavailable', { cause })
  if (failure.kind === 'unclear') return new ConfbotError('chat.unconfirmed', { cause })
  if (isWithoutAccess(failure)) return tokenRefused(cause)
  return new ConfbotError('chat.event-refused', { cause, ...remedyOf(failure) })
}

function remedyOf(failure: Failure): { readonly remedy?: Message } {
  if (isRefusal(failure, Code.MissingPermissions, Code.MissingAccess))
    return { remedy: say('discord.event.remedy.permission') }
  if (isRefusal(failure, Code.MaximumNumberOfUncompletedGuildScheduledEventsReached))
    return { remedy: say('discord.event.remedy.too-many') }
  return {}
}
