/** `conf start`: opens a room now, posts the live card, rings the invited. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { wordsToText } from '#command-kit/tokenize.ts'
import { mention } from '#core/actor.ts'
import { ConfbotError, type ErrorChoice, isConfbotError } from '#core/errors.ts'
import { missingInvitations } from '#core/roster.ts'
import type { Word } from '#core/word.ts'
import { spanToString } from '#text/format.ts'
import { bold, say } from '#text/message.ts'
import { actions, button, card, note, text } from '#view/card.ts'
import { abilitiesOf } from '#view/presenters/abilities.ts'
import { dialResultNodes } from '#view/presenters/dial-result.ts'
import { ref } from '#view/presenters/roster.ts'
import { onPbx, pinLength, pinProblems } from './live-options.ts'

const maxSubject = 64

/** Words that can only be meant for somebody to ring, never for a subject. */
const isCallable = (text: string) => /^(\+?[\d][\d\s().-]*|<@!?[A-Za-z0-9]+>)$/.test(text)

interface Named {
  readonly subject: string | undefined
  readonly who: readonly Word[]
}

/** What is offered fits what was meant: the first word may have been somebody, and unknown words after it more of the subject. */
function withChoices(error: unknown, { subject = '', who }: Named): unknown {
  if (!isConfbotError(error)) return error
  const { choices = [], blanks } = error.details
  const isUnknown = isConfbotError(error, 'input.unknown-person') && blanks?.typed === who[0]?.text
  const isMore = isUnknown && subject !== '' && !isCallable(subject)
  return new ConfbotError(error.code, {
    ...error.details,
    choices: [
      ...(isMore ? longerSubject(subject, who) : []),
      ...choices.map((choice) =>
        // It says anew of all of them who is meant.
        isCallable(subject) && choice.input.who !== undefined
          ? { ...choice, input: { ...choice.input, subject: '' } }
          : choice,
      ),
    ],
  })
}

function longerSubject(subject: string, who: readonly Word[]): ErrorChoice[] {
  const end = who.findIndex(({ text, quoted, afterComma }) => quoted || afterComma || isCallable(text))
  const more = end < 0 ? who : who.slice(0, end)
  const whole = [subject, ...more.map(({ text }) => text)].join(' ')
  if (more.length === 0 || [...whole].length > maxSubject) return []
  const input = { subject: whole, who: wordsToText(who.slice(more.length)) }
  return [{ label: say('card.choice.subject', { subject: whole }), input }]
}

export const start = defineCommand({
  path: 'conf start',
  summary: 'command.start.summary',
  help: 'command.start.help',
  formWords: { title: 'form.title.start', submit: 'form.submit.start' },
  examples: [
    'start "Sprint review" +4930901800 1001',
    'start "Incident 42" @bob on-call pin:2468',
    'start room:8050',
    'start "Quick call" 1001 +4930901800 --instant',
    'start',
  ],
  options: {
    subject: option.text({ summary: 'option.subject', max: maxSubject }),
    who: option.invitees({ summary: 'option.who' }),
    pin: option.digits({ summary: 'option.pin', named: true, ...pinLength }),
    pbx: onPbx,
    room: option.text({ summary: 'option.start-room', named: true, suggests: 'offered-room', max: 64, rare: true }),
    for: option.duration({ summary: 'option.for', named: true, label: 'meeting.form.for' }),
    instant: option.flag({ summary: 'option.instant', named: true, rare: true }),
    another: option.flag({ summary: 'option.another', named: true, rare: true }),
  },
  permission: 'conference.start',
  effect: 'write',
  happensHere: true,
  check: pinProblems,
  async run(input, { service, attempt, actor, place, language }) {
    const first = input.subject
    const isSomebody = first !== undefined && isCallable(first)
    const someone: Word[] = isSomebody ? [{ text: first, quoted: true, afterComma: false }] : []
    const subject =
      isSomebody || first === undefined
        ? spanToString(say('command.start.subject', { name: actor.name }), language)
        : first
    const { conference, results, isShown } = await service
      .start(attempt, {
        subject,
        who: [...someone, ...(input.who ?? [])],
        pin: input.pin,
        pbx: input.pbx,
        room: input.room,
        isUnnamed: isSomebody || first === undefined,
        forMs: input.for,
        instant: input.instant,
        another: input.another,
      })
      .catch((error: unknown) => {
        throw withChoices(error, { subject: first, who: input.who ?? [] })
      })
    const missing = missingInvitations(conference).length
    const can = abilitiesOf(service.pbxOf(conference.pbx))
    if (!isShown)
      return {
        card: card(
          say('command.start.done', { name: conference.subject }),
          text(say('command.start.unconfirmed')),
          actions(
            button(say('card.button.post-again'), ref(conference, 'conf show')),
            missing > 0 && button(say('card.button.missing', { count: missing }), ref(conference, 'conf missing')),
          ),
        ),
      }
    return {
      card: card(
        say('command.start.done', { name: conference.subject }),
        text(
          say(can.hidesRoster ? 'command.start.room-unseen' : 'command.start.room', {
            room: bold(conference.roomNumber),
            chair: mention(conference.chair),
          }),
        ),
        ...(service.hasCardIn(conference, place) ? [] : [note(say('command.show.directly'))]),
        ...dialResultNodes(results),
        actions(
          conference.hasPin && can.readPin && button(say('card.button.pin'), ref(conference, 'conf pin')),
          button(say('card.button.invite'), ref(conference, 'conf invite')),
          button(say('card.button.call-me'), ref(conference, 'conf callme')),
        ),
      ),
    }
  },
})
