/**
 * The form of a meeting. It asks for date, time and zone each by itself, since a combined picker answers in the zone of the
 * device and loses the wall time; and for repetitions by a menu of common ones beside a text.
 */
import { leadsToText } from '#command-kit/options/leads.ts'
import { wordsToText } from '#command-kit/tokenize.ts'
import type { Meeting, MeetingOptions } from '#core/meeting.ts'
import { readDatePhrase } from '#lib/date-phrase.ts'
import { durationToText } from '#lib/duration.ts'
import { instantToWall, type WallTime, wallClock, wallDate } from '#lib/wall-time.ts'
import { type Message, say } from '#text/message.ts'
import type { FormField, FormProblems } from '#view/form.ts'
import { listed } from '#view/presenters/meeting-words.ts'
import { repeatWords } from '#view/presenters/repeat-words.ts'
import { checkZone } from './zone.ts'

type Values = Readonly<Record<string, string>>

/** What the fields hold at first, by field name. */
export interface FormValues {
  readonly subject?: string | undefined
  readonly date?: string | undefined
  readonly time?: string | undefined
  readonly zone?: string | undefined
  readonly for?: string | undefined
  /** A phrase or a rule; absent: once. */
  readonly repeat?: string | undefined
  readonly who?: string | undefined
  readonly remind?: string | undefined
  readonly options?: Partial<MeetingOptions>
  readonly external?: string | undefined
}

const usual = [
  ['none', 'meeting.repeat.once'],
  ['every day', 'meeting.usual.daily'],
  ['every weekday', 'meeting.usual.weekdays'],
  ['every week', 'meeting.usual.weekly'],
  ['every 2 weeks', 'meeting.usual.fortnightly'],
  ['every month', 'meeting.usual.monthly'],
  ['every year', 'meeting.usual.yearly'],
] as const

/** A menu entry of Slack's holds no more. */
const maxChoice = 75

const flags = [
  ['ring', 'ring', 'option.ring'],
  ['record', 'record', 'option.record'],
  ['lock', 'lock', 'option.lock'],
  ['mute', 'muteOnEntry', 'option.mute'],
  ['close', 'close', 'option.close'],
  ['event', 'event', 'option.event'],
] as const

/** `hasEvents`: it can be shown among the events of the platform. */
export function meetingFields(values: FormValues, hasEvents: boolean): FormField[] {
  return [
    fieldOf('subject', 'string', values.subject, { required: true, max: 64 }),
    ...whenFields(values),
    fieldOf('for', 'string', values.for, { hint: say('option.meeting-for'), max: 50 }),
    ...repeatFields(values.repeat),
    fieldOf('who', 'lines', values.who, { hint: say('option.who'), suggests: true, people: 'several' }),
    fieldOf('remind', 'string', values.remind, { hint: say('option.remind'), max: 100 }),
    fieldOf('do', 'choices', chosenFlags(values.options), {
      choices: flags
        .filter(([value]) => value !== 'event' || hasEvents)
        .map(([value, , label]) => ({ value, label: say(label) })),
    }),
    fieldOf('external', 'lines', values.external, { hint: say('option.external') }),
  ]
}

/** Date, time and zone. */
export const whenFields = ({ date, time, zone }: FormValues): FormField[] => [
  fieldOf('when.date', 'date', date, { required: true, placeholder: say('meeting.form.date-form') }),
  fieldOf('when.time', 'time', time, { required: true, placeholder: say('meeting.form.time-form') }),
  fieldOf('zone', 'string', zone, { hint: say('option.zone'), required: true, suggests: true, max: 64 }),
]

/** A menu of common ones, and a text for all others. */
export function repeatFields(repeat: string | undefined): FormField[] {
  const known = usual.some(([value]) => value === repeat)
  const isOther = repeat !== undefined && !known && repeat.length > maxChoice
  const own = repeat === undefined || known || isOther ? [] : [{ value: repeat, label: listed(repeatWords(repeat)) }]
  return [
    fieldOf('repeat.usual', 'choice', isOther ? undefined : (repeat ?? 'none'), {
      choices: [...own, ...usual.map(([value, label]) => ({ value, label: say(label) }))],
    }),
    fieldOf('repeat.other', 'string', isOther ? repeat : undefined, {
      hint: say('meeting.form.repeat-other'),
      max: 500,
    }),
  ]
}

