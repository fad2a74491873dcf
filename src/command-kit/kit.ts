/** What platforms are handed: decides from memory alone what a request means, and runs it. */
import type { Actor, Place } from '#core/actor.ts'
import { ConfbotError } from '#core/errors.ts'
import type { SuggestionSource } from '#core/suggestion.ts'
import { say } from '#text/message.ts'
import type { Form, FormProblems } from '#view/form.ts'
import { createAdmittedPeople } from './admitted-people.ts'
import { createCommandIndex } from './command-index.ts'
import { type AnyCommand, needsOf, type Option, type RootDefinition } from './define-command.ts'
import { errorSentence } from './error-card.ts'
import { formFromOptions } from './form-from-options.ts'
import { createHeldInput, heldName } from './held-input.ts'
import { parseText } from './parse-text.ts'
import { type InputProblem, optionNamed, type RawInput, rawToGiven, rawToValues, valuesToRaw } from './raw-input.ts'
import { createRecentIntents } from './recent-intents.ts'
import type { CommandKit, CommandRequest, Plan } from './request.ts'
import { type CommandIntake, createRunCommand, type Intake, type RunDeps } from './run-command.ts'
import { createSuggest } from './suggest.ts'
import { type Validation, validateInput } from './validate.ts'

export interface CommandKitDeps extends RunDeps {
  readonly roots: readonly RootDefinition[]
  /** Whether anything said there is listened to. From memory. */
  readonly isServed: (place: Place) => boolean
  readonly suggestions: SuggestionSource
}

export function createCommandKit(deps: CommandKitDeps): CommandKit {
  const index = createCommandIndex(deps.roots)
  const recent = createRecentIntents(deps.clock)
  const admitted = createAdmittedPeople(deps.clock)
  const held = createHeldInput(deps.clock)
  const { run, fill, preview } = createRunCommand(deps, admitted, held, index.at)
  const suggest = createSuggest(index, deps.suggestions)

  const read = ({ input, root, place }: CommandRequest): ReadRequest => {
    if (input.kind === 'text') return { ...parseText(index, root, input.text), problems: [] }
    const command = index.at(input.path)
    if (!command) throw new ConfbotError('input.form-changed')
    const { [heldName]: key, ...values } = input.values
    const { raw, problems } = valuesToRaw(command, command.gather?.(values) ?? values)
    return { command, raw: key === undefined ? raw : held.release(place, command, key, raw), problems }
  }

  /** Where there is one PBX there is none to choose. */
  const isOffered = ({ facts }: Option) => facts.suggests !== 'pbx' || deps.service.pbxNames.length > 1

  const formOf = ({ place }: CommandRequest, command: AnyCommand, raw: RawInput) => {
    const given = rawToGiven(command, raw)
    const form = command.form?.(given, { place, service: deps.service }) ?? formFromOptions(command, raw, isOffered)
    return { form, given }
  }

  const toForm = (request: CommandRequest, command: AnyCommand, raw: RawInput): Plan & { kind: 'form' } => {
    const { form, given } = formOf(request, command, raw)
    if (!command.fill || command.isWhole?.(given, deps)) return { kind: 'form', form }
    const skeleton = skeletonOf(form, command, raw)
    return { kind: 'form', form: skeleton, fill: () => fill(request, command, form, given).catch(told(skeleton)) }
  }

  const toQuestion = (
    request: CommandRequest,
    intake: CommandIntake,
    typed: Readonly<Record<string, string>>,
  ): Plan & { kind: 'form' } => {
    const { command, raw } = intake
    const submitted = formOf(request, command, raw)
    return {
      kind: 'form',
      form: skeletonOf(submitted.form, command, raw),
      fill: () => preview(request, intake, { ...submitted, typed }),
    }
  }

  const toRun = (request: CommandRequest, intake: Intake): Plan => ({
    kind: 'run',
    run: (responder) => run(request, intake, responder),
  })

  /** Nobody fills in a form for a conference that there is not. */
  const toFormOfLive = (request: CommandRequest, intake: CommandIntake): Plan => {
    const { command, raw } = intake
    // Nor for what its PBX cannot do.
    const { in: conference, pbx } = rawToGiven(command, raw)
    const lack = command.options.pbx
      ? deps.service.lackOn(needsOf(command), pbx)
      : command.ofLive
        ? deps.service.lackOf(request.place, needsOf(command), conference)
        : null
    if (lack) return toRun(request, { kind: 'refused', error: lack })
    const plan = toForm(request, command, raw)
    if (!command.ofLive || deps.service.canBeLive(request.place, rawToGiven(command, raw).in)) return plan
    return toRun(request, { ...intake, formIfLive: plan.form })
  }

  const decide = (request: CommandRequest): Plan => {
    const { input, place } = request
    if (!deps.isServed(place))
      return toRun(request, { kind: 'refused', error: new ConfbotError('permission.workspace') })
    try {
      const { command, raw, problems } = read(request)
      const validation = withProblems(validateInput(command, raw), problems)
      const isConfirmed = input.kind === 'values' && input.confirmed
      const intake: Intake = { kind: 'command', command, raw, validation, isConfirmed }
      if (input.kind === 'values' && input.asForm) return toFormOfLive(request, intake)
      if (input.kind === 'values' && input.from === 'form') {
        if (!validation.isValid) return { kind: 'problems', problems: atFields(validation.problems, input.values) }
        const problems = command.check?.(validation.input, deps) ?? {}
        if (Object.keys(problems).length > 0) return { kind: 'problems', problems }
        if (command.formWhenBare && !isConfirmed && raw.size > 0 && isBare(command, raw))
          return toFormOfLive(request, intake)
        if (command.previews && !isConfirmed) return toQuestion(request, intake, input.values)
      } else if (isMissing(validation) || (command.formWhenBare && !isConfirmed && isBare(command, raw)))
        return toFormOfLive(request, intake)
      return toRun(request, intake)
    } catch (error) {
      return toRun(request, { kind: 'refused', error })
    }
  }

  const letIn = (actor: Actor, place: Place): Actor | undefined => {
    try {
      deps.door(actor, place)
      return actor
    } catch {
      return undefined
    }
  }

  return {
    ...(deps.withRights && { withRights: deps.withRights }),
    plan(request) {
      if (recent.has(request.intent)) return { kind: 'run', run: async () => {} }
      const plan = decide(request)
      // Problems have no effect: a repeated delivery of a wrong form gets the same answer.
      if (plan.kind !== 'problems') recent.add(request.intent)
      return plan
    },
    problems(path, { [heldName]: _, ...values }) {
      const command = index.at(path)
      if (!command) return {}
      try {
        const { raw, problems } = valuesToRaw(command, command.gather?.(values) ?? values)
        const validation = withProblems(validateInput(command, raw), problems)
        const wrong = validation.isValid ? [] : validation.problems.filter(({ isMissing }) => !isMissing)
        return { ...command.checkFields?.(values, { now: deps.clock.now() }), ...atFields(wrong, values) }
      } catch {
        // A form of another version: that is told when it is submitted.
        return {}
      }
    },
    suggest({ person, actor, ...query }) {
      const asker = actor ? letIn(actor, query.place) : admitted.find(person)
      return asker && deps.isServed(query.place) ? suggest({ ...query, asker }) : []
    },
  }
}

