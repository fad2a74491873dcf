/**
 * Buttons and menus. Nothing here asks first: Discord has no dialog for it, so the command asks by itself, privately. What
 * cannot be pressed on Discord is named in `leftOut`.
 */
import { encodeAction } from '#command-kit/action-ref.ts'
import type { Language } from '#text/format.ts'
import { type Span, say } from '#text/message.ts'
import type { Button, LinkButton, Menu } from '#view/card.ts'
import { type Block, type Choice, type OpenLink, type Press, rowsOfButtons, slices } from './layout.ts'
import { limits } from './limits.ts'
import { isLinkable, labelText } from './render-text.ts'

export interface ActionRenderer {
  press(button: Omit<Button, 'kind'>): Press[]
  choice(button: Omit<Button, 'kind'>, words: Omit<Choice, 'action'>): Choice[]
  /** A row of buttons for as many as five; more than one row as long as there are `maxButtons`, the others in selects. */
  actions(list: readonly (Button | LinkButton | Menu)[], maxButtons?: number): Block[]
  /** Entries as buttons: where there is one menu, and so room. */
  entries(menu: Menu): Press[]
  menu(menu: Menu): Block[]
  /** Labels of what could not be drawn: a command too long to be kept, an address that Discord does not link to. */
  readonly leftOut: readonly Span[]
}

/** Longer than what is read back from a button. */
const maxAction = 4000

export function createActionRenderer(language: Language): ActionRenderer {
  const leftOut: Span[] = []
  const canKeep = ({ label, action }: Omit<Button, 'kind'>): boolean => {
    if (encodeAction(action).length <= maxAction) return true
    leftOut.push(label)
    return false
  }
  const press: ActionRenderer['press'] = (button) => {
    if (!canKeep(button)) return []
    const { label, action, style } = button
    return [{ kind: 'press', label: labelText(label, limits.buttonText, language), action, ...(style && { style }) }]
  }
  const choice: ActionRenderer['choice'] = (button, words) =>
    canKeep(button) ? [{ ...words, action: button.action }] : []

  const link = ({ label, url }: LinkButton): OpenLink[] => {
    if (isLinkable(url) && url.length <= limits.buttonUrl)
      return [{ kind: 'link', label: labelText(label, limits.buttonText, language), url }]
    leftOut.push(label)
    return []
  }
  const asChoice = (entry: Omit<Button, 'kind'>): Choice[] =>
    choice(entry, { label: labelText(entry.label, limits.selectOptionLabel, language) })
  const menu = ({ label, entries }: Menu): Block[] => selects(label, entries.flatMap(asChoice), language)

  return {
    press,
    choice,
    leftOut,
    menu,
    entries: ({ entries }) => entries.flatMap(press),
    actions(list, maxButtons = Number.POSITIVE_INFINITY) {
      const buttons: (Press | OpenLink)[] = []
      const others: Choice[] = []
      const menus: Block[] = []
      for (const one of list) {
        if (one.kind === 'link-button') buttons.push(...link(one))
        else if (one.kind === 'menu' && one.entries.length > 1) menus.push(...menu(one))
        else {
          for (const entry of one.kind === 'menu' ? one.entries : [one]) {
            if (buttons.length < maxButtons) buttons.push(...press(entry))
            else others.push(...asChoice(entry))
          }
        }
      }
      return [...rowsOfButtons(buttons), ...selects(say('discord.more-actions'), others, language), ...menus]
    },
  }
}

/** A select takes 25; of several, each says which it holds. */
export function selects(placeholder: Span, choices: readonly Choice[], language: Language): Block[] {
  const parts = slices(choices, limits.selectOptions)
  return parts.map((part, index): Block => {
    const first = index * limits.selectOptions + 1
    const range = { what: placeholder, first, last: first + part.length - 1 }
    const words = parts.length === 1 ? placeholder : say('discord.select-part', range)
    const shown = labelText(words, limits.selectPlaceholder, language)
    return { kind: 'row', controls: [{ kind: 'choose', placeholder: shown, choices: part }] }
  })
}
