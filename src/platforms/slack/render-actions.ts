/** Buttons and menus: each element carries the packed command that it runs. */
import type { Button as ButtonElement, ConfirmationDialog, Overflow, PlainTextOption, StaticSelect } from '@slack/types'
import { encodeAction } from '#command-kit/action-ref.ts'
import type { Language } from '#text/format.ts'
import { type Span, say } from '#text/message.ts'
import type { Button, Confirm, LinkButton, Menu } from '#view/card.ts'
import { limits } from './limits.ts'
import { isLinkable, labelText } from './render-text.ts'

export type ActionElement = ButtonElement | Overflow | StaticSelect

/** Numbers the elements of one message: their ids must be unique in it. */
export interface ActionRenderer {
  button(button: Omit<Button, 'kind'>): ButtonElement[]
  linkButton(button: LinkButton): ButtonElement[]
  /** One element where a menu can hold the entries, else a button for each. */
  menu(menu: Omit<Menu, 'kind'>): ActionElement[]
  /** Labels of the buttons that could not be drawn: their command or address is longer than Slack's buttons hold. */
  readonly leftOut: readonly Span[]
}

export function createActionRenderer(language: Language): ActionRenderer {
  const leftOut: Span[] = []
  let count = 0
  const nextId = () => `a${++count}`

  const button: ActionRenderer['button'] = ({ label, action, style, confirm }) => {
    // Slack's own dialog asks, so the command need not ask again.
    const value = encodeAction(confirm ? { ...action, confirmed: true } : action)
    if (value.length > limits.buttonValue) {
      leftOut.push(label)
      return []
    }
    return [
      {
        type: 'button',
        action_id: nextId(),
        text: labelText(label, limits.buttonText, language),
        value,
        ...(style && { style }),
        ...(confirm && { confirm: confirmDialog(confirm, language, style) }),
      },
    ]
  }

  return {
    button,
    leftOut,
    linkButton({ label, url }) {
      if (isLinkable(url))
        return [{ type: 'button', action_id: nextId(), text: labelText(label, limits.buttonText, language), url }]
      leftOut.push(label)
      return []
    },
    menu({ label, entries }) {
      const options = entries.map((entry): PlainTextOption & { value: string } => ({
        text: labelText(entry.label, limits.optionText, language),
        value: encodeAction(entry.action),
      }))
      const fits = options.every(({ value }) => value.length <= limits.optionValue)
      if (entries.length < 2 || !fits) return entries.flatMap(button)
      if (entries.length <= limits.overflowOptions) return [{ type: 'overflow', action_id: nextId(), options }]
      return [
        {
          type: 'static_select',
          action_id: nextId(),
          placeholder: labelText(label, limits.placeholder, language),
          ...selectOptions(options, language),
        },
      ]
    },
  }
}

/** A select takes 100 options, or groups of 100. */
export function selectOptions(
  options: PlainTextOption[],
  language: Language,
): Pick<StaticSelect, 'options'> | Pick<StaticSelect, 'option_groups'> {
  if (options.length <= limits.selectOptions) return { options }
  const groups = []
  for (let first = 0; first < options.length; first += limits.selectOptions) {
    const part = options.slice(first, first + limits.selectOptions)
    groups.push({ label: labelText(`${first + 1}–${first + part.length}`, limits.optionText, language), options: part })
  }
  return { option_groups: groups.slice(0, limits.selectOptionGroups) }
}

function confirmDialog(confirm: Confirm, language: Language, style?: Button['style']): ConfirmationDialog {
  return {
    title: labelText(confirm.title, limits.confirmTitle, language),
    text: labelText(confirm.text, limits.confirmText, language),
    confirm: labelText(confirm.confirm, limits.confirmButton, language),
    deny: labelText(confirm.deny ?? say('slack.confirm.deny'), limits.confirmButton, language),
    ...(style && { style }),
  }
}
