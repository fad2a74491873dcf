/** The one place where an error becomes something that a person sees. */
import {
  ConfbotError,
  type ErrorChoice,
  type ErrorCode,
  type ErrorKind,
  errorCodes,
  errorKinds,
  isConfbotError,
} from '#core/errors.ts'
import { firstCharacters } from '#lib/first-characters.ts'
import { spanToString } from '#text/format.ts'
import { bold, type Message, type MessageKey, type Span, say } from '#text/message.ts'
import { type ActionRef, actions, button, type Card, type CardNode, card, list, note, text } from '#view/card.ts'
import { fitsAction } from './action-ref.ts'
import { errorBlanks } from './error-blanks.ts'
import type { InputProblem } from './raw-input.ts'

/** As much as the narrowest platform takes into one row of buttons, and a button of Slack's can hold. */
const maxChoices = 10
const maxButtonLength = 2000

/** What is wrong, in one sentence. */
export function errorSentence(error: unknown): Message {
  const known = isConfbotError(error) ? error : new ConfbotError('internal.failed')
  return messageOf(`error.${known.code}`, known)
}

/** What to do about it. */
export const errorHint = (error: ConfbotError): Message =>
  error.details.remedy ?? messageOf(`hint.${error.code}`, error)

/** Sentence and next step, for where there are no cards: the process that cannot start. */
export const errorToText = (error: ConfbotError): string =>
  `${spanToString(errorSentence(error))}\n${spanToString(errorHint(error))}`

/**
 * `request`: the same request again, as a button would hold it; absent where nothing was understood. `hasForm`: what
 * was typed can be changed in its form.
 */
export function errorCard(error: ConfbotError, request?: ActionRef, hasForm = false): Card {
  const { retryAfterMs, choices = [] } = error.details
  return card(
    titleOf(error.kind),
    text(errorSentence(error)),
    note(errorHint(error)),
    ...(retryAfterMs === undefined
      ? []
      : [note(say('error.card.retry-after', { duration: durationOf(retryAfterMs) }))]),
    ...choiceNodes(choices.slice(0, maxChoices), request),
    ...buttons(request && offersRetry(error.code) ? [button(say('error.card.retry'), request)] : []),
    ...buttons(request && hasForm && isAboutInput(error.code) ? [changeButton(request)] : []),
  )
}

const changeButton = ({ path, input }: ActionRef) => button(say('error.card.change'), { path, input, asForm: true })

/** Which conference is meant is in no form; it is chosen by a button. */
const isAboutInput = (code: ErrorCode): boolean =>
  (errorCodes[code] === 'input' && !code.endsWith('-conference')) || code.startsWith('dial.')

/** Where the bot may not post, it is invited meanwhile; where all rooms are taken, one of their conferences ends. */
export const offersRetry = (code: ErrorCode): boolean =>
  errorKinds[errorCodes[code]].mayRepeat || code === 'chat.cannot-post' || code === 'room.none-free'

/** Several options at once. */
export function problemsCard(problems: readonly InputProblem[], request?: ActionRef): Card {
  return card(
    say('error.card.title-input'),
    ...problems.map(({ option, message }) =>
      text(say('error.card.problem', { option: bold(option), problem: message })),
    ),
    note(say('hint.input.invalid')),
    ...buttons(request ? [changeButton(request)] : []),
  )
}

/** What an audit record and a log say of such problems: the first of them. */
export const problemsToError = ([first]: readonly InputProblem[]): ConfbotError =>
  new ConfbotError(
    'input.invalid',
    first && { option: first.option, blanks: { option: first.option, problem: first.message } },
  )

/** Buttons; but a request that a button may not hold is only told what to choose from. */
function choiceNodes(choices: readonly ErrorChoice[], request: ActionRef | undefined): CardNode[] {
  const told = choices.filter(({ path }) => path === undefined && !request)
  return [
    ...(told.length === 0 ? [] : [list(told.map(({ label }) => ({ line: label })))]),
    ...buttons(
      choices.flatMap((choice) => {
        const action = choiceToAction(choice, request)
        return action ? [button(choice.label, action)] : []
      }),
    ),
  ]
}

/** A choice of the same command keeps what else was given, but not that it was confirmed: that was asked of another input. */
function choiceToAction(
  { path, input, asForm, anew }: ErrorChoice,
  request: ActionRef | undefined,
): ActionRef | undefined {
  if (path !== undefined && (anew || path !== request?.path)) return { path, input, ...(asForm && { asForm }) }
  return request && { path: request.path, input: { ...request.input, ...input } }
}

function buttons(list: readonly ReturnType<typeof button>[]): CardNode[] {
  const fitting = list.filter(({ action }) => fitsAction(action, maxButtonLength))
  return fitting.length === 0 ? [] : [actions(...fitting)]
}

export function titleOf(kind: ErrorKind): Span {
  if (kind === 'input') return say('error.card.title-input')
  if (kind === 'unrecorded') return say('error.card.title-unrecorded')
  if (kind === 'impossible') return say('error.card.title-impossible')
  return say(kind === 'refused' ? 'error.card.title-refused' : 'error.card.title')
}

/** A blank that a thrower forgot is drawn as an ellipsis, since an error must always be told. */
function messageOf(key: MessageKey, { code, details }: ConfbotError): Message {
  const forgotten = Object.fromEntries(errorBlanks[code].map((blank): [string, Span] => [blank, '…']))
  const given = Object.entries(details.blanks ?? {}).map(([blank, span]): [string, Span] => [blank, shortened(span)])
  return { kind: 'message', key, blanks: { ...forgotten, ...Object.fromEntries(given) } }
}

/** What somebody typed may be as long as a message, and would leave the sentence around it no room. */
const maxBlankLength = 500
const shortened = (span: Span): Span =>
  typeof span === 'string' && span.length > maxBlankLength ? `${firstCharacters(span, 80)}…` : span

function durationOf(ms: number): Span {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  return seconds < 120
    ? say('error.card.seconds', { seconds })
    : say('error.card.minutes', { minutes: Math.ceil(seconds / 60) })
}
