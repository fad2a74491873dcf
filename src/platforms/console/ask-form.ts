/** A form in the terminal: field by field, until each is answered or the form is left. */
import { type Language, spanToString } from '#text/format.ts'
import { type Span, say } from '#text/message.ts'
import { card, text } from '#view/card.ts'
import type { Form, FormField, FormProblems } from '#view/form.ts'
import { cardToPlainText } from '#view/plain-text.ts'
import type { Screen } from './screen.ts'

export type FormValues = Readonly<Record<string, string>>

const leave = '.'
const empty = '-'

/** The form's values by field name, the empty ones left out; null when it was left. */
export async function askForm(screen: Screen, form: Form, language: Language): Promise<FormValues | null> {
  const { title, lines = [], note, fields, confirms } = form
  const nodes = lines.map((line) => text(...(Array.isArray(line) ? line : [line])))
  screen.print(cardToPlainText(card(title, ...nodes, ...(note === undefined ? [] : [text(note)])), { language }))
  if (fields.length > 0) screen.print(spanToString(say('terminal.form'), language))
  const values = await askFields(screen, fields, {}, language)
  if (values === null || !confirms) return values
  return (await isConfirmed(screen, form.submit, language)) ? values : null
}

/** Whether the question is answered with yes. */
export async function isConfirmed(screen: Screen, question: Span, language: Language): Promise<boolean> {
  const answer = await screen.read(`${spanToString(say('terminal.question', { question }), language)} `)
  return /^\s*y(es)?\s*$/i.test(answer ?? '')
}

/** The fields that are wrong once more, each with what is wrong with it; null when the form was left. */
export async function askAgain(
  screen: Screen,
  form: Form,
  problems: FormProblems,
  values: FormValues,
  language: Language,
): Promise<FormValues | null> {
  const wrong: FormField[] = []
  for (const [name, problem] of Object.entries(problems)) {
    const field = form.fields.find((one) => one.name === name)
    screen.print(spanToString(say('terminal.problem', { label: field?.label ?? name, problem }), language))
    if (field) wrong.push({ ...field, initial: values[name] ?? '' })
  }
  // Nothing here can be corrected by answering again.
  return wrong.length === 0 ? null : askFields(screen, wrong, values, language)
}

async function askFields(
  screen: Screen,
  fields: readonly FormField[],
  given: FormValues,
  language: Language,
): Promise<FormValues | null> {
  let values = given
  for (const field of fields) {
    const value = await askField(screen, field, language)
    if (value === null) return null
    const { [field.name]: _, ...others } = values
    values = value === '' ? others : { ...others, [field.name]: value }
  }
  return values
}

async function askField(screen: Screen, field: FormField, language: Language): Promise<string | null> {
  const words = (span: Span) => spanToString(span, language)
  const { initial = '', choices = [] } = field
  if (field.hint) screen.print(words(field.hint))
  for (const [index, { label }] of choices.entries())
    screen.print(words(say('terminal.choice', { number: index + 1, label })))
  const blanks = { label: field.label, needed: field.required ? 'yes' : 'no' }
  const shown = initial.split('\n').join(', ')
  const question = shown
    ? say('terminal.field-with-initial', { ...blanks, initial: shown })
    : say('terminal.field', blanks)
  for (;;) {
    const line = await screen.read(`${words(question)}: `)
    if (line === null || line.trim() === leave) return null
    const typed = line.trim()
    const value = typed === '' ? initial : typed === empty ? '' : toValue(typed, field, words)
    if (value !== '' || !field.required) return value
    screen.print(words(say('terminal.needed')))
  }
}

/** A choice is given by its number, its value or its label; what is none of these is left for the command to judge. */
function toValue(typed: string, { base, choices = [] }: FormField, words: (span: Span) => string): string {
  const one = (text: string) => {
    const chosen =
      choices.find(({ value, label }) => value === text || words(label).toLowerCase() === text.toLowerCase()) ??
      choices[Number(text) - 1]
    return chosen?.value ?? text
  }
  if (base === 'choice') return one(typed)
  return base === 'choices'
    ? typed
        .split(/[\s,]+/)
        .map(one)
        .join('\n')
    : typed
}
