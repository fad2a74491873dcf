/** `conf remind`: how long before a meeting its channel is reminded of it, or that it is not for now. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { leadsToText } from '#command-kit/options/leads.ts'
import { ConfbotError } from '#core/errors.ts'
import { say } from '#text/message.ts'
import { actions, button, card, text } from '#view/card.ts'
import { meetingRef } from '#view/presenters/meeting-card.ts'
import { leadList } from '#view/presenters/meeting-words.ts'
import { arrangeLeads } from './arrange-words.ts'
import { findOrAsk } from './meeting-find.ts'
import { fieldOf } from './meeting-form.ts'
import { whichMeeting } from './meeting-options.ts'

export const remind = defineCommand({
  path: 'conf remind',
  summary: 'command.remind.summary',
  help: 'command.remind.help',
  formWords: { title: 'form.title.remind', submit: 'form.submit.save' },
  examples: ['remind Standup 1d 10m', 'remind "Sprint review" 1 hour, start', 'remind Standup off', 'remind pause'],
  options: { meeting: whichMeeting, times: option.leadsOrPause({ summary: 'option.times' }) },
  oneOf: [['times']],
  arrange: arrangeLeads,
  async fill(form, given, context) {
    const found = await findOrAsk(form, given, context)
    if ('form' in found) return found.form
    const { id, subject, reminderMinutes } = found.meeting
    return {
      ...form,
      fields: [
        fieldOf('times', 'string', given.times ?? leadsToText(reminderMinutes), {
          hint: say('option.times'),
          required: true,
          max: 100,
        }),
      ],
      carried: { meeting: id },
      lines: [subject],
    }
  },
  permission: 'meeting.change',
  effect: 'write',
  async run({ meeting: named, times }, { service, attempt }) {
    if (times === undefined) throw new ConfbotError('input.missing', { option: 'times', blanks: { option: 'times' } })
    const { meeting } = await service.remind(attempt, { meeting: named, reminders: times })
    const { areRemindersPaused, reminderMinutes, subject } = meeting
    return {
      card: card(
        say(areRemindersPaused ? 'command.remind.paused' : 'command.remind.done', { name: subject }),
        text(leadList(reminderMinutes)),
        actions(
          reminderMinutes.length > 0 &&
            button(say(areRemindersPaused ? 'command.remind.resume' : 'command.remind.pause'), {
              ...meetingRef(meeting, 'conf remind', { times: areRemindersPaused ? 'resume' : 'pause' }),
            }),
        ),
      ),
    }
  },
})
