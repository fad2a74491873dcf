/** `conf edit` and `conf move`: another time, or anything else of a meeting; for one date, it and all later ones, or all. */
import { type CommandContext, defineCommand, type Question } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { wordsToText } from '#command-kit/tokenize.ts'
import { ConfbotError } from '#core/errors.ts'
import type { Meeting, MeetingOptions, Scope } from '#core/meeting.ts'
import type { Occurrence } from '#core/occurrence.ts'
import { permit } from '#core/service/deps.ts'
import { scopeOf } from '#core/service/meetings/change-input.ts'
import type { ChangedMeeting, ChangeInput, FoundMeeting } from '#core/service/meetings/verbs.ts'
import { durationToText } from '#lib/duration.ts'
import { wallClock, wallDate } from '#lib/wall-time.ts'
import { code, type Span, say } from '#text/message.ts'
import { type ActionRef, actions, type Button, button, type Card, card, type Line, note, text } from '#view/card.ts'
import type { Form, FormField } from '#view/form.ts'
import { draftQuestion } from '#view/presenters/draft-question.ts'
import { meetingRef } from '#view/presenters/meeting-card.ts'
import { dateWords, listed, spanWords, whenWords } from '#view/presenters/meeting-words.ts'
import { arrangeMove } from './arrange-words.ts'
import { nextNode } from './meeting-dates.ts'
import { findOrAsk } from './meeting-find.ts'
import {
  checkMeetingFields,
  fieldOf,
  gatherMeeting,
  meetingFields,
  repeatFields,
  valuesOf,
  whenFields,
} from './meeting-form.ts'
import {
  detailOptions,
  onDate,
  scope,
  toDetails,
  toWhen,
  whenOption,
  whenOptions,
  whichMeeting,
} from './meeting-options.ts'

export const edit = defineCommand({
  path: 'conf edit',
  summary: 'command.edit.summary',
  help: 'command.edit.help',
  formWords: { title: 'form.title.edit', submit: 'form.submit.preview' },
  examples: ['edit Standup', 'edit Standup for:30m who:@bob,@carol scope:all', 'edit "Sprint review" --record'],
  options: {
    meeting: whichMeeting,
    date: onDate,
    scope,
    subject: option.text({ summary: 'option.subject', named: true, max: 64 }),
    when: option.words({ summary: 'option.when', named: true, max: 200 }),
    ...whenOptions,
    who: option.invitees({ summary: 'option.who', named: true }),
    ...detailOptions,
  },
  gather: gatherMeeting,
  checkFields: checkMeetingFields,
  formWhenBare: true,
  async fill(form, given, context) {
    const found = await findOrAsk(form, given, context)
    if ('form' in found) return found.form
    const { meeting, occurrence } = found
    const minutes = (occurrence.endAt - occurrence.startAt) / 60_000
    const present = valuesOf({ ...meeting, subject: occurrence.subject ?? meeting.subject }, occurrence.start, minutes)
    const own = Object.fromEntries(Object.entries(given).filter(([name]) => name in present))
    return changeForm(
      form,
      found,
      meetingFields({ ...present, ...own }, context.service.whyNoEvents(meeting.place) === null),
      given,
    )
  },
  permission: 'meeting.change',
  effect: 'write',
  previews: true,
  confirm: (input, context) => ask(toChange(input), context),
  run: (input, context) => change(toChange(input), context),
})

export const move = defineCommand({
  path: 'conf move',
  summary: 'command.move.summary',
  help: 'command.move.help',
  formWords: { title: 'form.title.move', submit: 'form.submit.preview' },
  examples: [
    'move "Sprint review" tomorrow 3pm',
    'move Standup to Friday 10:00 for 30m date:2026-12-24 scope:this',
    'move Standup every weekday 10:00 scope:all',
    'move',
  ],
  options: { meeting: whichMeeting, when: whenOption, ...whenOptions, date: onDate, scope },
  oneOf: [['when', 'repeat']],
  arrange: arrangeMove,
  gather: gatherMeeting,
  checkFields: checkMeetingFields,
  async fill(form, given, context) {
    const found = await findOrAsk(form, given, context)
    if ('form' in found) return found.form
    const { meeting, occurrence } = found
    const fields = [
      ...whenFields({
        date: wallDate(occurrence.start),
        time: wallClock(occurrence.start),
        zone: given.zone ?? meeting.timeZone,
      }),
      fieldOf('for', 'string', given.for ?? lengthOf(occurrence), { hint: say('option.meeting-for'), max: 50 }),
      ...(meeting.rule === null ? [] : repeatFields(given.repeat ?? meeting.rule)),
    ]
    return changeForm(form, found, fields, given)
  },
  permission: 'meeting.change',
  effect: 'write',
  previews: true,
  confirm: (input, context) => ask(toChange(input), context),
  run: (input, context) => change(toChange(input), context),
})

