/** Scheduled events (resources/guild-scheduled-event). */
import { entityTypes, eventStatuses, type ScheduledEvent } from '../event-store.ts'
import { botUserId, guildId } from '../identity.ts'
import { invalidForm, refusal } from '../refusal.ts'
import { parseEventChange, parseNewEvent } from '../rules/scheduled-event.ts'
import type { DiscordServer } from '../server.ts'
import { compareSnowflakes } from '../snowflake.ts'
import { memberToPartial, personToUser } from '../wire-object.ts'
import { type Call, countOf, expectGuild, flagOf, noContent, ok, type Route, snowflakeOf } from './route.ts'

const path = '/guilds/:guildId/scheduled-events'
const maxOpen = 100

export const eventRoutes: readonly Route[] = [
  eventRoute('GET', path, ({ server, query }) =>
    ok(
      server.events
        .list()
        .filter((event) => event.status < eventStatuses.completed && isSeen(server, event))
        .map((event) => eventToWire(server, event, flagOf(query, 'with_user_count'))),
    ),
  ),
  eventRoute('POST', path, ({ server, body }) => {
    const fields = parseNewEvent(body, server.clock.now())
    expectChannel(server, fields)
    if (!mayChange(server, { ...fields, creator_id: botUserId })) throw refusal(50013)
    const open = server.events.list().filter(({ status }) => status < eventStatuses.completed)
    if (open.length >= maxOpen) throw refusal(30038)
    const event = server.events.add({
      ...fields,
      guild_id: guildId,
      creator_id: botUserId,
      entity_id: null,
      image: null,
      guild_scheduled_event_exceptions: [],
    })
    return ok(eventToWire(server, event, false))
  }),
  eventRoute('GET', `${path}/:eventId`, (call) =>
    ok(eventToWire(call.server, knownEvent(call), flagOf(call.query, 'with_user_count'))),
  ),
  eventRoute('PATCH', `${path}/:eventId`, (call) => {
    const { server, body } = call
    const before = knownEvent(call)
    if (!mayChange(server, before)) throw refusal(50013)
    const fields = parseEventChange(body, before, server.clock.now())
    expectChannel(server, fields)
    return ok(eventToWire(server, server.events.change(before, fields), false))
  }),
  eventRoute('DELETE', `${path}/:eventId`, (call) => {
    const event = knownEvent(call)
    if (!mayChange(call.server, event)) throw refusal(50013)
    call.server.events.remove(event)
    return noContent
  }),
  eventRoute('GET', `${path}/:eventId/users`, (call) => {
    const { server, query } = call
    const event = knownEvent(call)
    const limit = countOf(query, 'limit', { min: 1, max: 100, fallback: 100 })
    const users = server.events.users(event.id).toSorted(compareSnowflakes)
    return ok(
      pageOfUsers(users, query, limit).flatMap((userId) =>
        eventUser(server, event, userId, flagOf(query, 'with_member')),
      ),
    )
  }),
]

function eventRoute(method: Route['method'], routePath: string, run: Route['run']): Route {
  return {
    method,
    path: routePath,
    auth: 'bot',
    limit: { calls: method === 'GET' ? 20 : 5, windowMs: 10_000 },
    run(call) {
      expectGuild(call)
      return run(call)
    },
  }
}

/** Throws 10070, also where the event's channel is hidden from the bot. */
function knownEvent({ server, param }: Call): ScheduledEvent {
  const event = server.events.find(param('eventId'))
  if (!event || !isSeen(server, event)) throw refusal(10070)
  return event
}

type Placed = Pick<ScheduledEvent, 'channel_id' | 'entity_type'>

function isSeen({ directory }: DiscordServer, { channel_id }: Placed): boolean {
  const channel = channel_id === null ? undefined : directory.channel(channel_id)
  return channel === undefined || directory.canSee(botUserId, channel)
}

/** "Permissions Requirements": one's own with CREATE_EVENTS, those of others with MANAGE_EVENTS; in a voice channel also to connect. */
function mayChange({ directory }: DiscordServer, event: Placed & Pick<ScheduledEvent, 'creator_id'>): boolean {
  const channel = event.channel_id === null ? undefined : directory.channel(event.channel_id)
  if (channel && !directory.can(botUserId, channel, 'VIEW_CHANNEL', 'CONNECT')) return false
  const isOwn = event.creator_id === botUserId
  return (
    directory.can(botUserId, channel, 'MANAGE_EVENTS') || (isOwn && directory.can(botUserId, channel, 'CREATE_EVENTS'))
  )
}

/** An event that is not external takes place in a voice channel that is there. */
function expectChannel({ directory }: DiscordServer, { channel_id, entity_type }: Placed): void {
  if (entity_type === entityTypes.external || channel_id === null) return
  const channel = directory.channel(channel_id)
  if (!channel) throw refusal(10003)
  if (entity_type === entityTypes.voice && channel.type === 2) return
  throw invalidForm([
    {
      path: ['channel_id'],
      code: 'GUILD_SCHEDULED_EVENT_CHANNEL_TYPE_INVALID',
      message: 'The channel cannot host this event.',
    },
  ])
}

/** As Discord returns it; `withCount` adds how many are interested. */
function eventToWire(server: DiscordServer, event: ScheduledEvent, withCount: boolean): Record<string, unknown> {
  const creator = server.directory.person(event.creator_id)
  return {
    ...event,
    ...(creator && { creator: personToUser(creator) }),
    ...(withCount && { user_count: server.events.users(event.id).length }),
  }
}

function eventUser({ directory }: DiscordServer, event: ScheduledEvent, userId: string, withMember: boolean) {
  const person = directory.person(userId)
  const member = directory.member(userId)
  if (!person) return []
  return [
    {
      guild_scheduled_event_id: event.id,
      user_id: userId,
      user: personToUser(person),
      ...(withMember && member && { member: memberToPartial(member) }),
    },
  ]
}

/** In ascending order; of `before` and `after` only `before` counts. */
function pageOfUsers(users: readonly string[], query: URLSearchParams, limit: number): string[] {
  const before = snowflakeOf(query, 'before')
  const after = snowflakeOf(query, 'after')
  if (before !== undefined) return users.filter((id) => compareSnowflakes(id, before) < 0).slice(-limit)
  return users.filter((id) => after === undefined || compareSnowflakes(id, after) > 0).slice(0, limit)
}
