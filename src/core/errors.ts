/**
 * The one error tree. An error has a stable code, blanks for its sentence (catalogue key `error.<code>`) and, where there is
 * one, a next step (`hint.<code>`); the cause is for the log alone.
 */
import type { Message, Span } from '#text/message.ts'

/** Every expected error, and its kind (see `errorKinds`). */
export const errorCodes = {
  // what was typed
  'input.unknown-command': 'input',
  'input.incomplete-command': 'input',
  'input.unknown-option': 'input',
  'input.missing': 'input',
  'input.invalid': 'input',
  'input.too-much': 'input',
  'input.unterminated-quote': 'input',
  'input.ambiguous-number': 'input',
  'input.not-a-number': 'input',
  'input.unknown-person': 'input',
  'input.ambiguous-person': 'input',
  'input.person-without-number': 'input',
  'input.unknown-participant': 'input',
  'input.ambiguous-participant': 'input',
  'input.unknown-conference': 'input',
  'input.ambiguous-conference': 'input',
  'input.unknown-room': 'input',
  'input.ambiguous-room': 'input',
  'input.unknown-server': 'input',
  'input.ambiguous-server': 'input',
  'input.unknown-pbx': 'input',
  'input.unknown-zone': 'input',
  'input.unknown-field': 'input',
  'input.unknown-recording': 'input',
  'input.form-changed': 'input',
  'input.forgotten': 'input',
  'input.no-zone': 'input',
  'input.unreadable-time': 'input',
  'input.ambiguous-time': 'input',
  'input.impossible-time': 'input',
  'input.no-time-of-day': 'input',
  'input.past-time': 'input',
  'input.zone-differs': 'input',
  'input.series-zone': 'input',
  'input.unreadable-repeat': 'input',
  'input.ambiguous-repeat': 'input',
  'input.no-occurrence': 'input',
  'input.too-far': 'input',
  'input.end-before-start': 'input',
  'input.nothing-new': 'input',
  'input.unknown-meeting': 'input',
  'input.ambiguous-meeting': 'input',
  'input.unknown-date': 'input',
  'input.which-dates': 'input',
  // who may
  'permission.denied': 'refused',
  'permission.workspace': 'refused',
  'permission.outsider': 'refused',
  'permission.guest': 'refused',
  'permission.bot': 'refused',
  'permission.pbx': 'refused',
  'permission.chair': 'refused',
  'permission.rate': 'refused',
  // the dial guard
  'dial.emergency': 'refused',
  'dial.short': 'refused',
  'dial.premium': 'refused',
  'dial.shared-cost': 'refused',
  'dial.satellite': 'refused',
  'dial.kind': 'refused',
  'dial.country': 'refused',
  'dial.extension': 'refused',
  'dial.cap-at-once': 'refused',
  'dial.cap-person': 'refused',
  'dial.cap-day': 'refused',
  'dial.cap-conference': 'refused',
  'dial.kept-out': 'refused',
  // the state of things
  'conference.none-here': 'conflict',
  'conference.ended': 'conflict',
  'conference.not-opened': 'conflict',
  'conference.participant-left': 'conflict',
  'conference.already-here': 'conflict',
  'conference.nobody-missing': 'conflict',
  'conference.number-unknown': 'conflict',
  'conference.chair-unknown': 'conflict',
  'conference.not-kept-out': 'conflict',
  'meeting.none-here': 'conflict',
  'meeting.over': 'conflict',
  'meeting.cancelled': 'conflict',
  'meeting.skipped': 'conflict',
  'meeting.not-open': 'conflict',
  'meeting.no-conflict': 'conflict',
  'meeting.event-settled': 'conflict',
  'calendar.none': 'conflict',
  'calendar.no-address': 'refused',
  'person.no-phone': 'conflict',
  'person.phone-entered': 'conflict',
  'person.phone-elsewhere': 'refused',
  'person.code-calls': 'refused',
  'person.code-call-under-way': 'conflict',
  'person.no-code': 'conflict',
  'person.wrong-code': 'conflict',
  'person.code-used-up': 'conflict',
  'directory.exists': 'conflict',
  'permission.not-granted': 'conflict',
  'directory.unknown': 'conflict',
  'room.none-free': 'conflict',
  'room.in-use': 'conflict',
  'room.not-offered': 'refused',
  'room.exists': 'conflict',
  'room.has-recordings': 'conflict',
  'recording.too-large': 'conflict',
  'capability.unsupported': 'impossible',
  // the chat
  'chat.cannot-post': 'conflict',
  'chat.unavailable': 'unavailable',
  'chat.unconfirmed': 'unavailable',
  'chat.refused': 'unavailable',
  'chat.no-files': 'conflict',
  'chat.no-events': 'refused',
  'chat.event-refused': 'conflict',
  // the PBX
  'provider.unreachable': 'unavailable',
  'provider.timeout': 'unavailable',
  'provider.unanswered': 'unavailable',
  'provider.unauthorized': 'unavailable',
  'provider.forbidden': 'unavailable',
  'provider.not-found': 'conflict',
  'provider.conflict': 'conflict',
  'provider.rejected': 'conflict',
  'provider.rate-limited': 'unavailable',
  'provider.too-large': 'conflict',
  'provider.failed': 'unavailable',
  'provider.malformed': 'unavailable',
  'provider.unconfirmed': 'unavailable',
  // ourselves
  'store.conflict': 'unavailable',
  'store.unavailable': 'unavailable',
  'store.full': 'unavailable',
  'store.locked': 'unavailable',
  'store.read-only': 'unavailable',
  'store.damaged': 'unavailable',
  'store.unrecorded': 'unrecorded',
  'internal.failed': 'internal',
} as const

