/** `conf schedule`: a meeting, once or as a series. What was understood is repeated in words before anything is saved. */
import { defineCommand } from '#command-kit/define-command.ts'
import { option } from '#command-kit/options/index.ts'
import { leadsToText } from '#command-kit/options/leads.ts'
import type { Place } from '#core/actor.ts'
import { defaultMeetingOptions, type MeetingOptions } from '#core/meeting.ts'
import type { ConferenceService } from '#core/service/index.ts'
import type { ScheduleInput } from '#core/service/meetings/verbs.ts'
import { defaultDurationMinutes } from '#core/service/meetings/when.ts'
import { remindersOf } from '#core/service/setting.ts'
import { durationToText } from '#lib/duration.ts'
import { readSchedule } from '#lib/schedule-phrase.ts'
import { instantToWall, type WallTime, wallClock, wallDate } from '#lib/wall-time.ts'
import { placeToZone } from '#lib/zone-names.ts'
import { code, say } from '#text/message.ts'
import { actions, button, card, note, text } from '#view/card.ts'
import type { Form } from '#view/form.ts'
import { draftQuestion } from '#view/presenters/draft-question.ts'
import { meetingRef } from '#view/presenters/meeting-card.ts'
import { whenWords } from '#view/presenters/meeting-words.ts'
import { arrangeSchedule } from './arrange-words.ts'
import { onPbx, pinLength, pinProblems } from './live-options.ts'
import { checkMeetingFields, type FormValues, fieldOf, gatherMeeting, meetingFields } from './meeting-form.ts'
import { detailOptions, toDetails, toWhen, whenOption, whenOptions } from './meeting-options.ts'
import { zoneOf } from './zone.ts'

export const schedule = defineCommand({
  path: 'conf schedule',
  summary: 'command.schedule.summary',
  help: 'command.schedule.help',
  formWords: { title: 'form.title.schedule', submit: 'form.submit.preview' },
  examples: [
    'schedule "Sprint review" tomorrow 3pm for 1h @bob 1001',
    'schedule Standup every weekday 9:30 for 15m Europe/Berlin @bob @carol',
    'schedule Demo 2026-12-01T15:00:00+01:00 remind:1d,10m --record',
    'schedule',
  ],
  options: {
    subject: option.text({ summary: 'option.subject', required: true, max: 64 }),
    when: whenOption,
    ...whenOptions,
    who: option.invitees({ summary: 'option.who' }),
    ...detailOptions,
    pin: option.digits({ summary: 'option.meeting-pin', named: true, orNone: true, ...pinLength }),
    pbx: onPbx,
  },
  oneOf: [['when', 'repeat']],
  arrange: arrangeSchedule,
  gather: gatherMeeting,
  checkFields: checkMeetingFields,
  check: pinProblems,
  form: (given, { service, place }) => formOf({ subject: given.subject }, service, place),
  async fill(_form, given, context) {
    const named = given.zone === undefined ? null : placeToZone(given.zone)
    const zone = named ?? (await zoneOf(context))
    const { remind } = await context.service.channelSettings(context.attempt)
    return formOf(
      {
        ...startValues(given, zone, context.now),
        subject: given.subject,
        zone: named ?? given.zone ?? zone,
        for: given.for ?? durationToText(defaultDurationMinutes * 60_000),
        repeat: given.repeat,
        who: given.who,
        remind: given.remind ?? leadsToText(remindersOf(remind)),
        options: givenFlags(given),
        external: given.external,
      },
      context.service,
      context.place,
      given.pbx,
    )
  },
  permission: 'meeting.schedule',
  effect: 'write',
  happensHere: true,
  previews: true,
  async confirm(input, { service, attempt }) {
    const draft = await service.draftMeeting(attempt, toInput(input))
    const pin =
      input.pin === undefined ? [] : [say(input.pin === 'none' ? 'meeting.draft.no-pin' : 'meeting.draft.own-pin')]
    return {
      ...draftQuestion(draft, 'schedule', pin, {
        unable: service.unableActs(draft.meeting),
        namesPbx: service.pbxNames.length > 1,
      }),
      input: draft.exact,
    }
  },
  async run(input, { service, attempt }) {
    const { meeting, occurrence, isShown, isOnPbx } = await service.schedule(attempt, toInput(input))
    return {
      card: card(
        say('command.schedule.done', { name: meeting.subject }),
        ...(occurrence ? [text(whenWords(meeting, occurrence))] : []),
        ...(isShown ? [] : [text(say('command.schedule.unconfirmed'))]),
        ...(isOnPbx === false ? [note(say('command.schedule.no-room', { pbx: meeting.pbx }))] : []),
        note(say('command.schedule.code', { code: code(meeting.id) })),
        actions(
          !isShown && button(say('card.button.post-again'), meetingRef(meeting, 'conf show')),
          meeting.room?.hasPin && button(say('card.button.pin'), meetingRef(meeting, 'conf pin')),
          button(say('meeting.button.edit'), { ...meetingRef(meeting, 'conf edit'), asForm: true }),
          button(say('meeting.button.cancel'), meetingRef(meeting, 'conf cancel')),
        ),
      ),
    }
  },
})

