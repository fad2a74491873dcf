/** `conf agenda`: what is live, and what comes in the next days, here or for the asker; and one date of it alone. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import type { DaySpan } from '#command-kit/options/span.ts'
import type { AgendaEntry } from '#core/service/meetings/verbs.ts'
import { addDays, type CalendarDate, weekdayOf } from '#lib/calendar-date.ts'
import { readDatePhrase } from '#lib/date-phrase.ts'
import { instantToWall, placeWallTime, type WallTime, wallDate } from '#lib/wall-time.ts'
import { say } from '#text/message.ts'
import { actions, button, card, list, note } from '#view/card.ts'
import { abilitiesOf } from '#view/presenters/abilities.ts'
import { agendaRow, liveRow, notLive } from '#view/presenters/agenda.ts'
import { meetingCard } from '#view/presenters/meeting-card.ts'
import { onDate, whichMeeting } from './meeting-options.ts'
import { zoneOf } from './zone.ts'

/** A message of Slack's has room for little more, with a menu each. */
const maxEntries = 20
const week: DaySpan = { fromDay: 0, days: 7 }

export const agenda = defineCommand({
  path: 'conf agenda',
  summary: 'command.agenda.summary',
  help: 'command.agenda.help',
  formWords: { title: 'form.title.agenda', submit: 'form.submit.show' },
  examples: ['agenda', 'agenda Friday', 'agenda 10 days of:me'],
  options: {
    span: option.span({ summary: 'option.span' }),
    of: option.choice({
      summary: 'option.of',
      named: true,
      choices: [
        { value: 'here', label: 'agenda.of.here' },
        { value: 'me', label: 'agenda.of.me' },
      ],
    }),
  },
  permission: 'meeting.view',
  effect: 'read',
  async run({ span = week, of }, context) {
    const { service, attempt, place, actor, now } = context
    // Somebody alone with the bot is in no channel that would be "here".
    const isMine = of === 'me' || (of === undefined && place.kind === 'direct')
    const range = rangeOf(span, (await zoneOf(context)) ?? 'UTC', now)
    const entries = await service.agenda(attempt, {
      ...range,
      limit: maxEntries,
      of: isMine ? 'person' : 'channel',
    })
    const { here, elsewhere } = service.liveHere(place, actor)
    const live = range.from === now && range.to > now ? [...here, ...elsewhere] : []
    const rows = [
      ...live.map((one) => liveRow(one, abilitiesOf(service.pbxOf(one.pbx)))),
      ...notLive(entries, live).map((entry) => agendaRow(entry, actor)),
    ]
    return {
      card: card(
        say(isMine ? 'agenda.title.me' : 'agenda.title.here'),
        rows.length === 0 ? note(say('agenda.nothing')) : list(rows),
        ...(entries.length === maxEntries ? [note(say('agenda.more', { count: maxEntries }))] : []),
        actions(
          button(say('command.home.schedule'), { path: 'conf schedule', input: {}, asForm: true }),
          isMine
            ? place.kind !== 'direct' && button(say('agenda.of.here'), { path: 'conf agenda', input: { of: 'here' } })
            : button(say('agenda.of.me'), { path: 'conf agenda', input: { of: 'me' } }),
        ),
      ),
    }
  },
})

/** A row of the agenda with what can be done about it: where there is no room for that in each row. */
export const date = defineCommand({
  path: 'conf date',
  summary: 'command.date.summary',
  examples: ['date k3x9ab date:2026-12-01T15:00'],
  options: { meeting: whichMeeting, date: onDate },
  permission: 'meeting.view',
  effect: 'read',
  hidden: true,
  async run(input, { service, attempt, actor }) {
    const { meeting, occurrence } = await service.findMeeting(attempt, input)
    if (!occurrence || meeting.state !== 'scheduled') return { card: meetingCard(meeting, []) }
    const around = { from: occurrence.startAt, to: occurrence.startAt + 1, limit: maxEntries }
    const known = await Promise.all(
      (['person', 'channel'] as const).map((of) => service.agenda(attempt, { ...around, of })),
    )
    const isThis = (one: AgendaEntry) => one.meeting.id === meeting.id && one.occurrence.date === occurrence.date
    const { answer = null } = known.flat().find(isThis) ?? {}
    return { card: card(meeting.subject, list([agendaRow({ meeting, occurrence, answer }, actor)])) }
  },
})

/** Whole days of the reader's zone; today from now on. */
function rangeOf(span: DaySpan, zone: string, now: number): { readonly from: number; readonly to: number } {
  const { first, days } = daysOf(span, instantToWall(now, zone))
  const beginOf = (date: CalendarDate) => placeWallTime(`${date}T00:00`, zone).at
  return { from: Math.max(beginOf(first), now), to: beginOf(addDays(first, days) ?? first) }
}

function daysOf(span: DaySpan, today: WallTime): { readonly first: CalendarDate; readonly days: number } {
  const from = (day: number) => addDays(wallDate(today), day) ?? wallDate(today)
  if ('week' in span) return { first: from(7 * span.week - ((weekdayOf(wallDate(today)) + 6) % 7)), days: 7 }
  if ('fromDay' in span) return { first: from(span.fromDay), days: span.days }
  const read = readDatePhrase(span.day, today)
  if (read.kind === 'no-time') return { first: read.date, days: 1 }
  return { first: read.kind === 'past' ? wallDate(read.wall) : wallDate(today), days: 1 }
}