export type ErrorCode = keyof typeof errorCodes
export type ErrorKind = (typeof errorCodes)[ErrorCode]

/** How an error of each kind is logged, and whether the same request again may help though nobody changed anything. */
export const errorKinds = {
  input: { level: 'info', mayRepeat: false },
  refused: { level: 'info', mayRepeat: false },
  /** Nobody may, since the PBX cannot. */
  impossible: { level: 'info', mayRepeat: false },
  conflict: { level: 'info', mayRepeat: false },
  unavailable: { level: 'warn', mayRepeat: true },
  /** It was done, and must not be done twice. */
  unrecorded: { level: 'warn', mayRepeat: false },
  internal: { level: 'error', mayRepeat: false },
} as const satisfies Record<ErrorKind, { readonly level: 'info' | 'warn' | 'error'; readonly mayRepeat: boolean }>

/** A way on, offered as a button: another command, or the same with `input` in the place of what was given. */
export interface ErrorChoice {
  readonly label: Span
  /** Command path; absent: the same command. */
  readonly path?: string
  readonly input: Readonly<Record<string, string>>
  /** Opens the form instead. */
  readonly asForm?: true
  /** Also of the same command, where `path` names it, nothing of what was given is kept: a secret that was wrong, say. */
  readonly anew?: true
}

export interface ErrorDetails {
  /** What fills the sentence's blanks. */
  readonly blanks?: Readonly<Record<string, Span>>
  readonly choices?: readonly ErrorChoice[]
  readonly retryAfterMs?: number
  /** What to do about it, where more is known than the catalogue says. */
  readonly remedy?: Message
  /** The option that is wrong, when it is one. */
  readonly option?: string
  readonly cause?: unknown
}

export class ConfbotError extends Error {
  override readonly name = 'ConfbotError'
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(code, { cause: details.cause })
    this.code = code
    this.details = details
  }

  get kind(): ErrorKind {
    return errorCodes[this.code]
  }
}

/** The store can write nothing, or not even be read; why not. */
export const storeFailures = [
  'store.unavailable',
  'store.full',
  'store.locked',
  'store.read-only',
  'store.damaged',
] as const satisfies readonly ErrorCode[]
export type StoreFailure = (typeof storeFailures)[number]

export const isConfbotError = (error: unknown, ...codes: ErrorCode[]): error is ConfbotError =>
  error instanceof ConfbotError && (codes.length === 0 || codes.includes(error.code))

/** What made it fail, in the words of the cause; for the log. */
export const reasonOf = ({ cause }: Error): string | undefined => (cause instanceof Error ? cause.message : undefined)

/** What a log says of it: where an expected error was thrown tells nothing. */
export const errorFacts = (error: unknown): { readonly code: ErrorCode } | { readonly err: unknown } =>
  isConfbotError(error) ? { code: error.code } : { err: error }
