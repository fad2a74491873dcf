/** What an Asterisk says, and what confbot keeps for it, to core and back, without side effects. Sources: those of `schema.ts`. */
import type {
  CallFailure,
  EntryAnswer,
  ProviderParticipant,
  Recording,
  Room,
  RoomFieldValues,
  RoomReading,
} from '#core/contracts/conference-provider.ts'
import type { VendorProblem } from '../failure.ts'
import type { AsteriskSettings } from './config.ts'
import { maxParticipants } from './fields.ts'
import { callToRoom, isHelper, readRecordingName, recorderToRecording } from './names.ts'
import { AriProblem, type KeptRoom, type LegItem, type RoomItem, type StoredRecordings } from './schema.ts'

export const keptToRoom = ({ number, subject, pin, maxParticipants: most }: KeptRoom, dialIn?: string): Room => ({
  id: number,
  number,
  subject,
  dialIn: dialIn?.replace('{number}', number) ?? null,
  hasPin: pin !== null,
  fields: { number, subject, max_participants: most },
})

/** `before`: the room that they change; values that are not given stay. */
export function fieldsToRoom(values: RoomFieldValues, before?: KeptRoom): KeptRoom {
  const { number, subject, pin, max_participants: most } = values
  return {
    number: before?.number ?? String(number ?? ''),
    subject: subject === undefined ? (before?.subject ?? '') : String(subject ?? ''),
    pin: pin === undefined ? (before?.pin ?? null) : String(pin ?? '') || null,
    maxParticipants: typeof most === 'number' ? most : (before?.maxParticipants ?? maxParticipants),
    schedule: before?.schedule ?? null,
  }
}

const yesNo = (text: string | undefined): boolean | null =>
  text === undefined ? null : /^yes$/i.test(text) ? true : /^no$/i.test(text) ? false : null

/**
 * `room`: undefined where nobody is in it. `numberOf`: whom the call rang that has this id, as far as it is remembered: Asterisk shows of
 * such a call what the person who was called is shown.
 */
export function wireToReading(
  room: RoomItem | undefined,
  legs: readonly LegItem[],
  pbx: string,
  numberOf: (callId: string) => string | null,
): RoomReading {
  const isThere = legs.length > 0
  return {
    locked: isThere && room !== undefined ? yesNo(room.Locked) : false,
    muted: isThere && room !== undefined ? yesNo(room.Muted) : false,
    recording: legs.some(isRecorder),
    participants: legs.filter(isPerson).map((leg) => wireToParticipant(leg, pbx, numberOf)),
  }
}

export const isPerson = ({ Channel }: LegItem): boolean => !isHelper(Channel)

/** Of the recording that this leg makes; null: it makes none. */
export const legToRecording = ({ Channel, Uniqueid }: LegItem): string | null =>
  isHelper(Channel) ? recorderToRecording(Uniqueid) : null

export const isRecorder = (leg: LegItem): boolean => legToRecording(leg) !== null

function wireToParticipant(
  leg: LegItem,
  pbx: string,
  numberOf: (callId: string) => string | null,
): ProviderParticipant {
  const isOurCall = callToRoom(leg.Uniqueid, pbx) !== null
  return {
    legId: leg.Uniqueid,
    name: isOurCall ? null : nameOf(leg.CallerIDName),
    number: isOurCall ? numberOf(leg.Uniqueid) : callerToNumber(leg.CallerIDNum),
    muted: yesNo(leg.Muted),
    // Administrators of a ConfBridge are not the chair of a conference.
    chairman: null,
    talking: yesNo(leg.Talking),
    callId: isOurCall ? leg.Uniqueid : null,
  }
}

/** null: withheld, or none; `<unknown>` stands where Asterisk knows none. */
export const callerToNumber = (caller: string | null | undefined): string | null =>
  caller && /^\+?[0-9]{2,}$/.test(caller) ? caller : null

/** A name that is a number is a claim of the caller's device. */
const nameOf = (name: string | undefined): string | null => {
  const text = name?.trim() ?? ''
  return text === '' || text === '<unknown>' || /^\+?[\d\s().-]+$/.test(text) ? null : text
}

/** Those of one room that are finished: `underWay` holds the names of the others. */
export function wireToRecordings(
  stored: StoredRecordings,
  room: string,
  underWay: ReadonlySet<string>,
): readonly Recording[] {
  return stored.flatMap(({ name, format }) => {
    const known = readRecordingName(name)
    if (known?.room !== room || underWay.has(name)) return []
    return {
      id: name,
      startedAt: known.startedAt,
      endedAt: null,
      durationSeconds: null,
      fileName: `${name}.${format ?? 'wav'}`,
      sizeBytes: null,
    }
  })
}

export function wireToProblem(body: unknown): VendorProblem | null {
  const problem = AriProblem.safeParse(body)
  if (!problem.success) return null
  const { message } = problem.data
  return { message, ...(message === noFolder && { code: 'provider.rejected' }) }
}

/** What ARI says with the status 500 while there is no folder of recordings, which comes with the first of them. Seen with 22.10. */
export const noFolder = 'Allocation failed'

/**
 * What is rung: what begins with + is outside, everything else an extension. null: it holds anything but digits, and cannot be put
 * into the name of a channel.
 */
export function numberToChannel(
  number: string,
  { extensionChannel, outsideChannel, outsidePrefix }: AsteriskSettings,
): string | null {
  const isOutside = number.startsWith('+')
  const digits = isOutside ? number.slice(1) : number
  if (!/^\d{1,20}$/.test(digits)) return null
  if (!isOutside) return extensionChannel.replace('{number}', digits)
  return outsideChannel.replace('{number}', `${outsidePrefix === 'none' ? '' : outsidePrefix}${digits}`)
}

/** Hangup causes of ITU-T Q.850, as Asterisk's `Hangup` tells them. What tells nothing of the person is a failure. */
export function causeToFailure(cause: number): CallFailure {
  switch (cause) {
    case 1:
    case 22:
    case 28:
      return 'wrong-number'
    case 17:
      return 'busy'
    case 18:
    case 19:
    case 20:
      return 'no-answer'
  }
  return 'failed'
}

/** `Reason` of an `OriginateResponse` that failed, where it says something: 3 rang too long, 5 busy. */
export function reasonToFailure(reason: string | undefined): CallFailure | null {
  return reason === '3' ? 'no-answer' : reason === '5' ? 'busy' : null
}

/** One line, as `confbot-ask` of the dialplan reads it. */
export function entryToLine(answer: EntryAnswer): string {
  switch (answer.verdict) {
    case 'enter':
      return `${answer.evenLocked ? 'enter-locked' : 'enter'}${answer.recorded ? ',recorded' : ''}`
    case 'ask-pin':
      return 'pin'
    default:
      return answer.verdict
  }
}
