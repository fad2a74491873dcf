/** Buttons and menu entries by number, since a terminal has nothing to click on. */
import { type Language, spanToString } from '#text/format.ts'
import { say } from '#text/message.ts'
import type { Button, Card, CardNode, LinkButton, Menu, Row } from '#view/card.ts'

type Pressable = Omit<Button, 'kind'>

export interface ActionNumbers {
  /** The card with a number before each label. The same button keeps its number for good, on whatever card it stands. */
  number(card: Card): Card
  find(number: number): Pressable | undefined
}

export function createActionNumbers(language: Language): ActionNumbers {
  const pressables: Pressable[] = []
  const numbers = new Map<string, number>()

  const numberOf = (pressable: Pressable): number => {
    const label = spanToString(pressable.label, language)
    const { path, input, confirmed } = pressable.action
    const key = JSON.stringify([label, path, Object.entries(input).sort(), confirmed])
    const number = numbers.get(key) ?? numbers.size + 1
    numbers.set(key, number)
    // The newest of the same: its question may have changed.
    pressables[number] = pressable
    return number
  }

  const numbered = <P extends Pressable>(pressable: P): P => ({
    ...pressable,
    label: say('terminal.button', { number: numberOf(pressable), label: pressable.label }),
  })
  const numberedMenu = (menu: Menu): Menu => ({ ...menu, entries: menu.entries.map(numbered) })
  const numberedRow = (row: Row): Row => ({
    ...row,
    ...(row.menu && { menu: numberedMenu(row.menu) }),
    ...(row.button && { button: numbered(row.button) }),
  })

  const numberedAction = (action: Button | LinkButton | Menu): Button | LinkButton | Menu => {
    switch (action.kind) {
      case 'button':
        return numbered(action)
      case 'menu':
        return numberedMenu(action)
      case 'link-button':
        return action
    }
  }

  const numberedNode = (node: CardNode): CardNode => {
    switch (node.kind) {
      case 'list':
        return { ...node, rows: node.rows.map(numberedRow), ...(node.more && { more: numbered(node.more) }) }
      case 'actions':
        return { ...node, actions: node.actions.map(numberedAction) }
      case 'text':
      case 'fields':
      case 'table':
      case 'note':
      case 'divider':
        return node
    }
  }

  return {
    number: (card) => ({ ...card, nodes: card.nodes.map(numberedNode) }),
    find: (number) => pressables[number],
  }
}
