/**
 * What comes back from a modal: the counterpart of `render-form.ts` (interactions/receiving-and-responding, Modal Submit Data
 * Structure). Pure.
 */
import { type APIModalSubmissionComponent, ComponentType, type ModalSubmitComponent } from 'discord-api-types/v10'
import { joinPeople } from '#command-kit/chosen-people.ts'

const peoplePrefix = '_people.'
/** Of the select of people beside the field of this name. No option's name begins so. */
export const peopleCustomId = (name: string): string => `${peoplePrefix}${name}`

/**
 * Text by field name, as a person would type it; several values are separated by line breaks, and people who were chosen beside
 * a field are joined to it. Every field that was in the modal has an entry; of one that was left empty it is ''.
 */
export function modalToValues(components: readonly APIModalSubmissionComponent[]): Record<string, string> {
  const inputs = components.flatMap(inputsOf)
  const values: Record<string, string> = {}
  for (const input of inputs)
    if (!input.custom_id.startsWith(peoplePrefix)) values[input.custom_id] = textOf(input).trim()
  for (const input of inputs) {
    if (!input.custom_id.startsWith(peoplePrefix) || input.type !== ComponentType.UserSelect) continue
    const name = input.custom_id.slice(peoplePrefix.length)
    if (input.values.length > 0) values[name] = joinPeople({ typed: values[name] ?? '', userIds: input.values })
  }
  return values
}

function inputsOf(component: APIModalSubmissionComponent): readonly ModalSubmitComponent[] {
  switch (component.type) {
    case ComponentType.Label:
      return [component.component]
    case ComponentType.ActionRow:
      return component.components
    default:
      return []
  }
}

function textOf(input: ModalSubmitComponent): string {
  switch (input.type) {
    case ComponentType.TextInput:
      return input.value
    case ComponentType.RadioGroup:
      return input.value ?? ''
    case ComponentType.Checkbox:
      return input.value ? 'yes' : 'no'
    case ComponentType.UserSelect:
      return input.values.map((id) => `<@${id}>`).join('\n')
    case ComponentType.ChannelSelect:
      return input.values.map((id) => `<#${id}>`).join('\n')
    case ComponentType.StringSelect:
    case ComponentType.CheckboxGroup:
      return input.values.join('\n')
    default:
      // Roles, mentionables and files are asked for by none of our fields.
      return ''
  }
}
