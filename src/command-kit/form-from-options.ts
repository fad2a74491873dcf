/** The form of a command, for when something required is missing, filled with what was given. */
import { capitalized } from '#lib/capitalized.ts'
import { type MessageKey, type Span, say } from '#text/message.ts'
import { actions, button, type Card, card, text } from '#view/card.ts'
import type { Form, FormField } from '#view/form.ts'
import type { AnyCommand, Option } from './define-command.ts'
import { type RawInput, rawToValues } from './raw-input.ts'

/** `isOffered`: whether there is anything to choose; what was given is shown in any case. */
export function formFromOptions(
  command: AnyCommand,
  raw: RawInput,
  isOffered: (option: Option) => boolean = () => true,
): Form {
  // Secrets are not among the values, so that none is ever filled in.
  const values = rawToValues(command, raw)
  const { formWords } = command
  const options = Object.entries(command.options)
  const isShown = ([name, option]: readonly [string, Option]) =>
    !option.facts.carried && (raw.has(name) || (!option.facts.rare && isOffered(option)))
  const carried = options.filter(([name, { facts }]) => facts.carried && Object.hasOwn(values, name))
  return {
    path: command.path,
    title: formWords ? plain(formWords.title) : say('form.title', { command: command.path }),
    submit: plain(formWords?.submit ?? 'form.submit'),
    fields: options
      .filter(isShown)
      .map(([name, option]) => optionToField(name, option, Object.hasOwn(values, name) ? values[name] : undefined)),
    ...(command.happensHere && { happensHere: true }),
    carried: Object.fromEntries(carried.map(([name]) => [name, values[name] ?? ''])),
  }
}

const plain = (key: MessageKey): Span => ({ kind: 'message', key, blanks: {} })

const acronyms: ReadonlySet<string> = new Set(['pbx', 'pin'])

function optionToField(name: string, option: Option, initial: string | undefined): FormField {
  const { base, choices, min, max, suggests, people, secret, label } = option.facts
  return {
    name,
    label: label ? plain(label) : asLabel(name),
    hint: plain(option.summary),
    base,
    required: option.required,
    ...(choices && {
      choices: choices.map((one) => ({ value: one.value, label: plain(one.label) })),
    }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(suggests && { suggests: true }),
    ...(people && { people }),
    ...(secret && { secret: true }),
    ...(initial !== undefined && { initial }),
  }
}

const asLabel = (name: string): string =>
  acronyms.has(name) ? name.toUpperCase() : capitalized(name).replaceAll('-', ' ')

/** For where a form cannot be opened at once (a message has no trigger): a button that opens it. */
export function formOfferCard(form: Form): Card {
  const filled = form.fields.flatMap(({ name, initial }): [string, string][] => (initial ? [[name, initial]] : []))
  return card(
    form.title,
    text(say('form.offer')),
    actions(
      button(
        say('form.open'),
        { path: form.path, input: { ...Object.fromEntries(filled), ...form.carried }, asForm: true },
        { style: 'primary' },
      ),
    ),
  )
}
