/** What a select offers: its own options, or what Discord fills in (people, channels, roles), in one shape. */
import type { Channel, Member } from '../shapes.ts'
import { type FilledSelect, kinds, type SelectComponent } from './shapes.ts'

export interface Choice {
  readonly value: string
  readonly label: string
  readonly description?: string
  /** User name of the person it stands for. */
  readonly face?: string
}

interface Known {
  readonly people: readonly Member[]
  readonly channels: readonly Channel[]
}

export function selectToChoices(select: SelectComponent, known: Known): readonly Choice[] {
  switch (select.type) {
    case kinds.stringSelect:
      return select.options.map(({ label, value, description, emoji }) => ({
        value,
        label: emoji?.name ? `${emoji.name} ${label}` : label,
        ...(description && { description }),
      }))
    case kinds.userSelect:
    case kinds.mentionableSelect:
      return known.people.filter(({ isMember }) => isMember).map(personToChoice)
    case kinds.channelSelect:
      return known.channels.filter((channel) => isOffered(select, channel)).map(channelToChoice)
    default:
      return []
  }
}

export const personToChoice = ({ id, name, displayName }: Member): Choice => ({
  value: id,
  label: displayName,
  ...(name !== displayName && { description: name }),
  face: name,
})

export const channelToChoice = ({ id, name }: Channel): Choice => ({ value: id, label: `#${name}` })

/** As a select's `channel_types` has them; a direct message is offered nowhere. */
const channelTypes: Readonly<Record<Channel['kind'], number | undefined>> = {
  text: 0,
  voice: 2,
  thread: 11,
  dm: undefined,
}

const isOffered = ({ channel_types: types = [] }: FilledSelect, { kind }: Channel) => {
  const type = channelTypes[kind]
  return type !== undefined && (types.length === 0 || types.includes(type))
}

/** What is chosen before anybody touches it. */
export const initiallyChosen = (select: SelectComponent): readonly string[] =>
  select.type === kinds.stringSelect
    ? select.options.filter((option) => option.default).map(({ value }) => value)
    : (select.default_values ?? []).map(({ id }) => id)

/** Those whose words contain what is typed. */
export function filterChoices(choices: readonly Choice[], typed: string): readonly Choice[] {
  const wanted = typed.trim().toLocaleLowerCase('en').replace(/^[@#]/, '')
  if (wanted === '') return choices
  return choices.filter(({ label, description = '' }) =>
    `${label}\n${description}`.toLocaleLowerCase('en').includes(wanted),
  )
}
