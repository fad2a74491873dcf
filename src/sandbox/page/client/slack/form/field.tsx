/** A field of a form: its label, the element to fill in, what to know about it, and what is wrong with it. */
import { useId } from 'react'
import type { InputBlock } from '../blocks/block-shapes.ts'
import { ElementView } from '../blocks/element.tsx'
import { useHolding } from '../blocks/holding.tsx'
import { plainToString } from '../blocks/mrkdwn.ts'
import { TextView } from '../blocks/slack-text.tsx'

export function Field({ block }: { readonly block: InputBlock }) {
  const { block_id: blockId, label, element, hint, optional = false, dispatch_action = false } = block
  const error = useHolding().errors[blockId]
  const id = useId()
  const hasTextBox = element.type.endsWith('input')
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div
      className="field"
      data-focus={element.focus_on_load || undefined}
      data-invalid={error !== undefined || undefined}
    >
      <div className="field-label">
        {hasTextBox ? (
          <label id={`${id}-label`} htmlFor={`${id}-input`}>
            {plainToString(label)}
          </label>
        ) : (
          <span id={`${id}-label`}>{plainToString(label)}</span>
        )}
        {optional && <span className="field-optional"> (optional)</span>}
      </div>
      <ElementView
        blockId={blockId}
        element={element}
        labelledBy={`${id}-label`}
        inputId={`${id}-input`}
        describedBy={described || undefined}
        isField
        isDispatching={dispatch_action}
        isRequired={!optional}
        isInvalid={error !== undefined}
      />
      {error !== undefined && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <div className="field-hint" id={`${id}-hint`}>
          <TextView of={hint} />
        </div>
      )}
    </div>
  )
}
