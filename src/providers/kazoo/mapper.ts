/** KAZOO's wire shapes to core, without side effects. Sources: those of `schema.ts`. */
import type { CallFailure, ProviderParticipant, Room, RoomReading } from '#core/contracts/conference-provider.ts'
import type { Document } from './client.ts'
import { documentToFields } from './document.ts'
import type { Conference, DialReply, Participant } from './schema.ts'

export const wireToRoom = (wire: Conference): Room => ({
  id: wire.id,
  number: numbersOf(wire)[0] ?? '',
  subject: wire.name ?? '',
  // Which number leads to conferences at all is the business of a callflow.
  dialIn: null,
  hasPin: memberPins(wire).length > 0,
  fields: documentToFields(wire),
})

/** What is keyed in to come into this room: by anybody, by members, by moderators. */
const numbersOf = ({ conference_numbers, member, moderator }: Conference): readonly string[] => [
  ...(conference_numbers ?? []),
  ...(member?.numbers ?? []),
  ...(moderator?.numbers ?? []),
]

export const memberPins = ({ member }: Conference): readonly string[] => member?.pins ?? []

/**
 * Whether somebody made this room: what is answered of an id that is nobody's has neither name nor numbers. null: it may be
 * either.
 */
export const isStored = (wire: Conference): true | null => (wire.name || numbersOf(wire).length > 0 ? true : null)

/** What may be sent back to replace a room: without its id, which stands in the path, and what is live of it. */
export function wireToDocument({ id: _id, _read_only, ...document }: Conference): Document {
  return document
}

/** `callIdOf`: the call id that is known of a leg, by the one that it has. */
export const wireToReading = (
  { _read_only }: Conference,
  participants: readonly Participant[],
  callIdOf: (callId: string) => string,
): RoomReading => ({
  locked: _read_only?.is_locked ?? null,
  recording: null,
  muted: null,
  participants: participants.map((one) => wireToParticipant(one, callIdOf)),
})

const wireToParticipant = (wire: Participant, callIdOf: (callId: string) => string): ProviderParticipant => {
  const { speak, talking, is_moderator } = varsOf(wire)
  const number = /^\+?[0-9]{2,}$/.test(wire.caller_id_number ?? '') ? (wire.caller_id_number ?? null) : null
  const name = wire.caller_id_name?.trim() ?? ''
  return {
    legId: legIdOf(wire),
    // A name that is a number is a claim of the caller's device.
    name: name === '' || /^\+?[\d\s().-]+$/.test(name) ? null : name,
    number,
    muted: speak === null ? null : !speak,
    chairman: is_moderator,
    talking,
    callId: wire.call_id ? callIdOf(wire.call_id) : null,
  }
}

/** Ids of participants are those of one conference alone, and begin anew with the next: the call tells them apart. */
export const legIdOf = ({ participant_id, call_id }: Participant): string => `${participant_id}:${call_id ?? ''}`

export const isModerator = (wire: Participant): boolean => varsOf(wire).is_moderator === true
export const isMuted = (wire: Participant): boolean => varsOf(wire).speak === false

/** Nested in the code, flat in the documents. */
function varsOf(wire: Participant) {
  const nested = wire.conference_channel_vars
  return {
    speak: nested?.speak ?? wire.speak ?? null,
    talking: nested?.talking ?? wire.talking ?? null,
    is_moderator: nested?.is_moderator ?? wire.is_moderator ?? null,
  }
}

/** Causes and words of a call that came to nothing; of all others it is said that it failed. */
const failures: Readonly<Record<string, CallFailure>> = {
  USER_BUSY: 'busy',
  NO_ANSWER: 'no-answer',
  NO_USER_RESPONSE: 'no-answer',
}

/** `callId`: of the leg that came of it. `message`: in the vendor's words. */
export interface DialOutcome {
  readonly callId: string | null
  readonly failure: CallFailure | null
  readonly message: string
}

/** What became of a call. That nobody answered in time may be said with the status `success`. */
export function wireToOutcome({ data }: DialReply): DialOutcome {
  if (typeof data === 'string') return { callId: null, failure: null, message: data }
  const [response] = data.endpoint_responses
  const { status, message, hangup_cause } = response ?? data
  const words = { callId: null, message: message || hangup_cause || 'error' }
  if (/\btimed out\b/.test(words.message)) return { ...words, failure: 'no-answer' }
  if (status === 'error') return { ...words, failure: failures[hangup_cause ?? ''] ?? 'failed' }
  return { ...words, callId: response?.call_id ?? null, failure: null }
}
