/** A person who fills in a form as each platform shows it, and what comes back from there: text by field name. */
import type { ViewOutput } from '@slack/bolt'
import type { InputBlock } from '@slack/types'
import { splitPeople } from '#command-kit/chosen-people.ts'
import { sectionsOf } from '#platforms/discord/form-sections.ts'
import { modalToValues, peopleCustomId } from '#platforms/discord/form-values.ts'
import { renderModal } from '#platforms/discord/render-form.ts'
import { peopleBlockId, stateToValues } from '#platforms/slack/form-values.ts'
import { renderForm } from '#platforms/slack/render-form.ts'
import type { Form, FormField } from '#view/form.ts'
import { type Filling, submitFilled } from '../platforms/discord/filled-modal.ts'

type Values = Readonly<Record<string, string>>
export type FillForm = (form: Form, values: Values) => Record<string, string>

const mentioned = (value: string): string[] =>
  value.split(/\s+/).flatMap((word) => /^<[@#]!?(\w+)>$/.exec(word)?.[1] ?? [])

/** What is typed into a field, and who is chosen beside it. */
function partsOf(
  { people }: FormField,
  value: string,
): { readonly typed: string; readonly userIds: readonly string[] } {
  return people ? splitPeople(value, people) : { typed: value, userIds: [] }
}

/** As on Discord: modal after modal. What no field is there for is not typed. */
export const fillOnDiscord: FillForm = (form, values) => {
  const present = Object.fromEntries(form.fields.flatMap(({ name, initial }) => (initial ? [[name, initial]] : [])))
  const submitted = sectionsOf(form).map((section, index) => {
    const modal = renderModal({ form, values: present, problems: {} }, index, 'modal')
    const filling = section.flatMap((field): [string, Filling[string]][] => {
      const value = values[field.name]
      if (value === undefined) return []
      const { typed, userIds } = partsOf(field, value)
      return [
        [field.name, chosenOnDiscord(field, typed)],
        ...(field.people ? [[peopleCustomId(field.name), userIds] as [string, Filling[string]]] : []),
      ]
    })
    return modalToValues(submitFilled(modal, Object.fromEntries(filling)))
  })
  return withoutEmpty(Object.assign({}, ...submitted))
}

const chosenOnDiscord = ({ base, suggests }: FormField, value: string): Filling[string] => {
  if (base === 'choices') return value.split('\n')
  return base === 'user' || base === 'channel' || (base === 'users' && !suggests) ? mentioned(value) : value
}

/** As on Slack: one view. */
export const fillOnSlack: FillForm = (form, values) => {
  const place = { platform: 'slack', workspaceId: 'T1', channelId: 'C1', kind: 'channel' } as const
  const { blocks } = renderForm(form, place, 'T1')
  const inputs = blocks.filter((block): block is InputBlock => block.type === 'input')
  const inputOf = (blockId: string): InputBlock => {
    const found = inputs.find((block) => block.block_id === blockId)
    if (!found) throw new Error(`no input ${blockId}`)
    return found
  }
  const state = form.fields.flatMap((field): [string, State[string]][] => {
    const value = values[field.name] ?? field.initial
    if (value === undefined) return []
    const { typed, userIds } = partsOf(field, value)
    return [
      [field.name, stateOn(inputOf(field.name), typed)],
      ...(field.people && userIds.length > 0
        ? [
            [
              peopleBlockId(field.name),
              stateOn(inputOf(peopleBlockId(field.name)), userIds.map((id) => `<@${id}>`).join(' ')),
            ] as [string, State[string]],
          ]
        : []),
    ]
  })
  return stateToValues(Object.fromEntries(state))
}

type State = ViewOutput['state']['values']

const selected = (value: string) => ({ text: { type: 'plain_text' as const, text: value }, value })

/** What Slack tells of an element that holds the value. */
function stateOn({ element }: InputBlock, value: string): State[string] {
  const { type } = element
  const [first = ''] = mentioned(value)
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { x: { type, selected_option: value === '' ? null : selected(value) } }
    case 'multi_static_select':
      return { x: { type, selected_options: value.split('\n').filter(Boolean).map(selected) } }
    case 'users_select':
      return { x: { type, selected_user: first } }
    case 'multi_users_select':
      return { x: { type, selected_users: mentioned(value) } }
    case 'conversations_select':
      return { x: { type, selected_conversation: first } }
    case 'datepicker':
      return { x: { type, selected_date: value } }
    case 'timepicker':
      return { x: { type, selected_time: value } }
    default:
      return { x: { type, value } }
  }
}

const withoutEmpty = (values: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
