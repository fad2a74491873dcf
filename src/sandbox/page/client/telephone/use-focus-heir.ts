/** Where the focus goes when what has it is taken away: a line that hangs up must not throw one out of the switchboard. */
import { type RefObject, useLayoutEffect } from 'react'

export function useFocusHeir(ref: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const leaving = ref.current
    return () => {
      if (!leaving?.contains(document.activeElement)) return
      const heirs = [leaving.nextElementSibling, leaving.previousElementSibling, leaving.closest('.room'), document]
      const buttons = heirs.flatMap((heir) => [...(heir?.querySelectorAll<HTMLElement>('.switchboard button') ?? [])])
      buttons.find((button) => !leaving.contains(button) && button.checkVisibility())?.focus()
    }
  }, [ref])
}
