/** Around what is drawn anew again and again: the focus does not fall out of it when what had it is gone. */
import { type ReactNode, useLayoutEffect, useRef } from 'react'

export function FocusKeeper({ className, children }: { readonly className: string; readonly children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null)
  const hadFocus = useRef(false)
  useLayoutEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) ref.current?.focus({ preventScroll: true })
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches where the focus goes
    <div
      className={className}
      ref={ref}
      tabIndex={-1}
      onFocus={() => {
        hadFocus.current = true
      }}
      onBlur={({ relatedTarget }) => {
        hadFocus.current = relatedTarget === null && !document.hasFocus()
      }}
    >
      {children}
    </div>
  )
}
