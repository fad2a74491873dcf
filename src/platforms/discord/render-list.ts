/**
 * A roster or list: a line for each row. What can be done with a row stands beside it while there is room for that; else its
 * lines stay together, and one select below them names those that something can be done with.
 */
import { type Language, spanToString } from '#text/format.ts'
import { say } from '#text/message.ts'
import type { Button, CardNode, Row } from '#view/card.ts'
import { type Block, type Choice, componentsIn, rowsOfButtons, textIn } from './layout.ts'
import { limits } from './limits.ts'
import { type ActionRenderer, selects } from './render-actions.ts'
import { labelText, lineToLabel, lineToOneLine } from './render-text.ts'

/** A row: shown with all of it, or left out. */
interface Unit {
  readonly blocks: readonly Block[]
  /** Of the select below the list. */
  readonly choices: readonly Choice[]
}

export interface ListPart {
  readonly kind: 'list'
  readonly units: readonly Unit[]
  /** What stands below the rows that are shown. */
  readonly end: (shown: readonly Unit[]) => Block[]
}

export interface ListOptions {
  readonly language: Language
  readonly actions: ActionRenderer
  /** A button stands beside its line, which takes three components. */
  readonly besideLines: boolean
  /** The card has buttons of its own, which those of its only row would be taken for. */
  readonly hasControls: boolean
}

export function renderList({ rows, more }: Extract<CardNode, { kind: 'list' }>, options: ListOptions): ListPart {
  const { language, actions } = options
  const drawn = rows.map((row): Unit => renderRow(row, rows.length === 1 && !options.hasControls, options))
  // Where all have a button beside them they are apart from each other anyway.
  const bullets = rows.length > 1 && drawn.some(({ blocks }) => blocks[0]?.kind === 'text')
  const units = bullets ? drawn.map(withBullet) : drawn
  const moreButton = more ? actions.press(more) : []
  return {
    kind: 'list',
    units,
    end: (shown) => [
      ...moreRows(units.length - shown.length, language),
      ...selects(
        say('discord.choose-row'),
        shown.flatMap((unit) => unit.choices),
        language,
      ),
      ...rowsOfButtons(moreButton),
    ],
  }
}

export const moreRows = (count: number, language: Language): Block[] =>
  count === 0
    ? []
    : [{ kind: 'text', content: `-# ${lineToOneLine(say('discord.more-rows', { count }), { language })}` }]

function renderRow(row: Row, isAlone: boolean, { language, actions, besideLines }: ListOptions): Unit {
  const content = lineToOneLine(row.line, { language, max: limits.listRow })
  const text: Block = { kind: 'text', content }
  const entries = row.menu?.entries ?? []
  const all = [...(row.button ? [row.button] : []), ...entries]
  const [first] = all
  if (!first) return { blocks: [text], choices: [] }

  const asChoice = (action: Omit<Button, 'kind'>): Unit => ({
    blocks: [text],
    choices: actions.choice(action, {
      label: lineToLabel(row.line, limits.selectOptionLabel, language),
      description: labelText(
        all.map(({ label }) => spanToString(label, language)).join(', '),
        limits.selectOptionDescription,
        language,
      ),
    }),
  })
  if (isAlone && all.length <= 2 * limits.buttonsPerRow)
    return { blocks: [text, ...rowsOfButtons(all.flatMap(actions.press))], choices: [] }
  if (entries.length > 0 && row.opens) return asChoice({ label: first.label, action: row.opens })
  if (all.length === 1) {
    if (!besideLines) return asChoice(first)
    const [button] = actions.press(first)
    return { blocks: [button ? { kind: 'section', content, button } : text], choices: [] }
  }
  const buttons = rowsOfButtons(row.button ? actions.press(row.button) : [])
  return { blocks: [text, ...buttons, ...(row.menu ? actions.menu(row.menu) : [])], choices: [] }
}

function withBullet({ blocks, choices }: Unit): Unit {
  const [first, ...others] = blocks
  const hasText = first?.kind === 'text' || first?.kind === 'section'
  return hasText ? { blocks: [{ ...first, content: `- ${first.content}` }, ...others], choices } : { blocks, choices }
}

/** The first rows, as many as have room. What `end` says of those that have not is not counted. */
export function unitsWithin(
  units: readonly Unit[],
  room: { readonly components: number; readonly text: number },
): Unit[] {
  let { components, text } = room
  let choices = 0
  let above: Block = { kind: 'text', content: '' }
  let isOnlyText = true
  const taken: Unit[] = []
  for (const unit of units) {
    for (const block of unit.blocks) {
      components -= componentsIn(block, above)
      // The text that ends the list is then apart from the one above the list.
      if (isOnlyText && block.kind !== 'text') components--
      isOnlyText &&= block.kind === 'text'
      text -= textIn(block)
      above = block
    }
    const selectsBefore = Math.ceil(choices / limits.selectOptions)
    choices += unit.choices.length
    components -= 2 * (Math.ceil(choices / limits.selectOptions) - selectsBefore)
    if (components < 0 || text < 0) break
    taken.push(unit)
  }
  return taken
}
