/** `conf agenda`: what is live, and what comes in the next days, here or for the asker. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import type { DaySpan } from '#command-kit/options/span.ts'
import { addDays } from '#lib/calendar-date.ts'
import { instantToWall, placeWallTime, wallDate } from '#lib/wall-time.ts'
import { say } from '#text/message.ts'
import { actions, button, card, list, note } from '#view/card.ts'
import { agendaRow, liveRow, notLive } from '#view/presenters/agenda.ts'
import { zoneOf } from './zone.ts'

/** A message of Slack's has room for little more, with a menu each. */
const maxEntries = 20
const week: DaySpan = { fromDay: 0, days: 7 }

export const agenda = defineCommand({
  path: 'conf agenda',
  summary: 'command.agenda.summary',
  help: 'command.agenda.help',
  formWords: { title: 'form.title.agenda', submit: 'form.submit.show' },
  examples: ['agenda', 'agenda tomorrow', 'agenda 10 days of:me'],
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
    const live = span.fromDay === 0 ? [...here, ...elsewhere] : []
    const rows = [...live.map(liveRow), ...notLive(entries, live).map((entry) => agendaRow(entry, actor))]
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

/** Whole days of the reader's zone; today from now on. */
function rangeOf(
  { fromDay, days }: DaySpan,
  zone: string,
  now: number,
): { readonly from: number; readonly to: number } {
  const today = wallDate(instantToWall(now, zone))
  const beginOf = (day: number) => placeWallTime(`${addDays(today, day) ?? today}T00:00`, zone).at
  return { from: fromDay === 0 ? now : beginOf(fromDay), to: beginOf(fromDay + days) }
}
