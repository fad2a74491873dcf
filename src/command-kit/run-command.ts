/**
 * The one pipeline of everything that is asked: claim the intent, identify, admit, rate, permit, validate, confirm, run, reply.
 * Whatever happens, the caller gets one answer and the attempt one audit record; neither waits for the other.
 */
import { type Actor, type Place, personKey } from '#core/actor.ts'
import { type Attempt, createAttempt } from '#core/attempt.ts'
import type { PostedCard, Store } from '#core/contracts/store.ts'
import { admitToPbx } from '#core/door.ts'
import { ConfbotError, errorFacts, isConfbotError } from '#core/errors.ts'
import { type Action, actions as actionRoles } from '#core/permission.ts'
import type { ConferenceService } from '#core/service/index.ts'
import type { Clock } from '#lib/clock.ts'
import type { Logger } from '#lib/logger.ts'
import type { Language } from '#text/format.ts'
import { say } from '#text/message.ts'
import type { ActionRef } from '#view/card.ts'
import type { Form } from '#view/form.ts'
import type { AdmittedPeople } from './admitted-people.ts'
import { type AnyCommand, type CommandContext, needsOf, type Question } from './define-command.ts'
import { problemsToError } from './error-card.ts'
import type { HeldInput } from './held-input.ts'
import { answer, audit, logOutcome, type Outcome, toKnown } from './outcome.ts'
import { formAgain, questionCard, questionForm } from './question.ts'
import { optionNamed, type RawInput, rawToValues, valuesToRaw } from './raw-input.ts'
import type { CommandRequest, Responder } from './request.ts'
import { createTokenBuckets } from './token-bucket.ts'
import type { Validation } from './validate.ts'

export interface RunDeps {
  readonly service: ConferenceService
  readonly store: Store
  readonly clock: Clock
  readonly logger: Logger
  readonly language: Language
  /** Throws `permission.…` for whom is not served here. */
  readonly door: (actor: Actor, place: Place) => void
  readonly isPermitted: (actor: Actor, action: Action, conference: null) => boolean
  /** The person with what was granted to them there; without it nobody was granted anything. */
  readonly withRights?: (actor: Actor, place: Place) => Promise<Actor>
  /** The same for another channel, to which belongs what they ask for. */
  readonly withRightsThere?: (actor: Actor, there: Place) => Promise<Actor>
}

/** What a request turned out to mean. */
export type Intake =
  | {
      readonly kind: 'command'
      readonly command: AnyCommand
      readonly raw: RawInput
      readonly validation: Validation
      readonly isConfirmed: boolean
      /** Nothing that could be meant was live: that is the answer, or else, if there is one by now, this form. */
      readonly formIfLive?: Form
    }
  /** Refused before it was known who asks: not understood, or not served. */
  | { readonly kind: 'refused'; readonly error: unknown }

export type CommandIntake = Intake & { readonly kind: 'command' }

/** A form that was submitted. */
export interface SubmittedForm {
  readonly form: Form
  /** What was typed, by option name, for what is asked to fill it. */
  readonly given: Readonly<Record<string, string>>
  /** The same by field name. */
  readonly typed: Readonly<Record<string, string>>
}

/** How often one person may ask. */
const rate = { perSecond: 1, burst: 10 } as const

export interface RunCommand {
  /** Never rejects. */
  run(request: CommandRequest, intake: Intake, responder: Responder): Promise<void>
  /** The form that was opened as a skeleton; rejects as the command itself would be refused. */
  fill(request: CommandRequest, command: AnyCommand, form: Form, given: Readonly<Record<string, string>>): Promise<Form>
  /** What is asked before a submitted form is run, as a form; or that form again, with what is wrong. Never rejects. */
  preview(request: CommandRequest, intake: CommandIntake, submitted: SubmittedForm): Promise<Form>
}

