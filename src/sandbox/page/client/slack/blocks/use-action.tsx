/** Sends what is done with an element: after its question, if it asks one, and one thing at a time. */
import { type ReactNode, useState } from 'react'
import { elementIdentity } from './block-marks.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import type { Element, InputElement } from './element-shapes.ts'
import { useHolding } from './holding.tsx'

interface Action {
  /** `value` as the API takes it; `before` is done once nothing stands in the way of sending. */
  readonly run: (value?: unknown, before?: () => void) => void
  readonly isBusy: boolean
  /** To be drawn beside the element. */
  readonly question: ReactNode
}

export function useAction(blockId: string, element: Element | InputElement): Action {
  const { send } = useHolding()
  const [isBusy, setIsBusy] = useState(false)
  const [asked, setAsked] = useState<{ identity: string; value: unknown; before: (() => void) | undefined }>()
  const identity = elementIdentity(element)

  const sendNow = async (value: unknown, before: (() => void) | undefined) => {
    setAsked(undefined)
    setIsBusy(true)
    before?.()
    await send(blockId, element, value)
    setIsBusy(false)
  }
  const run: Action['run'] = (value, before) => {
    if (isBusy) return
    if (element.confirm) setAsked({ identity, value, before })
    else void sendNow(value, before)
  }
  // A question about something that has changed meanwhile is gone.
  const isAsking = asked?.identity === identity
  const question = element.confirm && (
    <ConfirmDialog
      confirm={element.confirm}
      isOpen={isAsking}
      onDeny={() => setAsked(undefined)}
      onConfirm={() => asked && void sendNow(asked.value, asked.before)}
    />
  )
  return { run, isBusy, question }
}