const labels = {
  subject: 'meeting.form.subject',
  'when.date': 'meeting.form.date',
  'when.time': 'meeting.form.time',
  zone: 'meeting.form.zone',
  for: 'meeting.form.for',
  'repeat.usual': 'meeting.form.repeat',
  'repeat.other': 'meeting.form.repeat-or',
  who: 'meeting.form.who',
  remind: 'meeting.form.remind',
  do: 'meeting.form.do',
  external: 'meeting.external',
  pin: 'meeting.form.pin',
  pbx: 'meeting.form.pbx',
  meeting: 'meeting.form.meeting',
  scope: 'meeting.form.scope',
  times: 'meeting.form.times',
} as const

export function fieldOf(
  name: keyof typeof labels,
  base: FormField['base'],
  initial: string | undefined,
  more: Partial<FormField>,
): FormField {
  return { name, label: say(labels[name]), base, required: false, ...more, ...(initial !== undefined && { initial }) }
}

const chosenFlags = (options: Partial<MeetingOptions> = {}): string =>
  flags
    .filter(([, option]) => options[option])
    .map(([value]) => value)
    .join('\n')

/** What stands in the form of a meeting that there is, at one of its dates. */
export const valuesOf = (meeting: Meeting, start: WallTime, durationMinutes: number): FormValues => ({
  subject: meeting.subject,
  date: wallDate(start),
  time: wallClock(start),
  zone: meeting.timeZone,
  for: durationToText(durationMinutes * 60_000),
  repeat: meeting.rule ?? undefined,
  who: wordsToText(meeting.who),
  remind: leadsToText(meeting.reminderMinutes),
  options: meeting.options,
  external: meeting.externalInvitees ?? undefined,
})

/** The other way round: options by name from what the fields hold. */
export function gatherMeeting(values: Values): Values {
  const {
    'when.date': date,
    'when.time': time,
    'repeat.usual': chosen,
    'repeat.other': other,
    do: done,
    ...rest
  } = values
  const when = [date, time].filter(Boolean).join(' ')
  // Both at once can be read as neither.
  const repeat = [chosen === 'none' && other ? '' : chosen, other].filter(Boolean).join(' ')
  const isWhole = when !== '' && rest.subject !== undefined
  const on = new Set(done?.split('\n'))
  return {
    ...(isWhole && cleared),
    ...(isWhole && Object.fromEntries(flags.map(([name]) => [name, on.has(name) ? 'yes' : 'no']))),
    ...rest,
    ...(when !== '' && { when }),
    ...(repeat !== '' && { repeat }),
  }
}

/** What cannot be read or is in no calendar, whatever the zone is; what is past, or can be meant in several ways, is asked later. */
export function checkMeetingFields(values: Values, { now }: { readonly now: number }): FormProblems {
  const today = instantToWall(now, 'UTC')
  const wrong = (...typed: (string | undefined)[]): Message | null => {
    const text = typed.filter(Boolean).join(' ')
    const { kind } = text === '' ? { kind: 'none' } : readDatePhrase(text, today)
    if (kind === 'impossible') return say('error.input.impossible-time', { typed: text })
    return kind === 'unreadable' ? say('error.input.unreadable-time', { typed: text }) : null
  }
  const { 'when.date': date, 'when.time': time } = values
  const together = wrong(date, time)
  // Each may be understood beside the other only: "Friday" and "3".
  const found = together && { 'when.date': wrong(date), 'when.time': wrong(time) }
  const apart = Object.entries(found ?? {}).flatMap(([name, problem]) => (problem ? [[name, problem] as const] : []))
  const when = together && apart.length === 0 ? [['when.time', together] as const] : apart
  return { ...checkZone(values), ...Object.fromEntries(when) }
}

/** Fields that were filled and are empty now send nothing. */
const cleared = { who: 'none', remind: 'off', external: 'none' } as const