export function createRunCommand(
  deps: RunDeps,
  admitted: AdmittedPeople,
  held: HeldInput,
  commandAt: (path: string) => AnyCommand | undefined,
): RunCommand {
  const { store, clock, logger } = deps
  const buckets = createTokenBuckets(clock, rate)

  /** Who is let in; throws for anybody else. */
  const admit = (actor: Actor, place: Place) => {
    try {
      deps.door(actor, place)
    } catch (error) {
      admitted.forget(actor)
      throw error
    }
    admitted.add(actor)
    const retryAfterMs = buckets.take(personKey(actor))
    if (retryAfterMs > 0) throw new ConfbotError('permission.rate', { retryAfterMs })
  }

  // A right of the chair depends on the conference, which the service knows.
  const isOpenTo = (actor: Actor, action: Action) =>
    actionRoles[action] === 'chair' || deps.isPermitted(actor, action, null)

  const permit = (actor: Actor, action: Action) => {
    if (isOpenTo(actor, action)) return
    throw new ConfbotError('permission.denied', {
      blanks: { who: say('error.card.who', { role: say(`help.role.${actionRoles[action]}`) }) },
    })
  }

  /** Other commands are offered to who may use them. */
  const offering = (actor: Actor, error: unknown) => {
    if (!isConfbotError(error, 'input.unknown-command')) return error
    const choices = error.details.choices?.filter(({ path }) => {
      const command = path === undefined ? undefined : commandAt(path)
      return !command || isOpenTo(actor, command.permission)
    })
    return new ConfbotError(error.code, { ...error.details, choices: choices ?? [] })
  }

  const identify = async (request: CommandRequest): Promise<Actor> => {
    const actor = await request.identify()
    return deps.withRights ? deps.withRights(actor, request.place) : actor
  }

  /** What the PBX that is named, or that of this channel, cannot do is refused before anything is asked about it. */
  const requireAble = async ({ place }: CommandRequest, command: AnyCommand, pbx: string | undefined) => {
    const needs = needsOf(command)
    if (needs.length === 0 || !command.options.pbx) return
    const { name } = await deps.service.choosePbx(place, pbx)
    const lack = deps.service.lackOn(needs, name)
    if (lack) throw lack
  }

  const contextOf = ({ place, asksByOption = false }: CommandRequest, attempt: Attempt): CommandContext => {
    const { service, language } = deps
    return { actor: attempt.actor, place, service, attempt, language, now: clock.now(), asksByOption }
  }

  const begin = ({ place, intent }: CommandRequest, actor: Actor, action: string): Attempt => {
    const requirePbx = (name: string) => admitToPbx(place, deps.service.pbxOf(name))
    const requireServed = (person: Actor) => deps.door(person, place)
    const { withRightsThere } = deps
    const who = { actor, place, intent, action, requirePbx, requireServed, ...(withRightsThere && { withRightsThere }) }
    return createAttempt(store, who, clock.now)
  }

  /** Who asked for what stands in the log at least. */
  const unrecorded = (action: string, attempt: Attempt | undefined) => (error: unknown) =>
    logger.warn(
      { ...errorFacts(error), action, intent: attempt?.intent, person: attempt && personKey(attempt.actor) },
      'an attempt could not be recorded',
    )

  const claims = ({ command }: CommandIntake) => command.effect !== 'read'

  /** What cannot be found out now is found out by the next click. */
  const isKnown = (card: PostedCard) =>
    deps.service.recognizeCard(card).catch((error: unknown) => {
      logger.warn({ err: error, conference: card.conferenceId }, 'a card that was clicked on could not be looked up')
      return true
    })

  const handle = async (
    request: CommandRequest,
    intake: Intake,
    remember: (actor: Actor) => Attempt,
  ): Promise<Outcome> => {
    if (intake.kind === 'command' && claims(intake) && !(await store.intents.claim(request.intent, clock.now())))
      return { kind: 'repeated' }
    const actor = await identify(request).catch((error: unknown) => {
      throw intake.kind === 'refused' ? intake.error : error
    })
    const attempt = remember(actor)
    admit(actor, request.place)
    if (intake.kind === 'refused') throw offering(actor, intake.error)
    if (request.clicked && !(await isKnown(request.clicked))) throw new ConfbotError('conference.not-opened')
    const { command, validation } = intake
    permit(actor, command.permission)
    if (intake.formIfLive) {
      await deps.service.live(attempt, { in: rawToValues(command, intake.raw).in })
      return { kind: 'done', reply: { form: intake.formIfLive }, isAudited: false }
    }
    await requireAble(request, command, rawToValues(command, intake.raw).pbx)
    if (!validation.isValid) {
      const { problems } = validation
      return {
        kind: 'failed',
        error: problemsToError(problems),
        ...(problems.length > 1 && { problems }),
      }
    }
    const context = contextOf(request, attempt)
    if (command.confirm && !intake.isConfirmed) {
      const asked = await command.confirm(validation.input, context)
      const ref = asked && { path: command.path, input: inputAfter(asked, request, intake) }
      if (ref) return { kind: 'asked', card: questionCard(asked, ref, command.previews === true) }
    }
    const reply = await command.run(validation.input, context)
    // A form is a question: what is done about it is an attempt of its own.
    return { kind: 'done', reply, isAudited: claims(intake) && 'card' in reply }
  }

  /** What runs when the question is answered with yes. */
  const inputAfter = ({ input = {} }: Question, { place }: CommandRequest, { command, raw }: CommandIntake) => {
    const untouched = [...raw].filter(([name]) => !Object.hasOwn(input, name))
    return held.hold(place, command, new Map([...untouched, ...valuesToRaw(command, input).raw]))
  }

  /** An attempt that writes nothing but why it was refused. */
  const looking = async <T>(
    request: CommandRequest,
    command: AnyCommand,
    look: (context: CommandContext) => Promise<T>,
  ): Promise<T> => {
    const attempt = begin(request, await identify(request), command.path)
    try {
      admit(attempt.actor, request.place)
      permit(attempt.actor, command.permission)
      return await look(contextOf(request, attempt))
    } catch (error) {
      const reference = logOutcome(logger, command.path, { kind: 'failed', error })
      await attempt.fail(error).catch(unrecorded(command.path, attempt))
      throw toKnown(error, reference)
    }
  }

  const fill: RunCommand['fill'] = (request, command, form, given) =>
    looking(request, command, async (context) => {
      await requireAble(request, command, given.pbx)
      return (await command.fill?.(form, given, context)) ?? form
    })

  const preview: RunCommand['preview'] = async (request, intake, { form, given, typed }) => {
    const { command, validation } = intake
    /** For who was let in, with what it asks for first. */
    let again = form
    const ask = async (context: CommandContext): Promise<Form> => {
      try {
        const asked = validation.isValid && (await command.confirm?.(validation.input, context))
        // Whoever shows a question before asks it always.
        if (!asked) throw new Error(`${command.path} asks nothing`)
        return questionForm(asked, form, inputAfter(asked, request, intake))
      } catch (error) {
        if (command.fill) again = await command.fill(form, given, context).catch(() => form)
        throw error
      }
    }
    return looking(request, command, ask).catch((error: unknown) => formAgain(again, typed, error))
  }

  const run: RunCommand['run'] = async (request, intake, responder) => {
    const action = intake.kind === 'command' ? intake.command.path : request.root
    let attempt: Attempt | undefined
    const remember = (actor: Actor) => {
      attempt = begin(request, actor, action)
      return attempt
    }
    const outcome = await handle(request, intake, remember).catch(
      (error: unknown): Outcome => ({ kind: 'failed', error }),
    )
    const reference = logOutcome(logger, action, outcome)
    const isFailed = outcome.kind === 'failed' && intake.kind === 'command'
    const retry = isFailed ? retryOf(request.place, intake, attempt?.conferenceId ?? null) : undefined
    const hasForm = intake.kind === 'command' && canBeChanged(intake.command)
    const answered = answer(responder, outcome, reference, retry, hasForm)
    // Each is listened to at once: what fails while the other still takes its time must not go unheard.
    await Promise.all([
      answered.catch((error: unknown) => logger.warn({ err: error, action }, 'an answer could not be given')),
      audit(attempt, outcome).catch(unrecorded(action, attempt)),
    ])
  }

  /** The same again, on the conference that it was about, whatever is live where the button is clicked; secrets wait for it. */
  const retryOf = (place: Place, intake: CommandIntake, conferenceId: string | null): ActionRef => {
    const { command, raw, isConfirmed } = intake
    const isAbout = conferenceId !== null && optionNamed(command, 'in')
    return {
      path: command.path,
      input: { ...held.hold(place, command, raw), ...(isAbout && { in: conferenceId }) },
      ...(isConfirmed && { confirmed: true }),
    }
  }

  return { run, fill, preview }
}

/** Its form has something to fill in. */
const canBeChanged = ({ hidden, options }: AnyCommand): boolean =>
  !hidden && Object.values(options).some(({ facts }) => !facts.carried)
