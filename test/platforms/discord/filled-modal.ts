/** A person in front of a modal: types and chooses, and what Discord then sends (Modal Submit Data Structure). */
import {
  type APIComponentInLabel,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmissionComponent,
  ComponentType,
  type ModalSubmitComponent,
} from 'discord-api-types/v10'

/** By custom_id: text, the value of an option, or several of them; ids of people and channels. What is not said is left as it is. */
export type Filling = Readonly<Record<string, string | readonly string[]>>

/** Throws for what cannot be typed or chosen there, or where something required is left empty. */
export function submitFilled(
  { components }: Pick<APIModalInteractionResponseCallbackData, 'components'>,
  filling: Filling,
): APIModalSubmissionComponent[] {
  let id = 0
  const unused = new Set(Object.keys(filling))
  const submitted = components.map((component): APIModalSubmissionComponent => {
    if (component.type === ComponentType.TextDisplay) return { type: ComponentType.TextDisplay, id: ++id }
    if (component.type !== ComponentType.Label) throw new Error(`a component of type ${component.type}`)
    const { custom_id } = component.component
    unused.delete(custom_id)
    return {
      type: ComponentType.Label,
      id: ++id,
      component: { ...fillInput(component.component, filling[custom_id]), id: ++id },
    }
  })
  if (unused.size > 0) throw new Error(`no such fields: ${[...unused].join(', ')}`)
  return submitted
}

function fillInput(input: APIComponentInLabel, given: string | readonly string[] | undefined): ModalSubmitComponent {
  const { custom_id } = input
  const list = given === undefined ? undefined : typeof given === 'string' ? [given].filter(Boolean) : [...given]
  const isRequired = !('required' in input) || input.required !== false
  const check = (isSo: boolean, what: string) => {
    if (!isSo) throw new Error(`${custom_id}: ${what}`)
  }
  const several = (known: readonly string[] | null, present: readonly string[]): string[] => {
    const values = list ?? [...present]
    const { max_values = 1 } = input as { max_values?: number }
    check(!isRequired || values.length > 0, 'is needed')
    check(values.length <= max_values, 'holds fewer values')
    if (known)
      check(
        values.every((value) => known.includes(value)),
        'has no such option',
      )
    return values
  }
  const optionsOf = (options: readonly { readonly value: string; readonly default?: boolean }[]) =>
    [options.map(({ value }) => value), options.filter((one) => one.default).map(({ value }) => value)] as const

  switch (input.type) {
    case ComponentType.TextInput: {
      const value = list === undefined ? (input.value ?? '') : (list[0] ?? '')
      check(!isRequired || value.trim() !== '', 'is needed')
      check(value.length <= (input.max_length ?? 4000), 'is longer than may be typed')
      check(value === '' || value.length >= (input.min_length ?? 0), 'is shorter than may be typed')
      check(input.style === 2 || !value.includes('\n'), 'has one line')
      return { type: input.type, id: 0, custom_id, value }
    }
    case ComponentType.RadioGroup: {
      const [value = null] = several(...optionsOf(input.options))
      return { type: input.type, id: 0, custom_id, value }
    }
    case ComponentType.StringSelect:
      return { type: input.type, id: 0, custom_id, values: several(...optionsOf(input.options)) }
    case ComponentType.CheckboxGroup:
      return { type: input.type, id: 0, custom_id, values: several(...optionsOf(input.options)) }
    case ComponentType.UserSelect:
      return { type: input.type, id: 0, custom_id, values: several(null, defaultsOf(input.default_values)) }
    case ComponentType.ChannelSelect:
      return { type: input.type, id: 0, custom_id, values: several(null, defaultsOf(input.default_values)) }
    default:
      throw new Error(`${custom_id}: none of our forms asks so`)
  }
}

const defaultsOf = (values: readonly { readonly id: string }[] = []): string[] => values.map(({ id }) => id)
