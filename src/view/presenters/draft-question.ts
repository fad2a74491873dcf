/** What is asked before a meeting is saved: all that was understood, in words, with its next dates. */
import type { Meeting } from '#core/meeting.ts'
import type { MeetingDraft } from '#core/service/meetings/verbs.ts'
import { bold, type Span, say } from '#text/message.ts'
import type { Confirm, Line } from '../card.ts'
import { optionWords, type UnableAct } from './meeting-card.ts'
import {
  dateLine,
  dateNotes,
  durationWords,
  leadList,
  listed,
  unnumberedWords,
  whenWords,
  whoWords,
} from './meeting-words.ts'
import { repeatWords } from './repeat-words.ts'

/** Told when it is asked; the card tells all. */
const maxInvited = 10

/** `also`: what else is to be known, before the rest; `unable`: what its PBX cannot do; `namesPbx`: where there are several. */
export function draftQuestion(
  { meeting, next }: Pick<MeetingDraft, 'meeting' | 'next'>,
  purpose: 'schedule' | 'change',
  also: readonly Line[] = [],
  { unable = [], namesPbx = false }: { readonly unable?: readonly UnableAct[]; readonly namesPbx?: boolean } = {},
): { readonly question: Confirm; readonly lines: readonly Line[]; readonly isHarmless: true } {
  const [first] = next
  return {
    question: {
      title: say(`meeting.draft.${purpose}`, { subject: meeting.subject }),
      text: first ? whenWords(meeting, first) : meeting.subject,
      confirm: say(`meeting.draft.${purpose}-now`),
    },
    lines: [
      ...also,
      ...unableLines(meeting, unable),
      ...(first ? dateLines(meeting, next) : []),
      ...(purpose === 'schedule' ? overLines(meeting, first) : []),
      ...detailLines(meeting, unable),
      ...(namesPbx ? [titled(say('meeting.pbx'), meeting.pbx)] : []),
    ],
    isHarmless: true,
  }
}

/** What is asked of the PBX in vain, before it is saved. */
const unableLines = ({ pbx }: Pick<Meeting, 'pbx'>, acts: readonly UnableAct[]): readonly Line[] =>
  acts.length === 0
    ? []
    : [[bold(say('meeting.draft.unable', { pbx, acts: listed(acts.map((act) => say(`meeting.act.${act}`))) }))]]

function dateLines(meeting: Meeting, next: MeetingDraft['next']): Line[] {
  const [first] = next
  if (meeting.rule === null) {
    const notes = first ? dateNotes(meeting, first) : []
    return notes.length === 0 ? [] : [[bold(listed(notes))]]
  }
  return [
    titled(say('meeting.repeats'), ...repeatWords(meeting.rule)),
    [bold(say('meeting.next')), ':'],
    ...next.map((one): Line => ['• ', ...dateLine(meeting, one)]),
  ]
}

/** Reminders that will not come for the first date, since it is so near. */
function overLines(
  { reminderMinutes, createdAt: now }: Meeting,
  first: MeetingDraft['next'][number] | undefined,
): Line[] {
  const over = first ? reminderMinutes.filter((lead) => first.startAt - lead * 60_000 < now) : []
  return over.length === 0 ? [] : [[say('meeting.draft.reminders-over', { leads: leadList(over) })]]
}

const detailLines = (meeting: Meeting, unable: readonly UnableAct[]): Line[] => [
  titled(say('meeting.length'), durationWords(meeting.durationMinutes)),
  titled(say('meeting.invited'), whoWords(meeting, maxInvited)),
  ...linesOf(unnumberedWords(meeting, maxInvited)),
  titled(say('meeting.reminders'), leadList(meeting.reminderMinutes)),
  titled(say('meeting.options'), optionWords(meeting.options, unable)),
  ...(meeting.options.event ? [[say('event.draft')]] : []),
  ...(meeting.externalInvitees === null ? [] : [titled(say('meeting.external'), meeting.externalInvitees)]),
]

const linesOf = (words: Span | null): Line[] => (words === null ? [] : [[words]])

const titled = (title: Span, ...words: readonly Span[]): Line => [bold(title), ': ', ...words]
