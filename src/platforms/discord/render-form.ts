/**
 * A section of a form as a modal (components/reference: Label, Text Input, the selects, Radio Group, Checkbox Group). Each field is
 * a Label around one input whose custom_id is the field's name. Pure.
 */
import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIUserSelectComponent,
  ComponentType,
  SelectMenuDefaultValueType,
  TextInputStyle,
} from 'discord-api-types/v10'
import { joinPeople, splitPeople } from '#command-kit/chosen-people.ts'
import { cleanText, cutText } from '#lib/clean-text.ts'
import type { Language } from '#text/format.ts'
import { type Span, say } from '#text/message.ts'
import type { Form, FormField, FormProblems } from '#view/form.ts'
import { fitsModal, hasText, sectionsOf } from './form-sections.ts'
import { peopleCustomId } from './form-values.ts'
import { limits } from './limits.ts'
import { labelText, lineToMarkdown } from './render-text.ts'

export interface FilledForm {
  readonly form: Form
  /** Text by field name. */
  readonly values: Readonly<Record<string, string>>
  readonly problems: FormProblems
}

/** Throws a RangeError where the form has no such section. */
export function renderModal(
  { form, values, problems }: FilledForm,
  section: number,
  customId: string,
  language: Language = 'en',
): APIModalInteractionResponseCallbackData {
  const sections = sectionsOf(form)
  const fields = sections[section]
  if (!fields) throw new RangeError(`form ${form.path} has no section ${section}`)
  const title =
    sections.length === 1
      ? form.title
      : say('discord.form.part', { title: form.title, part: section + 1, parts: sections.length })
  return {
    custom_id: customId,
    title: labelText(title, limits.modalTitle, language),
    components: [
      ...(fitsModal(form) && hasText(form) ? [textOf(form, language)] : []),
      ...fields.flatMap((field) => fieldLabels(field, values[field.name] ?? '', problems[field.name], language)),
    ],
  }
}

const textOf = ({ note, lines = [] }: Form, language: Language) => ({
  type: ComponentType.TextDisplay as const,
  content: cutText(
    [...lines, ...(note === undefined ? [] : [note])].map((line) => lineToMarkdown(line, { language })).join('\n'),
    limits.messageText,
  ),
})

/** What can be an id of Discord's: it opens no modal with anything else chosen. */
const snowflake = /^\d{1,19}$/

/** The second one, where there is one, is of people of the server. */
function fieldLabels(
  field: FormField,
  value: string,
  problem: Span | undefined,
  language: Language,
): APILabelComponent[] {
  const { people } = field
  if (field.secret) return [fieldLabel(...secretlyFilled(field, value), problem, language)]
  if (!people) return [fieldLabel(field, value, problem, language)]
  const { typed, userIds: named } = splitPeople(value, people)
  // Discord refuses a person who is chosen twice.
  const userIds = [...new Set(named)]
  const chosen = userIds.filter((id) => snowflake.test(id)).slice(0, people === 'one' ? 1 : limits.selectValues)
  const written = joinPeople({ typed, userIds: userIds.filter((id) => !chosen.includes(id)) })
  // Either of the two will do, so that Discord must not ask for the first; who gave neither is told so after submitting.
  const typedIn: FormField = { ...field, required: false }
  return [fieldLabel(typedIn, written, problem, language), peopleLabel(field.name, people, chosen, language)]
}

/** A secret is not shown again, and stays where its field is left empty (see `withSection` in `forms.ts`). */
const secretlyFilled = (field: FormField, value: string): [FormField, value: string] =>
  value === '' ? [field, ''] : [{ ...field, required: false, placeholder: say('discord.form.secret-kept') }, '']

const peopleLabel = (
  name: string,
  people: NonNullable<FormField['people']>,
  userIds: readonly string[],
  language: Language,
): APILabelComponent => ({
  type: ComponentType.Label,
  label: labelText(say(people === 'one' ? 'form.person' : 'form.people'), limits.labelText, language),
  description: labelText(
    say(people === 'one' ? 'form.person.hint' : 'form.people.hint'),
    limits.labelDescription,
    language,
  ),
  component: userSelect(peopleCustomId(name), false, people === 'one' ? 1 : limits.selectValues, userIds),
})

/** What is wrong with a field takes the place of its hint. */
function fieldLabel(field: FormField, value: string, problem: Span | undefined, language: Language): APILabelComponent {
  const description = problem ?? field.hint
  return {
    type: ComponentType.Label,
    label: labelText(field.label, limits.labelText, language),
    ...(description !== undefined && { description: labelText(description, limits.labelDescription, language) }),
    component: fieldInput(field, cleanText(value), language),
  }
}

