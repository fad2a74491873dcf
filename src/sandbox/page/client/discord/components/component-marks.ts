/** What can be done with a component, by which it is known again in a changed message. */
import type { Marked } from '../../chat/carry-keys.ts'
import { type ButtonComponent, kinds, type SelectComponent, type TopLevelComponent } from './shapes.ts'

const names = new Map(Object.entries(kinds).map(([name, kind]) => [kind, name] as const))

export const componentToMarked = (component: TopLevelComponent | ButtonComponent | SelectComponent): Marked => ({
  type: names.get(component.type) ?? '',
  marks: marksOf(component),
})

function marksOf(component: TopLevelComponent | ButtonComponent | SelectComponent): readonly string[] {
  switch (component.type) {
    case kinds.button:
      return [component.custom_id ?? component.url ?? ''].map(withoutPosition)
    case kinds.section:
      return component.accessory.type === kinds.button ? marksOf(component.accessory) : []
    case kinds.actionRow:
      return component.components.flatMap(marksOf)
    case kinds.stringSelect:
      return component.options.map(({ value }) => withoutPosition(value))
    case kinds.userSelect:
    case kinds.roleSelect:
    case kinds.mentionableSelect:
    case kinds.channelSelect:
      return [component.custom_id]
    default:
      return []
  }
}

/** A number in front only tells equal ones apart, and shifts with what stands above. */
const withoutPosition = (customId: string) => customId.replace(/^\d+/, '')
