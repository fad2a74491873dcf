/** Arrow keys, Home and End move the focus from message to message, so that a long history is one stop of the Tab key. */
import type { KeyboardEvent } from 'react'

export function stepBetweenMessages(event: KeyboardEvent<HTMLElement>): void {
  const { key, target, currentTarget } = event
  // What stands in a message has arrow keys of its own.
  if (!(target instanceof HTMLElement) || !target.matches('.message')) return
  const all = [...currentTarget.querySelectorAll<HTMLElement>('.message')]
  const at = all.indexOf(target)
  const next = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: all.at(-1) }[key]
  if (!next) return
  event.preventDefault()
  target.tabIndex = -1
  next.tabIndex = 0
  next.focus()
}