type Given = Parameters<typeof toWhen>[0] &
  Parameters<typeof toDetails>[0] & {
    readonly meeting?: string | undefined
    readonly date?: string | undefined
    readonly scope?: Scope | undefined
    readonly subject?: string | undefined
  }

const toChange = (input: Given): ChangeInput => {
  const { meeting, date, scope: which, subject } = input
  return { meeting, date, scope: which, subject, ...toWhen(input), ...toDetails(input) }
}

const lengthOf = ({ startAt, endAt }: Occurrence) => durationToText(endAt - startAt)

/** The form of one meeting: for a series it asks which dates are meant. */
function changeForm(
  form: Form,
  { meeting, occurrence }: { readonly meeting: Meeting; readonly occurrence: Occurrence },
  fields: readonly FormField[],
  given: Readonly<Record<string, string>>,
): Form {
  const date = spanWords(meeting, occurrence)
  const which = fieldOf('scope', 'choice', given.scope, {
    required: true,
    choices: [
      { value: 'this', label: say('choice.scope.this', { date }) },
      { value: 'later', label: say('choice.scope.later', { date }) },
      { value: 'all', label: say('choice.scope.all') },
    ],
  })
  return {
    ...form,
    fields: meeting.rule === null ? fields : [which, ...fields],
    carried: { meeting: meeting.id, date: occurrence.date },
    lines: [[meeting.subject, ' · ', date]],
  }
}

/** What is asked before: what will be so, and the input with nothing left to interpret and nothing that is so already. */
async function ask(
  { meeting: named, date: on, scope: given, ...typed }: ChangeInput,
  { service, attempt }: CommandContext,
): Promise<Question> {
  const { meeting, occurrence } = await service.findMeeting(attempt, { meeting: named, date: on })
  permit(attempt, 'meeting.change', { chair: meeting.owner })
  const about = { meeting: meeting.id, ...(occurrence && { date: occurrence.date }) }
  const { news, same } = compare(typed, meeting, occurrence)
  if (Object.keys(news).length === 0) throw new ConfbotError('input.nothing-new', { blanks: { name: meeting.subject } })
  // What is cancelled or over is told by the draft.
  const which = occurrence ? scopeOf(meeting, occurrence, { ...news, scope: given }) : given
  const draft = await service.draftChange(attempt, { ...about, ...news, scope: which })
  const { when, repeat, zone } = draft.exact
  const isTimed = news.when !== undefined || news.repeat !== undefined
  return {
    ...draftQuestion(draft, 'change', occurrence ? changeLines(meeting, occurrence, which, isTimed) : [], {
      unable: service.unableActs(draft.meeting),
      namesPbx: service.pbxNames.length > 1,
    }),
    input: {
      ...same,
      ...about,
      ...(which !== undefined && { scope: which }),
      ...(isTimed && { when, zone }),
      ...(news.repeat !== undefined && { repeat }),
    },
  }
}

/** Which dates are meant, and when the one in question was to be. */
function changeLines(meeting: Meeting, occurrence: Occurrence, which: Scope | undefined, isTimed: boolean): Line[] {
  const date = spanWords(meeting, occurrence)
  return [
    ...(meeting.rule !== null && which !== undefined ? [scopeWords(which, date)] : []),
    ...(isTimed ? [say('meeting.draft.was', { when: date })] : []),
  ]
}

const scopeWords = (which: Scope, date: Span): Span =>
  which === 'all' ? say('choice.scope.all') : say(`choice.scope.${which}`, { date })

