/** What is asked before something is done: as a card with a button, or as the second view of a form. */
import { ConfbotError, type ErrorChoice, isConfbotError } from '#core/errors.ts'
import { bold, say } from '#text/message.ts'
import { type ActionRef, actions, button, type Card, card, type Line, note, text } from '#view/card.ts'
import type { Form, FormField } from '#view/form.ts'
import type { Question } from './define-command.ts'
import { errorHint, errorSentence } from './error-card.ts'

/** `ref`: what its button does. `hasForm`: what was typed can be changed in its form. */
export function questionCard({ question, lines = [], isHarmless }: Question, ref: ActionRef, hasForm: boolean): Card {
  const { path, input } = ref
  return card(
    question.title,
    ...[question.text, ...lines].map((line) => text(...spansOf(line))),
    actions(
      button(question.confirm, { path, input, confirmed: true }, { style: isHarmless ? 'primary' : 'danger' }),
      hasForm && button(say('form.button.open'), { path, input, asForm: true }),
    ),
    note(say('form.confirm.note')),
  )
}

const spansOf = (line: Line) => (Array.isArray(line) ? line : [line])

/** In the place of `form`. `carried`: the input that submitting it runs. */
export const questionForm = (
  { question, lines = [] }: Question,
  { path, title }: Form,
  carried: Readonly<Record<string, string>>,
): Form => ({
  path,
  // Titles of forms are short.
  title,
  submit: question.confirm,
  fields: [],
  carried,
  lines: [[bold(question.title)], question.text, ...lines],
  note: say('form.confirm.note-in-form'),
  confirms: true,
})

/** The form once more: what was typed in it, by field name, what is wrong with that, and what may have been meant. */
export function formAgain(form: Form, typed: Readonly<Record<string, string>>, error: unknown): Form {
  const { fields, told } = withCandidates(form, isConfbotError(error) ? (error.details.choices ?? []) : [])
  const known = isConfbotError(error) ? error : new ConfbotError('internal.failed')
  return {
    ...form,
    fields: fields.map((field) => withInitial(field, typed[field.name])),
    lines: [
      [bold(errorSentence(known))],
      [errorHint(known)],
      ...(told.length === 0 ? [] : [[say('form.candidates')]]),
      ...told.map(({ label }): Line => ['• ', label]),
    ],
  }
}

/** What was cleared stays so. */
function withInitial({ initial: _, ...field }: FormField, typed: string | undefined): FormField {
  return typed === undefined || typed === '' ? field : { ...field, initial: typed }
}

/** Where the field is a menu, the candidates are its first entries; the others are told. */
function withCandidates(form: Form, choices: readonly ErrorChoice[]) {
  const told: ErrorChoice[] = []
  const fields = new Map(form.fields.map((field) => [field.name, field]))
  for (const choice of choices) {
    if (choice.path !== undefined && choice.path !== form.path) continue
    const [name, ...others] = Object.keys(choice.input)
    const field = others.length > 0 ? undefined : menuOf(form, name)
    const value = name === undefined ? undefined : choice.input[name]
    if (!field || value === undefined) told.push(choice)
    else fields.set(field.name, withEntry(fields.get(field.name) ?? field, value, choice.label))
  }
  return { fields: [...fields.values()], told }
}

/** The menu for an option; its form may ask for it in several fields, `option.field`. */
const menuOf = ({ fields }: Form, option: string | undefined): FormField | undefined =>
  fields.find(({ name, base }) => base === 'choice' && (name === option || name.split('.')[0] === option))

const withEntry = (field: FormField, value: string, label: FormField['label']): FormField => ({
  ...field,
  choices: [{ value, label }, ...(field.choices ?? []).filter((one) => one.value !== value)],
})
