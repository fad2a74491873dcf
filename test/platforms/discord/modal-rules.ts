/**
 * What Discord demands of a modal (components/reference, interactions/receiving-and-responding): the assertions of discord.js's
 * builders, and what they do not look at.
 */
import { ModalBuilder } from 'discord.js'
import {
  type APIComponentInLabel,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
} from 'discord-api-types/v10'

/** The inputs of a modal by custom_id. */
export const inputsOf = ({ components }: APIModalInteractionResponseCallbackData): Map<string, APIComponentInLabel> =>
  new Map(
    components.flatMap((one): [string, APIComponentInLabel][] =>
      one.type === ComponentType.Label ? [[one.component.custom_id, one.component]] : [],
    ),
  )

/** Why Discord would not open it. */
export function modalProblems(modal: APIModalInteractionResponseCallbackData): string[] {
  const problems: string[] = []
  const must = (isSo: boolean, what: string) => {
    if (!isSo) problems.push(what)
  }
  try {
    new ModalBuilder(structuredClone(modal)).toJSON()
  } catch (error) {
    problems.push(String(error))
  }
  const { components } = modal
  must(components.length >= 1 && components.length <= 5, `${components.length} components`)
  const customIds: string[] = []
  for (const component of components) {
    if (component.type === ComponentType.TextDisplay) {
      must(component.content.length >= 1 && component.content.length <= 4000, 'text of a Text Display')
      continue
    }
    if (component.type !== ComponentType.Label) {
      problems.push(`a component of type ${component.type}`)
      continue
    }
    must(component.label.length >= 1 && component.label.length <= 45, `label ${component.label}`)
    must(component.description === undefined || component.description.length <= 100, 'description')
    customIds.push(component.component.custom_id)
    inputProblems(component.component, must)
  }
  must(new Set(customIds).size === customIds.length, 'a custom_id twice')
  must(
    customIds.every((id) => id.length >= 1 && id.length <= 100),
    'a custom_id',
  )
  return problems
}

function inputProblems(input: APIComponentInLabel, must: (isSo: boolean, what: string) => void): void {
  const name = input.custom_id
  must(!('disabled' in input), `${name}: nothing in a modal is disabled`)
  switch (input.type) {
    case ComponentType.TextInput: {
      const { value = '', min_length = 0, max_length = 4000, placeholder = '' } = input
      must(!('label' in input), `${name}: the Label has the label`)
      must(value.length <= max_length, `${name}: value longer than may be typed`)
      must(max_length >= 1 && max_length <= 4000 && min_length <= max_length, `${name}: lengths`)
      must(placeholder.length <= 100, `${name}: placeholder`)
      return
    }
    case ComponentType.StringSelect: {
      must(input.options.length >= 1 && input.options.length <= 25, `${name}: options`)
      must((input.placeholder ?? '').length <= 150, `${name}: placeholder`)
      range(input.options.filter((one) => one.default).length, input.options.length)
      options(input.options)
      return
    }
    case ComponentType.RadioGroup:
      must(input.options.length >= 2 && input.options.length <= 10, `${name}: options`)
      must(input.options.filter((one) => one.default).length <= 1, `${name}: one default`)
      options(input.options)
      return
    case ComponentType.CheckboxGroup:
      must(input.options.length >= 1 && input.options.length <= 10, `${name}: options`)
      range(input.options.filter((one) => one.default).length, input.options.length)
      options(input.options)
      return
    case ComponentType.UserSelect:
    case ComponentType.ChannelSelect: {
      const ids = (input.default_values ?? []).map(({ id }) => id)
      must(
        ids.every((id) => /^\d{1,20}$/.test(id)),
        `${name}: default values are ids`,
      )
      must(new Set(ids).size === ids.length, `${name}: a default value twice`)
      range(ids.length, 25)
      return
    }
    default:
      must(false, `${name}: an input that none of our forms has`)
  }

  function range(defaults: number, most: number) {
    if (!('max_values' in input || 'min_values' in input)) return
    const {
      required = true,
      min_values = 1,
      max_values = 1,
    } = input as {
      required?: boolean
      min_values?: number
      max_values?: number
    }
    must(min_values <= max_values && max_values <= most, `${name}: numbers of values`)
    must(!required || min_values >= 1, `${name}: required, and none may be chosen`)
    must(defaults === 0 || (defaults >= min_values && defaults <= max_values), `${name}: number of default values`)
  }
  function options(list: readonly { readonly value: string; readonly label: string }[]) {
    const values = list.map(({ value }) => value)
    must(new Set(values).size === values.length, `${name}: a value twice`)
    for (const { value, label } of list) {
      must(value.length >= 1 && value.length <= 100, `${name}: value of an option`)
      must(label.length >= 1 && label.length <= 100, `${name}: label of an option`)
    }
  }
}
