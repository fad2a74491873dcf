/** An entry of what is offered above the box that somebody types into, which keeps the focus and hears the keys. */
import { type ReactNode, useEffect, useRef } from 'react'

interface OfferedRowProps {
  /** What the `aria-activedescendant` of the text box points to. */
  readonly id: string
  readonly className: string
  /** For its style. */
  readonly kind?: string
  readonly isChosen: boolean
  readonly onTake: () => void
  readonly children: ReactNode
}

export function OfferedRow({ id, className, kind, isChosen, onTake, children }: OfferedRowProps) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant of the text box points here
    // biome-ignore lint/a11y/useKeyWithClickEvents: the text box hears the keys
    <div
      ref={row}
      id={id}
      className={className}
      data-kind={kind}
      role="option"
      aria-selected={isChosen}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      {children}
    </div>
  )
}
