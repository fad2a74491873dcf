/** What an element holds, and what a choice does: in a field it waits for the form to be submitted, anywhere else it is sent. */
import type { ReactNode } from 'react'
import type { ControlNaming } from './control-button.tsx'
import { type Content, contentToValue } from './element-content.ts'
import type { InputElement } from './element-shapes.ts'
import { useHolding } from './holding.tsx'
import { useAction } from './use-action.tsx'

export interface ControlProps<E extends InputElement = InputElement> {
  readonly blockId: string
  readonly element: E
  /** Ids of what names and explains the element, where it has a label of its own; else it is named by `label`. */
  readonly labelledBy?: string
  readonly describedBy?: string | undefined
  readonly label?: string
  /** Id that a field's text box gets, for its label. */
  readonly inputId?: string
  /** It stands in a form's field. */
  readonly isField?: boolean
  /** A field that tells the app at once, too. */
  readonly isDispatching?: boolean
  readonly isRequired?: boolean
  readonly isInvalid?: boolean
}

interface Choice {
  readonly content: Content
  /** Only on the page. */
  readonly hold: (next: Content) => void
  /** On the page, and to the app unless it waits. */
  readonly choose: (next: Content) => void
  readonly isBusy: boolean
  readonly question: ReactNode
}

export function useChoice({ blockId, element, isField, isDispatching }: ControlProps): Choice {
  const { read, hold: holdAt } = useHolding()
  const { run, isBusy, question } = useAction(blockId, element)
  const hold = (next: Content) => holdAt(blockId, element, next)
  const choose = (next: Content) => {
    if (!isField) run(contentToValue(next), () => hold(next))
    else {
      hold(next)
      if (isDispatching) run(contentToValue(next))
    }
  }
  return { content: read(blockId, element), hold, choose, isBusy, question }
}

/** What names the control, and what explains it. `otherwise` where nobody gave it a name. */
export const nameOf = ({ labelledBy, describedBy, label }: ControlProps, otherwise: string): ControlNaming => ({
  labelledBy,
  describedBy,
  label: label || otherwise,
})

/** The same as attributes. */
export const ariaName = ({ labelledBy, describedBy, label }: ControlNaming) => ({
  ...(labelledBy ? { 'aria-labelledby': labelledBy } : { 'aria-label': label }),
  ...(describedBy && { 'aria-describedby': describedBy }),
})