function fieldInput(field: FormField, value: string, language: Language): APIComponentInLabel {
  const values = value.split('\n').filter((one) => one !== '')
  switch (field.base) {
    case 'boolean':
      return choiceInput(field, values, yesAndNo, language) ?? textInput(field, value, language)
    case 'choice':
      return choiceInput(field, values, field.choices ?? [], language) ?? textInput(field, value, language)
    case 'choices':
      return choicesInput(field, values, language) ?? textInput(field, value, language)
    case 'user':
      return userSelect(field.name, field.required, 1, ids(values, /^<@!?(\d{1,19})>$/).slice(0, 1))
    case 'users':
      // Suggestions mean that others than people of this server are possible: numbers, names.
      return field.suggests
        ? textInput(field, value, language)
        : userSelect(field.name, field.required, limits.selectValues, ids(values, /^<@!?(\d{1,19})>$/))
    case 'channel':
      return channelSelect(field, ids(values, /^<#(\d{1,19})>$/))
    default:
      return textInput(field, value, language)
  }
}

const ids = (values: readonly string[], reference: RegExp): string[] =>
  [...new Set(values.flatMap((value) => reference.exec(value)?.[1] ?? []))].slice(0, limits.selectValues)

function textInput(field: FormField, value: string, language: Language): APIComponentInLabel {
  const { min, max = limits.textInput, required, base } = field
  const isLong = base === 'lines' || base === 'users' || base === 'choices' || value.includes('\n')
  const isLength = base === 'string' || base === 'lines'
  const maxLength = isLength ? Math.max(Math.min(max, limits.textInput), 1) : limits.textInput
  const shown = cutText(value, limits.textInput)
  const placeholder = field.placeholder ?? rangeOf(field)
  return {
    type: ComponentType.TextInput,
    custom_id: field.name,
    style: isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required,
    ...(isLength && required && min !== undefined && min > 0 && min <= maxLength && { min_length: min }),
    // What is there already must fit; whether it is too long is said after submitting.
    ...(isLength && shown.length <= maxLength && { max_length: maxLength }),
    ...(placeholder !== undefined && { placeholder: labelText(placeholder, limits.textInputPlaceholder, language) }),
    ...(shown !== '' && { value: shown }),
  }
}

/** Discord has no input for numbers alone. */
function rangeOf({ base, min, max }: FormField): Span | undefined {
  if (base !== 'integer' || (min === undefined && max === undefined)) return undefined
  if (max === undefined) return say('form.problem.at-least', { min: min ?? 0 })
  return min === undefined ? say('form.problem.at-most', { max }) : say('discord.form.range', { min, max })
}

type Choices = NonNullable<FormField['choices']>

const yesAndNo: Choices = [
  { value: 'yes', label: say('discord.form.yes') },
  { value: 'no', label: say('discord.form.no') },
]

/** null where Discord cannot offer the choices, or what was typed is none of them: it is shown as it was typed. */
function choiceInput(
  field: FormField,
  values: readonly string[],
  choices: Choices,
  language: Language,
): APIComponentInLabel | null {
  const options = optionsOf(choices, values.slice(0, 1), language)
  if (!options) return null
  const { name: custom_id, required } = field
  return options.length >= 2 && options.length <= limits.radioOptions
    ? { type: ComponentType.RadioGroup, custom_id, options, required }
    : { type: ComponentType.StringSelect, custom_id, options, required, ...placeholderOf(field, language) }
}

function choicesInput(field: FormField, values: readonly string[], language: Language): APIComponentInLabel | null {
  const options = optionsOf(field.choices ?? [], values, language)
  if (!options) return null
  const shared = {
    custom_id: field.name,
    options,
    required: field.required,
    min_values: field.required ? 1 : 0,
    max_values: options.length,
  }
  return options.length <= limits.checkboxOptions
    ? { type: ComponentType.CheckboxGroup, ...shared }
    : { type: ComponentType.StringSelect, ...shared, ...placeholderOf(field, language) }
}

const placeholderOf = ({ placeholder }: FormField, language: Language) =>
  placeholder === undefined ? {} : { placeholder: labelText(placeholder, limits.selectPlaceholder, language) }

function optionsOf(given: Choices, values: readonly string[], language: Language) {
  // Whatever is there twice is one choice: Discord takes each value once.
  const choices = given.filter(({ value }, index) => given.findIndex((one) => one.value === value) === index)
  const fits = choices.every(({ value }) => value !== '' && value.length <= limits.selectOptionValue)
  if (!fits || choices.length === 0 || choices.length > limits.selectOptions) return null
  const wanted = values.map(folded)
  const options = choices.map(({ value, label }) => {
    const shown = labelText(label, limits.selectOptionLabel, language)
    const isChosen = wanted.includes(folded(value)) || wanted.includes(folded(shown))
    return { value, label: shown, ...(isChosen && { default: true }) }
  })
  return options.filter((one) => one.default).length === new Set(wanted).size ? options : null
}

/** Choices can be typed in any case. */
const folded = (text: string): string => text.trim().toLowerCase()

const userSelect = (
  custom_id: string,
  required: boolean,
  max: number,
  userIds: readonly string[],
): APIUserSelectComponent => ({
  type: ComponentType.UserSelect,
  custom_id,
  required,
  min_values: required ? 1 : 0,
  max_values: max,
  ...(userIds.length > 0 && {
    default_values: userIds.map((id) => ({ id, type: SelectMenuDefaultValueType.User as const })),
  }),
})

const channelSelect = ({ name, required }: FormField, channelIds: readonly string[]): APIComponentInLabel => ({
  type: ComponentType.ChannelSelect,
  custom_id: name,
  required,
  min_values: required ? 1 : 0,
  max_values: 1,
  ...(channelIds.length > 0 && {
    default_values: channelIds.slice(0, 1).map((id) => ({ id, type: SelectMenuDefaultValueType.Channel as const })),
  }),
})