type Input = Parameters<typeof toWhen>[0] &
  Parameters<typeof toDetails>[0] & {
    readonly subject: string
    readonly pin?: string | undefined
    readonly pbx?: string | undefined
  }

const toInput = (input: Input): ScheduleInput => ({
  ...toWhen(input),
  ...toDetails(input),
  subject: input.subject,
  pin: input.pin === 'none' ? null : input.pin,
  pbx: input.pbx,
})

const formOf = (
  values: FormValues,
  { pbxNames, whyNoEvents }: Pick<ConferenceService, 'pbxNames' | 'whyNoEvents'>,
  place: Place,
  pbx?: string,
): Form => ({
  path: 'conf schedule',
  title: say('form.title.schedule'),
  submit: say('form.submit.preview'),
  fields: [
    ...meetingFields(values, whyNoEvents(place) === null),
    fieldOf('pin', 'string', undefined, { hint: say('option.meeting-pin'), max: 6, secret: true }),
    ...(pbxNames.length > 1
      ? [
          fieldOf('pbx', 'choice', pbx, {
            hint: say('option.pbx'),
            choices: pbxNames.map((name) => ({ value: name, label: name })),
          }),
        ]
      : []),
  ],
  carried: {},
  happensHere: true,
})

type StartValues = Pick<FormValues, 'date' | 'time' | 'repeat'>

/** Where a day begins first, and last. */
const outermostZones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'] as const

/** What was typed, as far as it is certain; where nothing was, the next full hour. Without a zone: what is the same in all of them. */
function startValues(given: Readonly<Record<string, string>>, zone: string | undefined, now: number): StartValues {
  if (zone !== undefined) return startValuesIn(given, zone, now)
  if (given.when === undefined) return { repeat: given.repeat }
  const [first, last] = outermostZones.map((each) => startValuesIn(given, each, now))
  const same = (name: keyof StartValues) => (first?.[name] === last?.[name] ? first?.[name] : undefined)
  return { date: same('date'), time: same('time'), repeat: same('repeat') ?? given.repeat }
}

function startValuesIn({ when, repeat }: Readonly<Record<string, string>>, zone: string, now: number): StartValues {
  const today = instantToWall(now, zone)
  if (when === undefined && repeat === undefined) return wallValues([instantToWall(nextHour(now), zone)])
  const read = readSchedule({ when: when ?? '', repeat: repeat ?? '' }, today)
  const rule = 'rule' in read && read.rule !== null ? { repeat: read.rule } : { repeat }
  switch (read.kind) {
    case 'certain':
      return { ...wallValues([read.start]), ...rule }
    case 'instant':
      return { ...wallValues([instantToWall(read.at, zone)]), ...rule }
    case 'past':
      return { ...wallValues([read.wall]), ...rule }
    case 'ambiguous':
      return { ...wallValues(read.candidates), ...rule }
    case 'no-time':
      return { ...(read.dates.length === 1 && { date: read.date }), ...rule }
    default:
      return rule
  }
}

const hourMs = 60 * 60_000
/** Not one that begins at once. */
const nextHour = (now: number) => Math.ceil((now + hourMs / 4) / hourMs) * hourMs

/** What all of them have in common. */
function wallValues(walls: readonly WallTime[]): Pick<FormValues, 'date' | 'time'> {
  const [date, ...dates] = new Set(walls.map(wallDate))
  const [time, ...times] = new Set(walls.map(wallClock))
  return { ...(dates.length === 0 && { date }), ...(times.length === 0 && { time }) }
}

const givenFlags = ({ ring, record, lock, mute, close, event }: Readonly<Record<string, string>>): MeetingOptions => {
  const chosen = (given: string | undefined, otherwise: boolean) => (given === undefined ? otherwise : isYes(given))
  const { muteOnEntry, ...others } = defaultMeetingOptions
  return {
    ring: chosen(ring, others.ring),
    record: chosen(record, others.record),
    lock: chosen(lock, others.lock),
    muteOnEntry: chosen(mute, muteOnEntry),
    close: chosen(close, others.close),
    event: chosen(event, others.event),
  }
}

const isYes = (typed: string) => /^(?:y|yes|true|on|1)$/i.test(typed)