/**
 * What is shown until the form is there. Platforms keep what stands in a field over an update, so it has none; what was given
 * is carried, for where no form can be opened and it is offered by a button.
 */
const skeletonOf = (form: Form, command: AnyCommand, raw: RawInput): Form => ({
  ...form,
  fields: [],
  carried: { ...rawToValues(command, raw), ...form.carried },
  note: say('form.loading'),
})

/** What keeps a form from being filled is said in the form itself. */
const told =
  (skeleton: Form) =>
  (error: unknown): Form => ({ ...skeleton, note: errorSentence(error) })

interface ReadRequest {
  readonly command: AnyCommand
  readonly raw: RawInput
  readonly problems: readonly InputProblem[]
}

/** What could not even be read as words comes first, and says more than that the option is missing. */
function withProblems(validation: Validation, unreadable: readonly InputProblem[]): Validation {
  if (unreadable.length === 0) return validation
  const named = new Set(unreadable.map(({ option }) => option))
  const others = validation.isValid ? [] : validation.problems.filter(({ option }) => !named.has(option))
  return { isValid: false, problems: [...unreadable, ...others] }
}

const isMissing = (validation: Validation) => !validation.isValid && validation.problems.some((one) => one.isMissing)

const isBare = (command: AnyCommand, raw: RawInput) =>
  [...raw.keys()].every((name) => {
    const facts = optionNamed(command, name)?.facts
    return facts?.carried || facts?.names
  })

/** An option whose fields the form shows one by one (`fields.subject`) has its problem shown at the first of them. */
function atFields(problems: readonly InputProblem[], values: Readonly<Record<string, string>>): FormProblems {
  const names = Object.keys(values)
  return Object.fromEntries(
    problems.map(({ option, message }) => [names.find((name) => name.startsWith(`${option}.`)) ?? option, message]),
  )
}
