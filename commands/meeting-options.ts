/** Options that the commands of meetings share, and what the service is told by them. */
import { option } from '#command-kit/options/index.ts'
import type { Leads } from '#command-kit/options/leads.ts'
import type { MeetingOptions } from '#core/meeting.ts'
import type { DetailInput, WhenInput } from '#core/service/meetings/verbs.ts'
import type { Word } from '#core/word.ts'

export const whichMeeting = option.meeting({ summary: 'option.meeting' })
export const namedMeeting = option.meeting({ summary: 'option.meeting', named: true })
export const whichDate = option.date({ summary: 'option.date' })
export const onDate = option.date({ summary: 'option.date', named: true })

export const scope = option.choice({
  summary: 'option.scope',
  named: true,
  choices: [
    { value: 'this', label: 'meeting.scope.this' },
    { value: 'later', label: 'meeting.scope.later' },
    { value: 'all', label: 'meeting.scope.all' },
  ],
})

const dayMs = 24 * 60 * 60_000

export const whenOption = option.words({ summary: 'option.when', max: 200 })
export const whenOptions = {
  for: option.duration({ summary: 'option.meeting-for', named: true, maxMs: dayMs }),
  zone: option.zone({ summary: 'option.zone', named: true, orUnknown: true }),
  repeat: option.words({ summary: 'option.repeat', named: true, max: 500 }),
}

export const detailOptions = {
  remind: option.leads({ summary: 'option.remind', named: true }),
  ring: option.flag({ summary: 'option.ring', named: true }),
  record: option.flag({ summary: 'option.record', named: true }),
  lock: option.flag({ summary: 'option.lock', named: true }),
  mute: option.flag({ summary: 'option.mute', named: true }),
  close: option.flag({ summary: 'option.close', named: true }),
  event: option.flag({ summary: 'option.event', named: true }),
  external: option.text({ summary: 'option.external', named: true, max: 2000, lines: true }),
}

interface WhenGiven {
  readonly when?: string | undefined
  readonly for?: number | undefined
  readonly zone?: string | undefined
  readonly repeat?: string | undefined
}

interface DetailsGiven {
  readonly who?: readonly Word[] | undefined
  readonly remind?: Leads | undefined
  readonly ring?: boolean | undefined
  readonly record?: boolean | undefined
  readonly lock?: boolean | undefined
  readonly mute?: boolean | undefined
  readonly close?: boolean | undefined
  readonly event?: boolean | undefined
  readonly external?: string | undefined
}

export const toWhen = ({ when, for: forMs, zone, repeat }: WhenGiven): WhenInput => ({ when, forMs, zone, repeat })

export function toDetails({ who, remind, external, ...flags }: DetailsGiven): Omit<DetailInput, 'subject'> {
  const options = toOptions(flags)
  return {
    who: who && isNone(who.map(({ text }) => text).join(' ')) ? [] : who,
    reminderMinutes: remind,
    externalInvitees: external && isNone(external) ? '' : external,
    ...(Object.keys(options).length > 0 && { options }),
  }
}

const isNone = (text: string) => /^none$/i.test(text)

const toOptions = ({ ring, record, lock, mute, close, event }: DetailsGiven): Partial<MeetingOptions> => ({
  ...(ring !== undefined && { ring }),
  ...(record !== undefined && { record }),
  ...(lock !== undefined && { lock }),
  ...(mute !== undefined && { muteOnEntry: mute }),
  ...(close !== undefined && { close }),
  ...(event !== undefined && { event }),
})
