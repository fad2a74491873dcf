/** Calendar addresses of a person and a channel, and the calendar file of one meeting. */
import { type AnyCommand, type CommandContext, defineCommand, type Reply } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import type { CalendarOf } from '#core/service/calendar.ts'
import { code, moment, say } from '#text/message.ts'
import { actions, button, card, note, text } from '#view/card.ts'
import { whichMeeting } from './meeting-options.ts'

const does = option.choice({
  summary: 'option.calendar',
  choices: [
    { value: 'show', label: 'calendar.choice.show' },
    { value: 'new', label: 'calendar.choice.new' },
    { value: 'off', label: 'calendar.choice.off' },
  ],
})

async function run(
  of: CalendarOf,
  path: string,
  chosen: string | undefined,
  { service, attempt }: CommandContext,
): Promise<Reply> {
  const make = button(say('calendar.button.new'), { path, input: { do: 'new' } })
  const renew = button(say('calendar.button.renew'), { path, input: { do: 'new' } })
  const end = button(say('calendar.button.off'), { path, input: { do: 'off' } }, { style: 'danger' })
  if (chosen === 'off') {
    await service.endCalendar(attempt, of)
    return { card: card(say('calendar.ended'), actions(make)) }
  }
  if (chosen === 'new') {
    const address = await service.newCalendar(attempt, of)
    return {
      card: card(
        say(`calendar.title.${of}`),
        text(code(address)),
        note(say('calendar.secret')),
        note(say('calendar.how')),
        actions(renew, end),
      ),
    }
  }
  const since = await service.calendarSince(attempt, of)
  const title = say(`calendar.title.${of}`)
  if (since === null) return { card: card(title, text(say('calendar.not-yet')), actions(make)) }
  return { card: card(title, text(say('calendar.since', { at: moment(since) })), actions(renew, end)) }
}

const calendarOf = (
  of: CalendarOf,
  path: string,
  facts: Pick<AnyCommand, 'summary' | 'permission' | 'examples'>,
): AnyCommand =>
  defineCommand({
    path,
    ...facts,
    formWords: { title: 'calendar.form', submit: 'calendar.form.submit' },
    help: 'calendar.help',
    options: { do: does },
    effect: 'sensitive',
    run: (input, context) => run(of, path, input.do, context),
  })

export const meCalendar = calendarOf('person', 'conf me calendar', {
  summary: 'command.me-calendar.summary',
  permission: 'person.self',
  examples: ['me calendar', 'me calendar new', 'me calendar off'],
})

export const channelCalendar = calendarOf('channel', 'confadmin channel calendar', {
  summary: 'command.channel-calendar.summary',
  permission: 'channel.manage',
  examples: ['channel calendar', 'channel calendar new', 'channel calendar off'],
})

export const calendarFile = defineCommand({
  path: 'conf calendar-file',
  summary: 'command.calendar-file.summary',
  examples: ['calendar-file k3x9ab', 'calendar-file "Sprint review"'],
  options: { meeting: whichMeeting },
  permission: 'meeting.view',
  effect: 'write',
  hidden: true,
  async run(input, { service, attempt }) {
    const { subject } = await service.giveCalendarFile(attempt, input)
    return { card: card(say('calendar.file.done', { name: subject })) }
  },
})
