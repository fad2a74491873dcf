/** What the fields of a modal hold, and what Discord's client says of them before it sends anything. */
import { initiallyChosen } from '../components/choices.ts'
import { type InputComponent, kinds, type Label, type Modal, type TextDisplay } from '../components/shapes.ts'

/** A text, whether a box is ticked, or what is chosen. */
export type Value = string | boolean | readonly string[]
/** By custom_id. */
export type Values = Readonly<Record<string, Value>>

/** Labels with their fields, and texts between them. Fields in the older action rows are labelled as well. */
export const toParts = ({ components }: Modal): readonly (Label | TextDisplay)[] =>
  components.flatMap((component): readonly (Label | TextDisplay)[] => {
    if (component.type !== kinds.actionRow) return [component]
    return component.components.map((input) => ({ type: kinds.label, label: input.label ?? '', component: input }))
  })

export const fieldsOf = (modal: Modal): readonly InputComponent[] =>
  toParts(modal).flatMap((part) => (part.type === kinds.label ? [part.component] : []))

export function initialValue(input: InputComponent): Value {
  switch (input.type) {
    case kinds.textInput:
      return input.value ?? ''
    case kinds.checkbox:
      return input.default ?? false
    case kinds.radioGroup:
      return input.options.find((option) => option.default)?.value ?? ''
    case kinds.checkboxGroup:
      return input.options.filter((option) => option.default).map(({ value }) => value)
    default:
      return initiallyChosen(input)
  }
}

/** As the API takes it: nothing chosen among radio buttons is null. */
export const toSent = ({ type }: InputComponent, value: Value): Value | null =>
  type === kinds.radioGroup && value === '' ? null : value

/** All fields must be filled in unless they say otherwise; a single box may always be left alone. */
export const isRequired = (input: InputComponent): boolean => input.type !== kinds.checkbox && (input.required ?? true)

/** Undefined where it can be sent. */
export function problemOf(input: InputComponent, value: Value): string | undefined {
  const isEmpty = typeof value !== 'boolean' && value.length === 0
  if (isEmpty) return isRequired(input) ? 'This field is required.' : undefined
  if (input.type === kinds.textInput && typeof value === 'string') {
    const { min_length: min = 0, max_length: max = 4000 } = input
    if (value.length < min) return `Must be at least ${min} characters.`
    return value.length > max ? `Must be ${max} or fewer characters.` : undefined
  }
  if (
    Array.isArray(value) &&
    'min_values' in input &&
    input.min_values !== undefined &&
    value.length < input.min_values
  )
    return `Choose at least ${input.min_values}.`
  return undefined
}
