/** The closed form of menus and calendars: what is chosen, or what to choose. A press opens the list below. */
import { type ReactNode, useId } from 'react'
import { Button } from 'react-aria-components'
import { Icon, type IconName } from '../../icon.tsx'

export interface ControlNaming {
  /** Id of what names it; else `label` does. */
  readonly labelledBy: string | undefined
  readonly describedBy: string | undefined
  readonly label: string
}

interface ControlButtonProps extends ControlNaming {
  readonly icon?: IconName
  readonly isBusy: boolean
  readonly isInvalid: boolean
  /** Nothing is chosen; `children` say what to choose. */
  readonly isEmpty: boolean
  readonly children: ReactNode
}

export function ControlButton(props: ControlButtonProps) {
  const { labelledBy, describedBy, label, icon, isBusy, isInvalid, isEmpty, children } = props
  const nameId = useId()
  const valueId = useId()
  return (
    <Button
      className="slack-select"
      aria-labelledby={`${labelledBy ?? nameId} ${valueId}`}
      {...(describedBy && { 'aria-describedby': describedBy })}
      data-busy={isBusy || undefined}
      data-invalid={isInvalid || undefined}
    >
      {!labelledBy && (
        <span id={nameId} hidden>
          {label}
        </span>
      )}
      {icon && <Icon name={icon} />}
      <span className="select-value" id={valueId} data-placeholder={isEmpty || undefined}>
        {children}
      </span>
      <Icon name="chevron" />
    </Button>
  )
}
