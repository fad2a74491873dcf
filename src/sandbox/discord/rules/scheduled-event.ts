/** A scheduled event as the bot makes and changes it (resources/guild-scheduled-event, with the limits of its recurrence rules). */
import { z } from 'zod'
import { entityTypes, eventStatuses, type ScheduledEvent } from '../event-store.ts'
import { type Problem, refusal } from '../refusal.ts'
import { Instant, Snowflake, text } from './fields.ts'
import { check, refuseAll } from './problems.ts'
import { findRecurrenceProblems, RecurrenceRule } from './recurrence-rule.ts'

const fields = {
  channel_id: Snowflake.nullish(),
  entity_metadata: z.strictObject({ location: text(100).optional() }).nullish(),
  name: text(100),
  privacy_level: z.literal(2),
  scheduled_start_time: Instant,
  scheduled_end_time: Instant.nullish(),
  description: z.string().max(1000).nullish(),
  entity_type: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  recurrence_rule: RecurrenceRule.nullish(),
}
const Created = z.strictObject(fields)
const Changed = Created.partial().extend({
  status: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).optional(),
})

/** What an event is made of, or what changes; the caller adds who made it and where. */
export type EventFields = Pick<
  ScheduledEvent,
  | 'channel_id'
  | 'entity_metadata'
  | 'name'
  | 'privacy_level'
  | 'scheduled_start_time'
  | 'scheduled_end_time'
  | 'description'
  | 'entity_type'
  | 'recurrence_rule'
  | 'status'
>

/** `now` is the sandbox's time in UTC milliseconds. Throws 50035. */
export function parseNewEvent(value: unknown, now: number): EventFields {
  const given = check(Created, value)
  const event = complete({
    ...given,
    channel_id: given.channel_id ?? null,
    entity_metadata: given.entity_metadata ?? null,
    scheduled_end_time: given.scheduled_end_time ?? null,
    description: given.description ?? null,
    recurrence_rule: given.recurrence_rule ?? null,
    status: eventStatuses.scheduled,
  })
  refuseAll([
    ...findEntityProblems(event),
    ...findTimeProblems(event, now),
    ...findRecurrenceProblems(event.recurrence_rule),
  ])
  return event
}

/** The whole event after the change. Throws 50035, 180000 (it is over). */
export function parseEventChange(value: unknown, before: ScheduledEvent, now: number): EventFields {
  const given = check(Changed, value)
  if (before.status >= eventStatuses.completed) throw refusal(180000)
  if (before.status === active && given.scheduled_start_time !== undefined) refuseAll([startedAlready])
  const event = complete({ ...pick(before), ...given })
  const isTimed = given.scheduled_start_time !== undefined || given.scheduled_end_time !== undefined
  refuseAll([
    ...findTransitionProblems(before.status, event.status),
    ...findEntityProblems(event),
    ...(isTimed ? findTimeProblems(event, before.status === eventStatuses.active ? undefined : now) : []),
    ...findRecurrenceProblems(event.recurrence_rule),
  ])
  return event
}

const pick = ({
  channel_id,
  entity_metadata,
  name,
  privacy_level,
  scheduled_start_time,
  scheduled_end_time,
  description,
  entity_type,
  recurrence_rule,
  status,
}: ScheduledEvent): EventFields => ({
  channel_id,
  entity_metadata,
  name,
  privacy_level,
  scheduled_start_time,
  scheduled_end_time,
  description,
  entity_type,
  recurrence_rule,
  status,
})

/** Undefined is null, instants stand in one form, and only external events have a location. */
function complete(event: { [K in keyof EventFields]: unknown }): EventFields {
  const { entity_type } = event
  const instant = (value: unknown) =>
    typeof value === 'string' ? new Date(value).toISOString().replace(/\.\d+Z$/, '+00:00') : null
  return {
    ...event,
    entity_metadata: entity_type === entityTypes.external ? (event.entity_metadata ?? null) : null,
    scheduled_start_time: instant(event.scheduled_start_time),
    scheduled_end_time: instant(event.scheduled_end_time),
  } as EventFields
}

/** "Field Requirements By Entity Type". */
function findEntityProblems({ entity_type, channel_id, entity_metadata, scheduled_end_time }: EventFields): Problem[] {
  const needed = (...path: readonly string[]): Problem => ({
    path,
    code: 'BASE_TYPE_REQUIRED',
    message: 'This field is required',
  })
  if (entity_type !== entityTypes.external) return channel_id === null ? [needed('channel_id')] : []
  return [
    ...(channel_id === null
      ? []
      : [
          {
            path: ['channel_id'],
            code: 'GUILD_SCHEDULED_EVENT_CHANNEL_ID_INVALID',
            message: 'Channel must be null for external events',
          },
        ]),
    ...(entity_metadata?.location === undefined ? [needed('entity_metadata', 'location')] : []),
    ...(scheduled_end_time === null ? [needed('scheduled_end_time')] : []),
  ]
}

function findTimeProblems(
  { scheduled_start_time, scheduled_end_time }: EventFields,
  now: number | undefined,
): Problem[] {
  const start = Date.parse(scheduled_start_time)
  return [
    ...(now !== undefined && start <= now
      ? [
          {
            path: ['scheduled_start_time'],
            code: 'GUILD_SCHEDULED_EVENT_SCHEDULE_PAST',
            message: 'Cannot schedule event in the past.',
          },
        ]
      : []),
    ...(scheduled_end_time !== null && Date.parse(scheduled_end_time) <= start
      ? [
          {
            path: ['scheduled_end_time'],
            code: 'GUILD_SCHEDULED_EVENT_SCHEDULE_END_BEFORE_START',
            message: 'Event cannot end before it starts.',
          },
        ]
      : []),
  ]
}

const { scheduled, active, completed, canceled } = eventStatuses

/** Met by apps, not documented: the start of a running event cannot be named, not even as it is. */
const startedAlready: Problem = {
  path: ['scheduled_start_time'],
  code: 'GUILD_SCHEDULED_EVENT_INVALID_START_BY_STATUS',
  message: 'The start of an event that is under way cannot be changed.',
}

/** "Valid Guild Scheduled Event Status Transitions". */
function findTransitionProblems(before: number, after: number): Problem[] {
  const allowed: Record<number, readonly number[]> = { [scheduled]: [active, canceled], [active]: [completed] }
  if (before === after || allowed[before]?.includes(after)) return []
  return [{ path: ['status'], code: 'TRANSITION_INVALID', message: 'Invalid Guild Scheduled Event Status Transition' }]
}