/** Forms send all that stands in them: `same`, as text by option name, takes back what is so already. */
function compare(
  given: Omit<ChangeInput, 'meeting' | 'date' | 'scope'>,
  meeting: Meeting,
  occurrence: Occurrence | null,
): { readonly news: typeof given; readonly same: Readonly<Record<string, string>> } {
  const start = occurrence?.start
  const isSame = {
    subject: given.subject === (occurrence?.subject ?? meeting.subject),
    when: given.when !== undefined && given.when.replace(' ', 'T') === start,
    for: occurrence !== null && given.forMs === occurrence.endAt - occurrence.startAt,
    zone: given.zone === meeting.timeZone,
    repeat: given.repeat === (meeting.rule ?? 'none'),
    who: given.who !== undefined && wordsToText(given.who) === wordsToText(meeting.who),
    remind: given.reminderMinutes?.join() === meeting.reminderMinutes.join(),
    external: given.externalInvitees === (meeting.externalInvitees ?? ''),
  }
  const kept = <T>(isKept: boolean, value: T | undefined) => (isKept ? undefined : value)
  const isTimed = given.when !== undefined && !isSame.when
  const { options: flags = {} } = given
  const options = Object.fromEntries(
    optionNames.flatMap(([, name]) =>
      flags[name] === undefined || flags[name] === meeting.options[name] ? [] : [[name, flags[name]]],
    ),
  )
  const news = {
    subject: kept(isSame.subject, given.subject),
    when: kept(isSame.when, given.when),
    forMs: kept(isSame.for, given.forMs),
    // A new time is meant in it, whosever it is.
    zone: kept(isSame.zone && !isTimed, given.zone),
    repeat: kept(isSame.repeat, given.repeat),
    who: kept(isSame.who, given.who),
    reminderMinutes: kept(isSame.remind, given.reminderMinutes),
    externalInvitees: kept(isSame.external, given.externalInvitees),
    options: Object.keys(options).length === 0 ? undefined : options,
  }
  const sameFlags = optionNames.filter(([, name]) => flags[name] === meeting.options[name]).map(([name]) => name)
  const sameNames = Object.entries(isSame).flatMap(([name, isSo]) => (isSo ? [name] : []))
  return {
    news: Object.fromEntries(Object.entries(news).filter(([, value]) => value !== undefined)),
    same: Object.fromEntries([...sameNames, ...sameFlags].map((name) => [name, ''])),
  }
}

async function change(input: ChangeInput, { service, attempt }: CommandContext): Promise<{ readonly card: Card }> {
  const before = await service.findMeeting(attempt, { meeting: input.meeting, date: input.date })
  const changed = await service.changeMeeting(attempt, input)
  const { meeting, next, dropped } = changed
  return {
    card: card(
      say('command.edit.done', { name: meeting.subject }),
      ...(before.occurrence && changed.occurrence && before.occurrence.startAt !== changed.occurrence.startAt
        ? [
            text(
              say('command.move.done', {
                was: spanWords(before.meeting, before.occurrence),
                when: whenWords(meeting, changed.occurrence),
              }),
            ),
          ]
        : [nextNode(meeting, next)]),
      ...(changed.before ? [note(say('command.edit.split', { code: code(meeting.id) }))] : []),
      ...(dropped.length === 0 ? [] : [note(say('command.edit.dropped', { dates: listed(dropped.map(dateWords)) }))]),
      actions(undoMove(input, before, changed)),
    ),
  }
}

/** Back to where it was, where nothing but its time was changed and that is still to come. */
function undoMove(
  input: ChangeInput,
  { meeting: was, occurrence: from }: FoundMeeting,
  { meeting, occurrence, dropped }: ChangedMeeting,
): Button | undefined {
  const isTimeAlone = input.who === undefined && input.subject === undefined && input.options === undefined
  if (!isTimeAlone || !from || !occurrence || from.startAt === occurrence.startAt || dropped.length > 0)
    return undefined
  const action: ActionRef = {
    ...meetingRef(meeting, 'conf move', {
      date: occurrence.date,
      when: from.start,
      zone: was.timeZone,
      ...(input.scope !== undefined && { scope: input.scope === 'this' ? 'this' : 'all' }),
      ...(input.forMs !== undefined && { for: lengthOf(from) }),
    }),
    confirmed: true,
  }
  return button(say('card.button.undo'), action)
}

const optionNames = [
  ['ring', 'ring'],
  ['record', 'record'],
  ['lock', 'lock'],
  ['mute', 'muteOnEntry'],
  ['close', 'close'],
  ['event', 'event'],
] as const satisfies readonly (readonly [string, keyof MeetingOptions])[]
